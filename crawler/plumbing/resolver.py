"""Look up a name once, keep only addresses that may be visited, and hand over nothing else.

Everything that connects asks here: the reactor's name resolver is this class. The answer that was checked is the answer
connected to, so a name that changes its address between check and connection (DNS rebinding) finds no gap. With a proxy only
the proxy's own name is looked up: nothing goes past it. aiodns, because dead shops would stall a resolver's threads.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

import aiodns
from scrapy.utils.misc import load_object
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.plumbing.addresses import Address, Allowed, literal, networks

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Gives the addresses of a name, IPv4 first. Raises NoSuchName, or OSError when no name server answered."""

KEPT = 600.0
"""Seconds an answer is kept: longer than most visits, so that one visit meets one server."""
TRIES, TIMEOUT = 2, 4.0
_NO_NAME = frozenset({aiodns.error.ARES_ENOTFOUND, aiodns.error.ARES_ENODATA, aiodns.error.ARES_EBADNAME})


class NoSuchName(Exception):  # noqa: N818  # it is an answer, not a fault
    """The name servers answered that the name has no address."""


class NameServersSilent(FetchFailed):
    """No name server answered: the shop's fault or ours, which the canary finds out."""


class GuardedNames:
    """Names to allowed addresses, with a memory."""

    def __init__(self, lookup: Lookup, allowed: Allowed, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._lookup = lookup
        self._allowed = allowed
        self._clock = clock
        self._known: dict[str, tuple[float, tuple[Address, ...]]] = {}
        self._asked: dict[str, asyncio.Task[tuple[Address, ...]]] = {}

    async def addresses(self, host: str) -> tuple[Address, ...]:
        """Give the addresses that may be connected to, at least one. Raises FetchFailed."""
        written = literal(host)
        if written is not None:
            return self._checked(host, (written,))
        host = host.rstrip(".").lower()
        if refusal := self._allowed.name_refusal(host):
            raise FetchFailed(Reason.REFUSED, f"not visited: {refusal}")
        known = self._known.get(host)
        if known is not None and known[0] > self._clock():
            return known[1]
        task = self._asked.get(host)
        if task is None:
            task = self._asked[host] = asyncio.ensure_future(self._ask(host))
            task.add_done_callback(lambda _: self._asked.pop(host, None))
        return await task

    async def _ask(self, host: str) -> tuple[Address, ...]:
        try:
            found = tuple(ip_address(item) for item in await self._lookup(host))
        except NoSuchName as error:
            raise FetchFailed(Reason.DNS, f"the name {host} has no address") from error
        except OSError as error:
            raise NameServersSilent(Reason.DNS, f"no name server answered for {host}") from error
        addresses = self._checked(host, found)
        self._known[host] = (self._clock() + KEPT, addresses)
        return addresses

    def _checked(self, host: str, found: Sequence[Address]) -> tuple[Address, ...]:
        if not found:
            raise FetchFailed(Reason.DNS, f"the name {host} has no address")
        refusals = [self._allowed.refusal(address) for address in found]
        good = tuple(address for address, refusal in zip(found, refusals, strict=True) if not refusal)
        if not good:
            raise FetchFailed(Reason.REFUSED, f"not visited: {refusals[0]}")
        return good


class AresLookup:
    """Names by the system's name servers and hosts file, without threads that wait."""

    def __init__(self) -> None:
        self._resolver: aiodns.DNSResolver | None = None

    async def __call__(self, host: str) -> Sequence[str]:
        """Give the addresses of a name, IPv4 first."""
        if self._resolver is None:
            self._resolver = aiodns.DNSResolver(timeout=TIMEOUT, tries=TRIES)
        try:
            answer = await self._resolver.getaddrinfo(host)
        except aiodns.error.DNSError as error:
            if error.args and error.args[0] in _NO_NAME:
                raise NoSuchName(host) from error
            raise OSError(str(error)) from error
        found = [str(_text(node.addr[0])).partition("%")[0] for node in answer.nodes]
        return sorted(dict.fromkeys(found), key=lambda item: ":" in item)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver: Twisted asks it, and the plumbing asks `names` directly."""

    names: GuardedNames

    def __init__(self, reactor: Any, names: GuardedNames, *, only: str = "") -> None:
        self._reactor = reactor
        self._only = only
        self._under_way: set[asyncio.Task[None]] = set()
        self.names = names

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Build it from the settings; `crawler` is Scrapy's process, which has only those."""
        settings = crawler.settings
        lookup = settings["NAME_LOOKUP"]
        lookup = load_object(lookup)() if isinstance(lookup, str) else lookup
        allowed = Allowed(networks=networks(settings.getlist("ALLOW_PRIVATE")))
        proxy = settings["PROXY"]
        only = (urlsplit(proxy).hostname or "") if proxy else ""
        return cls(reactor, GuardedNames(lookup, allowed), only=only)

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's own resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  # Twisted's interface
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> Any:
        """Give the receiver the allowed addresses of a name; none when there are none."""
        resolutionReceiver.resolutionBegan(self)
        task = asyncio.ensure_future(self._tell(resolutionReceiver, hostName, portNumber))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return self

    async def _tell(self, receiver: Any, host: str, port: int) -> None:
        try:
            for address in await self._answer(host):
                kind = IPv4Address if address.version == 4 else IPv6Address
                receiver.addressResolved(kind("TCP", str(address), port))
        except (FetchFailed, OSError, NoSuchName):
            pass  # no address told: the connection fails with Twisted's DNSLookupError
        finally:
            receiver.resolutionComplete()

    async def _answer(self, host: str) -> tuple[Address, ...]:
        if not self._only:
            return await self.names.addresses(host)
        if host != self._only:
            raise FetchFailed(Reason.REFUSED, f"{host} must not be reached past the proxy")
        written = literal(host)
        if written is not None:
            return (written,)
        found = await asyncio.get_running_loop().getaddrinfo(host, None, proto=6)
        return tuple(dict.fromkeys(ip_address(item[4][0]) for item in found))
