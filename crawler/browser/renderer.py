"""Pages of shops rendered: each looked at on load, in two windows, and after what opens was pressed.

A shop has a window of its own from its first page until it is forgotten, so that a banner is answered once. As many shops are
looked at side by side as there are browsers.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any

from playwright.async_api import Error

from crawler.browser.chromium import BrowserFailed, Chromium, Window
from crawler.browser.consent import Consent
from crawler.browser.find import find_browser
from crawler.browser.guard_proxy import GuardProxy
from crawler.browser.marked import marked
from crawler.browser.pictures import Pictures
from crawler.browser.rejecting import rejecting
from crawler.browser.reveals import Control, Pressed, Rank, controls, press
from crawler.browser.snapshot import ASKED, CAPTURE, trees_of
from crawler.browser.stroll import stroll
from crawler.browser.tab import Tab, open_tab
from crawler.document import parse
from crawler.model.capture import Capture, Via
from crawler.model.failure import FetchFailed
from crawler.model.gate import Gate
from crawler.model.reason import Reason
from crawler.model.rendering import DESKTOP, PHONE, Led, RenderBudget, Rendering, View
from crawler.model.shop import Shop
from crawler.model.sighting import GateKind

Headers = Callable[[Shop], Mapping[str, str]]
_MOST_TOGETHER = 60
"""Further controls that are pressed one after another, and looked at once: accordions and tabs of a long page of questions."""
_WATCHED = 2
"""Pages of a shop on which a cookie banner is waited for: the shop itself remembers what was answered."""


@dataclass(slots=True)
class _Caller:
    """One shop's window, and the browser it is in."""

    window: Window
    browser: Chromium
    stack: AsyncExitStack


@dataclass(slots=True)
class _Looks:
    """What was seen of one page: its views, and the lines of text that they showed."""

    views: list[View] = field(default_factory=list)
    clicked: list[str] = field(default_factory=list)
    led: list[Led] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    consent: str = ""


class ChromiumRenderer:
    """Renders pages in `browsers` Chromiums, which start with the first page.

    `headers` gives what a plain visit sends to a shop, `guard` a browser's only way out. `pages` counts those that were opened,
    `cpu_seconds` what the browsers' programs took for them; `version` is the browser's, once one runs.
    """

    def __init__(self, headers: Headers, guard: Callable[[], GuardProxy], *, browsers: int, open_chats: bool = False) -> None:
        self._headers = headers
        self._guard = guard
        self._browsers = browsers
        self._open_chats = open_chats
        self._budget = RenderBudget()
        self.pages = 0
        self.cpu_seconds = 0.0
        self.version = ""
        self._stack = AsyncExitStack()
        self._running: list[Chromium] = []
        self._starting = asyncio.Lock()
        self._callers: dict[str, _Caller] = {}

    async def render(self, url: str, shop: Shop, *, contact_page: bool, pause: float = 0.0) -> Rendering:
        """Render one page; where it must be opened anew, that is done `pause` seconds later.

        Raises FetchFailed where no document came, or nothing could be seen of it within the budget.
        """
        budget = replace(self._budget, pause=pause)
        try:
            caller = await self._caller(shop)
            loud = not caller.window.quiet
            tab, looks = await self._page(caller, url, shop, budget, contact_page=contact_page)
            if not looks.views and loud and caller.window.quiet:
                await asyncio.sleep(pause)
                tab, looks = await self._page(caller, url, shop, budget, contact_page=contact_page)
        except BrowserFailed as error:
            raise FetchFailed(Reason.PROGRAM_ERROR, f"the browser failed: {error}"[:300]) from error
        if not looks.views:
            raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, f"not rendered: {'; '.join(tab.problems)}"[:300], status=tab.status)
        return _rendering(tab, looks)

    async def _page(self, caller: _Caller, url: str, shop: Shop, budget: RenderBudget, *, contact_page: bool) -> tuple[Tab, _Looks]:
        """Open a page and look at it; what it cost is counted."""
        looks = _Looks()
        async with open_tab(caller.window, url, budget) as tab:
            await self._look(tab, looks, shop, contact_page=contact_page, watched=caller.window.opened <= _WATCHED)
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

    async def _look(self, tab: Tab, looks: _Looks, shop: Shop, *, contact_page: bool, watched: bool) -> None:
        """Look at a page on load, at both widths, and after pressing what opens."""
        consent = Consent(tab.session) if watched else None
        if consent:
            await consent.install()
        await tab.load()
        if consent:
            await consent.settle()
            looks.consent = consent.said or await _rejected(tab)
            await tab.settle()
        if await stroll(tab.session) > 1:
            await tab.settle()
        answer = await _taken(tab)
        pictures = Pictures(tab.session, shop, contact_page=contact_page)
        _keep(looks, tab, answer, DESKTOP)
        await _picture(looks, tab, pictures)
        await tab.phone()
        _keep(looks, tab, await _taken(tab), PHONE)
        await _picture(looks, tab, pictures)
        await tab.desktop()
        wanted = controls(trees_of(answer), contact_page=contact_page, chats=self._open_chats)
        await _open_all(tab, looks, wanted, pictures, singly=self._budget.clicks)


