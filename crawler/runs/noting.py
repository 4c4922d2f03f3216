"""What persons say of findings, taken into a run: all of a file or nothing."""

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from crawler.evidence.manifest import unseal
from crawler.model.review import Check, Reply, Review
from crawler.replay import filled_said
from crawler.replay.filled_table import RowsError
from crawler.runs.folder import RunError, locked
from crawler.store.read import Archive
from crawler.store.write import Store

Line = TypeVar("Line", Review, Reply, Check)


class Noted(NamedTuple, Generic[Line]):
    """The lines of a file, by shop, and how many of them the run did not have yet."""

    lines: Sequence[tuple[str, Line]]
    new: int


def note_reviews(folder: Path, file: Path, corrections: Mapping[str, Sequence[str]], by: str) -> Noted[Review]:
    """Take a file of decisions. Raises RunError that tells what is wrong, and StoreError; then nothing was taken."""
    return _note(folder, file, lambda shops: filled_said.reviews(file, shops, corrections, by))


def note_replies(folder: Path, file: Path, criteria: Sequence[str], by: str) -> Noted[Reply]:
    """Take a file of what was sent to shops and of their answers. Raises as `note_reviews` does."""
    return _note(folder, file, lambda shops: filled_said.replies(file, shops, criteria, by))


def note_checks(folder: Path, file: Path, by: str) -> Noted[Check]:
    """Take a drawn sample that was checked. Raises as `note_reviews` does."""
    return _note(folder, file, lambda shops: filled_said.checks(file, shops, by))


def _note(folder: Path, file: Path, read: Callable[[Container[str]], Sequence[tuple[str, Line]]]) -> Noted[Line]:
    with Archive(folder) as archive:
        path, shops = archive.path, frozenset(archive.shop_ids())
    try:
        lines = read(shops)
    except RowsError as error:
        raise RunError("\n".join(f"{file}: {line}" for line in str(error).splitlines())) from error
    except OSError as error:
        raise RunError(f"{error.filename or file}: {error.strerror or error}") from error
    with locked(path.parent):
        unseal(path.parent)
        with Store.open(path) as store:
            return Noted(lines, store.note_said(lines))
