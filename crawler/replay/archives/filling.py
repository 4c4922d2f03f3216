"""Reading archives into the index: responses, resources of the web, records that refer to others; and which pages are homes."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from crawler.replay.archives.fast import reader
from crawler.replay.archives.index import REVISIT, Index, Row
from crawler.replay.archives.parts import ArchiveError, Part, parts, unpacked
from crawler.replay.archives.reader import PackedAsOneError, Record, whole
from crawler.replay.recordings import Recorded, RecordingError, digest_of, recorded
from crawler.replay.warc_records import answer_in
from crawler.visiting.addresses import key, path_key, split
from crawler.visiting.scope import same_site

_HEAD = 32_768
"""Bytes of a response that are looked at for its status and headers."""
_NO_PAGE = re.compile(r"(?:image|font|audio|video)/|text/css|(?:text|application)/(?:x-)?(?:java|ecma)script", re.IGNORECASE)
"""Media types of what is never read, and most of what a browser recorded."""
_OWN = b"software: Bereikbaar\r\n"
EVERY = 20_000
"""Records between two calls that tell how far it is."""
Reading = Callable[[Part], Iterator[Record]]


def fill(index: Index, files: Iterable[Path], scratch: Path, told: Callable[[int, str], None]) -> None:
    """Read archives into the index; `told` gets the number of records read and the name of the file now and then.

    What is wrong with a file is kept in the index, and the others are read. Raises OSError where the index cannot be written.
    """
    count, read = 0, reader()

    def counted(part: Part) -> Iterator[Record]:
        nonlocal count
        for record in read(part, _HEAD):
            count += 1
            if count % EVERY == 0:
                told(count, part.name)
            yield record

    for number, path in enumerate(files):
        file = index.begin(path)
        if file is not None:
            room = scratch / str(number)
            room.mkdir(parents=True, exist_ok=True)
            problem = _filled(index, file, path, room, counted)
            index.finish(file, digest_of(path), problem)
    index.ready()


def _filled(index: Index, file: int, path: Path, room: Path, read: Reading) -> str:
    """Read a file; give what is wrong with it, "" for nothing. A part that was packed as a whole is unpacked before."""
    try:
        for part in parts(path, room):
            try:
                _take(index, index.part(file, part), read(part))
            except PackedAsOneError:  # nothing in it could be found again
                with whole(part) as stream:
                    plain = unpacked(part.name, stream, part.length, room / f"{part.start}.whole.warc")
                _take(index, index.part(file, plain), read(plain))
    except ArchiveError as error:
        return str(error)
    return ""


def _take(index: Index, number: int, read: Iterable[Record]) -> None:
    rows: list[Row] = []
    try:
        for record in read:
            rows += _taken(index, number, record)
            if len(rows) >= EVERY:
                index.add(number, rows)
                rows.clear()
    finally:  # what was read before the damage counts
        index.add(number, rows)


def _taken(index: Index, number: int, record: Record) -> Iterator[Row]:
    kind = record.field("warc-type")
    if kind == "request" and not record.block.startswith(b"GET "):
        index.sent(number, (record.field("warc-record-id"), record.field("warc-concurrent-to")))
    elif kind == "warcinfo" and record.block.startswith(_OWN):
        index.own(number)
    elif (told := _told(record, kind)) is not None and key(told.url):
        _note_home(index, number, told)
        yield from _rows(record, told)


def _told(record: Record, kind: str) -> Recorded | None:
    """What a record that may be a page is told to be, None for any other."""
    url, at = record.field("warc-target-uri"), record.field("warc-date")
    try:
        if kind == "resource":
            return recorded(url, 200, [("content-type", record.field("content-type"))], b"", at)
        found = answer_in(record.block) if kind in {"response", "revisit"} else None
        if kind == "revisit":
            return recorded(url, found.status if found else 200, found.headers if found else (), b"", at)
        told = recorded(url, found.status, found.headers, b"", at) if found else None
    except RecordingError:  # its time is none
        return None
    return None if told is None or (told.status < 300 and _NO_PAGE.match(told.header(b"content-type"))) else told


def _rows(record: Record, told: Recorded) -> Iterator[Row]:
    """The row of a record; two of an answer that this program was led to from another address."""
    revisit = record.field("warc-type") == "revisit"
    row = Row(
        url=told.url,
        at=told.at,
        offset=record.offset,
        status=REVISIT if revisit else told.status,
        body="" if revisit else record.field("warc-payload-digest"),
        id="" if revisit else record.field("warc-record-id"),
        beside=record.field("warc-concurrent-to"),
    )
    yield row
    asked = record.field("bereikbaar-asked")
    if asked and asked != told.url:
        yield row._replace(url=asked)


def _note_home(index: Index, number: int, told: Recorded) -> None:
    """Note a page at the root of a host, or a redirect from there to elsewhere on the site."""
    address = split(told.url)
    if address is None or address.query or path_key(address.path) != "/":
        return
    leads_on = bool(told.target) and same_site(told.url, told.target)
    if leads_on or (told.status == 200 and "html" in told.header(b"content-type")):
        index.home(number, key(told.url).removesuffix("/"), told.url)
