"""What pages show only to who comes near is met, and pages without an end are left again."""

import asyncio
import os
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from crawler.browser.find import find_browser
from crawler.browser.marked import marked_view
from crawler.browser.snapshot import ASKED, CAPTURE, trees_of
from crawler.browser.stroll import box_of, stroll, stroll_in
from crawler.model.rendering import DESKTOP
from tests.rendered import CASES, Shown, shown

pytestmark = pytest.mark.xdist_group("browser")

GROWS = "document.body.insertAdjacentHTML('beforeend', '<p style=height:3000px>x')"
ENDLESS = f'<!doctype html><body onscroll="{GROWS}"><p style=height:3000px>x'
LOCKED = "<!doctype html><style>html,body{overflow:hidden;height:100%}</style><p style=height:3000px>x"


async def strolled(address: str) -> tuple[int, float, Shown]:
    """Open an address and go down and back: the turns, how far from the top it ended, and the view after."""
    found = find_browser()
    assert found is not None
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found.program, args=[*options, "--disable-gpu"])
        try:
            page: Page = await browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
            await page.goto(address)
            session = await page.context.new_cdp_session(page)
            turns = await stroll(session)
            await page.wait_for_timeout(200)
            top = float(await page.evaluate("scrollY"))
            return turns, top, shown(await marked_view(session, DESKTOP))
        finally:
            await browser.close()


def stroll_through(address: str) -> tuple[int, float, Shown]:
    if find_browser() is None:
        pytest.skip("no Chromium or Chrome was found; see `bereikbaar doctor`")
    return asyncio.run(strolled(address))


def test_what_fades_in_or_is_fetched_on_the_way_is_there_afterwards() -> None:
    turns, top, view = stroll_through((CASES / "shown-to-who-comes-near.html").as_uri())
    assert top == 0
    assert turns >= 7
    assert {text: view.blocks(text) for text, _ in view.expected("data-after")} == {
        "Bel 020-1000002": {"seen"},
        "Bel 020-1000003": {"seen"},
    }


@pytest.mark.parametrize(("html", "most"), [(ENDLESS, 40), (LOCKED, 1), ("<!doctype html><p>x", 1)])
def test_it_comes_back_from_any_page(html: str, most: int) -> None:
    turns, top, _ = stroll_through(f"data:text/html,{html}")
    assert (turns <= most, top) == (True, 0)


def test_what_waits_until_a_visitor_stirs_is_there_afterwards() -> None:
    waits = "<!doctype html><p id=o></p><script>onmousemove = () => { o.textContent = 'Bel 020-1000004' }</script>"
    _, _, view = stroll_through(f"data:text/html,{waits}")
    assert view.blocks("Bel 020-1000004") == {"seen"}


MORE = "<p style=height:2000px>x"
GROWS_LATER = (
    f"<!doctype html>{MORE}<script>let n = 0; onscroll = () => {{"
    "if (scrollY + innerHeight >= document.documentElement.scrollHeight - 9 && n < 3) { n++;"
    f"setTimeout(() => document.body.insertAdjacentHTML('beforeend', '{MORE}'), 30) }} }}</script>"
)


def test_a_page_that_grows_at_its_end_is_gone_down() -> None:
    turns, top, _ = stroll_through(f"data:text/html,{GROWS_LATER}")
    assert (turns > 10, top) == (True, 0)


IN_A_BOX = f"<!doctype html><style>body{{margin:0}}main{{height:100vh;overflow:auto}}</style><main>{MORE}<b>y</b></main>"


def test_what_is_fetched_at_the_end_is_gone_down_to() -> None:
    """Twice something is fetched: the second time only by who goes on to what came the first time."""
    told: list[float] = []

    class Growing:
        def __init__(self) -> None:
            self.top, self.height, self.asked = 0.0, 1600.0, 0

        def busy(self) -> bool:
            if self.top + 800 < self.height or self.asked == 6:
                return False
            self.asked += 1
            self.height += 1600 * (self.asked % 3 == 0)
            return True

        async def send(self, method: str, params: dict[str, Any] | None = None) -> object:
            if method == "Input.dispatchMouseEvent" and "deltaY" in (params or {}):
                self.top = max(0.0, min(self.top + (params or {})["deltaY"], self.height - 800))
                told.append(self.top)
            return {"cssLayoutViewport": {"pageY": self.top, "clientHeight": 800}, "cssContentSize": {"height": self.height}}

    page = Growing()
    asyncio.run(stroll(page, page.busy))
    assert (max(told), told[-1]) == (4000, 0)


@pytest.mark.parametrize(
    ("html", "held"), [(IN_A_BOX, True), (f"<!doctype html>{MORE}", False), (IN_A_BOX.replace("100vh", "90px"), False)]
)
def test_the_box_that_holds_a_page_is_known(html: str, held: bool) -> None:
    assert asyncio.run(box_at(f"data:text/html,{html}")) == held


async def box_at(address: str) -> bool:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium or Chrome was found; see `bereikbaar doctor`")
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found.program, args=[*options, "--disable-gpu"])
        try:
            page = await browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
            await page.goto(address)
            session = await page.context.new_cdp_session(page)
            place = box_of(trees_of(await session.send(CAPTURE, dict(ASKED)))[0], DESKTOP)
            if place is not None:
                await stroll_in(session, place, DESKTOP[1])
            return place is not None
        finally:
            await browser.close()


def test_a_page_that_hangs_on_the_way_is_left_alone() -> None:
    class Silent:
        async def send(self, _method: str, _params: dict[str, object] | None = None) -> object:
            await asyncio.sleep(3_600)
            return None

    assert asyncio.run(stroll(Silent())) == 0