async def _rejected(tab: Tab) -> str:
    """Press the button that rejects cookies where the page's words tell one; what was done about the banner."""
    control = rejecting(trees_of(await _taken(tab)))
    if control is None or await _press(tab, control) is not Pressed.YES:
        return ""
    return f"rejected: {control.text}"


async def _taken(tab: Tab) -> Any:
    return await tab.session.send(CAPTURE, dict(ASKED))


def _keep(looks: _Looks, tab: Tab, answer: Any, viewport: tuple[int, int], opened: str = "") -> None:
    """Keep a view; one after a click only where it shows a line of text that no view before it showed."""
    html = marked(answer, viewport, opened)
    url = tab.page.url
    page = Capture(url=url, final_url=url, status=200, headers=(), body=html, sha256="", fetched_at="", via=Via.BROWSER)
    lines = set(parse(page).text().split("\n"))
    if not opened or not lines <= looks.lines:
        looks.views.append(View(viewport=viewport, html=html, opened=opened))
    looks.lines |= lines


async def _picture(looks: _Looks, tab: Tab, pictures: Pictures) -> None:
    """Take pictures of the view that was kept last, the first time of the window too."""
    looks.views[-1] = await pictures.of(looks.views[-1], tab.page.url, window=len(looks.views) == 1)


async def _open_all(tab: Tab, looks: _Looks, wanted: Sequence[Control], pictures: Pictures, *, singly: int) -> None:
    """Press controls, the first of them each with a look of its own; what stays shut is noted, for a value may stand behind it."""
    further = singly + _MOST_TOGETHER
    address, shut = _address(tab), len(wanted[further:])
    for batch in (*((control,) for control in wanted[:singly]), wanted[singly:further]):
        shut += await _open(tab, looks, batch, pictures) if _address(tab) == address else len(batch)
    if shut:
        tab.note("clicks", f"{shut} controls were not pressed")


async def _open(tab: Tab, looks: _Looks, batch: Sequence[Control], pictures: Pictures) -> int:
    """Press controls and look again, where the page is still there to be looked at; give how many stayed shut."""
    address = _address(tab)
    tried = [(control, await _press(tab, control)) for control in batch]
    pressed = [control for control, came in tried if came is Pressed.YES]
    shut = sum(came is Pressed.COVERED for _, came in tried)
    if not pressed:
        return shut
    looks.clicked += [control.text for control in pressed]
    await tab.settle()
    if _address(tab) != address:
        looks.led.append(Led(pressed[-1].text, tab.page.url))
        return shut
    views = len(looks.views)
    _keep(looks, tab, await _taken(tab), DESKTOP, pressed[-1].text)
    if len(looks.views) > views:
        await _picture(looks, tab, pictures)
    looks.gates += [
        Gate(page_id=0, kind=GateKind.CHAT, passed=len(looks.views) > views, snippet=control.text)
        for control in pressed
        if control.rank is Rank.CHAT
    ]
    return shut


def _address(tab: Tab) -> str:
    return tab.page.url.partition("#")[0]


async def _press(tab: Tab, control: Control) -> Pressed:
    """Press a control; one that the page took away meanwhile counts as covered."""
    try:
        return await press(tab.session, control)
    except Error:
        if tab.page.is_closed():
            raise
        return Pressed.COVERED


def _rendering(tab: Tab, looks: _Looks) -> Rendering:
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
        clicked=tuple(looks.clicked),
        led=tuple(looks.led),
        gates=tuple(looks.gates),
        problems=tuple(tab.problems),
    )
