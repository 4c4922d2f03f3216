"""Tell a failure of our own line from a failure of the shop: pause, then `own-network`, never `dns` or `timeout`.

A silent name server or a connection that times out may be ours; a name that is told not to exist, or a refused connection, is an
answer, and only many different shops in a row make it doubtful. Where anything was received a moment ago the line works; else a
probe decides. A server on a private address says nothing about the line; with a proxy the line is the proxy's.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.misc import load_object

from crawler.model.failure import FetchFailed, LineInDoubt
from crawler.model.reason import Reason
from crawler.plumbing.failures import failure_of
from crawler.plumbing.guard import SERVER
from crawler.plumbing.resolver import GuardedResolver

FRESH = 10.0
"""Seconds in which an answer, or a probe, proves that the line works."""
EVERY = 5.0
IN_A_ROW = 20
"""Different shops failing one after another before clear answers are doubted too."""
_DOUBTFUL = frozenset({Reason.DNS, Reason.REFUSED})
_TRIED = "line_came_back"


class Canary:
    """Downloader middleware between the retries and whoever drives the visit."""

    def __init__(self, probe: Callable[[], Awaitable[bool]], *, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._probe = probe
        self._pause = pause
        self._clock = clock
        self._works_at = float("-inf")
        self._failed: set[str] = set()
        self._probing: asyncio.Task[bool] | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Off with a proxy."""
        if crawler.settings["PROXY"]:
            raise NotConfigured
        from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one

        resolver = reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            raise NotConfigured
        ask = load_object(crawler.settings["LINE_PROBE"])
        return cls(lambda: ask(resolver.names), pause=crawler.settings.getfloat("LINE_PAUSE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Note that the line works."""
        if not _is_private(request):
            self._works_at = self._clock()
            self._failed.clear()
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Give the request again when the line came back; raise FetchFailed with `own-network` when it stays down."""
        failure = exception if isinstance(exception, FetchFailed) else failure_of(exception)
        if failure is None or _is_private(request) or not self._doubtful(failure, request) or await self._works():
            return None
        if request.meta.get(_TRIED) or not await self._comes_back():
            raise FetchFailed(Reason.OWN_NETWORK, f"our own line failed: {failure.detail}") from exception
        again = request.copy()
        again.meta[_TRIED] = True
        return again

    def _doubtful(self, failure: FetchFailed, request: Request) -> bool:
        if isinstance(failure, LineInDoubt) or failure.reason is Reason.TIMEOUT:
            return True
        if failure.reason not in _DOUBTFUL:
            return False
        self._failed.add(urlsplit(request.url).netloc)
        return len(self._failed) >= IN_A_ROW

    async def _works(self) -> bool:
        if self._clock() - self._works_at < FRESH:
            return True
        if self._probing is None:
            self._probing = asyncio.ensure_future(self._probe())
        task = self._probing
        try:
            works = await task
        finally:
            if self._probing is task:
                self._probing = None
        if works:
            self._works_at = self._clock()
            self._failed.clear()
        return works

    async def _comes_back(self) -> bool:
        until = self._clock() + self._pause
        while self._clock() < until:
            await asyncio.sleep(min(EVERY, self._pause))
            if await self._works():
                return True
        return False


def _is_private(request: Request) -> bool:
    server = request.meta.get(SERVER)
    return server is not None and not ip_address(server).is_global
