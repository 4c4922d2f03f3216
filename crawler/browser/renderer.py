"""Pages of shops rendered: each looked at on load, in two windows, and after what opens was pressed.

A shop has a window of its own from its first page until it is forgotten, so that a banner is answered once. As many shops are
looked at side by side as there are browsers.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from crawler.browser.chromium import BrowserFailed, Chromium, Window
from crawler.browser.consent import Consent
from crawler.browser.find import find_browser
from crawler.browser.following import follow, may_be_drawn
from crawler.browser.guard_proxy import GuardProxy
from crawler.browser.looks import Looks, taken
from crawler.browser.opening import Opening, pressed
from crawler.browser.pictures import Pictures
from crawler.browser.pressing import Pressed
from crawler.browser.rejecting import rejecting
from crawler.browser.reveals import Rank
from crawler.browser.snapshot import trees_of
from crawler.browser.stroll import box_of, stroll, stroll_in
from crawler.browser.tab import Tab, open_tab
from crawler.browser.turns import watch_late, watch_turns
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import DESKTOP, PHONE, RenderBudget, Rendering, Way
from crawler.model.shop import Shop

Headers = Callable[[Shop], Mapping[str, str]]
_WATCHED = 2
"""Pages of a shop on which a cookie banner is waited for: the shop itself remembers what was answered."""
_WATCHED_TURNS = 4
"""Pages of a shop on which what takes turns is waited for, besides those made for contact."""


DEFAULT = RenderBudget()


@dataclass(slots=True)
class _Caller:
    """One shop's window, and the browser it is in."""

    window: Window
    browser: Chromium
    stack: AsyncExitStack


class _Asked(NamedTuple):
    """A page to render, as in `ChromiumRenderer.render`."""

    url: str
    shop: Shop
    contact_page: bool
    way: Way | None


