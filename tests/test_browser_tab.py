"""One page in the browser: what came of it, when it rests, and how what takes too much is cut."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from crawler.browser.chromium import BrowserFailed
from crawler.browser.tab import Tab, open_tab
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import RenderBudget
from street.certificate import broken_tls
from tests.browsing import HEADERS, Browsing, browsing, text
from tests.guarding import SHOPS
from tests.loopback import Reply, serve

pytestmark = pytest.mark.xdist_group("browser")

UNHURRIED = RenderBudget(seconds=200)
"""For a page that is opened three times: a busy machine takes long for that, and what is asked is not how long."""
FILE = Reply(body=b"PK" * 50, headers=(("Content-Type", "application/zip"), ("Content-Disposition", "attachment; filename=a.zip")))


@pytest.fixture(scope="module")
def here() -> Iterator[Browsing]:
    with browsing() as made:
        yield made


def codes(tab: Tab) -> list[str]:
    """The problems' codes."""
    return [problem.partition(":")[0] for problem in tab.problems]


def test_a_page_tells_its_status_headers_and_the_very_bytes_that_came(here: Browsing) -> None:
    body = "<meta charset=cp1252><p>café €</p>".encode("cp1252")
    tab = here.look(Reply(status=404, body=body, headers=(("Content-Type", "text/html"), ("X-One", "1"))))
    assert (tab.status, dict(tab.headers)["x-one"], tab.body, tab.seen) == (404, "1", body, "café €")
    assert (tab.final_url, tab.problems, tab.settled) == (tab.url, [], True)
    assert tab.cpu_seconds > 0
    assert tab.received >= len(body)


def test_a_page_is_asked_for_as_a_plain_visit_asks(here: Browsing) -> None:
    here.look("<p>Welkom</p>")
    sent = here.server.journal[0].headers
    assert (sent["User-Agent"], sent["From"]) == (HEADERS["User-Agent"], HEADERS["From"])
    assert sent["Accept-Language"].startswith("nl-BE,nl;q=0.9")


def test_redirects_are_told_one_by_one_by_server_and_by_script(here: Browsing) -> None:
    away = Reply(status=302, body=b"", headers=(("Location", "/second"),))
    tab = here.look(away, second="<script>location.href='/third'</script>", third="<p>Aangekomen</p>")
    assert tab.redirects == tuple(here.url(path) for path in ("/page", "/second", "/third"))
    assert (tab.final_url, tab.status, tab.body, tab.seen) == (here.url("/third"), 200, b"<p>Aangekomen</p>", "Aangekomen")


def test_what_a_script_brings_late_is_waited_for(here: Browsing) -> None:
    late = (
        "<p id=a>Eerst</p><script>setTimeout(() => fetch('/late').then(r => r.text()).then(t => { a.innerHTML = t }), 400)</script>"
    )
    tab = here.look(late, late=Reply(body=b"<b>Daarna</b>", hang=0.6))
    assert tab.seen == "Daarna"


@pytest.mark.parametrize(
    "script",
    [
        "setInterval(() => { a.firstChild.data = Date.now() }, 1000)",
        "setInterval(() => { a.style.width = Math.random() * 90 + 'px' }, 30)",
        "new EventSource('/never')",
        "new WebSocket('ws://shop.example:PORT/never')",
    ],
)
def test_a_page_that_moves_for_ever_rests_all_the_same(here: Browsing, script: str) -> None:
    tab = here.look(f"<p id=a>Welkom</p><script>{script}</script>", never=Reply(hang=3.0))
    assert tab.settled
    assert tab.problems == []


def test_a_phone_has_a_layout_of_its_own(here: Browsing) -> None:
    page = """<meta name=viewport content='width=device-width'>
        <style>.phone{display:none} @media(max-width:400px){.phone{display:block}}</style>
        <p>Breed</p><p class=phone>Smal</p>"""
    seen = []

    async def then(tab: Tab) -> None:
        await tab.phone()
        seen.append(await text(tab))
        await tab.desktop()
        seen.append(await text(tab))

    assert here.look(page, then=then).seen == "Breed"
    assert seen == ["Breed Smal", "Breed"]


