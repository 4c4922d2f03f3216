"""A visit's WARC made smaller: of some pages only the digest and the text stay, as `conversion` records (WARC 1.1, 6.7)."""

from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.layout import END, conversion_record
from crawler.model.capture import Capture

TextOf = Callable[[int], tuple[Capture, str]]
"""Gives the capture at an offset, and its text."""


def thin(path: Path, target: Path, dropped: Container[int], text_of: TextOf) -> dict[int, int]:
    """Copy a WARC, the responses at some offsets as their text; give the new offset of each other record by its old one.

    Raises OSError.
    """
    moved: dict[int, int] = {}
    with path.open("rb") as source, target.open("wb") as out:
        for offset, length, identity in _extents(path):
            if offset in dropped:
                out.write(conversion_record(*text_of(offset), identity))
            else:
                moved[offset] = out.tell()
                source.seek(offset)
                out.write(source.read(length) + END)
    return moved


def _extents(path: Path) -> list[tuple[int, int, str]]:
    """Offset, length without its end, and id of every record."""
    with path.open("rb") as stream:
        records: Any = ArchiveIterator(stream, no_record_parse=True)
        identities = ((record.rec_headers.get_header("WARC-Record-ID"), records) for record in records)
        return [(at.get_record_offset(), at.get_record_length(), identity) for identity, at in identities]
