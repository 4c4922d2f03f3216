"""The folder of a run: its parts, the lock that keeps a second run out, and starting over."""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STORE = "bereikbaar.sqlite"
EVIDENCE = "evidence"
REPORT = "report"
LOG = "run.log"
_LOCK = "run.lock"


class RunError(Exception):
    """The run cannot begin or go on; the message says what, where and what to do."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder for one run, made if need be. The system frees the lock however the program ends. Raises RunError."""
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
        yield
    finally:
        os.close(lock)


def sweep(out: Path) -> None:
    """Remove the unfinished evidence that a killed run left behind; its shops are visited again."""
    for path in (out / EVIDENCE).glob("*/*.part"):
        path.unlink(missing_ok=True)


def start_over(out: Path) -> None:
    """Remove what an earlier run wrote into the folder, and nothing else. Raises RunError."""
    try:
        for path in sorted(out.iterdir()):
            if path.name in {EVIDENCE, REPORT}:
                shutil.rmtree(path)
            elif path.name == LOG or path.name.startswith(STORE):
                path.unlink()
    except OSError as error:
        raise RunError(
            f"{error.filename}: cannot be removed ({error.strerror}). Remove it by hand, or choose another folder."
        ) from error


@contextmanager
def logged(out: Path) -> Iterator[None]:
    """Write warnings and errors to the folder's log. Raises RunError."""
    try:
        handler = logging.FileHandler(out / LOG, encoding="utf-8", delay=False)
    except OSError as error:
        raise RunError(f"{out / LOG}: cannot be written ({error.strerror}). Choose another folder with --out.") from error
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
