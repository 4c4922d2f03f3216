"""What opens on a page is pressed, and looked at again."""

import asyncio
from collections.abc import Sequence
from typing import Any

from playwright.async_api import Error

from crawler.browser.dismissing import cross, escape
from crawler.browser.glance import by_nearness, values_in, values_laid
from crawler.browser.looks import Click, Looks, taken
from crawler.browser.pictures import Pictures
from crawler.browser.pressing import Pressed, press
from crawler.browser.reveals import Control, Rank, controls, withheld
from crawler.browser.settling import settle
from crawler.browser.snapshot import trees_of
from crawler.browser.tab import Tab
from crawler.browser.turns import hidden_values
from crawler.extractors.chats import LABEL
from crawler.model.gate import Gate
from crawler.model.link import REACHES
from crawler.model.rendering import DESKTOP, Led
from crawler.model.sighting import GateKind

_MOST_TOGETHER = 60
"""Further controls that are pressed one after another, and looked at once: accordions and tabs of a long page of questions."""
_MOST_AFTER = 20
"""Those that come to sight only then."""
_CALLS = (*REACHES, "sms:", "whatsapp:")
"""Addresses by which a page has another program call or write to somebody."""
_GLANCES = 12
"""Controls of those pressed together that are looked at at once, because they brought a value."""
_DISMISSALS = 4
"""Times that what lies over a control is sent away."""
_REPEATS = 12
"""Controls that were pressed together and are pressed again alone, as long as the page hides a value."""
_WAITS, _WAIT = 8, 0.5
"""How often values are waited for that controls promise and do not show at once, and for how many seconds each time."""
_SOON = 3
"""How often of these after a control that promises contact, and of which nothing came at once: its window may come by a timer."""
_ANSWER = 1.0
"""Seconds in which what such a control fetches may come."""
_RETURNS = 3
"""Times that a page is loaded again because a control led away from it."""