def test_failed_resources_are_the_shops_own_or_others(here: Browsing) -> None:
    page = """<p>Welkom</p><link rel=stylesheet href=http://static.shop.example:PORT/broken><script src=http://nowhere.example/a.js></script>
        <img src=/missing><img src=/favicon.ico><script src=/cut></script><script src=/forbidden></script>"""
    broken, cut = Reply(status=503), Reply(body=b"x", cut=9)
    tab = here.look(page, broken=broken, cut=cut, forbidden=Reply(status=403), favicon__ico=broken)
    assert sorted(tab.traffic.failed_own) == sorted(
        [here.url("/broken", "static.shop.example"), here.url("/cut"), here.url("/forbidden")],
    )
    assert tab.traffic.failed_other == ["http://nowhere.example/a.js"]


def test_what_the_page_calls_off_itself_did_not_fail(here: Browsing) -> None:
    tab = here.look("<p>Welkom</p><script>let c = new AbortController(); fetch('/slow', c); c.abort()</script>", slow=Reply(hang=1))
    assert tab.traffic.failed_own == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("http://nowhere.example/", Reason.DNS),
        ("http://127.0.0.1:8000/", Reason.REFUSED),
        ("http://shop.example:9998/", Reason.REFUSED),
    ],
)
def test_a_page_that_does_not_open_says_why(here: Browsing, path: str, reason: Reason) -> None:
    async def work() -> None:
        async with here.chromium.shop(here.shop, HEADERS) as window, open_tab(window, path, RenderBudget()) as tab:
            await tab.load()

    with pytest.raises(FetchFailed) as failed:
        here.run(work())
    assert failed.value.reason is reason


def test_a_certificate_that_is_not_in_order_is_told_as_such(here: Browsing) -> None:
    async def work(url: str) -> int:
        async with here.chromium.shop(here.shop, HEADERS) as window:
            with pytest.raises(FetchFailed) as failed:
                async with open_tab(window, url, RenderBudget()) as tab:
                    await tab.load()
            assert failed.value.reason is Reason.TLS
            return window.lane.tunnels

    with serve({"/": Reply()}, address=SHOPS, tls=broken_tls(["shop.example"])) as secure:
        assert here.run(work(f"https://shop.example:{secure.port}/")) > 0


def test_a_redirect_home_is_told_as_one(here: Browsing) -> None:
    with pytest.raises(FetchFailed) as failed:
        here.look(Reply(status=302, body=b"", headers=(("Location", "http://127.0.0.1:8000/"),)))
    assert failed.value.reason is Reason.REDIRECTED_AWAY


def test_a_file_in_place_of_a_page_is_not_taken(here: Browsing) -> None:
    with pytest.raises(FetchFailed) as failed:
        here.look(FILE)
    assert failed.value.reason is Reason.NOT_HTML


def test_a_download_on_load_is_called_off_and_the_page_is_seen(here: Browsing) -> None:
    tab = here.look("<p>Welkom</p><script>location.href = '/file'</script>", file=FILE)
    assert (codes(tab), tab.seen, tab.status) == (["download"], "Welkom", 200)


def test_dialogs_are_dismissed(here: Browsing) -> None:
    tab = here.look("<p>Voor</p><script>alert(1); document.write(confirm(2)); prompt(3)</script>")
    assert (tab.problems, tab.intrusions.dialogs, tab.seen) == ([], 3, "Voor false")


@pytest.mark.slow
def test_a_loop_of_alerts_is_cut_and_the_page_seen_without_its_scripts(here: Browsing) -> None:
    tab = here.look("<p>Voor</p><script>while (true) alert(1)</script><p>Na</p>", budget=UNHURRIED)
    assert (codes(tab), tab.seen, tab.scripts_stopped) == (["dialogs"], "Voor Na", True)


