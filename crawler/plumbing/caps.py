"""Responses in bounds: headers, lines, pieces of a body, and how many large bodies come at once. HTTP bounds none of them."""

import contextlib
import re
from collections.abc import Callable
from typing import Any

from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, ParseError
from twisted.web.http import _ChunkedTransferDecoder, _IdentityTransferDecoder
from twisted.web.http_headers import InvalidHeaderName

from crawler.plumbing.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

HEAD_LIMIT = 256 * 1024
"""Bytes of status line and headers; browsers and servers stop at the same or less."""
LINE_LIMIT = 64 * 1024
"""Bytes of one header; Twisted's own limit of 16 KiB is less than some policies for contents have."""
HEAD_LINES = 5_000
"""Headers of a response: each costs a copy of those after it."""
PIECES = 100_000
"""Parts in which a body may come: one byte at a time takes a minute of the CPU for what takes a blink otherwise."""
GATHERED = 256 * 1024
"""Bytes of a body that are taken together; Scrapy asks everybody after each whether to go on."""
LARGE, LARGE_BODIES = 512 * 1024, 30
"""Bytes from which a body is large, and how many of those may come at once: 250 of five megabytes are 1.6 GB."""
_STATUS = re.compile(rb"[^ ]+ [1-9][0-9]{2}(?: |$)")


class TooMuch(Exception):  # noqa: N818  # it is what the server did
    """The server sent more of something than anybody needs."""


class CappedParser(_LenientHTTPClientParser):
    """Scrapy's reader of a response, which takes the parts of a body together and tells more of what is no HTTP."""

    MAX_LENGTH = LINE_LIMIT
    _pieces = 0
    _gathered = 0
    _a_read = 1
    _parts: list[bytes] | None = None

    def statusReceived(self, status: bytes) -> None:  # noqa: N802  # Twisted's interface
        """Read the status line. Raises ParseError."""
        if not _STATUS.match(status):
            raise ParseError("no status line of HTTP", status[:100])  # type: ignore[no-untyped-call]
        super().statusReceived(status)  # type: ignore[no-untyped-call]

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802  # Twisted's interface
        """Keep a header, unless its name is none: browsers leave out the line, and show the page."""
        with contextlib.suppress(InvalidHeaderName):
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002, N802  # Twisted's interface
        """Raise TooMuch."""
        raise TooMuch(f"one of the headers is longer than {LINE_LIMIT} bytes")

    def switchToBodyMode(self, decoder: Any) -> None:  # noqa: N802  # Twisted's interface
        """Have the parts of a body gathered: delivered one by one, each costs more than a page's first kilobytes."""
        if isinstance(decoder, _ChunkedTransferDecoder | _IdentityTransferDecoder):
            self._parts, self._deliver, self._end = [], decoder.dataCallback, decoder.finishCallback
            decoder.dataCallback, decoder.finishCallback = self._parts.append, self._complete
            self._a_read = int(isinstance(decoder, _ChunkedTransferDecoder))
        super().switchToBodyMode(decoder)  # type: ignore[no-untyped-call]

    def rawDataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's interface
        """Take in a part of the body. Raises TooMuch."""
        self._pieces += self._a_read
        self._gathered += len(data)
        super().rawDataReceived(data)  # type: ignore[no-untyped-call]
        if self._gathered > GATHERED:
            self._hand_on()
        if self._pieces + len(self._parts or ()) > PIECES:
            raise TooMuch(f"the body came in more than {PIECES} pieces")

    def _complete(self, rest: bytes) -> None:
        self._hand_on()
        self._end(rest)

    def _hand_on(self) -> None:
        if self._parts:
            self._pieces += len(self._parts)
            body = b"".join(self._parts)
            self._parts.clear()
            self._gathered = 0
            self._deliver(body)


class Places:
    """How many large bodies may come at once; who is told to wait is waved on when one of them has come."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: dict[Callable[[], None], None] = {}

    def take(self, wave: Callable[[], None]) -> bool:
        """Take a place; where there is none, give False, and call `wave` when there is."""
        if self._free:
            self._free -= 1
            return True
        self._waiting[wave] = None
        return False

    def give_back(self, wave: Callable[[], None]) -> None:
        """Leave the place, or the queue."""
        if wave in self._waiting:
            del self._waiting[wave]
        elif self._waiting:
            following = next(iter(self._waiting))
            del self._waiting[following]
            following()
        else:
            self._free += 1


PLACES = Places(LARGE_BODIES)


class CappedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's side of a connection, which hangs up when the headers have no end: they are limited nowhere else.

    A body that is large waits, part of it received, until it is among the few that may come.
    """

    _head = 0
    _lines = 0
    _body = 0
    _wave: Callable[[], None] | None = None

    def request(self, request: Any) -> Any:
        """Begin to count anew with each request of a connection."""
        self._head = self._lines = self._body = 0
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = CappedParser
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's interface
        """Pass the bytes on as long as the headers stay within the limit."""
        if self._parser is not None and self._parser.state in {STATUS, HEADER}:
            if self._head > HEAD_LIMIT or self._lines > HEAD_LINES:
                why = TooMuch(f"more than {HEAD_LIMIT} bytes or {HEAD_LINES} lines of headers")
                self._giveUp(Failure(why))  # type: ignore[no-untyped-call]
                return
            self._head += len(data)
            self._lines += data.count(b"\n")
        else:
            self._body += len(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        if self._body > LARGE and self._wave is None and self._parser is not None and self.transport is not None:
            self._wave = self.transport.resumeProducing
            if not PLACES.take(self._wave):
                self.transport.pauseProducing()

    def connectionLost(self, reason: Any) -> None:  # type: ignore[override]  # noqa: N802  # Twisted's interface
        """Leave the place to another."""
        self._leave()
        super().connectionLost(reason)  # type: ignore[no-untyped-call]

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802  # Twisted's name
        self._leave()
        super()._finishResponse(rest)

    def _leave(self) -> None:
        wave, self._wave = self._wave, None
        if wave is not None:
            PLACES.give_back(wave)


class CappedFactory(_LenientHTTP11ClientFactory):
    """Builds those."""

    def buildProtocol(self, addr: Any) -> CappedProtocol:  # noqa: ARG002, N802  # Twisted's interface
        """Make one connection's protocol."""
        return CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
