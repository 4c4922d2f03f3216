"""What can go wrong with a store, each told with the file and the cure."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CURES = {
    "SQLITE_FULL": "the disk is full: make room and start again, nothing that was saved is lost",
    "SQLITE_READONLY": "it can not be written: check the rights of the file and its folder, or choose another folder",
    "SQLITE_CANTOPEN": "it can not be opened: check that the folder exists and may be written",
    "SQLITE_BUSY": "another program is writing to it: wait for it or end it",
    "SQLITE_LOCKED": "another program is writing to it: wait for it or end it",
    "SQLITE_CORRUPT": "the file is damaged: start again with --fresh, or restore a copy",
    "SQLITE_NOTADB": "it is no database: move the file away or choose another folder",
    "SQLITE_IOERR": "the disk could not be read or written: check the disk",
    "SQLITE_CONSTRAINT": "the rows contradict each other: please report this as a fault of the program",
}
"""What to do, by the first two parts of SQLite's error name (https://sqlite.org/rescode.html)."""


class StoreError(RuntimeError):
    """The store can not be used; the message names the file and what to do."""


class Unwritable(StoreError):  # noqa: N818 - named after the file, not after what was to be written
    """The file takes nothing at all: the disk is full, its rights are taken away, another program holds it."""


class IncompleteCertificate(StoreError):  # noqa: N818 - named after what is refused
    """A settled negative without a complete certificate: an accusation without proof is never stored."""


_ILLEGIBLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, zlib.error)
"""What reading raises where a file holds other things than were written into it."""


@contextmanager
def legible(path: Path, what: str) -> Iterator[None]:
    """Turn what a damaged or forged file makes of reading `what` into a StoreError. Nothing is yielded to a caller inside of it."""
    try:
        yield
    except _ILLEGIBLE as error:
        why = f"{type(error).__name__}: {error}"[:200]
        raise StoreError(f"{path}: what is stored of {what} is damaged ({why}): restore a copy, or audit with --fresh") from error


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one StoreError with path and cure, and a refused negative into IncompleteCertificate."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}: {CURES['SQLITE_CORRUPT']} ({error})") from error
    except sqlite3.Error as error:
        if "incomplete certificate" in str(error):
            raise IncompleteCertificate(f"{path}: {error}") from error
        name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        kind = StoreError if name == "SQLITE_CONSTRAINT" or name not in CURES else Unwritable
        raise kind(f"{path}: {CURES.get(name, 'the store can not be used')} ({error})") from error
