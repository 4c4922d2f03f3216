"""One HTTP connection with the words of HTTP kept by h11: the guard proxy's side towards the browser, or towards a server."""

import asyncio
import ssl
from typing import Any

import h11

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason

HEAD_LIMIT = 256 * 1024
"""Bytes of a head; browsers and servers stop at the same or less."""
CHUNK = 64 * 1024
CONNECT_WAIT = 10.0
"""Seconds that a connection may take to be made."""
IDLE = 60.0
"""Seconds without a byte after which a connection is given up."""

Event = h11.Request | h11.InformationalResponse | h11.Response | h11.Data | h11.EndOfMessage | h11.ConnectionClosed
Headers = list[tuple[bytes, bytes]]

_OF_ONE_HOP = frozenset(
    {
        b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate", b"te", b"trailer",
        b"transfer-encoding", b"upgrade",
    }
)  # fmt: skip
"""RFC 9110, section 7.6.1: headers that a proxy does not pass on."""


class Peer:
    """A connection and how far its talk has come."""

    def __init__(self, role: Any, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.http = h11.Connection(role, max_incomplete_event_size=HEAD_LIMIT)
        self.reader = reader
        self.writer = writer

    async def event(self) -> Event:
        """Give what was said next. Raises h11.RemoteProtocolError, OSError, TimeoutError."""
        while True:
            event = self.http.next_event()
            if event is h11.PAUSED:
                return h11.ConnectionClosed()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]
            self.http.receive_data(await asyncio.wait_for(self.reader.read(CHUNK), IDLE))

    async def answer(self) -> h11.Response | None:
        """Give the head of the answer, None when there is none. Raises as `event` does."""
        event = await self.event()
        while isinstance(event, h11.InformationalResponse):
            event = await self.event()
        return event if isinstance(event, h11.Response) else None

    async def say(self, event: Event) -> None:
        """Send it. Raises h11.LocalProtocolError, OSError."""
        if data := self.http.send(event):
            self.writer.write(data)
            await self.writer.drain()

    def close(self) -> None:
        """Hang up."""
        self.writer.close()


async def dial(host: str, port: int, *, secure: bool = False) -> Peer:
    """Connect to a server; `secure`: by TLS. Raises FetchFailed."""
    context = ssl.create_default_context() if secure else None
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port, ssl=context, limit=CHUNK), CONNECT_WAIT)
    except TimeoutError as error:
        raise FetchFailed(Reason.TIMEOUT, "no connection in time") from error
    except ssl.SSLError as error:
        raise FetchFailed(Reason.TLS, "the proxy's certificate or encryption is not in order") from error
    except OSError as error:
        raise FetchFailed(Reason.REFUSED, "the server refused the connection") from error
    return Peer(h11.CLIENT, reader, writer)


def passed_on(headers: Any) -> Headers:
    """Give the headers that go through a proxy: without those that mean one connection only."""
    named = {word.strip().lower() for name, value in headers if name == b"connection" for word in value.split(b",")}
    return [(name, value) for name, value in headers.raw_items() if name.lower() not in _OF_ONE_HOP | named]
