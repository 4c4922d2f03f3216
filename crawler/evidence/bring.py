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
    there: set[str] = set()
    for name in files:
        if not _inside(name):
            raise EvidenceError(f"{source}: the results name evidence outside the folder ({name}). Nothing was merged.")
        old, new = f"{source}/{name}", f"{target}/{name}"
        try:
            if (folder := os.path.dirname(new)) not in there:  # noqa: PTH120  # a hundred thousand files: paths cost more than links
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
                there.add(folder)
            _bring(old, new)
        except OSError as error:
            raise EvidenceError(f"cannot bring {old} to {target}: {error.strerror or error}") from error


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _bring(old: str, new: str) -> None:
    if os.path.islink(old):  # noqa: PTH114
        old = os.path.realpath(old)  # a link to a link would break with the part
    try:
        os.link(old, new)
    except FileExistsError:
        if os.path.samefile(old, new) or filecmp.cmp(old, new, shallow=False):  # noqa: PTH121
            return
        _replace(old, new)  # what is there is of a visit that was never stored
    except OSError as error:
        if error.errno not in CANNOT_LINK:
            raise
        _replace(old, new)


def _replace(old: str, new: str) -> None:
    part = Path(f"{new}.part")
    with Path(old).open("rb") as source, part.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
    part.replace(new)
