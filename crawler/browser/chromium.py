"""One Chromium: started, kept alive, and ended without a trace. Each shop has a context of its own in it, and its own way out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Page, Playwright, async_playwright

from crawler.browser.flags import PLAYWRIGHTS_NOT_WANTED, flags, sandboxed
from crawler.browser.guard_proxy import GuardProxy
from crawler.browser.lane import Lane
from crawler.browser.scratch import clear, environment, scratch, started_in, temporary_files_in
from crawler.browser.watch import Watch
from crawler.model.rendering import DESKTOP
from crawler.model.shop import Shop

START, END = 60.0, 10.0
"""Seconds that Chromium may take to start and to end by itself."""
KILLED = 5.0
"""Seconds in which the browser must tell that its pages' programs are gone."""
PAGES = 400
"""Pages after which a browser is started anew when no shop is in it: what it keeps in memory only grows."""


class BrowserFailed(Exception):  # noqa: N818  # named after what happened
    """Chromium did not start; the text says what it said."""


class Window:
    """One shop's part of the browser: its context, and its lane through the proxy.

    A context is lost with its browser; there is a new one then, without the old one's cookies. An empty page stays open in it: it
    keeps the renderer alive from page to page, whose start costs more than most pages do. `opened` counts the
    pages of this context. `quiet`: a page's messages had no end, so those of all pages are kept shut.
    """

    def __init__(self, chromium: "Chromium", lane: Lane, made: Mapping[str, Any]) -> None:
        self.chromium = chromium
        self.lane = lane
        self.quiet = False
        self._made = made
        wanted = made["extra_http_headers"].get("Accept-Language", "*")
        self._languages = ",".join(item.partition(";")[0].strip() for item in wanted.split(","))
        self._context: BrowserContext | None = None
        self._keeper: Page | None = None
        self._crashed = asyncio.Event()
        self.opened = 0

    async def context(self) -> BrowserContext:
        """Give the shop's context in a browser that runs. Raises BrowserFailed."""
        browser = await self.chromium.running()
        if self._context is None or self._context.browser is not browser:
            self._context = await browser.new_context(**self._made)
            self._keeper, self.opened = None, 0
            await self._context.grant_permissions([])  # CDP: grants these and rejects all others
        return self._context

    async def page(self) -> Page:
        """Give a new page of the shop. Raises BrowserFailed, playwright's Error."""
        context = await self.context()
        if self._keeper is None:
            self._crashed.clear()
            self._keeper = await context.new_page()
            self._keeper.on("crash", self._on_crash)
        self.chromium.opened()
        self.opened += 1
        return await context.new_page()

    async def end_pages(self) -> None:
        """Kill the programs of all pages, and wait until the browser knows: a page that is opened before then is lost with them."""
        waited_for = self._keeper is not None and self.chromium.watch.running()
        self.chromium.watch.kill_pages()
        if waited_for:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._crashed.wait(), KILLED)

    async def introduce(self, session: CDPSession) -> None:
        """Have a page tell all languages of its visitor, not the first only. Raises playwright's Error."""
        if self._languages != "*" and self._made["user_agent"]:
            who = {"userAgent": self._made["user_agent"], "acceptLanguage": self._languages}
            await session.send("Emulation.setUserAgentOverride", who)

    async def close(self) -> None:
        """Forget the shop: cookies, storage, pages."""
        if self._context is not None:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(self._context.close(), END)

    def _on_crash(self, _: Page) -> None:
        self._keeper = None
        self._crashed.set()


class Chromium:
    """A browser that runs while the block runs. One page is open at a time: several browsers look at several shops at once.

    `program` is what `find_browser` gives. `pictures`: whether images are fetched and shown.
    """

    def __init__(self, program: Path, proxy: GuardProxy, *, pictures: bool = True) -> None:
        self.turn = asyncio.Lock()
        self.watch = Watch()
        self.restarts = 0
        self._program = program
        self._proxy = proxy
        self._pictures = pictures
        self._browser: Browser | None = None
        self._driver: Playwright | None = None
        self._starting = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._shops = self._pages = 0

    async def __aenter__(self) -> Self:
        """Start it. Raises BrowserFailed."""
        async with AsyncExitStack() as stack:
            self._folder = stack.enter_context(scratch())
            self.own = await stack.enter_async_context(self._proxy.lane("browser", patience=0.0))
            stack.push_async_callback(self._end)
            await self.running()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End it: no program and no folder is left."""
        await self._stack.__aexit__(kind, error, trace)

    @asynccontextmanager
    async def shop(self, shop: Shop, headers: Mapping[str, str]) -> AsyncIterator[Window]:
        """Give a shop its window. `headers` are those of a plain visit: User-Agent, Accept-Language, From where there is one."""
        if not self._shops and self._pages > PAGES:
            await self._end()
        self._shops += 1
        try:
            async with self._proxy.lane(shop.id) as lane:
                window = Window(self, lane, _context(shop, headers, lane))
                try:
                    yield window
                finally:
                    await window.close()
        finally:
            self._shops -= 1

    async def running(self) -> Browser:
        """Give the browser, started anew when it died. Raises BrowserFailed."""
        async with self._starting:
            if self._browser is None or not (self._browser.is_connected() and self.watch.running()):
                if self._browser is not None:
                    self.restarts += 1
                    await self._end()
                self._browser = await self._started()
            return self._browser

    def opened(self) -> None:
        """Count a page."""
        self._pages += 1

    async def _started(self) -> Browser:
        self._folder.mkdir(exist_ok=True)
        try:
            async with temporary_files_in(self._folder):
                self._driver = await async_playwright().start()
            browser = await self._driver.chromium.launch(
                executable_path=self._program,
                args=flags(pictures=self._pictures),
                ignore_default_args=list(PLAYWRIGHTS_NOT_WANTED),
                chromium_sandbox=sandboxed(),
                env=environment(self._folder),
                proxy={"server": self.own.url, "bypass": "<-loopback>"},
                timeout=START * 1000,
            )
        except Error as error:
            raise BrowserFailed(str(error)) from error
        self.watch.follow(started_in(self._folder))
        self._pages = 0
        return browser

    async def _end(self) -> None:
        """Close the browser in peace, else by force."""
        with suppress(Error, TimeoutError, Exception):
            if self._browser is not None:
                await asyncio.wait_for(self._browser.close(), END)
        with suppress(Error, TimeoutError, Exception):
            if self._driver is not None:
                await asyncio.wait_for(self._driver.stop(), END)
        self.watch.end()
        self._browser = self._driver = None
        clear(self._folder)


def _context(shop: Shop, headers: Mapping[str, str], lane: Lane) -> dict[str, Any]:
    """How a shop's context is made: as a customer of the row, who is told by no permission, and can store no download."""
    sent = {name.title(): value for name, value in headers.items()}
    made: dict[str, Any] = {
        "proxy": {"server": lane.url, "bypass": "<-loopback>"},
        "user_agent": sent.get("User-Agent"),
        "extra_http_headers": {name: sent[name] for name in ("From", "Accept-Language") if name in sent},
        "viewport": {"width": DESKTOP[0], "height": DESKTOP[1]},
        "accept_downloads": False,
        "service_workers": "block",
    }
    if shop.language:
        made["locale"] = f"{shop.language}-{shop.country}" if shop.country else shop.language
    return made
