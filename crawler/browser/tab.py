"""One page opened in the browser, within its budget.

Scripts that do not end are stopped, so that what the page shows can still be looked at; what takes more than its budget of time,
CPU or memory is ended. Each leaves a problem, whose code comes first.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from playwright.async_api import CDPSession, Error, Page

from crawler.browser.chromium import BrowserFailed, Window
from crawler.browser.document_body import DocumentBody
from crawler.browser.failing import failure_met, failure_of
from crawler.browser.intrusions import Intrusions
from crawler.browser.settling import answers, settle
from crawler.browser.traffic import Traffic
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import DESKTOP, PHONE, RenderBudget

PROXYS_OWN = 502
"""The status with which the guard proxy answers what it did not let out."""
ANSWER = 15.0
"""Seconds in which a document must come."""
SETTLE = 8.0
"""Seconds in which a page may come to rest; then it is looked at as it is."""
SETTLE_AGAIN = 3.0
"""Seconds for the same after a change of the window or a click."""
PATIENCE = 4.0
"""Seconds in which a page's own thread must answer, else its scripts are stopped."""
LATE = 0.2
"""Seconds by which the word that a page is gone may come after what it was asked has failed."""
GOING = 2.0
"""Seconds in which a page must do as it is told: stop, close."""
_NO_MESSAGES = "window.alert = window.confirm = window.prompt = () => null"
"""What Chromium's own "prevent this page from creating additional dialogs" comes to."""


class Stuck(Exception):  # noqa: N818  # named after what the page is
    """A page whose scripts ask again and again, so that nothing else of it answers."""


