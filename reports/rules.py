"""What a verdict depends on beside what is stored of its shop: the program that judges, points and packs, the norm chosen."""

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from crawler.store.read import Archive
from reports.run import NORM

ROOMS = ("crawler/model", "crawler/store", "reports")
"""Rooms whose code and data tell how a stored shop is read and judged."""
KINDS = frozenset({".py", ".toml"})
LIBRARIES = ("phonenumbers", "python-stdnum")
PROGRAM = Path(__file__).resolve().parents[1]


def rules(archive: Archive) -> str:
    """A digest of all that the verdicts of a run depend on beside its store (SHA-256, hexadecimal)."""
    norm = str(archive.run()["settings"].get(NORM, ""))
    return hashlib.sha256(f"{program()} {norm}".encode()).hexdigest()


@cache
def program() -> str:
    """A digest of what judges: every line of its code, every pack, the points, the libraries."""
    found = hashlib.sha256(sys.version.encode())
    for name in LIBRARIES:
        found.update(f"{name} {version(name)}\n".encode())
    for path in sorted(path for room in ROOMS for path in (PROGRAM / room).rglob("*") if path.suffix in KINDS):
        found.update(f"{path.relative_to(PROGRAM).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()
