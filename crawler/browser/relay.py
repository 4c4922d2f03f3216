"""Carry one exchange through the guard proxy: a request with its answer, or the bytes of a tunnel."""

import asyncio
import contextlib

import h11

from crawler.browser.lane import Lane
from crawler.browser.peer import CHUNK, IDLE, Event, Headers, Peer, passed_on
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason

_ERRORS = {
    Reason.DNS: "dns_error",
    Reason.TIMEOUT: "connection_timeout",
    Reason.TLS: "tls_protocol_error",
    Reason.REFUSED: "connection_refused",
}
"""What RFC 9209, section 2.3 calls them."""


async def exchange(lane: Lane, client: Peer, server: Peer, request: h11.Request, asked: tuple[str, Headers]) -> bool:
    """Pass a request on and its answer back; give whether the client may ask again on its connection."""
    target, besides = asked
    headers = [*passed_on(request.headers), *besides, (b"Connection", b"close")]
    if any(name == b"transfer-encoding" for name, _ in request.headers):
        headers.append((b"Transfer-Encoding", b"chunked"))
    await server.say(h11.Request(method=request.method, target=target, headers=headers))
    while not isinstance(event := await client.event(), h11.EndOfMessage):
        await server.say(_part(event))
    await server.say(h11.EndOfMessage())
    answer = await server.answer()
    if answer is None:
        raise h11.RemoteProtocolError("no answer")
    await client.say(h11.Response(status_code=answer.status_code, headers=passed_on(answer.headers), reason=answer.reason))
    while not isinstance(event := await server.event(), h11.EndOfMessage):
        part = _part(event)
        if not lane.count(len(part.data)):
            return False
        await client.say(part)
    await client.say(h11.EndOfMessage())
    return client.http.our_state is h11.DONE and client.http.their_state is h11.DONE


async def tunnel(lane: Lane, client: Peer, server: Peer) -> None:
    """Open the tunnel for the client and carry its bytes until one side ends it."""
    early, hasty = server.http.trailing_data[0], client.http.trailing_data[0]
    await client.say(h11.Response(status_code=200, headers=[], reason=b"Connection established"))
    client.writer.write(early)
    server.writer.write(hasty)
    ways = [asyncio.ensure_future(_carry(client, server, None)), asyncio.ensure_future(_carry(server, client, lane))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait(ways, timeout=1.0)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def refuse(client: Peer, failure: FetchFailed) -> None:
    """Answer that the request did not go out, and why, as RFC 9209 says; the connection ends with it."""
    said = failure.detail.encode("ascii", "replace").decode().replace("\\", "/").replace('"', "'")
    status = f'bereikbaar; error={_ERRORS.get(failure.reason, "proxy_internal_error")}; details="{said}"'
    with contextlib.suppress(h11.LocalProtocolError):
        await client.say(
            h11.Response(status_code=502, headers=[("Proxy-Status", status), ("Content-Length", "0"), ("Connection", "close")])
        )
        await client.say(h11.EndOfMessage())


def _part(event: Event) -> h11.Data:
    if not isinstance(event, h11.Data):
        raise h11.RemoteProtocolError("the connection ended within a message")
    return event


async def _carry(source: Peer, target: Peer, lane: Lane | None) -> None:
    with contextlib.suppress(OSError):
        while data := await asyncio.wait_for(source.reader.read(CHUNK), IDLE):
            if lane and not lane.count(len(data)):
                return
            target.writer.write(data)
            await target.writer.drain()
        if target.writer.can_write_eof():
            target.writer.write_eof()
