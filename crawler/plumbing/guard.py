"""Let no request out of the public web: scheme, port, host and server address are checked on every hop."""

from typing import Any, Self

from scrapy import Request

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.plumbing.addresses import Allowed, networks, port_refusal, where
from crawler.plumbing.names import GuardedNames
from crawler.plumbing.resolver import GuardedResolver

SERVER = "server_address"
"""The request's meta key for the address connected to, read by the limiter; absent with a proxy."""

LONGEST = 8_000
"""Letters of an address: what any server must take (RFC 9110 section 4.1), and more than any page has."""


class Guard:
    """Downloader middleware. It resolves the name through the very resolver the connection will use."""

    def __init__(self, names: GuardedNames, allowed: Allowed, *, proxied: bool) -> None:
        self._names = names
        self._allowed = allowed
        self._proxied = proxied

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Fail closed: without the guarded resolver on the reactor no crawl starts."""
        from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one

        resolver = getattr(reactor, "nameResolver", None)
        if not isinstance(resolver, GuardedResolver):
            raise TypeError(f"the reactor resolves names by {type(resolver).__name__}, not by the guarded resolver")
        allowed = Allowed(networks=networks(crawler.settings.getlist("ALLOW_PRIVATE")))
        return cls(resolver.names, allowed, proxied=bool(crawler.settings["PROXY"]))

    async def process_request(self, request: Request) -> None:
        """Raise FetchFailed for a request that must not go out."""
        try:
            await self._check(request)
        except FetchFailed as failure:
            if failure.reason is Reason.REFUSED and request.meta.get("redirect_times"):
                raise FetchFailed(Reason.REDIRECTED_AWAY, f"redirected to {request.url[:200]}, {failure.detail}") from failure
            raise

    async def server_of(self, url: str) -> str:
        """Give the server address that a web address leads to, "" where a proxy hides it. Raises FetchFailed."""
        return "" if self._proxied else str((await self._names.addresses(_host_and_port(url)[0]))[0])

    async def _check(self, request: Request) -> None:
        host, port = _host_and_port(request.url)
        refusal = port_refusal(port) or self._allowed.name_refusal(host)
        if len(request.url) > LONGEST:
            refusal = f"an address of {len(request.url)} letters"
        if refusal:
            raise FetchFailed(Reason.REFUSED, f"not visited: {refusal}")
        if not self._proxied:
            request.meta[SERVER] = str((await self._names.addresses(host))[0])


def _host_and_port(url: str) -> tuple[str, int | None]:
    scheme, host, port, _ = where(url)
    if not host or scheme not in {"http", "https"}:
        raise FetchFailed(Reason.REFUSED, f"not visited: {url[:200]} is no web address")
    return host, port
