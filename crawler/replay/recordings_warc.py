"""WARC files (ISO 28500), gzipped or not, and WACZ files, which are WARC files in a ZIP.

https://specs.webrecorder.net/wacz/1.1.1/ - of a WACZ only what lies in its `archive/` is read, from the ZIP itself: nothing is
unpacked to the disk.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from crawler.evidence.exchange import BODY_LIMIT
from crawler.replay.recordings import MOST_PAGE_BYTES, Recorded, RecordingError, recorded
from crawler.replay.warc_records import (
    GZIP,
    LONGEST_HEAD,
    PACKINGS,
    RecordError,
    answer_in,
    joined_up,
    length_of,
    read_fields,
    skip,
)

MOST_UNPACKED = 2_000_000_000
MOST_FILES = 2000
_BROKEN = (zlib.error, gzip.BadGzipFile, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class Record(NamedTuple):
    """The fields of a WARC record by their names in lower case, and its block; None where that was not asked for."""

    fields: Mapping[bytes, bytes]
    block: bytes | None

    def field(self, name: str) -> str:
        """A field as text, an empty string where there is none."""
        return self.fields.get(name.encode(), b"").decode("utf-8", "replace")


def read_warc(path: Path) -> Generator[Recorded, None, None]:
    """The answers of a WARC file. Raises RecordingError or OSError."""
    with _told(), path.open("rb") as stream, _unpacked(stream) as unpacked:
        yield from _answers(unpacked)


def read_wacz(path: Path) -> Generator[Recorded, None, None]:
    """The answers of a WACZ file. Raises RecordingError or OSError."""
    with _told(), zipfile.ZipFile(path) as archive:
        names = [item for item in archive.infolist() if is_warc(item.filename)]
        if not names or len(names) > MOST_FILES or sum(item.file_size for item in names) > MOST_UNPACKED:
            raise RecordingError(
                "no WACZ file: its `archive/` holds no WARC file, too many, or unpacks to more than a visit can be"
            )
        for item in names:
            if item.compress_type not in PACKINGS:
                raise RecordingError(f"no WACZ file: {item.filename[:200]} is compressed in a way that no WACZ knows")
            with archive.open(item) as stream, _unpacked(stream) as unpacked:
                yield from _answers(unpacked)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what goes wrong inside a file into one error with what to do."""
    try:
        yield
    except RecordError as error:
        raise RecordingError(f"{error}: record it again") from error
    except _BROKEN as error:
        raise RecordingError(f"it can not be read ({type(error).__name__}: {str(error).strip()[:200]}): record it again") from error


def is_warc(name: str) -> bool:
    """Whether a file of a WACZ is one of its WARC files."""
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


@contextmanager
def _unpacked(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The bytes without gzip, however many members it has."""
    with io.BufferedReader(stream) as buffered:  # type: ignore[type-var]  # a file or a member of a ZIP: both can be read into
        if buffered.peek(2)[:2] != GZIP:
            yield buffered
            return
        with gzip.GzipFile(fileobj=buffered) as unpacked:
            yield unpacked  # type: ignore[misc]


def _answers(stream: IO[bytes]) -> Iterator[Recorded]:
    """All answers to GET; which request an answer belongs to is told by its record, before it or after it."""
    found: list[tuple[str, Recorded]] = []
    posted: set[str] = set()
    size = 0
    for record in _records(stream):
        if record.field("warc-type") == "request" and record.block and not record.block.startswith(b"GET "):
            posted.add(record.field("warc-concurrent-to"))
        elif record.field("warc-type") == "response" and (answer := _answer(record)) is not None:
            size += len(answer.body)
            if size > MOST_PAGE_BYTES:
                raise RecordingError(f"more than {MOST_PAGE_BYTES // 10**6} MB of pages: record fewer")
            found.append((record.field("warc-record-id"), answer))
    yield from (answer for own_id, answer in found if own_id not in posted)


def _records(stream: IO[bytes]) -> Iterator[Record]:
    """The records one by one; blocks of requests and of responses that may be pages."""
    gone = 0
    while fields := read_fields(stream):
        length = length_of(fields)
        gone += length
        if gone > MOST_UNPACKED:
            raise RecordingError(f"unpacks to more than {MOST_UNPACKED // 10**6} MB: record fewer pages")
        kind, left = fields.get(b"warc-type"), length
        block = stream.read(min(left, LONGEST_HEAD)) if kind in {b"request", b"response"} else b""
        left -= len(block)
        if kind == b"response" and left and _may_be_page(block):
            block += stream.read(min(left, BODY_LIMIT + 1))
            left = length - len(block)
        yield Record(fields, block)
        skip(stream, left)


def _may_be_page(block: bytes) -> bool:
    """Whether a response that begins so is a page; what is none is not read to its end."""
    found = answer_in(block)
    return (
        found is not None
        and (head := recorded("http://a.example/", found.status, found.headers, b"<", "2000-01-01")) is not None
        and head.is_page
    )


def _answer(record: Record) -> Recorded | None:
    found = answer_in(record.block or b"")
    if found is None:
        return None
    at = record.field("warc-date")
    answer = recorded(record.field("warc-target-uri"), found.status, found.headers, b"", at)
    if answer is None or not (answer.target or answer._replace(body=found.body[:1]).is_page):
        return None
    return recorded(answer.url, found.status, found.headers, joined_up(found), at)
