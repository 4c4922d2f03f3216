"""How the guard proxy reaches a server: straight to an address that was checked, or through the user's own proxy."""

from base64 import b64encode
from typing import Protocol
from urllib.parse import unquote, urlsplit

import h11

from crawler.browser.peer import Headers, Peer, dial
from crawler.browser.target import Target
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.plumbing.names import GuardedNames
from crawler.plumbing.proxied import reason_told, squids_reason

ADDRESSES = 3
"""Addresses of a host that are tried."""


class Way(Protocol):
    """One of the two."""

    async def connected(self, target: Target) -> Peer:
        """Give a connection on which `asked` can be said, or a tunnel's bytes. Raises FetchFailed."""

    def asked(self, target: Target) -> tuple[str, Headers]:
        """Give what a request on it asks for, and the headers it needs besides its own."""


class Straight:
    """To the server itself, at an address that may be visited: the one connected to is the one checked."""

    def __init__(self, names: GuardedNames) -> None:
        self._names = names

    async def connected(self, target: Target) -> Peer:
        """Give a connection to the first address that takes one. Raises FetchFailed."""
        failure = FetchFailed(Reason.REFUSED, "no connection")
        for address in (await self._names.addresses(target.host))[:ADDRESSES]:
            try:
                return await dial(str(address), target.port)
            except FetchFailed as error:
                failure = error
        raise failure

    def asked(self, target: Target) -> tuple[str, Headers]:
        """Give the path alone."""
        return target.path, []


class Through:
    """Through the user's proxy at `url`, which looks names up itself."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._secure = parts.scheme == "https"
        self._host = parts.hostname or ""
        self._port = parts.port or (443 if self._secure else 80)
        words = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else ""
        self._greeting = [(b"Proxy-Authorization", b"Basic " + b64encode(words.encode()))] if words else []

    async def connected(self, target: Target) -> Peer:
        """Give a connection to the proxy, with the tunnel open where one is asked for. Raises FetchFailed."""
        proxy = await dial(self._host, self._port, secure=self._secure)
        try:
            if not target.path:
                await self._open(proxy, target)
        except (OSError, h11.ProtocolError) as error:
            proxy.close()
            raise FetchFailed(Reason.REFUSED, "the proxy did not open a tunnel") from error
        except FetchFailed:
            proxy.close()
            raise
        return proxy

    def asked(self, target: Target) -> tuple[str, Headers]:
        """Give the whole address, and who asks."""
        return target.url, self._greeting

    async def _open(self, proxy: Peer, target: Target) -> None:
        place = target.place.encode()
        await proxy.say(h11.Request(method="CONNECT", target=place, headers=[(b"Host", place), *self._greeting]))
        answer = await proxy.answer()
        if answer is None or not 200 <= answer.status_code < 300:
            raise _told(answer)


def _told(answer: h11.Response | None) -> FetchFailed:
    """What the proxy says of the host that it opened no tunnel to."""
    said = {name: value.decode("latin-1") for name, value in answer.headers} if answer else {}
    reason = reason_told(said.get(b"proxy-status", "")) or squids_reason(said.get(b"x-squid-error", ""))
    status = answer.status_code if answer else 0
    return FetchFailed(reason or Reason.REFUSED, f"the proxy did not open a tunnel: status {status}", status=status)
