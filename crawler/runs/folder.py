"""The folder of a run: its parts, the lock that keeps a second run out, and starting over."""

import fcntl
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any

from crawler.evidence.manifest import DETACHED, MANIFEST, METHOD
from crawler.model.plain import is_utf8, neutralised

STORE = "bereikbaar.sqlite"
EVIDENCE = "evidence"
ARCHIVES = "wacz"
REPORT = "report"
PUBLIC_REPORT = "report-public"
LOG = "run.log"
WORKERS = "workers"
"""Where the workers of a run keep what is not yet in its results."""
_LOCK = "run.lock"
_FOLDERS = frozenset({EVIDENCE, ARCHIVES, REPORT, PUBLIC_REPORT, METHOD, WORKERS})
"""The folders in which a run keeps what it makes."""


class RunError(Exception):
    """The run cannot begin or go on; the message says what, where and what to do."""


class Lock:
    """A folder held for one run. Handed to a process that is started for the run, the folder stays held until that ends too."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (DupFd(self._descriptor),)


def _received(descriptor: Any) -> Lock:
    held = descriptor.detach()
    os.set_inheritable(held, False)  # else the browser would hold the folder as well
    return Lock(held)


@contextmanager
def locked(out: Path) -> Iterator[Lock]:
    """Hold the folder for one run, made if need be. The system frees the lock however the program ends. Raises RunError."""
    if not is_utf8(str(out)):
        raise RunError(f"{out}: its name is not in UTF-8. Choose another folder with --out.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise RunError(f"{out}: cannot be written ({error.strerror}). Choose another folder with --out.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise RunError(
            f"{out}: another run is writing here. Wait for it or stop it, or choose another folder with --out."
        ) from error
    else:
        yield Lock(lock)
    finally:
        os.close(lock)


@contextmanager
def free_to_read(folder: Path) -> Iterator[None]:
    """See to it that no run writes into a folder meanwhile, where the folder can tell. Raises RunError where one does."""
    with ExitStack() as stack:
        with suppress(OSError):
            lock = stack.enter_context((folder / _LOCK).open("rb"))
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise RunError(f"{folder}: a run is still writing here. Wait for it or stop it.") from error
        yield


def sweep(out: Path) -> None:
    """Remove the unfinished files that a killed run left behind; its shops are visited again. Raises RunError."""
    try:
        for path in (*(out / EVIDENCE).glob("*/*.part"), *out.glob(f"{STORE}.*.part")):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise stuck(error) from error


def weight(folder: Path) -> int:
    """Give the bytes of all files in a folder; 0 where there is none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def start_over(out: Path) -> None:
    """Remove what an earlier run wrote into the folder, and nothing else. Raises RunError."""
    try:
        for path in sorted(out.iterdir()):
            if path.name in _FOLDERS:
                shutil.rmtree(path)
            elif path.name in {LOG, MANIFEST, DETACHED} or path.name.startswith(STORE):
                path.unlink()
    except OSError as error:
        raise stuck(error) from error


def starting_over_removes(out: Path, file: Path) -> bool:
    """Whether a file stands in a folder that starting over removes."""
    return any(file.resolve().is_relative_to((out / name).resolve()) for name in _FOLDERS)


def stuck(error: OSError, path: Path | None = None) -> RunError:
    """What to say where something cannot be removed: what is named, else what the system names."""
    told = error.strerror or str(error)
    return RunError(f"{path or error.filename}: cannot be removed ({told}). Remove it by hand, and give the command again.")


class _Log(logging.FileHandler):
    """A log that costs no run anything: what cannot be written, on a full disk for one, is left out."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the name logging gives it
        """Leave the line out; a fault of the program is told."""
        if not isinstance(sys.exception(), OSError):
            super().handleError(record)

    def close(self) -> None:
        """Close the file, without what cannot be written."""
        with suppress(OSError):
            super().close()


class Harmless(logging.Formatter):
    """Log lines that may hold text of a shop: nothing in them acts on a terminal, and none of it can pass for a line of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record; its further lines are set in."""
        return "\n  ".join(map(neutralised, super().format(record).splitlines()))


@contextmanager
def logged(out: Path) -> Iterator[None]:
    """Write warnings and errors to the folder's log. Raises RunError."""
    try:
        handler = _Log(out / LOG, encoding="utf-8", delay=False)
    except OSError as error:
        raise RunError(f"{out / LOG}: cannot be written ({error.strerror}). Choose another folder with --out.") from error
    handler.setLevel(logging.WARNING)
    handler.setFormatter(Harmless("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
