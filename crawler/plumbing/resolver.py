"""The reactor's name resolver: what it hands over was checked, and nothing else is connected to.

The answer that was checked is the answer connected to, so a name that changes its address between check and connection (DNS
rebinding) finds no gap. With a proxy only the proxy's own name is looked up: nothing goes past it.
"""

import asyncio
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.utils.misc import load_object
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.knowledge.hosts import Address, literal
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.plumbing.addresses import Allowed, networks
from crawler.plumbing.names import GuardedNames, NoSuchName


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
