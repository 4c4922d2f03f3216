"""Where a report that was published and the same report written again differ first."""

from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple


class Unlike(NamedTuple):
    """The first line that differs: the file below the report's folder, the line's number from 1, both lines cut to 200 bytes."""

    name: str
    line: int
    published: str
    again: str


def first_unlike(report: Path, again: Path) -> Unlike | None:
    """Compare every file of `again` with its like in `report`; None where all are equal. Raises OSError."""
    for path in sorted(item for item in again.rglob("*") if item.is_file()):
        name = path.relative_to(again).as_posix()
        old = (report / name).read_bytes() if (report / name).is_file() else b""
        if old != path.read_bytes():
            return _first_line(name, old, path.read_bytes())
    return None


def _first_line(name: str, old: bytes, new: bytes) -> Unlike:
    lines = zip_longest(old.splitlines(keepends=True), new.splitlines(keepends=True), fillvalue=b"")
    number, pair = next((number, pair) for number, pair in enumerate(lines, start=1) if pair[0] != pair[1])
    return Unlike(name, number, *(line.decode("utf-8", "replace").strip()[:200] for line in pair))