def test_messages_without_end_are_kept_shut_and_the_page_goes_on(here: Browsing) -> None:
    rings = "p.textContent = 'Na'; const ring = () => { alert(1); setTimeout(ring) }; ring()"
    tab = here.look(f"<p id=p>Voor</p><script>{rings}</script>", budget=UNHURRIED)
    assert (codes(tab), tab.seen, tab.scripts_stopped) == (["dialogs"], "Na", False)


def test_the_shop_is_left_alone_before_a_page_is_opened_anew(here: Browsing) -> None:
    tab = here.look("<p>Voor</p><script>while (true) alert(1)</script><p>Na</p>", budget=replace(UNHURRIED, pause=1.5))
    assert (codes(tab), tab.seen) == (["dialogs"], "Voor Na")
    times = [item.at for item in here.server.journal if item.path == "/page"]
    assert len(times) > 1
    assert all(later - sooner >= 1.5 for sooner, later in pairwise(times))


def test_a_hundred_pop_ups_stay_shut(here: Browsing) -> None:
    tab = here.look("<p>Welkom</p><script>for (let i = 0; i < 100; i++) window.open('/pop' + i)</script>")
    assert (codes(tab), tab.intrusions.popups, tab.seen) == (["popups"], 100, "Welkom")
    assert set(here.server.paths()) <= {"/page", "/favicon.ico"}


def test_a_pop_up_that_was_clicked_for_is_closed_at_once(here: Browsing) -> None:
    page = "<body style='margin:0'><button style='width:99px;height:99px' onclick=\"window.open('/pop')\">x</button>"

    async def then(tab: Tab) -> None:
        async with tab.page.expect_popup() as opened:
            await tab.page.mouse.click(20, 20)
        pop_up = await opened.value
        if not pop_up.is_closed():
            await pop_up.wait_for_event("close")

    tab = here.look(page, then=then)
    assert (tab.problems, tab.intrusions.popups) == ([], 1)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>Voor</p><script>setTimeout(() => { while (true); }, 30)</script>", marks=pytest.mark.slow),
        "<p>Voor</p><script>while (true);</script>",
    ],
)
def test_scripts_that_do_not_end_are_stopped_and_what_shows_is_seen(here: Browsing, page: str) -> None:
    begun = time.monotonic()
    tab = here.look(page, then=lambda tab: tab.phone())
    assert (codes(tab), tab.seen) == (["time"], "Voor")
    assert time.monotonic() - begun < RenderBudget().seconds


def test_a_loop_of_errors_is_cut_by_the_budget_of_requests(here: Browsing) -> None:
    page = "<p>Welkom</p><img src=/no onerror=\"this.src = '/no?' + Math.random()\">"
    tab = here.look(page, budget=RenderBudget(requests=20))
    assert (codes(tab), tab.seen) == (["requests"], "Welkom")
    asked = here.server.paths()
    assert 20 <= len(asked) < 60


def test_a_page_that_receives_too_much_is_cut_and_seen(here: Browsing) -> None:
    page = "<p>Welkom</p><script>fetch('/big')</script>"
    tab = here.look(page, big=Reply(body=b"x" * 3_000_000), budget=RenderBudget(received=500_000))
    assert (codes(tab), tab.seen, tab.traffic.failed_own) == (["received"], "Welkom", [])
    assert tab.received < 1_500_000


def test_a_page_that_makes_an_array_of_a_gigabyte_is_ended(here: Browsing) -> None:
    page = "<p>Welkom</p><script>setTimeout(() => { a = new Uint8Array(1e9).fill(7) }, 300)</script>"
    tab = here.look(page, then=lambda _: asyncio.sleep(20))
    assert codes(tab) == ["memory"]


