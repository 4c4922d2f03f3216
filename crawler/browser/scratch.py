"""A browser's own temporary folder, and what an earlier one left that was killed: swept away at the next start."""

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from weakref import WeakKeyDictionary

import psutil

PREFIX = "bereikbaar-tab-"
LOCK = "lock"
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
"""The environment is the whole program's: browsers that start side by side set it one after the other."""
NEW = 60
"""Seconds in which a folder without a lock is taken for one that is being made."""
SHORT = 58
"""Letters that a folder may have for Chromium to work in it: the name of its socket there may have about 105 on all systems."""


@contextmanager
def scratch() -> Iterator[Path]:
    """Give the name of a folder to make and to work in; it is gone when the block ends, with every program that works in it.

    A lock beside it tells that it is somebody's: the system lets go of it when the program ends, in whatever way.
    """
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder / "w"
        finally:
            clear(folder)


@asynccontextmanager
async def temporary_files_in(folder: Path) -> AsyncIterator[None]:
    """Have programs that are started while the block runs keep their temporary files in a folder; one block at a time."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(folder)
        try:
            yield
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before


def environment(folder: Path) -> dict[str, str | float | bool]:
    """Give the environment in which Chromium keeps its own temporary files in a folder, too, where that can be."""
    return {**os.environ, **({"TMPDIR": str(folder)} if len(str(folder)) <= SHORT else {})}


def started_in(folder: Path) -> list[psutil.Process]:
    """Give the programs that this one started to work in a folder, without those that they started."""
    return [child for child in psutil.Process().children() if _works_in(child, folder)]


def sweep() -> None:
    """Remove the folders of programs that are no more, and end the browsers that still work in them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_uid == os.getuid() and not _owned(folder):
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
            return any(str(folder) in word for word in (*item.cmdline(), item.environ().get("TMPDIR", "")))
    return False


def _owned(folder: Path) -> bool:
    """Whether the program that made the folder still runs; one that was made just now may not have its lock yet."""
    try:
        with (folder / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return time.time() - folder.stat().st_mtime < NEW
    except BlockingIOError:
        return True
    return False
