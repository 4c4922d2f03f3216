"""The browser's only way out: a forward proxy on loopback that checks where each connection leads.

A browser does its own look-ups and connections, which no check elsewhere sees. Here a name is looked up once, its address checked,
and that very address is connected to, so a name that changes its address meanwhile (DNS rebinding) finds no gap. Connections to
hosts that no page asked for, such as a browser's own services, are refused. Each user has a door (port) of its own.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import h11

from crawler.browser.lane import Lane
from crawler.browser.peer import CHUNK, Peer
from crawler.browser.relay import exchange, refuse, tunnel
from crawler.browser.target import Target, target_of
from crawler.browser.ways import Straight, Through, Way
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.plumbing.addresses import Allowed, port_refusal
from crawler.plumbing.names import GuardedNames
from crawler.plumbing.stop_list import covers


class GuardProxy:
    """The proxy; `lane()` opens a door. `upstream` is the URL of the user's own proxy, which then looks names up, "" for none.

    `left_out` are the domains of the stop list: a redirect or a frame leads there no more than the visit itself.
    """

    def __init__(
        self, names: GuardedNames, allowed: Allowed, *, upstream: str = "", left_out: frozenset[str] = frozenset()
    ) -> None:
        self._allowed = allowed
        self._left_out = left_out
        self._way: Way = Through(upstream) if upstream else Straight(names)

    @asynccontextmanager
    async def lane(self, name: str, *, patience: float = 2.0) -> AsyncIterator[Lane]:
        """Open a door while the block runs. `patience`: seconds that a connection waits until a page asks for its host."""
        lane = Lane(name, patience=patience)
        talks: set[asyncio.Task[None]] = set()

        def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            talk = asyncio.ensure_future(self._talk(lane, Peer(h11.SERVER, reader, writer)))
            talks.add(talk)
            talk.add_done_callback(talks.discard)

        server = await asyncio.start_server(met, "127.0.0.1", 0, limit=CHUNK)
        lane.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield lane
        finally:
            server.close()
            for talk in tuple(talks):
                talk.cancel()
            await asyncio.gather(*talks, return_exceptions=True)

    async def _talk(self, lane: Lane, client: Peer) -> None:
        try:
            while await self._served(lane, client):
                client.http.start_next_cycle()
        except (OSError, h11.ProtocolError):
            pass  # whoever is left sees a broken connection, which is what happened
        finally:
            client.close()

    async def _served(self, lane: Lane, client: Peer) -> bool:
        """Serve one request; give whether another may follow."""
        request = await client.event()
        if not isinstance(request, h11.Request):
            return False
        try:
            target = target_of(request)
            server = await self._connected(lane, target)
        except FetchFailed as failure:
            await refuse(client, failure)
            return False
        try:
            if not target.path:
                lane.tunnels += 1
                await tunnel(lane, client, server)
                return False
            lane.requests += 1
            return await exchange(lane, client, server, request, self._way.asked(target))
        finally:
            server.close()

    async def _connected(self, lane: Lane, target: Target) -> Peer:
        try:
            await self._check(lane, target)
            server = await self._way.connected(target)
        except FetchFailed as failure:
            lane.failures[target.host] = failure
            raise
        lane.failures.pop(target.host, None)
        lane.hosts[target.host] += 1
        return server

    async def _check(self, lane: Lane, target: Target) -> None:
        if covers(self._left_out, target.host):
            raise FetchFailed(Reason.LEFT_OUT, "the domain is on the stop list")
        refusal = port_refusal(target.port) or self._allowed.name_refusal(target.host)
        if not refusal and not await lane.was_asked(target.host):
            refusal = f"no page asked for {target.host}"
        if not refusal and lane.full:
            refusal = "the page received more than its budget"
        if refusal:
            raise FetchFailed(Reason.REFUSED, f"not visited: {refusal}")