class Opening:
    """Controls of one page pressed, the likeliest first: some each with a look of its own, then the rest together.

    What comes to sight by it is pressed next. A control that leads away is come back from, a few times. What a control took from
    the page, because it drew another part of a shop there, is looked for on the page loaded again.
    """

    def __init__(self, tab: Tab, looks: Looks, pictures: Pictures, wanted: frozenset[Rank], *, singly: int) -> None:
        self._tab, self._looks, self._pictures = tab, looks, pictures
        self._wanted = wanted
        self._most = singly + _MOST_TOGETHER
        self._sizes = iter((*[1] * singly, _MOST_TOGETHER, _MOST_AFTER))
        self._returns = _RETURNS
        self._url = tab.page.url
        self._known: set[str] = set()
        self._now: dict[str, Control] = {}
        self._missed: list[Control] = []
        self._shut = 0
        self._waits = _WAITS
        self._before = self._heard = 0
        self._values: frozenset[str] = frozenset()
        self._glances, self._dismissals, self._repeats = _GLANCES, _DISMISSALS, _REPEATS

    async def open_all(self, answer: Any) -> None:
        """Press them; what stays shut is noted, for a value may stand behind it. `answer` is the page as it stands."""
        if Rank.CHAT not in self._wanted:
            offered = controls(trees_of(answer), {Rank.CHAT})
            self._looks.gates += [_chat(control, passed=False) for control in offered if len(control.text) <= LABEL]
        found = self._fresh(answer)
        self._shut = len(found[self._most :]) + withheld(trees_of(answer))
        await self._open_in_turn(found[: self._most])
        await self._try_again()
        self._shut += len(self._missed)
        if self._shut:
            self._tab.note("clicks", f"{self._shut} controls were not pressed")

    async def _try_again(self) -> None:
        """Press what could not be pressed: a menu that was opened since may hold it, or the page as it was on load."""
        missed, self._missed = self._missed, []
        gone = [control for control in missed if control.name not in self._now]
        await self._open_in_turn([control for control in missed if control.name in self._now])
        if self._looks.clicked:
            missed, self._missed = self._missed, []
            gone += missed
        if gone:
            await self._open_in_turn(await self._back(gone))

    async def _open_in_turn(self, waiting: list[Control]) -> None:
        while waiting and (waiting := await self._here(waiting)) and (size := next(self._sizes, 0)):
            batch = waiting[:size]
            fresh = await self._open(batch)
            if len(batch) > 1:
                fresh += await self._open_again(batch)
            waiting = [*fresh, *waiting[size:]]
        self._shut += len(waiting)

    async def _open(self, batch: Sequence[Control]) -> list[Control]:
        """Press controls, and look again after the last and whenever one brings a value; give the controls that came to sight."""
        fresh: list[Control] = []
        opened: list[Control] = []
        for left, control in zip(range(len(batch) - 1, -1, -1), batch, strict=True):
            if not opened:
                self._mark()
            came = await pressed(self._tab, control)
            if came is Pressed.COVERED and control.promising:
                if opened:
                    fresh += await self._look(opened)
                    opened = []
                    self._mark()
                came = await self._uncovered(control)
            if came is Pressed.YES:
                opened.append(control)
            elif came is Pressed.COVERED and control.promising:
                self._missed.append(control)
            if opened and (not left or await self._brings()):
                fresh += await self._look(opened)
                opened = []
        return fresh

    async def _open_again(self, batch: Sequence[Control]) -> list[Control]:
        """Press controls alone as long as a value was never shown: one that opens may shut the others."""
        fresh: list[Control] = []
        if self._away() or not (hidden := self._never_shown(answer := await taken(self._tab))):
            return fresh
        for control in by_nearness(batch, trees_of(answer)[0], hidden):
            if self._repeats <= 0 or self._away() or self._looks.show(hidden):
                break
            self._repeats -= 1
            fresh += await self._open([control])
        return fresh

    def _never_shown(self, answer: Any) -> frozenset[str]:
        """The values that the page holds and no look showed."""
        return frozenset(value for value in hidden_values(answer) if not self._looks.show({value}))

    def _mark(self) -> None:
        """Note what the page had asked for and said before the next control is pressed."""
        self._before, self._heard = len(self._tab.intrusions.asked), len(self._tab.intrusions.said)

    async def _uncovered(self, control: Control) -> Pressed:
        """Press a control again, when what lies over it was sent away as a customer does."""
        tab = self._tab
        if self._dismissals <= 0 or self._away():
            return Pressed.COVERED
        self._dismissals -= 1
        await escape(tab.session)
        came = await pressed(tab, control)
        if came is not Pressed.COVERED or (found := cross(trees_of(await taken(tab)))) is None:
            return came
        await pressed(tab, found)
        await tab.settle()
        return await pressed(tab, control)

    async def _brings(self) -> bool:
        """Whether a value came to sight that the next control may take away again."""
        if self._glances <= 0 or self._away():
            return False
        if self._tab.traffic.quiet_for() <= 0:
            await settle(self._tab.session, self._tab.traffic, _ANSWER)
        brings = not await values_laid(self._tab.session) <= self._values
        self._glances -= brings
        return brings

    async def _comes(self, most: int = _WAITS) -> bool:
        """Wait for the value that a control promises, where nothing else came of it; give whether it came."""
        said = len(self._tab.intrusions.asked) + len(self._tab.intrusions.said)
        last = max(self._waits - most, 0)
        while self._pictures.lacking and said == self._before + self._heard and not self._away():
            if not await values_laid(self._tab.session) <= self._values:
                return True
            if self._waits <= last:
                break
            self._waits -= 1
            await asyncio.sleep(_WAIT)
        return False

    async def _look(self, opened: Sequence[Control]) -> list[Control]:
        """Look at what controls did, where the page is still there to be looked at; give the controls that came to sight."""
        tab, looks = self._tab, self._looks
        looks.clicked += [control.text for control in opened]
        await tab.settle()
        if any(control.rank is Rank.SHOWS_VALUE for control in opened):
            await self._comes()
        asked = tab.intrusions.asked[self._before :]
        elsewhere = [url for url in asked if url.startswith("http")] + [tab.page.url] * self._away()
        looks.led += [Led(opened[-1].text, url) for url in elsewhere]
        if self._away():
            return []
        answer = await taken(tab)
        calls = [url for url in asked if url.startswith(_CALLS)]
        click = Click(opened[-1].text, calls, tab.intrusions.said[self._heard :])
        shown = looks.keep(tab, answer, DESKTOP, click)
        if not shown and any(map(_promises_contact, opened)) and await self._comes(_SOON):
            answer = await taken(tab)
            shown = looks.keep(tab, answer, DESKTOP, click)
        looks.gates += [_chat(control, passed=shown) for control in opened if control.rank is Rank.CHAT]
        if not shown:
            self._now = self._named(answer)
            return []
        await looks.picture(tab, self._pictures)
        return self._fresh(answer)

    async def _here(self, waiting: list[Control]) -> list[Control]:
        """The same controls as the page has them now: it may have been drawn anew; come back where a control led away."""
        if self._away():
            return await self._back(waiting)
        same = {control.backend: control for control in self._now.values()}
        return [same.get(control.backend) or self._now.get(control.name, control) for control in waiting]

    async def _back(self, waiting: list[Control]) -> list[Control]:
        """Load the page again, a few times at most; those of the controls that it has then."""
        if not self._returns:
            self._shut += len(waiting)
            return []
        self._returns -= 1
        try:
            await self._tab.return_to(self._url)
        except Error:
            if self._tab.page.is_closed():
                raise
        self._now = {} if self._away() else self._named(await taken(self._tab))
        here = [self._now[control.name] for control in waiting if control.name in self._now]
        self._shut += len(waiting) - len(here)
        return here

    def _away(self) -> bool:
        return self._tab.page.url.partition("#")[0] != self._url.partition("#")[0]

    def _fresh(self, answer: Any) -> list[Control]:
        """The controls that were not met before; all that the page has now are noted."""
        self._now = self._named(answer)
        found = [control for name, control in self._now.items() if name not in self._known]
        self._known.update(self._now)
        return found

    def _named(self, answer: Any) -> dict[str, Control]:
        self._values |= values_in(answer)
        found: dict[str, Control] = {}
        for control in controls(trees_of(answer), self._wanted):
            found.setdefault(control.name, control)
        return found


def _promises_contact(control: Control) -> bool:
    return control.rank is Rank.CONTACT and control.promising


def _chat(control: Control, *, passed: bool) -> Gate:
    return Gate(page_id=0, kind=GateKind.CHAT, passed=passed, snippet=control.text)


async def pressed(tab: Tab, control: Control) -> Pressed:
    """Press a control and say how that went; one that the page took away meanwhile counts as covered."""
    try:
        return await press(tab.session, control)
    except Error:
        if tab.page.is_closed():
            raise
        return Pressed.COVERED
