"""One request and its response as they went over the wire, and the Capture made of it.

The live visit and the reading of a WARC both go through `capture_of`: what is read back is equal by construction.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.evidence.coding import decoded
from crawler.model.capture import Capture, Via

BODY_LIMIT = 10_000_000
"""Bytes a body may have when unpacked; the wire limit is lower, see the crawl's settings."""

RECORD, EXCHANGE, OFFSET, RENDERED = "record", "exchange", "warc_offset", "rendered"
"""Keys of a request's own dictionary: the visit's ShopRecord to write to; what came, and where it was written.

Of a rendered page its capture and the rest of it are kept instead.
"""

DOM, WINDOW, CROP, IMAGE_TEXT, ACCOUNT = "urn:dom:", "urn:view:", "urn:crop:", "urn:image-text:", "urn:rendering"
"""What the names of records begin with that a browser's look gave: a view, a picture of its window, of a value (the number of
the view follows), what a program read in a picture (its offset follows), and what happened meanwhile."""

QUEUED = "queued"
"""Key for the visit's list of seconds spent waiting behind other shops on the same server: no fault of this shop."""

Pairs = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A response as received, content coding kept.

    `asked` is the address a redirect chain began with, `url` the one that answered. Header names and values are bytes as
    received. `address` is the server's IP address ("" when a proxy hid it). `at` is ISO 8601 UTC. `sha256` is of `body`. `via` is
    the entrance: what a person's browser received is no less a response, and says so. `source` tells where in which archive it
    stood, "" where it came otherwise.
    """

    asked: str
    url: str
    status: int
    headers: Pairs
    body: bytes
    at: str
    sha256: str
    request_headers: Pairs = ()
    address: str = ""
    via: Via = Via.HTTP
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What a browser made of a page: `name` a URN, `kind` its media type, `asked` and `final` the page's addresses."""

    name: str
    kind: str
    body: bytes
    asked: str
    final: str
    status: int
    at: str
    sha256: str


def digest(body: bytes) -> str:
    """Give the SHA-256 of a body as hex."""
    return hashlib.sha256(body).hexdigest()


def capture_of(exchange: Exchange, offset: int | None, *, limit: int = BODY_LIMIT) -> Capture:
    """Give what the reader needs. Raises CodingError when the body can not be unpacked."""
    headers = tuple((name.lower(), value) for name, value in _texts(exchange.headers))
    codings = ",".join(value for name, value in headers if name == "content-encoding")
    return Capture(
        url=exchange.asked,
        final_url=exchange.url,
        status=exchange.status,
        headers=headers,
        body=decoded(exchange.body, codings, limit=limit),
        sha256=exchange.sha256,
        fetched_at=exchange.at,
        via=exchange.via,
        warc_offset=offset,
    )


def capture_of_view(view: Resource, offset: int | None) -> Capture:
    """Give a page as it was rendered, for the reader."""
    return Capture(
        url=view.asked,
        final_url=view.final,
        status=view.status,
        headers=(("content-type", view.kind),),
        body=view.body,
        sha256=view.sha256,
        fetched_at=view.at,
        via=Via.BROWSER,
        warc_offset=offset,
    )


def _texts(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[str, str]]:
    for name, value in headers:
        try:
            yield name.decode("ascii", "replace"), value.decode("utf-8").strip()
        except UnicodeDecodeError:
            yield name.decode("ascii", "replace"), value.decode("latin-1").strip()
