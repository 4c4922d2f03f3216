"""Names, addresses and our own line, one by one: what is let through and what is not."""

import asyncio
import errno
from collections.abc import Sequence
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import pytest
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectError, ConnectionRefusedError, NoRouteError, TCPTimedOutError  # noqa: A004

from crawler.knowledge.hosts import literal
from crawler.model.failure import FetchFailed, LineInDoubt
from crawler.model.reason import Reason
from crawler.plumbing import line
from crawler.plumbing.addresses import Allowed, networks, port_refusal
from crawler.plumbing.caps import Places
from crawler.plumbing.failures import failure_of
from crawler.plumbing.limiter import Limiter
from crawler.plumbing.names import KEPT, GuardedNames
from crawler.plumbing.robots import rules_of
from crawler.plumbing.stop_list import covers, read_stop_list
from tests.loopback import serve

REFUSED = [
    "127.0.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
]
LET_THROUGH = ["93.184.216.34", "8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert Allowed().refusal(ip_address(address))


@pytest.mark.parametrize("address", LET_THROUGH)
def test_a_public_address_is_let_through(address: str) -> None:
    assert Allowed().refusal(ip_address(address)) == ""


def test_named_ranges_are_opened_and_nothing_else() -> None:
    allowed = Allowed(networks=networks(["10.1.0.0/16", "fd00::/8"]))
    assert allowed.refusal(ip_address("10.1.2.3")) == ""
    assert allowed.refusal(ip_address("::ffff:10.1.2.3")) == ""
    assert allowed.refusal(ip_address("fd00::1")) == ""
    assert allowed.refusal(ip_address("10.2.0.1"))
    assert allowed.refusal(ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    "host", ["127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.0.0.1."]
)
def test_every_way_to_write_an_address_is_read(host: str) -> None:
    assert str(literal(host)) == "127.0.0.1"


@pytest.mark.parametrize("host", ["shop.example", "4711.example", "cafe", "face.be", "1-2-3.nl", "0x7f.example", ""])
def test_a_name_is_no_address(host: str) -> None:
    assert literal(host) is None


def test_only_web_ports_below_1024() -> None:
    assert [port for port in (None, 22, 25, 80, 443, 1023, 1024, 8080) if port_refusal(port)] == [22, 25, 1023]


class Scripted:
    """Answers one after another."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, _host: str) -> Sequence[str]:
        """Give the next answer."""
        self.asked += 1
        return self.answers.pop(0)


def test_the_checked_answer_is_kept_and_a_later_private_one_is_refused() -> None:
    time = [0.0]
    lookup = Scripted(["10.0.0.1", "93.184.216.34"], ["10.0.0.1"])
    names = GuardedNames(lookup, Allowed(), clock=lambda: time[0])

    async def ask() -> str:
        return ",".join(str(item) for item in await names.addresses("Rebinding.example."))

    assert asyncio.run(ask()) == "93.184.216.34"
    assert asyncio.run(ask()) == "93.184.216.34"
    assert lookup.asked == 1
    time[0] = KEPT + 1
    with pytest.raises(FetchFailed) as failure:
        asyncio.run(ask())
    assert failure.value.reason is Reason.REFUSED


def test_a_name_is_asked_once_for_all_who_wait() -> None:
    lookup = Scripted(["93.184.216.34"])
    names = GuardedNames(lookup, Allowed())

    async def ask() -> int:
        return len({await answer for answer in [asyncio.create_task(names.addresses("shop.example")) for _ in range(20)]})

    assert asyncio.run(ask()) == 1
    assert lookup.asked == 1


def test_our_line_works_when_one_known_server_takes_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    names = GuardedNames(Scripted(), Allowed(networks=networks(["127.0.0.0/8"])))
    with serve({}) as site:
        monkeypatch.setattr(line, "_servers", lambda: (site.port, ("127.0.0.9", "127.0.0.1")))
        assert asyncio.run(line.probe(names)) is True
    assert asyncio.run(line.probe(names)) is False


def test_the_file_of_known_servers_can_be_read() -> None:
    port, hosts = line._servers()
    assert port == 443
    assert len(hosts) >= 3


def test_a_shop_that_waits_for_its_pause_does_not_hold_up_its_server() -> None:
    """One shop asks for long pauses; the others on the same address go on."""

    async def shop(limiter: Limiter, name: str, pause: float, documents: int, log: list[str]) -> None:
        for _ in range(documents):
            pauses = [(name, pause), ("address", 0.01)]
            await limiter.take(pauses)
            log.append(name)
            limiter.give_back(pauses)

    async def all_of_them() -> list[str]:
        log: list[str] = []
        limiter = Limiter()
        await asyncio.gather(shop(limiter, "slow", 0.5, 2, log), *(shop(limiter, f"quick{n}", 0.01, 5, log) for n in range(3)))
        return log

    assert asyncio.run(all_of_them())[-1] == "slow"


def test_the_pause_counts_from_when_an_answer_began_to_come() -> None:
    """What was read before we got to the answer, of other shops too, makes nobody wait longer."""

    async def free_at() -> float:
        limiter, pauses = Limiter(clock=lambda: 10.7), [("shop", 1.0)]
        await limiter.take(pauses)
        limiter.give_back(pauses, 9.9)
        return limiter._turns["shop"].free_at

    assert asyncio.run(free_at()) == 10.9


def test_a_visit_that_is_cut_off_gives_its_turn_back() -> None:
    async def cut_off() -> None:
        limiter = Limiter()
        first = [("shop", 60.0)]
        await limiter.take(first)
        limiter.give_back(first)
        waiting = asyncio.create_task(limiter.take([("shop", 0.0)]))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert not limiter._turns["shop"].lock.locked()

    asyncio.run(cut_off())


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"Crawl-delay: x\nDisallow: [", b"User-agent\n" * 50_000, b"<html>" * 1000])
def test_no_robots_txt_breaks_the_reader(body: bytes) -> None:
    rules = rules_of(body, "Bereikbaar")
    assert rules.refusal("https://shop.example/contact?a=%zz", "Bereikbaar") == ""
    assert rules.delay == 0


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ("User-agent: *\nDisallow: /\n\nUser-agent: bereik\nUser-agent: ander\nDisallow: /b", False),
        ("User-agent: *\nDisallow:\n\nUser-agent: ander\nUser-agent: Bereikbaar*\nDisallow: /", True),
        ("User-agent: b\nDisallow: /\n\nUser-agent: bereikbaar # ons\nDisallow: /b", False),
        ("user agent bereikbaar\nDisallow: /", True),
        ("User-agent: baar\nDisallow: /", False),
        ("User-agent: bereikbaar-test\nDisallow: /", False),
        ("User-agent: ander\nDisallow: /", False),
        ("User-agent: bereikbaar\nDisallow: /\n\nUser-agent: ander\nAllow: /\n\nUser-agent: BEREIKBAAR\nAllow: /contact$", False),
    ],
)
def test_the_rules_for_the_longest_of_our_names_count(lines: str, *, refused: bool) -> None:
    assert bool(rules_of(lines.encode(), "Bereikbaar").refusal("https://shop.example/contact", "Bereikbaar")) == refused


def test_a_large_body_waits_for_its_place() -> None:
    waved: list[str] = []
    first, second, third = (partial(waved.append, name) for name in ("first", "second", "third"))
    places = Places(1)
    assert [places.take(wave) for wave in (first, second, third)] == [True, False, False]
    places.give_back(second)
    assert waved == []
    places.give_back(first)
    assert waved == ["third"]
    places.give_back(third)
    assert places.take(first)


def test_a_request_rate_counts_as_a_delay() -> None:
    assert rules_of(b"User-agent: *\nRequest-rate: 1/5\n", "Bereikbaar").delay == 5
    assert rules_of(b"User-agent: *\nCrawl-delay: 2\nRequest-rate: 1/5\n", "Bereikbaar").delay == 5


def test_a_stop_list_covers_subdomains_and_tells_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "stop.txt"
    path.write_text("# asked on 3 May\nshop.example  # by letter\n\n*.winkel.example\nbücher.example\n", encoding="utf-8")
    domains = read_stop_list(path)
    hosts = ("shop.example", "www.shop.example", "myshop.example", "a.winkel.example", "xn--bcher-kva.example", "example")
    assert [host for host in hosts if covers(domains, host)] == [
        "shop.example",
        "www.shop.example",
        "a.winkel.example",
        "xn--bcher-kva.example",
    ]
    path.write_text("shop.example\nhttps://other.example/\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_stop_list(path)
    path.write_bytes(b"\x94\x00")
    with pytest.raises(ValueError, match=r"stop\.txt is no text file"):
        read_stop_list(path)


@pytest.mark.parametrize(
    ("exception", "reason", "doubted"),
    [
        (NoRouteError(osError=errno.EHOSTUNREACH), Reason.REFUSED, True),
        (ConnectError(osError=errno.ENETUNREACH), Reason.REFUSED, True),
        (ConnectError(osError=errno.EMFILE), Reason.OWN_NETWORK, False),
        (ConnectionRefusedError(osError=errno.ECONNREFUSED), Reason.REFUSED, False),
        (TCPTimedOutError(osError=errno.ETIMEDOUT), Reason.TIMEOUT, False),
        (DownloadFailedError("[<twisted.python.failure.Failure ParseError>]"), Reason.SERVER_ERROR, False),
    ],
)
def test_failures_of_this_machine_are_not_the_shops(exception: Exception, reason: Reason, *, doubted: bool) -> None:
    failure = failure_of(exception)
    assert failure is not None
    assert (failure.reason, isinstance(failure, LineInDoubt)) == (reason, doubted)


def test_a_fault_of_the_program_is_no_failure_of_a_shop() -> None:
    assert failure_of(ZeroDivisionError()) is None
    assert failure_of(OSError("disk")) is None
