"""The index of a web archive: which record of which WARC holds an address (CDXJ), for any number of records in little memory.

Lines are sorted on disk and written in blocks of gzip, with a second index of the blocks (ZipNum), so that a reader need not load
all of it. Requests are left out, as in other archives: nobody asks for them.
"""

import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.evidence.wacz_keys import key_of

LINES_A_BLOCK = 1024
INDEXED = frozenset({"response", "revisit", "resource", "conversion"})
LONGEST_HEAD = 64 * 1024
"""Bytes of a response that are looked at for its status and type."""
UNKNOWN = "unk"
"""What indexes say where no media type was sent."""
LEVEL = 6


class Line(NamedTuple):
    """A line of the index: the key and the time by which lines are sorted, and the rest as JSON; the record's own name and time."""

    key: str
    rest: str
    url: str = ""
    at: str = ""


def lines(warc: Path, name: str) -> Iterator[Line]:
    """Give the lines of the records of a WARC, which the archive calls `name`. Raises OSError; ValueError where it is damaged."""
    try:
        with warc.open("rb") as stream:
            yield from _lines(ArchiveIterator(stream, no_record_parse=True), name)
    except (ArchiveLoadFailed, AttributeError, TypeError) as error:  # a record without the fields that every record has
        raise ValueError(f"{warc}: is damaged, or no WARC ({str(error).strip()[:80]})") from error


def _lines(records: Any, name: str) -> Iterator[Line]:
    for record in records:
        if record.rec_type in INDEXED:
            url, told = _told(record)
            place = {"length": str(records.get_record_length()), "offset": str(records.get_record_offset()), "filename": name}
            at = record.rec_headers.get_header("WARC-Date")
            yield Line(f"{key_of(url)} {_digits(at)}", json.dumps({"url": url, **told, **place}), url, at)
    if records.err_count:
        raise ArchiveLoadFailed("a record is longer or shorter than it says")


def _told(record: Any) -> tuple[str, dict[str, str]]:
    """The address of a record, and what the index tells of it beside its place."""
    field = record.rec_headers.get_header
    if record.rec_type in {"resource", "conversion"}:
        told = {"mime": _bare(field("Content-Type")), "status": field("Bereikbaar-Status") or "200"}
    else:
        status, kind = _answered(record.raw_stream.read(LONGEST_HEAD))
        told = {"mime": "warc/revisit" if record.rec_type == "revisit" else _bare(kind), "status": status}
    if digest := field("WARC-Payload-Digest"):
        told["digest"] = digest
    return field("WARC-Target-URI"), told


def _answered(head: bytes) -> tuple[str, str]:
    """Status and media type of an HTTP response that begins so."""
    first, *fields = head.partition(b"\r\n\r\n")[0].split(b"\r\n")
    pairs = (field.partition(b":") for field in fields)
    kind = next((value for name, _, value in pairs if name.strip().lower() == b"content-type"), b"")
    status = first.split(b" ", 2)[1:2]
    return (status[0] if status else b"").decode("ascii", "replace"), kind.decode("latin-1")


def _bare(kind: str | None) -> str:
    words = (kind or "").replace(";", " ").split()
    return words[0].lower() if words else UNKNOWN


def _digits(at: str) -> str:
    """A time as 14 digits."""
    return re.sub(r"\D", "", at)[:14]


class SortedLines:
    """Lines that are gathered in any order and read in theirs, kept in a file of SQLite's with a small part of it in memory."""

    def __init__(self, scratch: Path) -> None:
        self._db = sqlite3.connect(scratch, isolation_level=None)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE lines (key TEXT, rest TEXT, PRIMARY KEY (key, rest)) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def add(self, items: Iterable[Line]) -> None:
        """Take lines in."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO lines VALUES (?, ?)", (line[:2] for line in items))
        self._db.execute("COMMIT")

    def __iter__(self) -> Iterator[Line]:
        return (Line(key, rest) for key, rest in self._db.execute("SELECT key, rest FROM lines ORDER BY key, rest"))


def blocks(items: Iterable[Line], name: str) -> Iterator[tuple[bytes, str]]:
    """Give sorted lines as gzip, some at a time, each with what the second index says of it; the first index is called `name`."""
    yield b"", f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
    rest, offset = iter(items), 0
    while some := list(islice(rest, LINES_A_BLOCK)):
        packed = _packed("".join(f"{line.key} {line.rest}\n" for line in some).encode())
        place = {"offset": offset, "length": len(packed), "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}"}
        yield packed, f"{some[0].key} {json.dumps(place)}\n"
        offset += len(packed)


def _packed(text: bytes) -> bytes:
    """One member of gzip, without a time in it."""
    engine = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return engine.compress(text) + engine.flush()
