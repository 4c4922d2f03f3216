"""A real browser behind the guard proxy: no page reaches this machine, and no host is contacted that no page asked for."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest

from crawler.browser.tab import open_tab
from crawler.model.reason import Reason
from crawler.model.rendering import RenderBudget
from tests.browsing import HEADERS, Browsing, browsing
from tests.guarding import HOME, listening
from tests.loopback import Reply

pytestmark = pytest.mark.xdist_group("browser")

HOMES = ["127.0.0.1", "[::ffff:127.0.0.1]", "169.254.169.254", "inside.example", "2130706433"]
WAYS = {
    "fetch": "<script>fetch('http://HOME/', {mode: 'no-cors'})</script>",
    "WebSocket": "<script>new WebSocket('ws://HOME/')</script>",
    "iframe": "<iframe src='http://HOME/'></iframe>",
    "a redirect of a part": "<img src='/awayNUMBER'>",
    "service worker": "<script>navigator.serviceWorker.register('/workerNUMBER')</script>",
    "worker": "<script>new Worker('/workerNUMBER')</script>",
    "beacon": "<script>navigator.sendBeacon('http://HOME/', 'x')</script>",
    "script": "<script src='http://HOME/'></script>",
    "style": "<style>@import 'http://HOME/'; p { background: url(http://HOME/a) }</style><p>x",
    "preconnect": "<link rel=preconnect href='http://HOME'><link rel=prefetch href='http://HOME/'>",
    "form": "<form action='http://HOME/' target=f></form><iframe name=f></iframe><script>document.forms[NUMBER].submit()</script>",
    "RTC": """<script>{
        const iceServers = [{urls: ['stun:HOME', 'turn:HOME?transport=tcp'], username: 'a', credential: 'b'}]
        const rtc = new RTCPeerConnection({iceServers})
        rtc.createDataChannel('x'); rtc.createOffer().then(offer => rtc.setLocalDescription(offer)) }</script>""",
}
ROUTE_PROBE = (socket.SOCK_DGRAM, "2001:4860:4860::8888", 443)
"""Chromium's question to this machine whether it has a way to IPv6: such a line is bound to an address, and nothing is sent."""
SHUT = {"service worker"}
"""Ways that are shut before anything comes to the proxy."""


@pytest.fixture(scope="module")
def here() -> Iterator[Browsing]:
    with browsing() as made:
        yield made


@contextmanager
def heard(port: int) -> Iterator[list[bytes]]:
    """What comes to a port of this machine without a connection."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind((HOME, port))
    came: list[bytes] = []

    def take() -> None:
        with suppress(OSError):
            while data := line.recv(65536):
                came.append(data)

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    try:
        yield came
    finally:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
        thread.join(timeout=5)


@pytest.mark.parametrize("way", WAYS)
def test_no_page_reaches_this_machine(here: Browsing, way: str) -> None:
    with listening() as home, heard(home.port) as datagrams:
        page, pages = "", {}
        for number, host in enumerate(HOMES):
            place = f"{host}:{home.port}"
            page += WAYS[way].replace("HOME", place).replace("NUMBER", str(number))
            script = f"fetch('http://{place}/', {{mode: 'no-cors'}})".encode()
            pages[f"worker{number}"] = Reply(body=script, headers=(("Content-Type", "text/javascript"),))
            pages[f"away{number}"] = Reply(status=302, body=b"", headers=(("Location", f"http://{place}/"),))
        tab = here.look(page, **pages)
        assert set(tab.lane.hosts) == {"shop.example"}
        assert {failure.reason for failure in tab.lane.failures.values()} == (set() if way in SHUT else {Reason.REFUSED})
        assert home.connections == 0
        assert datagrams == []


def test_no_address_is_connected_to_but_the_proxys_and_no_host_that_no_page_asked_for(here: Browsing) -> None:
    """Chromium's own services are among those that are refused: its updates, its accounts."""
    here.pages = {
        "/page": """<p>Welkom</p><link rel=icon href=http://icons.example/i.ico><link rel=dns-prefetch href=//hinted.example>
            <link rel=preconnect href=http://hinted.example><script src=http://cdn.other.example:PORT/a></script>
            <a href=http://linked.example/>Link</a>""",
        "/a": Reply(body=b"", headers=(("Content-Type", "text/javascript"),)),
    }
    places: set[tuple[str, int]] = set()

    def lines() -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for program in here.chromium.watch.programs():
            with suppress(psutil.Error):
                open_ = program.net_connections("inet")
                found.update(tuple(line.raddr) for line in open_ if line.raddr and (line.type, *line.raddr) != ROUTE_PROBE)
        return found

    async def look_around() -> None:
        while True:
            places.update(lines())
            await asyncio.sleep(0.05)

    async def work() -> None:
        of_shops_before = lines()
        looking = asyncio.ensure_future(look_around())
        try:
            async with here.chromium.shop(here.shop, HEADERS) as window:
                for _ in range(3):
                    async with open_tab(window, here.url("/page"), RenderBudget()) as tab:
                        await tab.load()
                        await tab.phone()
                await asyncio.sleep(2.5)
                assert set(window.lane.hosts) == {"shop.example", "cdn.other.example"}
                doors = {window.lane.url, here.chromium.own.url}
        finally:
            looking.cancel()
        assert {f"http://{host}:{port}" for host, port in places - of_shops_before} <= doors
        assert not here.chromium.own.hosts

    here.run(work())
    assert places


def test_pictures_are_not_fetched_where_none_are_wanted() -> None:
    with browsing(pictures=False) as blind:
        tab = blind.look("<p>Welkom</p><img src=/a.png><div style='background: url(/b.png)'>x</div>")
        assert tab.seen == "Welkom x"
        assert not {"/a.png", "/b.png"} & set(blind.server.paths())
