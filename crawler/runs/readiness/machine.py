"""The folder, the disk, open files, memory, the clock."""

import fcntl
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

from crawler.runs.needs import GIGABYTE, MEGABYTE, needs, size
from crawler.runs.readiness.check import Finding, Ground
from crawler.spiders.plan import AT_ONCE

A_RUN = 50 * MEGABYTE
"""Bytes below which not even a small audit fits."""
A_SHOP, BESIDE = 3, 100
"""Open files of a shop under way at most, and those of the run itself."""
FILES = A_SHOP * AT_ONCE + BESIDE
"""Open files of a run with the usual number of shops at once."""
MEMORY = GIGABYTE
"""Bytes that a run with the usual number of shops at once may take."""
CGROUP = Path("/sys/fs/cgroup/memory.max")
DAY = 86_400


def folder(ground: Ground) -> tuple[Finding, ...]:
    """The folder can be written to and locked."""
    place = ground.folder
    mend = "Choose another folder with --out, on a disk of this machine."
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        found = f"{place}: cannot be written or locked ({error.strerror})"
        return (Finding(name="folder", found=found, costs="results cannot be kept", mend=mend, stops=True),)
    return (Finding(name="folder", found=f"{place} can be written to"),)


def disk(ground: Ground) -> tuple[Finding, ...]:
    """There is room for results."""
    free = shutil.disk_usage(ground.folder).free
    room = int(free / needs().bytes_a_shop)
    found = f"{size(free)} free, room for about {room:,} shops"
    if free >= GIGABYTE:
        return (Finding(name="disk", found=found),)
    costs = "the store stops when the disk is full; what was saved is kept"
    return (
        Finding(name="disk", found=found, costs=costs, mend="Make room, or choose another disk with --out.", stops=free < A_RUN),
    )


def open_files(_: Ground) -> tuple[Finding, ...]:
    """As many files may be open at once as a run needs."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most == resource.RLIM_INFINITY or most >= FILES:
        return (Finding(name="open files", found="no limit" if most == resource.RLIM_INFINITY else f"{most:,} at most"),)
    shops = max(1, (most - BESIDE) // A_SHOP)
    mend = f"Raise the hard limit (ulimit -Hn), or audit with --concurrency {shops}."
    costs = f"visits fail when {AT_ONCE} shops are visited at once"
    return (Finding(name="open files", found=f"{most:,} at most", costs=costs, mend=mend),)


def memory(_: Ground) -> tuple[Finding, ...]:
    """There is memory for the usual number of shops at once."""
    there = min(_installed(), _granted())
    found = f"{size(there)}"
    if there >= MEMORY:
        return (Finding(name="memory", found=found),)
    mend = "Audit with a smaller --concurrency, such as 50."
    return (Finding(name="memory", found=found, costs=f"the system may end a run that visits {AT_ONCE} shops at once", mend=mend),)


def clock(_: Ground) -> tuple[Finding, ...]:
    """The clock is not behind the program's own files."""
    now, written = time.time(), Path(__file__).stat().st_mtime
    found = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    if now > written - DAY:
        return (Finding(name="clock", found=found),)
    costs = "certificates of shops seem not valid yet, and the evidence gets wrong times"
    return (Finding(name="clock", found=f"{found}, before this program was installed", costs=costs, mend="Set the clock."),)


def _installed() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _granted() -> int:
    """What a container may take at most."""
    try:
        return int(CGROUP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return _installed()
