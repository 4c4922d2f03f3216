"""A browser's own temporary folder, and what an earlier one left that was killed: swept away at the next start."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

PREFIX = "bereikbaar-browser-"


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone when the block ends, with every program that still works in it.

    Its name tells whose it is: the number of this program and when that started, so that a later start knows that it is nobody's.
    """
    sweep()
    owner = psutil.Process()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{owner.pid}-{_started(owner)}-"))
    try:
        yield folder
    finally:
        clear(folder)


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    """Have programs that are started while the block runs keep their temporary files in a folder."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def sweep() -> None:
    """Remove the folders of programs that are no more, and end the browsers that still work in them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_uid == os.getuid() and not _owned(folder.name):
                clear(folder)


def clear(folder: Path) -> None:
    """End all programs that work in a folder, and remove it."""
    ended = [item for item in psutil.process_iter() if _works_in(item, folder)]
    for item in ended:
        with suppress(psutil.Error):
            item.kill()
    psutil.wait_procs(ended, timeout=5)
    shutil.rmtree(folder, ignore_errors=True)


def _works_in(item: psutil.Process, folder: Path) -> bool:
    """Whether a program was told to work in the folder: Chromium and its children have it in their command or environment."""
    with suppress(psutil.Error, OSError):
        if item.uids().real == os.getuid() and item.pid != os.getpid():
            return any(str(folder) in word for word in item.cmdline()) or item.environ().get("TMPDIR") == str(folder)
    return False


def _owned(name: str) -> bool:
    """Whether the program that made a folder of this name still runs."""
    pid, started = name.removeprefix(PREFIX).split("-")[:2]
    try:
        return _started(psutil.Process(int(pid))) == started
    except (psutil.Error, ValueError):
        return False


def _started(item: psutil.Process) -> str:
    return str(int(item.create_time() * 100))