def test_a_page_that_fills_memory_is_ended_and_the_next_page_opens(here: Browsing) -> None:
    grow = "for (let i = 0; i < 20; i++) a.push(new Uint8Array(1e6).fill(7))"
    page = f"<p>Welkom</p><script>a = []; setInterval(() => {{ {grow} }}, 10)</script>"
    tab = here.look(page, budget=RenderBudget(memory=500_000_000), then=lambda _: asyncio.sleep(20))
    assert codes(tab) == ["memory"]
    assert here.look("<p>Verder</p>").seen == "Verder"


def test_a_page_that_takes_too_much_cpu_is_ended_and_the_next_page_opens(here: Browsing) -> None:
    page = "<p>Welkom</p><script>setInterval(() => { let end = Date.now() + 300; while (Date.now() < end); }, 10)</script>"
    tab = here.look(page, budget=RenderBudget(cpu_seconds=1.5), then=lambda _: asyncio.sleep(20))
    assert codes(tab) == ["cpu"]
    assert here.look("<p>Verder</p>").seen == "Verder"


def test_a_browser_that_opens_no_page_in_time_has_failed(here: Browsing) -> None:
    with pytest.raises(BrowserFailed, match="in time"):
        here.look("<p>x</p>", budget=RenderBudget(seconds=0.0))
    assert here.look("<p>Bel 020-5550139</p>").seen == "Bel 020-5550139"


def test_the_next_page_of_a_shop_opens_in_its_context_after_one_was_ended(here: Browsing) -> None:
    here.pages = {
        "/page": "<p>Welkom</p><script>document.cookie='a=1'; while (true);</script>",
        "/next": "<script>document.write(document.cookie)</script>",
    }

    async def work() -> str:
        async with here.chromium.shop(here.shop, HEADERS) as window:
            async with open_tab(window, here.url("/page"), RenderBudget(seconds=2)) as first:
                await first.load()
            assert codes(first) == ["time"]
            async with open_tab(window, here.url("/next"), RenderBudget()) as second:
                await second.load()
                return await text(second)

    assert here.run(work()) == "a=1"


@pytest.mark.parametrize("program", [0, 1], ids=["driver", "browser"])
def test_a_browser_that_dies_is_started_anew_for_the_next_page(here: Browsing, program: int) -> None:
    here.pages = {"/page": "<p>Welkom</p>"}

    async def work() -> tuple[list[str], str]:
        async with here.chromium.shop(here.shop, HEADERS) as window:
            async with open_tab(window, here.url("/page"), RenderBudget()) as first:
                await first.load()
                here.chromium.watch.programs()[program].kill()
                await text(first)
            async with open_tab(window, here.url("/page"), RenderBudget()) as second:
                await second.load()
                return codes(first), await text(second)

    before = here.chromium.restarts
    assert here.run(work()) == (["crashed"], "Welkom")
    assert here.chromium.restarts == before + 1


def test_shops_know_nothing_of_each_other(here: Browsing) -> None:
    here.look("<script>document.cookie='a=1'; localStorage.b='2'</script>")
    assert here.look("<p>Niets <script>document.write(document.cookie + (localStorage.b || ''))</script></p>").seen == "Niets"


def test_no_permission_is_granted(here: Browsing) -> None:
    names = ["geolocation", "notifications", "camera", "microphone", "clipboard-read"]
    page = f"""<p id=a></p><script>
        Promise.all({names}.map(name => navigator.permissions.query({{name}}).then(p => p.state)))
            .then(states => {{ a.textContent = states.join(' ') }})
        </script>"""
    tab = here.look(page)
    assert tab.seen.split() == ["denied"] * len(names)
    asked = "navigator.geolocation.getCurrentPosition(() => { a.textContent = 'given' }, error => { a.textContent = error.code })"
    assert here.look(f"<p id=a></p><script>{asked}</script>").seen in {"1", ""}, "1 is PERMISSION_DENIED"