class ChromiumRenderer:
    """Renders pages in `browsers` Chromiums, which start with the first page.

    `headers` gives what a plain visit sends to a shop, `guard` a browser's only way out, `budget` is what one page may cost.
    `pages` counts those that were opened, `cpu_seconds` what the browsers' programs took for them; `version` is the browser's, once
    one runs.
    """

    def __init__(
        self,
        headers: Headers,
        guard: Callable[[], GuardProxy],
        *,
        browsers: int,
        open_chats: bool = False,
        budget: RenderBudget = DEFAULT,
    ) -> None:
        self._headers = headers
        self._guard = guard
        self._browsers = browsers
        self._open_chats = open_chats
        self._budget = budget
        self.pages = 0
        self.cpu_seconds = 0.0
        self.version = ""
        self._stack = AsyncExitStack()
        self._running: list[Chromium] = []
        self._starting = asyncio.Lock()
        self._callers: dict[str, _Caller] = {}

    async def render(self, url: str, shop: Shop, *, contact_page: bool, way: Way | None = None, pause: float = 0.0) -> Rendering:
        """Render one page; where it must be opened anew, that is done `pause` seconds later.

        `way` is gone where the address itself gives no page. Raises FetchFailed where no document came, or nothing could be seen
        of it within the budget.
        """
        budget = replace(self._budget, pause=pause)
        asked = _Asked(url, shop, contact_page=contact_page, way=way)
        try:
            caller = await self._caller(shop)
            loud = not caller.window.quiet
            tab, looks = await self._page(caller, asked, budget)
            if not looks.views and loud and caller.window.quiet:
                await asyncio.sleep(pause)
                tab, looks = await self._page(caller, asked, budget)
        except BrowserFailed as error:
            raise FetchFailed(Reason.PROGRAM_ERROR, f"the browser failed: {error}"[:300]) from error
        if not looks.views:
            raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, f"not rendered: {'; '.join(tab.problems)}"[:300], status=tab.status)
        return _rendering(tab, looks)

    async def _page(self, caller: _Caller, asked: _Asked, budget: RenderBudget) -> tuple[Tab, Looks]:
        """Open a page and look at it; what it cost is counted."""
        looks = Looks()
        async with open_tab(caller.window, asked.url, budget) as tab:
            await self._open(tab, looks, asked.way, opened=caller.window.opened)
            await self._look(tab, looks, asked, opened=caller.window.opened)
        self.pages += 1
        self.cpu_seconds += tab.cpu_seconds
        return tab, looks

    async def forget(self, shop: Shop) -> None:
        """Close the shop's window."""
        caller = self._callers.pop(shop.id, None)
        if caller is not None:
            await caller.stack.aclose()

    async def close(self) -> None:
        """End the browsers."""
        for caller in tuple(self._callers.values()):
            await caller.stack.aclose()
        self._callers.clear()
        await self._stack.aclose()

    async def _caller(self, shop: Shop) -> _Caller:
        if shop.id not in self._callers:
            browser = await self._free()
            stack = AsyncExitStack()
            window = await stack.enter_async_context(browser.shop(shop, self._headers(shop)))
            self._callers[shop.id] = _Caller(window, browser, stack)
        return self._callers[shop.id]

    async def _free(self) -> Chromium:
        """The browser with the fewest shops, a new one as long as there may be more. Raises BrowserFailed."""
        async with self._starting:
            if len(self._running) < self._browsers:
                found = find_browser()
                if found is None:
                    raise BrowserFailed("no browser was found")
                self.version = found.version
                self._running.append(await self._stack.enter_async_context(Chromium(found.program, self._guard())))
                return self._running[-1]
        busy = [caller.browser for caller in self._callers.values()]
        return min(self._running, key=busy.count)

    async def _open(self, tab: Tab, looks: Looks, way: Way | None, *, opened: int) -> None:
        """Have a page load and its cookie banner answered; `opened`: it is the shop's first, second ..."""
        consent = Consent(tab.session) if opened <= _WATCHED else None
        if consent:
            await consent.install()
        await tab.load()
        if consent:
            await consent.settle()
            looks.consent = consent.said or await _rejected(tab)
            await tab.settle()
        if way is not None and await may_be_drawn(tab, way) and await follow(tab, way):
            looks.through = way.page

    async def _look(self, tab: Tab, looks: Looks, asked: _Asked, *, opened: int) -> None:
        """Look at a page on load, at both widths, and after pressing what opens."""
        contact_page = asked.contact_page
        answer = await _strolled(tab)
        pictures = Pictures(tab.session, asked.shop, contact_page=contact_page)
        looks.keep(tab, answer, DESKTOP)
        await looks.picture(tab, pictures)
        await tab.phone()
        looks.keep(tab, await taken(tab), PHONE)
        await looks.picture(tab, pictures)
        await tab.desktop()
        if contact_page or opened <= _WATCHED_TURNS:
            await watch_turns(tab, looks, answer)
        if contact_page and pictures.lacking:
            answer = await watch_late(tab, looks, answer, self._budget.late)
        wanted = self._wanted(contact_page=contact_page, first=opened <= 1)
        await Opening(tab, looks, pictures, wanted, singly=self._budget.clicks).open_all(answer)

    def _wanted(self, *, contact_page: bool, first: bool) -> frozenset[Rank]:
        """What is pressed: on a contact page accordions and tabs without a telling word too, the menu on the first page alone."""
        asked = {Rank.OTHER: contact_page, Rank.MENU: first, Rank.CHAT: self._open_chats}
        return frozenset(rank for rank in Rank if asked.get(rank, True))


async def _strolled(tab: Tab) -> Any:
    """The page as it stands after a stroll."""
    if await stroll(tab.session, lambda: tab.traffic.quiet_for() <= 0) > 1:
        await tab.settle()
    answer = await taken(tab)
    held = box_of(trees_of(answer)[0], DESKTOP)
    if held is None:
        return answer
    await stroll_in(tab.session, held, DESKTOP[1])
    await tab.settle()
    return await taken(tab)


async def _rejected(tab: Tab) -> str:
    """Press the button that rejects cookies where the page's words tell one; what was done about the banner."""
    control = rejecting(trees_of(await taken(tab)))
    if control is None or await pressed(tab, control) is not Pressed.YES:
        return ""
    return f"rejected: {control.text}"


def _rendering(tab: Tab, looks: Looks) -> Rendering:
    return Rendering(
        url=tab.url,
        final_url=tab.final_url,
        status=tab.status,
        headers=tab.headers,
        body=tab.body,
        views=tuple(looks.views),
        failed_own=tuple(tab.traffic.failed_own),
        failed_other=tuple(tab.traffic.failed_other),
        requests=tab.traffic.requests,
        cpu_seconds=tab.cpu_seconds,
        consent=looks.consent,
        through=looks.through,
        clicked=tuple(looks.clicked),
        led=tuple(looks.led),
        gates=tuple(looks.gates),
        problems=tuple(tab.problems),
    )
