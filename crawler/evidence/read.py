"""Read captures back from the WARC file of a visit, whoever wrote it: the same captures the live visit read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.evidence.coding import CodingError
from crawler.evidence.exchange import BODY_LIMIT, CROP, DOM, WINDOW, Exchange, Resource, capture_of, capture_of_view, digest
from crawler.model.capture import Capture, Via


class DamagedError(ValueError):
    """A file of evidence that is not as it was written."""


@contextmanager
def _records(path: Path, offset: int = 0) -> Iterator[ArchiveIterator]:
    """The records of a WARC file from an offset on. Raises DamagedError where nothing, or no sense, can be read."""
    with path.open("rb") as stream:
        stream.seek(offset)
        try:
            yield ArchiveIterator(stream, no_record_parse=True)
        except (ArchiveLoadFailed, AttributeError, IndexError, TypeError, ValueError) as error:
            if isinstance(error, DamagedError | CodingError):
                raise
            raise DamagedError(f"{path}: cannot be read: {' '.join(str(error).split())[:200]}") from error


def read_capture(path: Path, offset: int, *, limit: int = BODY_LIMIT) -> Capture:
    """Read the response record, or the view of a rendered page, at an offset of a WARC file."""
    with _records(path, offset) as records:
        for record in records:
            if record.rec_type == "resource":
                return capture_of_view(_resource(record), offset)
            return capture_of(_exchange(record), offset, limit=limit)
    raise DamagedError(f"{path}: no record at {offset}")


def captures(path: Path, *, limit: int = BODY_LIMIT) -> Iterator[Capture]:
    """Read all responses of a WARC file, in the order they were received."""
    with _records(path) as records:
        for record in records:
            if record.rec_type == "response":
                yield capture_of(_exchange(record), records.get_record_offset(), limit=limit)


class Picture(NamedTuple):
    """A picture among the evidence: the address of the page it shows, its media type, its bytes, and where it is kept.

    `view` is the number of the page's view it was taken of, 0 on load. `channel` and `value` tell what was framed, both "" for a
    picture of the window; a picture without words was framed where `crop` is true and there is no value.
    """

    url: str
    kind: str
    body: bytes
    offset: int
    crop: bool
    view: int = 0
    channel: str = ""
    value: str = ""


def pictures(path: Path) -> Iterator[Picture]:
    """Read all pictures of a visit's WARC, in the order they were taken."""
    with _records(path) as records:
        for record in records:
            name = record.rec_headers.get_header("WARC-Target-URI") or ""
            if record.rec_type == "resource" and name.startswith((WINDOW, CROP)):
                yield picture_of(name, _resource(record), records.get_record_offset())


TEXT = "text"
"""The name of what is left of a response of which only the text was kept."""


class Entry(NamedTuple):
    """One record of a visit's WARC: a response (`name` is ""), the text that was kept of one (TEXT), or what a browser made of one.

    `asked` is the address that was asked for. `picture` is set for pictures; `body` is left out of responses and views.
    """

    asked: str
    offset: int
    name: str = ""
    body: bytes = b""
    picture: Picture | None = None


def entries(path: Path) -> Iterator[Entry]:
    """Go through a visit's WARC in the order in which it was written."""
    with _records(path) as records:
        for record in records:
            field = record.rec_headers.get_header
            name = field("WARC-Target-URI") or ""
            asked = field("Bereikbaar-Asked") or name
            resource = _resource(record) if record.rec_type == "resource" else None
            offset = records.get_record_offset()  # warcio passes over the body to tell it
            if record.rec_type == "response":
                yield Entry(asked, offset)
            elif record.rec_type == "conversion":
                yield Entry(asked, offset, TEXT)
            elif resource is not None and name.startswith((WINDOW, CROP)):
                yield Entry(asked, offset, name, picture=picture_of(name, resource, offset))
            elif resource is not None:
                yield Entry(asked, offset, name, b"" if name.startswith(DOM) else resource.body)


def picture_of(name: str, item: Resource, offset: int) -> Picture:
    """What a picture's name and record tell of it."""
    crop = name.startswith(CROP)
    number, _, rest = name.removeprefix(CROP if crop else WINDOW).partition(":")
    channel, _, rest = rest.partition(":") if crop else ("", "", "")
    value = unquote(rest.partition(":")[0])
    return Picture(item.final, item.kind, item.body, offset, crop, int(number) if number.isdigit() else 0, unquote(channel), value)


def _exchange(record: Any) -> Exchange:
    field = record.rec_headers.get_header
    head, _, body = record.raw_stream.read().partition(b"\r\n\r\n")
    status_line, *lines = head.split(b"\r\n")
    url = field("WARC-Target-URI")
    return Exchange(
        asked=field("Bereikbaar-Asked") or url,
        url=url,
        status=int(status_line.split(b" ", 2)[1]),
        headers=tuple(_pair(line) for line in lines),
        body=body,
        at=field("WARC-Date"),
        sha256=_digest(record, body),
        address=field("WARC-IP-Address") or "",
        via=Via(field("Bereikbaar-Via") or Via.HTTP),
    )


def _resource(record: Any) -> Resource:
    field, body = record.rec_headers.get_header, record.raw_stream.read()
    return Resource(
        name=field("WARC-Target-URI"),
        kind=field("Content-Type"),
        body=body,
        asked=field("Bereikbaar-Asked"),
        final=field("Bereikbaar-Final"),
        status=int(field("Bereikbaar-Status")),
        at=field("WARC-Date"),
        sha256=_digest(record, body),
    )


def _digest(record: Any, body: bytes) -> str:
    """The SHA-256 of a body, "" where its record names none. Raises DamagedError where that is another."""
    named: str = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    if not named.startswith("sha256:"):
        return ""
    if named != f"sha256:{digest(body)}":
        raise DamagedError(f"the body of {record.rec_headers.get_header('WARC-Target-URI')} is not the one that was received")
    return named.removeprefix("sha256:")


def _pair(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b": ")
    return name, value
