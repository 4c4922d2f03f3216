"""A run opened for reading whatever version of the program wrote it: the results of an older one as an up-to-date copy."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.runs.folder import EVIDENCE, STORE
from crawler.store.schema import copy_up_to_date, is_older


@contextmanager
def readable(folder: Path, spare: Path) -> Iterator[Path]:
    """The folder itself, or one below `spare` that holds a copy of its results, and is removed afterwards. Raises StoreError."""
    if not is_older(folder / STORE):
        yield folder
        return
    with TemporaryDirectory(dir=spare, prefix="older-") as copied:
        home = Path(copied)
        evidence = os.path.relpath((folder / EVIDENCE).resolve(), home.resolve())
        copy_up_to_date(folder / STORE, home / STORE, evidence)
        yield home
