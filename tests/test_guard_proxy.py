"""The browser's way out: what is let through, what is refused before anything connects, what is counted."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from crawler.model.reason import Reason
from street.server import open_street
from tests.guarding import HOME, SHOPS, Names, connect, door, fetch, guard, listening, off_loop
from tests.loopback import Loopback, Reply, serve

NAMES = {"shop.example": [SHOPS], "other.example": [SHOPS], "inside.example": [HOME], "turning.example": [SHOPS, HOME]}
PRIVATE = [
    "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "2130706433", "0x7f.1", "0.0.0.0", "169.254.169.254",
    "[::ffff:169.254.169.254]", "192.168.1.1", "inside.example",
]  # fmt: skip


@pytest.fixture(scope="module")
def shop() -> Iterator[Loopback]:
    answers = {
        "/": Reply(),
        "/long": Reply(body=b"x" * 300_000),
        "/none": Reply(status=204, body=b"", headers=()),
        "/one-hop": Reply(headers=(("Keep-Alive", "timeout=5"), ("Connection", "X-Odd"), ("X-Odd", "1"), ("X-Kept", "2"))),
        "/cut": Reply(body=b"begun", cut=100),
    }
    with serve(answers, address=SHOPS) as made:
        yield made


@contextmanager
def echo(said: bytes = b"") -> Iterator[int]:
    """A server that says back what it hears, once, in capitals, or what it is told to say."""
    server = socket.create_server((SHOPS, 0))

    def serve_all() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                heard = line.recv(65536)
                line.sendall(said or heard.upper())

    thread = threading.Thread(target=serve_all, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=5)


def test_a_request_for_a_host_that_a_page_asked_for_is_answered(shop: Loopback) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            [(status, headers, body)] = await off_loop(fetch, lane, f"http://shop.example:{shop.port}/one-hop")
            assert (status, headers["x-kept"]) == (200, "2")
            assert b"Welkom" in body
            assert not {"keep-alive", "x-odd"} & set(headers)
            assert (lane.requests, lane.received, dict(lane.hosts)) == (1, len(body), {"shop.example": 1})

    asyncio.run(run())
    assert shop.journal[-1].path == "/one-hop"
    assert shop.journal[-1].host == "shop.example"


def test_whoever_asked_to_be_left_out_is_not_connected_to(shop: Loopback) -> None:
    async def run() -> None:
        before = len(shop.journal)
        async with door(guard(Names(NAMES), left_out=frozenset({"example"})), "shop.example") as lane:
            [(status, _, _)] = await off_loop(fetch, lane, f"http://shop.example:{shop.port}/")
            assert (status, lane.failures["shop.example"].reason) == (502, Reason.LEFT_OUT)
        assert len(shop.journal) == before

    asyncio.run(run())


def test_a_host_that_no_page_asked_for_is_neither_looked_up_nor_connected_to(shop: Loopback) -> None:
    names = Names(NAMES)

    async def run() -> None:
        async with door(guard(names), "shop.example") as lane:
            answers = [
                await off_loop(fetch, lane, f"http://other.example:{shop.port}/"),
                await off_loop(connect, lane, "other.example:443"),
            ]
            assert (answers[0][0][0], answers[1][0]) == (502, 502)
            assert "no page asked for other.example" in answers[0][0][1]["proxy-status"]
            assert (dict(lane.unasked), lane.hosts) == ({"other.example": 2}, {})

    asyncio.run(run())
    assert names.asked == []


def test_a_connection_that_is_a_little_earlier_than_the_pages_word_waits_for_it(shop: Loopback) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES)), patience=10) as lane:
            asking = asyncio.ensure_future(off_loop(fetch, lane, f"http://shop.example:{shop.port}/"))
            await asyncio.sleep(0.2)
            assert not asking.done()
            lane.ask("SHOP.example.")
            assert (await asking)[0][0] == 200
            assert not lane.unasked

    asyncio.run(run())


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("upstream", ["", "http://127.0.0.9:9"])
def test_this_machine_is_not_reached_however_it_is_written(host: str, upstream: str) -> None:
    if upstream and host == "inside.example":
        pytest.skip("the user's proxy looks names up, and guards its own network")

    async def run() -> None:
        with listening() as home:
            async with door(guard(Names(NAMES), upstream=upstream), host.strip("[]")) as lane:
                assert (await off_loop(fetch, lane, f"http://{host}:{home.port}/"))[0][0] == 502
                assert (await off_loop(connect, lane, f"{host}:{home.port}"))[0] == 502
                assert {failure.reason for failure in lane.failures.values()} == {Reason.REFUSED}
            assert home.connections == 0

    asyncio.run(run())


@pytest.mark.parametrize("place", ["shop.example:22", "shop.example:25", "localhost:8080", "printer.local:8080", "a.internal:8080"])
def test_other_doors_and_names_of_private_networks_stay_shut(place: str) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES), allowed=()), place.partition(":")[0]) as lane:
            assert (await off_loop(connect, lane, place))[0] == 502

    asyncio.run(run())


def test_a_name_that_turns_home_after_it_was_checked_leads_where_it_led(shop: Loopback) -> None:
    names = Names(NAMES)

    async def run() -> None:
        with listening(port=0) as home:
            async with door(guard(names), "turning.example") as lane:
                for _ in range(2):
                    assert (await off_loop(fetch, lane, f"http://turning.example:{shop.port}/"))[0][0] == 200
            assert home.connections == 0

    asyncio.run(run())
    assert names.asked == ["turning.example"]


def test_each_request_of_a_connection_is_checked(shop: Loopback) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            good, bad = f"http://shop.example:{shop.port}/", f"http://127.0.0.1:{shop.port}/"
            answers = await off_loop(fetch, lane, good, f"{good}none", f"{good}long", bad)
            assert [status for status, *_ in answers] == [200, 204, 200, 502]
            assert len(answers[2][2]) == 300_000

    asyncio.run(run())


def test_what_a_page_sends_arrives(shop: Loopback) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            [(status, *_)] = await off_loop(fetch, lane, f"http://shop.example:{shop.port}/", method="POST", body=b"q=1")
            assert status == 501, "the server of this test knows GET only, and says so after it has read"

    asyncio.run(run())


def test_an_answer_that_breaks_off_breaks_off(shop: Loopback) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            with pytest.raises(Exception, match="IncompleteRead"):
                await off_loop(fetch, lane, f"http://shop.example:{shop.port}/cut")

    asyncio.run(run())


def test_a_tunnel_carries_bytes_both_ways_and_counts_those_received() -> None:
    async def run(port: int) -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            assert await off_loop(connect, lane, f"shop.example:{port}", b"hallo daar") == (200, b"HALLO DAAR")
            assert (lane.tunnels, lane.received, lane.requests) == (1, 10, 0)

    with echo() as port:
        asyncio.run(run(port))


def test_a_page_that_receives_more_than_its_budget_is_cut_and_told_of_once(shop: Loopback) -> None:
    told: list[int] = []

    async def run() -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            lane.limit(100_000, lambda: told.append(1))
            with pytest.raises(Exception, match=r"IncompleteRead|Remote end"):
                await off_loop(fetch, lane, f"http://shop.example:{shop.port}/long")
            assert (await off_loop(connect, lane, f"shop.example:{shop.port}"))[0] == 502
            lane.unlimited()
            assert (await off_loop(fetch, lane, f"http://shop.example:{shop.port}/"))[0][0] == 200

    asyncio.run(run())
    assert told == [1]


@pytest.mark.parametrize(("host", "reason"), [("nowhere.example", Reason.DNS), ("shop.example", Reason.REFUSED)])
def test_why_a_host_was_not_reached_is_kept_and_said(host: str, reason: Reason) -> None:
    async def run() -> None:
        async with door(guard(Names(NAMES)), host) as lane:
            [(status, headers, _)] = await off_loop(fetch, lane, f"http://{host}:9999/")
            assert status == 502
            assert lane.failures[host].reason is reason
            assert f"error={'dns_error' if reason is Reason.DNS else 'connection_refused'}" in headers["proxy-status"]

    asyncio.run(run())


def test_with_the_users_proxy_all_goes_through_it_and_no_name_is_looked_up() -> None:
    names = Names({})
    hosts = frozenset({"stoelen-en-co.example"})

    async def run(url: str) -> None:
        async with door(guard(names, upstream=url), "stoelen-en-co.example", "nowhere.example") as lane:
            [(status, _, body)] = await off_loop(fetch, lane, "http://stoelen-en-co.example/")
            assert status == 200
            assert b"</html>" in body
            assert (await off_loop(connect, lane, "nowhere.example:443"))[0] == 502
            assert lane.failures["nowhere.example"].detail == "the proxy did not open a tunnel: status 502"

    with open_street(hosts=hosts) as street:
        asyncio.run(run(street.url))
        assert [hit.path for hit in street.hits("stoelen-en-co.example")] == ["/"]
    assert names.asked == []


def test_what_the_users_proxy_says_of_a_tunnel_is_understood() -> None:
    async def run(port: int) -> None:
        async with door(guard(Names({}), upstream=f"http://{SHOPS}:{port}"), "shop.example") as lane:
            assert (await off_loop(connect, lane, "shop.example:443"))[0] == 502
            assert lane.failures["shop.example"].reason is Reason.DNS

    with echo(b"HTTP/1.1 502 Bad Gateway\r\nProxy-Status: p; error=dns_error\r\nContent-Length: 0\r\n\r\n") as port:
        asyncio.run(run(port))


def test_a_tunnel_through_the_users_proxy_loses_no_byte() -> None:
    async def run(port: int) -> None:
        async with door(guard(Names({}), upstream=f"http://{SHOPS}:{port}"), "shop.example") as lane:
            assert await off_loop(connect, lane, "shop.example:443") == (200, b"early")

    with echo(b"HTTP/1.1 200 Fine\r\n\r\nearly") as port:
        asyncio.run(run(port))


def test_the_users_proxy_is_told_who_asks() -> None:
    async def run() -> None:
        with serve({"/": Reply()}) as proxy:
            url = f"http://an%40auditor:secret@127.0.0.1:{proxy.port}"
            async with door(guard(Names({}), upstream=url), "shop.example") as lane:
                assert (await off_loop(fetch, lane, "http://shop.example/"))[0][0] == 200
            assert proxy.journal[0].headers["Proxy-Authorization"] == "Basic YW5AYXVkaXRvcjpzZWNyZXQ="
            assert proxy.journal[0].host == "shop.example"

    asyncio.run(run())


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n",
        b"GET ftp://shop.example/ HTTP/1.1\r\nHost: shop.example\r\n\r\n",
        b"GET http://[half/ HTTP/1.1\r\nHost: shop.example\r\n\r\n",
        b"CONNECT shop.example:99999 HTTP/1.1\r\nHost: shop.example\r\n\r\n",
        b"\x16\x03\x01\x02\x00 no HTTP at all \r\n\r\n",
        b"GET http://shop.example/ HTTP/1.1\r\n" + b"A: " + b"x" * 1_000_000,
    ],
)
def test_what_is_no_request_is_refused_or_hung_up_on(said: bytes) -> None:
    def say(port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            try:
                line.sendall(said)
                return line.recv(65536)
            except ConnectionError:
                return b""

    async def run() -> None:
        async with door(guard(Names(NAMES)), "shop.example") as lane:
            came = await off_loop(say, int(lane.url.rpartition(":")[2]))
            assert came == b"" or came.startswith(b"HTTP/1.1 502")
            assert not lane.hosts

    asyncio.run(run())


def test_a_closed_door_lets_go_of_all_its_connections() -> None:
    async def run() -> None:
        with echo() as port:
            async with door(guard(Names(NAMES)), "shop.example") as lane:
                at = int(lane.url.rpartition(":")[2])
                line = socket.create_connection(("127.0.0.1", at), timeout=10)
                line.sendall(f"CONNECT shop.example:{port} HTTP/1.1\r\nHost: shop.example\r\n\r\n".encode())
                assert b"200" in await off_loop(line.recv, 65536)
            with line:
                assert await off_loop(line.recv, 10) == b""
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", at), timeout=10)

    asyncio.run(run())
