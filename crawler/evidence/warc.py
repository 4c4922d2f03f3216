"""One WARC file a shop visit (WARC 1.1, ISO 28500:2017): written while the visit runs, read back from it.

The container is not compressed (gzip a record costs more than reading the page), bodies keep their content coding,
`WARC-Payload-Digest` is SHA-256. Records are laid out here and not by warcio's writer, because that one percent-encodes
header values that are not ASCII: evidence is kept as received. warcio reads them back, here and at any reader's desk.
The field `Bereikbaar-Asked` holds the address a redirect chain began with.
"""

import contextlib
import os
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.exchange import BODY_LIMIT, Exchange, Pairs, capture_of, digest
from crawler.model.capture import Capture

SOFTWARE = "Bereikbaar"
_PHRASES = {int(status): status.phrase for status in HTTPStatus}


def record_path(folder: Path, shop_id: str, number: int) -> Path:
    """Give the path of a visit's WARC below the evidence folder; the two hex digits spread the files."""
    return folder / digest(shop_id.encode())[:2] / f"{shop_id}.{number}.warc"


class EvidenceError(Exception):
    """The evidence cannot be kept (disk full, read-only): the run must stop, for a finding without evidence is none."""


class ShopRecord:
    """The evidence of one visit. Nothing is created before the first write; `finish` gives it its final name."""

    def __init__(self, folder: Path, shop_id: str, number: int) -> None:
        self.path = record_path(folder, shop_id, number)
        self._part = self.path.with_name(self.path.name + ".part")
        self._out: BinaryIO | None = None
        self._end = 0

    def write(self, exchange: Exchange) -> int:
        """Append a response and its request; give the offset of the response record. Raises EvidenceError."""
        identity = _identity()
        try:
            if self._out is None:
                self._open(exchange.at)
            offset = self._end
            self._append(_response(exchange, identity), exchange.body)
            self._append(_request(exchange, identity), b"")
        except OSError as error:
            raise EvidenceError(f"cannot write {self._part}: {error.strerror or error}") from error
        return offset

    def capture(self, offset: int) -> Capture:
        """Read one response back. Raises CodingError or OSError."""
        if self._out is not None:
            self._out.flush()
        return read_capture(self._part if self._out is not None else self.path, offset)

    def finish(self) -> str:
        """Flush to disk and give the file its final name; "" when nothing was ever received. Raises EvidenceError."""
        if self._out is None:
            return ""
        try:
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()
            self._part.replace(self.path)
        except OSError as error:
            raise EvidenceError(f"cannot write {self._part}: {error.strerror or error}") from error
        self._out = None
        return f"{self.path.parent.name}/{self.path.name}"

    def drop(self) -> None:
        """Throw the unfinished file away: the visit will be made again."""
        if self._out is not None:
            with contextlib.suppress(OSError):
                self._out.close()
            self._out = None
            self._part.unlink(missing_ok=True)

    def _open(self, at: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._out = self._part.open("wb")
        about = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.1\r\n".encode()
        fields = "WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n"
        self._append(_head(_identity(), at, len(about), fields), about)

    def _append(self, head: bytes, body: bytes) -> None:
        if self._out is None:
            raise ValueError(f"{self.path} is finished")
        self._out.write(head)
        self._out.write(body)
        self._out.write(b"\r\n\r\n")
        self._end += len(head) + len(body) + 4


def read_capture(path: Path, offset: int, *, limit: int = BODY_LIMIT) -> Capture:
    """Read the response record at an offset of a WARC file."""
    with path.open("rb") as stream:
        stream.seek(offset)
        for record in ArchiveIterator(stream, no_record_parse=True):
            return capture_of(_exchange(record), offset, limit=limit)
    raise ValueError(f"no record at offset {offset} of {path}")


def captures(path: Path, *, limit: int = BODY_LIMIT) -> Iterator[Capture]:
    """Read all responses of a WARC file, in the order they were received."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, no_record_parse=True)
        for record in records:
            if record.rec_type == "response":
                yield capture_of(_exchange(record), records.get_record_offset(), limit=limit)


def _exchange(record: object) -> Exchange:
    field = record.rec_headers.get_header  # type: ignore[attr-defined]
    head, _, body = record.raw_stream.read().partition(b"\r\n\r\n")  # type: ignore[attr-defined]
    status_line, *lines = head.split(b"\r\n")
    url = field("WARC-Target-URI")
    return Exchange(
        asked=field("Bereikbaar-Asked") or url,
        url=url,
        status=int(status_line.split(b" ", 2)[1]),
        headers=tuple(_pair(line) for line in lines),
        body=body,
        at=field("WARC-Date"),
        sha256=(field("WARC-Payload-Digest") or "").removeprefix("sha256:"),
        address=field("WARC-IP-Address") or "",
    )


def _pair(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b": ")
    return name, value


def _identity() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _head(identity: str, at: str, length: int, fields: str) -> bytes:
    return (f"WARC/1.1\r\n{fields}WARC-Record-ID: {identity}\r\nWARC-Date: {at}\r\nContent-Length: {length}\r\n\r\n").encode()


def _response(exchange: Exchange, identity: str) -> bytes:
    phrase = _PHRASES.get(exchange.status, "")
    http = f"HTTP/1.1 {exchange.status} {phrase}\r\n".encode() + _lines(exchange.headers) + b"\r\n"
    fields = (
        "WARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: {exchange.url}\r\nWARC-Payload-Digest: sha256:{exchange.sha256}\r\n"
    )
    if exchange.address:
        fields += f"WARC-IP-Address: {exchange.address}\r\n"
    if exchange.asked != exchange.url:
        fields += f"Bereikbaar-Asked: {exchange.asked}\r\n"
    return _head(identity, exchange.at, len(http) + len(exchange.body), fields) + http


def _request(exchange: Exchange, response: str) -> bytes:
    http = f"GET {exchange.url} HTTP/1.1\r\n".encode() + _lines(exchange.request_headers) + b"\r\n"
    fields = (
        "WARC-Type: request\r\nContent-Type: application/http; msgtype=request\r\n"
        f"WARC-Target-URI: {exchange.url}\r\nWARC-Concurrent-To: {response}\r\n"
    )
    return _head(_identity(), exchange.at, len(http), fields) + http


def _lines(headers: Pairs) -> bytes:
    # A line break inside a value would forge a header; the HTTP client has none, a replayed source might.
    return b"".join(name + b": " + value.replace(b"\r", b" ").replace(b"\n", b" ") + b"\r\n" for name, value in headers)
