"""Names to addresses: looked up once, only those kept that may be visited. aiodns, because dead shops would stall threads."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

import aiodns

from crawler.knowledge.hosts import Address, literal
from crawler.model.failure import FetchFailed, LineInDoubt
from crawler.model.reason import Reason
from crawler.plumbing.addresses import Allowed

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Gives the addresses of a name, IPv4 first. Raises NoSuchName, or OSError when no name server answered."""

KEPT = 600.0
"""Seconds an answer is kept: longer than most visits, so that one visit meets one server."""
KEPT_NAMES = 10_000
TRIES, TIMEOUT = 2, 4.0
_NO_NAME = frozenset({aiodns.error.ARES_ENOTFOUND, aiodns.error.ARES_ENODATA, aiodns.error.ARES_EBADNAME})


class NoSuchName(Exception):  # noqa: N818  # it is an answer, not a fault
    """The name servers answered that the name has no address."""


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
            raise LineInDoubt(Reason.DNS, f"no name server answered for {host}") from error
        addresses = self._checked(host, found)
        self._known.pop(host, None)
        self._known[host] = (self._clock() + KEPT, addresses)
        if len(self._known) > KEPT_NAMES:
            del self._known[next(iter(self._known))]
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