class Tab:
    """One page: `page` is Playwright's, `session` its CDP session. All else stays when the page is gone.

    `status` and `headers` (lower-case names) are of the last document, 0 and empty when none came, `body` its bytes. `received`
    counts bytes of all resources, `cpu_seconds` the time of the whole browser, both once the tab is closed. `settled`: whether it
    rests; `came`: when the document came, by the clock of `time.monotonic`.
    """

    page: Page
    session: CDPSession
    traffic: Traffic

    def __init__(self, window: Window, url: str, budget: RenderBudget) -> None:
        self.url = url
        self.final_url = url
        self.status = 0
        self.headers: tuple[tuple[str, str], ...] = ()
        self.body = b""
        self.problems: list[str] = []
        self.received = 0
        self.cpu_seconds = 0.0
        self.settled = False
        self.came = 0.0
        self.scripts_stopped = False
        self.intrusions = Intrusions(self.note, popups=budget.popups)
        self._window = window
        self._budget = budget
        self._clock = asyncio.timeout(budget.seconds)
        self._ended = False

    @property
    def redirects(self) -> tuple[str, ...]:
        """The addresses that were asked for the page itself, in order; the first is `url`."""
        return tuple(self.traffic.asked)

    async def load(self) -> None:
        """Open the address and wait until the page rests. Raises FetchFailed when no document came."""
        try:
            await self._load()
        except Stuck:
            self.note("dialogs", "the page asked again and again; its messages were kept shut, as browsers offer")
            await self._load_quietly()
        await self._read_document()

    async def _load_quietly(self) -> None:
        """Open the page anew with its messages kept shut; where its scripts do not end then, without them."""
        self._window.quiet = True
        before = tuple(self.problems)
        with suppress(Stuck):
            await self._open_anew()
            await self._load(SETTLE_AGAIN)
            if not self.scripts_stopped:
                return
        self.problems = list(before)
        self.note("dialogs", "the page asked again and again; it was opened without its scripts")
        self.scripts_stopped = True
        await self._open_anew()
        await self._load()

    async def return_to(self, url: str) -> None:
        """Load a page again that a control led away from, after the pause that the shop is due. Raises playwright's Error."""
        await self._pause()
        await self._unless_stuck(self.page.goto(url, wait_until="commit", timeout=ANSWER * 1000))
        await self.settle()

    async def _open_anew(self) -> None:
        """End the page and open it again, after the pause that the shop is due."""
        await self._leave()
        await self._pause()
        await self._open()

    async def _pause(self) -> None:
        until = self._clock.when()
        if until is not None and not self._ended:
            self._clock.reschedule(until + self._budget.pause)
        await asyncio.sleep(self._budget.pause)

    async def settle(self, seconds: float = SETTLE_AGAIN) -> None:
        """Wait until the page rests again; scripts that keep it from answering are stopped."""
        self.settled = await self._unless_stuck(settle(self.session, self.traffic, seconds))
        if not await self._unless_stuck(answers(self.session, PATIENCE)):
            self.settled = False
            await self.still("time", "scripts that did not end were stopped")

    async def phone(self) -> None:
        """Have the page in the window of a phone, and wait until it rests."""
        await self._measures(PHONE, mobile=True)

    async def desktop(self) -> None:
        """Have the page in the window that it was opened in, and wait until it rests."""
        await self._measures(DESKTOP, mobile=False)

    async def still(self, code: str, detail: str) -> None:
        """Stop the page's scripts for good, and say why: what it shows can still be looked at."""
        self.note(code, detail)
        if self.scripts_stopped:
            return
        self.scripts_stopped = True
        self.traffic.counting = False
        with suppress(Error, TimeoutError):
            if not await answers(self.session, GOING):
                await asyncio.wait_for(self.session.send("Runtime.terminateExecution"), GOING)
            await asyncio.wait_for(self._scripts_off(), GOING)
            await self.session.send("Page.stopLoading")

    def note(self, code: str, detail: str) -> None:
        """Keep a problem, the last of each code."""
        self.problems = [problem for problem in self.problems if not problem.startswith(f"{code}:")]
        self.problems.append(f"{code}: {detail}")

    def end(self, code: str, detail: str = "") -> None:
        """End the page at once: whoever works with it is interrupted, and the block of `open_tab` ends there."""
        if not self._ended:
            self._over(code, detail)
            self._clock.reschedule(asyncio.get_running_loop().time())

    def _over(self, code: str, detail: str = "") -> None:
        if not self._ended:
            self._ended = True
            self.note(code, detail or f"the page took more than its budget ({code}) and was ended")

    async def _open(self) -> None:
        self.page = page = await self._window.page()
        self.session = session = await page.context.new_cdp_session(page)
        self.traffic = Traffic(
            page, self._window.lane, self.url, most=self._budget.requests, too_many=lambda: self._too_much("requests")
        )
        await self._window.introduce(session)
        await session.send("Page.enable")
        await session.send("Performance.enable")
        if self.scripts_stopped:
            await self._scripts_off()
        if self._window.quiet:
            await session.send("Page.addScriptToEvaluateOnNewDocument", {"source": _NO_MESSAGES})
        frames = await session.send("Page.getFrameTree")
        self._body = DocumentBody(session, frames["frameTree"]["frame"]["id"])
        self.intrusions.stuck.clear()
        self.intrusions.watch(page, session)
        page.on("crash", lambda _: self.end("crashed", "the page's program ended"))

    async def _load(self, seconds: float = SETTLE) -> None:
        await self._body.listen()
        try:
            await self._unless_stuck(self.page.goto(self.url, wait_until="commit", timeout=ANSWER * 1000))
        except Error as error:
            if "net::" not in str(error):
                await asyncio.sleep(LATE)
            if self._gone():
                raise
            raise failure_of(str(error), self.redirects or (self.url,), self._window.lane) from error
        self.came = time.monotonic()
        await self.settle(seconds)

    async def _unless_stuck(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do it, unless the page gets stuck meanwhile. Raises Stuck."""
        doing, stuck = asyncio.ensure_future(work), asyncio.ensure_future(self.intrusions.stuck.wait())
        try:
            await asyncio.wait((doing, stuck), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise Stuck
        finally:
            for task in (doing, stuck):
                task.cancel()
            await asyncio.gather(doing, stuck, return_exceptions=True)

    async def _read_document(self) -> None:
        self.final_url = self.page.url
        if not self.traffic.documents:
            raise FetchFailed(Reason.NOT_HTML, "the address gave no page")
        document = self.traffic.documents[-1]
        self.status = document.status
        self.headers = tuple((item["name"].lower(), item["value"]) for item in await document.headers_array())
        self.body = self._body.body
        if self.status == PROXYS_OWN and (met := failure_met(self.redirects, self._window.lane)):
            raise met

    async def _measures(self, size: tuple[int, int], *, mobile: bool) -> None:
        measures = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": mobile}
        await self._unless_stuck(self.session.send("Emulation.setDeviceMetricsOverride", measures))
        await self.settle()

    async def _scripts_off(self) -> None:
        await self.session.send("Emulation.setScriptExecutionDisabled", {"value": True})

    def _too_much(self, code: str) -> None:
        self.intrusions.soon(self.still(code, f"the page took more than its budget ({code}); its scripts were stopped"))

    def _gone(self) -> bool:
        """Whether the page is no more, or what it is reached by."""
        return self._ended or self.page.is_closed() or not self._window.chromium.watch.running()

    async def _leave(self) -> None:
        """End the page by force; its crash is no news."""
        ended, self._ended = self._ended, True
        await self._window.end_pages()
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self.page.close(), GOING)
        self._ended = ended

    async def _close(self) -> None:
        """Close the page and whatever it opened, by force where it was ended or does not go."""
        self.intrusions.stop()
        if not hasattr(self, "_body"):
            return
        self._body.stop()
        if not self._ended:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(self.page.close(), GOING)
                return
        await self._leave()


@asynccontextmanager
async def open_tab(window: Window, url: str, budget: RenderBudget) -> AsyncIterator[Tab]:
    """Give a tab in which `load()` opens the address, while the block runs; the browser's other pages have their turn first.

    When the budget runs out, or the page or the browser dies, the block ends there without an exception: what was gathered stays,
    and `problems` tell. FetchFailed goes through. Raises BrowserFailed when no browser starts.
    """
    watch, lane = window.chromium.watch, window.lane
    async with window.chromium.turn:
        tab = Tab(window, url, budget)
        cpu, received = watch.cpu_seconds(), lane.received
        lane.limit(budget.received, lambda: tab._too_much("received"))  # noqa: SLF001  # the tab's other half
        watching = asyncio.ensure_future(watch.exceeded(budget, tab.end))
        opened = False
        try:
            async with _cut_off(tab):
                await tab._open()  # noqa: SLF001
                opened = True
                yield tab
            if not opened:
                raise BrowserFailed("the browser opened no page in time")
        finally:
            watching.cancel()
            lane.unlimited()
            await tab._close()  # noqa: SLF001
            tab.cpu_seconds, tab.received = watch.cpu_seconds() - cpu, lane.received - received


@asynccontextmanager
async def _cut_off(tab: Tab) -> AsyncIterator[None]:
    """Have the block end quietly when the tab's time is up, or its page is gone."""
    clock = tab._clock  # noqa: SLF001
    try:
        async with clock:
            yield
    except TimeoutError:
        if not clock.expired():
            raise
        tab._over("time")  # noqa: SLF001
    except Stuck:
        tab._window.quiet = True  # noqa: SLF001
        tab._over("dialogs", "the page asked again and again and was ended")  # noqa: SLF001
    except Error:
        if not hasattr(tab, "_body"):
            raise BrowserFailed("the browser opened no page") from None
        await asyncio.sleep(LATE)
        if not tab._gone():  # noqa: SLF001
            raise
        tab._over("crashed", "the browser ended")  # noqa: SLF001
