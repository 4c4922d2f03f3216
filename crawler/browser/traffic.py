"""What a page asked for and what came of it: hosts told to the proxy, documents, redirects, failures, and whether it is quiet."""

import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.async_api import Error, Page, Request, Response, WebSocket

from crawler.browser.lane import Lane
from crawler.knowledge.hosts import registrable_domain

WITHOUT_TEXT = frozenset({"font", "media", "ping", "cspreport", "manifest", "texttrack", "prefetch", "preflight"})
"""Kinds of resources that bring a visitor nothing to read; named as Playwright names them."""
ENDLESS = frozenset({"eventsource", "websocket", "media", "ping"})
"""Kinds that may go on for as long as the page is open."""
LONG = 4.0
"""Seconds after which an answer is not waited for: such requests are how a server keeps a line open to a page."""
TOLD = 100
"""Failures that are kept of one page."""

_OURS = ("net::ERR_ABORTED", "net::ERR_BLOCKED_BY_CLIENT")
"""What a request ends with that the page, its replacement or its end called off."""
_NOT_FOR_ALL = frozenset({403, 408, 425, 429})
"""Statuses below 500 that another visitor may not have met; a missing page is missing for all."""


class Traffic:
    """One page's requests, from when it is opened on. `too_many` is called once, when they are more than `most`.

    `counting`: whether failures are still kept; `loaded`: whether the page and all that it waits for have come.
    """

    def __init__(self, page: Page, lane: Lane, shop_url: str, *, most: int, too_many: Callable[[], None]) -> None:
        self.requests = 0
        self.documents: list[Response] = []
        self.asked: list[str] = []
        self.failed_own: list[str] = []
        self.failed_other: list[str] = []
        self.counting = True
        self.loaded = False
        self._page = page
        self._lane = lane
        self._domain = registrable_domain(urlsplit(shop_url).hostname or "")
        self._most = most
        self._too_many = too_many
        self._open: dict[Request, float] = {}
        self._last = time.monotonic()
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfinished", self._on_end)
        page.on("requestfailed", self._on_failure)
        page.on("websocket", self._on_web_socket)
        page.on("load", self._on_load)

    def quiet_for(self) -> float:
        """Give the seconds since the last request began or ended, 0 while one is under way."""
        now = time.monotonic()
        if any(now - since < LONG for since in self._open.values()):
            return 0.0
        return now - self._last

    def _on_request(self, request: Request) -> None:
        self._ask(request.url)
        if self._is_document(request):
            self.asked.append(request.url)
            self.loaded = False
        if request.resource_type not in ENDLESS:
            self._open[request] = self._last

    def _on_load(self, _: Page) -> None:
        self.loaded = True

    def _on_web_socket(self, socket: WebSocket) -> None:
        self._ask(socket.url)

    def _ask(self, url: str) -> None:
        with suppress(ValueError):
            self._lane.ask(urlsplit(url).hostname or "")
        self.requests += 1
        self._last = time.monotonic()
        if self.requests == self._most + 1:
            self._too_many()

    def _on_response(self, response: Response) -> None:
        request = response.request
        if self._is_document(request) and not 300 <= response.status < 400:
            self.documents.append(response)
        if response.status >= 500 or response.status in _NOT_FOR_ALL:
            self._failed(request)

    def _on_failure(self, request: Request) -> None:
        self._on_end(request)
        if not (request.failure or "").startswith(_OURS):
            self._failed(request)

    def _on_end(self, request: Request) -> None:
        self._open.pop(request, None)
        self._last = time.monotonic()

    def _failed(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if not self.counting or request.resource_type in WITHOUT_TEXT or parts.path == "/favicon.ico" or self._is_document(request):
            return
        own = registrable_domain(parts.hostname or "") == self._domain
        kept = self.failed_own if own else self.failed_other
        if request.url not in kept and len(kept) < TOLD:
            kept.append(request.url)

    def _is_document(self, request: Request) -> bool:
        """Whether it is for the page itself, not for a frame or a part of it."""
        with suppress(Error):
            return request.is_navigation_request() and request.frame == self._page.main_frame
        return False
