"""WARC files (ISO 28500), gzipped or not, and WACZ files, which are WARC files in a ZIP.

https://specs.webrecorder.net/wacz/1.1.1/ - of a WACZ only what lies in its `archive/` is read, from the ZIP itself: nothing is
unpacked to the disk. Gzip is undone here and not by warcio, so that what a file unpacks to is bounded.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from crawler.evidence.exchange import BODY_LIMIT
from crawler.replay.recordings import MOST_UNPACKED, Recorded, RecordingError, recorded

MOST_FILES = 2000
LONGEST_LINE = 16_000_000
GZIP = b"\x1f\x8b"
_BROKEN = (ArchiveLoadFailed, zlib.error, gzip.BadGzipFile, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class Bounded(io.RawIOBase):
    """A stream that gives at most so many bytes, and so many without a line end: headers are read by lines, whole into memory.

    What is more is refused with RecordingError.
    """

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._left = most
        self._line = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next bytes."""
        part = self._stream.read(len(buffer))
        self._left -= len(part)
        if self._left < 0:
            raise RecordingError(f"unpacks to more than {MOST_UNPACKED // 10**6} MB: record fewer pages")
        last = part.rfind(b"\n")
        self._line = len(part) - last if last >= 0 else self._line + len(part)
        if self._line > LONGEST_LINE:
            raise RecordingError(f"{LONGEST_LINE // 10**6} MB without the end of a line: no recording looks so")
        buffer[: len(part)] = part
        return len(part)


def read_warc(path: Path) -> Generator[Recorded, None, None]:
    """The answers of a WARC file. Raises RecordingError or OSError."""
    with _told(), path.open("rb") as stream, _unpacked(stream) as unpacked:
        yield from _answers(Bounded(unpacked, MOST_UNPACKED))


def read_wacz(path: Path) -> Generator[Recorded, None, None]:
    """The answers of a WACZ file. Raises RecordingError or OSError."""
    left = MOST_UNPACKED
    with _told(), zipfile.ZipFile(path) as archive:
        names = [item for item in archive.infolist() if is_warc(item.filename)]
        if not names or len(names) > MOST_FILES or len(archive.infolist()) > 10 * MOST_FILES:
            raise RecordingError("no WACZ file: there is no WARC file in its `archive/`, or there are too many")
        left -= sum(item.file_size for item in names)
        if left < 0:
            raise RecordingError(f"unpacks to more than {MOST_UNPACKED // 10**6} MB: record fewer pages")
        for item in names:
            with archive.open(item) as stream, _unpacked(stream) as unpacked:
                yield from _answers(Bounded(unpacked, MOST_UNPACKED))


@contextmanager
def _told() -> Iterator[None]:
    """Turn what goes wrong inside a file into one error with what to do."""
    try:
        yield
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


def _answers(stream: io.RawIOBase) -> Iterator[Recorded]:
    """All answers to GET; which request an answer belongs to is told by its record, before it or after it."""
    found: list[tuple[str, Recorded]] = []
    posted: set[str] = set()
    for record in ArchiveIterator(io.BufferedReader(stream, 65536)):
        if record.http_headers is None:
            continue
        if record.rec_type == "request" and record.http_headers.protocol.upper() != "GET":
            posted.add(record.rec_headers.get_header("WARC-Concurrent-To") or "")
        elif record.rec_type == "response" and (answer := _answer(record)) is not None:
            found.append((record.rec_headers.get_header("WARC-Record-ID") or "", answer))
    yield from (answer for own_id, answer in found if own_id not in posted)


def _answer(record: Any) -> Recorded | None:
    field = record.rec_headers.get_header
    code = record.http_headers.get_statuscode()
    if not code.isdecimal():
        return None
    headers = record.http_headers.headers
    head = recorded(field("WARC-Target-URI"), int(code), headers, b"", field("WARC-Date"))
    if head is None or not (head.target or head.is_page or not head.header(b"content-type")):
        return None
    chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    body = (ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read(BODY_LIMIT + 1)
    return recorded(field("WARC-Target-URI"), int(code), headers, body, field("WARC-Date"))
