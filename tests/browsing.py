"""A browser for the tests of a module, and the pages it is shown."""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from typing import Any, TypeVar
from unittest import SkipTest

from crawler.browser.chromium import Chromium
from crawler.browser.find import find_browser
from crawler.browser.guard_proxy import GuardProxy
from crawler.browser.tab import Tab, open_tab
from crawler.model.rendering import RenderBudget
from crawler.model.shop import Shop
from tests.guarding import HOME, SHOPS, Names, guard
from tests.loopback import Loopback, Reply, serve

HEADERS = {
    "User-Agent": "Bereikbaar/0.1 (+https://bereikbaar.example/bot)",
    "From": "a@b.example",
    "Accept-Language": "nl-BE,nl;q=0.9",
}
NAMES = {"shop.example": [SHOPS], "cdn.other.example": [SHOPS], "static.shop.example": [SHOPS], "inside.example": [HOME]}
Page = str | Reply
T = TypeVar("T")


class Browsing:
    """A browser that runs, and the pages of `shop.example` and its neighbours by path; a page's `PORT` is the port they are at."""

    def __init__(self, chromium: Chromium, proxy: GuardProxy, server: Loopback, runner: asyncio.Runner) -> None:
        self.chromium = chromium
        self.proxy = proxy
        self.server = server
        self.pages: dict[str, Page] = {}
        self._runner = runner
        server.answers = self._answer

    @property
    def shop(self) -> Shop:
        """The shop that is visited."""
        return Shop(id="shop.example", name="Shop", url=self.url("/"), country="BE", language="nl")

    def url(self, path: str, host: str = "shop.example") -> str:
        """Give the address of a page."""
        return f"http://{host}:{self.server.port}{path}"

    def run(self, work: Awaitable[T]) -> T:
        """Do it where the browser runs."""

        async def wrapped() -> T:
            return await work

        return self._runner.run(wrapped())

    def look(self, page: Page, *, path: str = "/page", budget: RenderBudget | None = None, then: Any = None, **pages: Page) -> Any:
        """Open one page in a window of its own; give the tab when it is closed, with the window's lane as `lane`."""
        self.pages = {path: page, **{f"/{name.replace('__', '.')}": item for name, item in pages.items()}}
        del self.server.journal[:]

        async def work() -> Tab:
            async with self.chromium.shop(self.shop, HEADERS) as window:
                async with open_tab(window, self.url(path), budget or RenderBudget()) as tab:
                    await tab.load()
                    tab.seen = await text(tab)  # type: ignore[attr-defined]
                    if then is not None:
                        await then(tab)
                tab.lane = window.lane  # type: ignore[attr-defined]
                return tab

        return self.run(work())

    def _answer(self, _host: str, path: str) -> Reply | None:
        page = self.pages.get(path.partition("?")[0])
        if isinstance(page, str):
            return Reply(
                body=page.replace("PORT", str(self.server.port)).encode("cp1252"), headers=(("Content-Type", "text/html"),)
            )
        return page


async def text(tab: Tab) -> str:
    """Give all text that a page has, as a snapshot sees it, without a script in the page."""
    taken = await tab.session.send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
    strings = taken["strings"]
    found = [strings[index] for item in taken["documents"] for index in item["layout"]["text"] if index >= 0]
    return " ".join(" ".join(found).split())


@contextmanager
def browsing(names: Mapping[str, Any] = NAMES, **how: Any) -> Iterator[Browsing]:
    """Run a browser while the block runs. Raises unittest's SkipTest where there is none."""
    found = find_browser()
    if found is None:
        raise SkipTest("no Chromium or Chrome was found; see `bereikbaar doctor`")
    with serve({}, address=SHOPS) as server, asyncio.Runner() as runner:
        proxy = guard(Names(names))
        stack = AsyncExitStack()
        chromium = runner.run(stack.enter_async_context(Chromium(found.program, proxy, **how)))
        try:
            yield Browsing(chromium, proxy, server, runner)
        finally:
            runner.run(stack.aclose())
