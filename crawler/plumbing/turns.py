"""Turns that several processes on one machine share: a domain or server that one of them asks, the others leave alone meanwhile.

A file has a place for each of many turns; a key's digest tells its place, and two keys that share one are only the more polite for
it. Who has the turn holds the system's lock on its place, which is freed however a process ends; the place says when the next may
have it, by the clock that all processes of a machine share. Domains have one half of the file and servers the other, and each
request takes its turn at its domain first, so that nobody waits in a ring.
"""

import asyncio
import fcntl
import mmap
import os
import struct
import time
from hashlib import blake2b
from pathlib import Path

HALF = 1 << 19
"""Places for domains, and as many for servers."""
WIDTH = 8
AGAIN = 0.02
"""Seconds after which a turn that another process holds is asked for again."""
HELD = -1.0
"""What stands at a place while its turn is held; where nobody holds the lock, its holder has ended without giving it back."""
ADDRESS = "address "
"""How the key of a server begins."""


def lay(path: Path) -> Path:
    """Make the file, in which all turns are free. Raises OSError."""
    with path.open("wb") as file:
        file.truncate(2 * HALF * WIDTH)
    return path


class SharedTurns:
    """The turns of one process among others. Raises OSError where the file is missing."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR)
        self._places = mmap.mmap(self._file, 2 * HALF * WIDTH)
        self._held: set[int] = set()

    async def take(self, key: str, seconds: float) -> None:
        """Wait for a turn and hold it; one whose holder ended is free `seconds` from now."""
        place = _place(key)
        while not self._lock(place):  # noqa: ASYNC110  # the system tells nobody when another process frees a lock
            await asyncio.sleep(AGAIN)
        free_at = self._read(place)
        if free_at == HELD:
            free_at = time.monotonic() + seconds
        self._write(place, HELD)
        try:
            if (wait := free_at - time.monotonic()) > 0:
                await asyncio.sleep(wait)
        except asyncio.CancelledError:
            self._free(place, free_at)
            raise

    def give_back(self, key: str, seconds: float) -> None:
        """Let the next one have its turn, so many seconds from now."""
        self._free(_place(key), time.monotonic() + seconds)

    def close(self) -> None:
        """Give the file back, and all locks with it."""
        self._places.close()
        os.close(self._file)

    def _lock(self, place: int) -> bool:
        if place in self._held:  # the system grants a process what it has already
            return False
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            return False
        self._held.add(place)
        return True

    def _free(self, place: int, free_at: float) -> None:
        self._write(place, free_at)
        self._held.discard(place)
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)

    def _read(self, place: int) -> float:
        value: float = struct.unpack_from("d", self._places, place * WIDTH)[0]
        return value

    def _write(self, place: int, value: float) -> None:
        struct.pack_into("d", self._places, place * WIDTH, value)


def _place(key: str) -> int:
    digest = int.from_bytes(blake2b(key.encode(), digest_size=8).digest())
    return digest % HALF + (HALF if key.startswith(ADDRESS) else 0)
