"""Pages of shops rendered: each looked at on load, in two windows, and after what opens was pressed.

A shop has a window of its own from its first page until it is forgotten, so that a banner is answered once. As many shops are
looked at side by side as there are browsers.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

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
from crawler.extractors.chats import LABEL
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
_MOST_AFTER = 20
"""Those that come to sight only then."""
_CALLS = ("tel:", "mailto:", "callto:", "sms:", "whatsapp:")
"""Addresses by which a page has another program call or write to somebody."""
_RETURNS = 3
"""Times that a page is loaded again because a control led away from it."""
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
            await self._look(tab, looks, shop, contact_page=contact_page, opened=caller.window.opened)
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

    async def _look(self, tab: Tab, looks: _Looks, shop: Shop, *, contact_page: bool, opened: int) -> None:
        """Look at a page on load, at both widths, and after pressing what opens; `opened`: it is the shop's first, second ..."""
        consent = Consent(tab.session) if opened <= _WATCHED else None
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
        wanted = self._wanted(contact_page=contact_page, first=opened <= 1)
        await Opening(tab, looks, pictures, wanted, singly=self._budget.clicks).open_all(answer)

    def _wanted(self, *, contact_page: bool, first: bool) -> frozenset[Rank]:
        """What is pressed: on a contact page accordions and tabs without a telling word too, the menu on the first page alone."""
        asked = {Rank.OTHER: contact_page, Rank.MENU: first, Rank.CHAT: self._open_chats}
        return frozenset(rank for rank in Rank if asked.get(rank, True))


async def _rejected(tab: Tab) -> str:
    """Press the button that rejects cookies where the page's words tell one; what was done about the banner."""
    control = rejecting(trees_of(await _taken(tab)))
    if control is None or await _press(tab, control) is not Pressed.YES:
        return ""
    return f"rejected: {control.text}"


async def _taken(tab: Tab) -> Any:
    return await tab.session.send(CAPTURE, dict(ASKED))


class _Click(NamedTuple):
    """What a control says that was pressed, and the addresses that it had other programs open."""

    text: str = ""
    asked: Sequence[str] = ()


_NOTHING_PRESSED = _Click()


def _keep(looks: _Looks, tab: Tab, answer: Any, viewport: tuple[int, int], after: _Click = _NOTHING_PRESSED) -> None:
    """Keep a view; one after a click only where it shows a line of text that no view before it showed, or had a program called."""
    html = marked(answer, viewport, after.text, after.asked)
    url = tab.page.url
    page = Capture(url=url, final_url=url, status=200, headers=(), body=html, sha256="", fetched_at="", via=Via.BROWSER)
    lines = set(parse(page).text().split("\n"))
    if not after.text or after.asked or not lines <= looks.lines:
        looks.views.append(View(viewport=viewport, html=html, opened=after.text))
    looks.lines |= lines


async def _picture(looks: _Looks, tab: Tab, pictures: Pictures) -> None:
    """Take pictures of the view that was kept last, the first time of the window too."""
    looks.views[-1] = await pictures.of(looks.views[-1], tab.page.url, window=len(looks.views) == 1)


class Opening:
    """Controls of one page pressed, the likeliest first: some each with a look of its own, then the rest together.

    What comes to sight by it is pressed next. A control that leads away is come back from, a few times.
    """

    def __init__(self, tab: Tab, looks: _Looks, pictures: Pictures, wanted: frozenset[Rank], *, singly: int) -> None:
        self._tab, self._looks, self._pictures = tab, looks, pictures
        self._wanted = wanted
        self._most = singly + _MOST_TOGETHER
        self._sizes = iter((*[1] * singly, _MOST_TOGETHER, _MOST_AFTER))
        self._returns = _RETURNS
        self._url = tab.page.url
        self._known: set[str] = set()
        self._shut = 0

    async def open_all(self, answer: Any) -> None:
        """Press them; what stays shut is noted, for a value may stand behind it. `answer` is the page as it stands."""
        if Rank.CHAT not in self._wanted:
            offered = controls(trees_of(answer), {Rank.CHAT})
            self._looks.gates += [_chat(control, passed=False) for control in offered if len(control.text) <= LABEL]
        found = self._fresh(answer)
        waiting, self._shut = found[: self._most], len(found[self._most :])
        while waiting and (waiting := await self._here(waiting)) and (size := next(self._sizes, 0)):
            fresh = await self._open(waiting[:size])
            waiting = [*fresh, *waiting[size:]]
        self._shut += len(waiting)
        if self._shut:
            self._tab.note("clicks", f"{self._shut} controls were not pressed")

    async def _open(self, batch: Sequence[Control]) -> list[Control]:
        """Press controls and look again, where the page is still there to be looked at; give the controls that came to sight."""
        tab, looks = self._tab, self._looks
        before = len(tab.intrusions.asked)
        tried = [(control, await _press(tab, control)) for control in batch]
        pressed = [control for control, came in tried if came is Pressed.YES]
        self._shut += sum(came is Pressed.COVERED and control.promising for control, came in tried)
        if not pressed:
            return []
        looks.clicked += [control.text for control in pressed]
        await tab.settle()
        asked = tab.intrusions.asked[before:]
        elsewhere = [url for url in asked if url.startswith("http")] + [tab.page.url] * self._away()
        looks.led += [Led(pressed[-1].text, url) for url in elsewhere]
        if self._away():
            return []
        views, answer = len(looks.views), await _taken(tab)
        _keep(looks, tab, answer, DESKTOP, _Click(pressed[-1].text, [url for url in asked if url.startswith(_CALLS)]))
        shown = len(looks.views) > views
        looks.gates += [_chat(control, passed=shown) for control in pressed if control.rank is Rank.CHAT]
        if not shown:
            return []
        await _picture(looks, tab, self._pictures)
        return self._fresh(answer)

    async def _here(self, waiting: list[Control]) -> list[Control]:
        """Come back where a control led away; the same controls as the page has them now."""
        if not self._away():
            return waiting
        if not self._returns:
            self._shut += len(waiting)
            return []
        self._returns -= 1
        try:
            await self._tab.return_to(self._url)
        except Error:
            if self._tab.page.is_closed():
                raise
        now = {} if self._away() else {control.text: control for control in self._controls(await _taken(self._tab))}
        here = [now[control.text] for control in waiting if control.text in now]
        self._shut += len(waiting) - len(here)
        return here

    def _away(self) -> bool:
        return self._tab.page.url.partition("#")[0] != self._url.partition("#")[0]

    def _fresh(self, answer: Any) -> list[Control]:
        """The controls that were not met before."""
        found = [control for control in self._controls(answer) if _name(control) not in self._known]
        self._known.update(map(_name, found))
        return found

    def _controls(self, answer: Any) -> list[Control]:
        return controls(trees_of(answer), self._wanted)


def _name(control: Control) -> str:
    """What a control is known again by: signs change when it opens."""
    return "".join(filter(str.isalnum, control.text.casefold()))


def _chat(control: Control, *, passed: bool) -> Gate:
    return Gate(page_id=0, kind=GateKind.CHAT, passed=passed, snippet=control.text)


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
