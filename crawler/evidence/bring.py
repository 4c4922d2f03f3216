"""Evidence brought from one folder to another: linked where that can be done, else copied; a file that is there is whole."""

import errno
import filecmp
import os
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from crawler.evidence.warc import EvidenceError

CANNOT_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES})
"""Another disk, one that has no links, too many of them, or one that may not be linked to."""


def bring(files: Iterable[str], source: Path, target: Path) -> None:
    """Have these files, by their path below the folder of evidence, in another such folder too.

    Raises EvidenceError where one is missing, or the disk takes no more.
    """
    made: set[Path] = set()
    for name in files:
        old, new = source / _inside(name, source), target / name
        try:
            if new.parent not in made:
                new.parent.mkdir(parents=True, exist_ok=True)
                made.add(new.parent)
            _bring(old, new)
        except OSError as error:
            raise EvidenceError(f"cannot bring {old} to {target}: {error.strerror or error}") from error


def _inside(name: str, source: Path) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise EvidenceError(f"{source}: the results name evidence outside the folder ({name}). Nothing was merged.")
    return path


def _bring(old: Path, new: Path) -> None:
    if new.exists() and (new.samefile(old) or filecmp.cmp(old, new, shallow=False)):
        return
    part = new.with_name(f"{new.name}.part")  # what is there else is of a visit that was never stored
    part.unlink(missing_ok=True)
    _beside(old, part)
    part.replace(new)


def _beside(old: Path, part: Path) -> None:
    try:
        os.link(old, part)
    except OSError as error:
        if error.errno not in CANNOT_LINK:
            raise
        _copy(old, part)


def _copy(old: Path, part: Path) -> None:
    with old.open("rb") as source, part.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
