"""The plumbing against real servers: who is never visited, what is kept to, and what each failure is called."""

import itertools
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.evidence.read import captures
from tests.loopback import NO_ROBOTS, Reply, serve

OPEN = {"ALLOW_PRIVATE": ["127.0.0.0/8"]}
ROOT = Path(__file__).parents[1]
Names = Mapping[str, Sequence[Sequence[str]]]


def probe(
    urls: Sequence[Sequence[str]],
    folder: Path,
    *,
    names: Names | None = None,
    rendered: bool = False,
    busy: float = 0,
    one_by_one: bool = False,
    **settings: Any,
) -> list[list[dict[str, Any]]]:
    """Fetch lists of addresses in a process of its own; give what came of each, list by list."""
    asked = {"urls": urls, "names": names or {}, "settings": {**OPEN, **settings}, "evidence": str(folder)}
    asked |= {"rendered": rendered, "busy": busy, "one_by_one": one_by_one}
    done = subprocess.run(
        [sys.executable, "-m", "tests.fetch_probe"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == sum(map(len, urls)), done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return [[line for line in lines if line["shop"] == number] for number in range(len(urls))]


def local(*hosts: str) -> dict[str, list[list[str]]]:
    return {host: [["127.0.0.1"]] for host in hosts}


def test_a_page_comes_with_its_robots_and_is_written_down(tmp_path: Path) -> None:
    with serve({"/": Reply(), "/robots.txt": Reply(body=b"User-agent: *\nDisallow: /geheim")}) as site:
        home = f"http://shop.example:{site.port}/"
        [[page, barred]] = probe([[home, f"{home}geheim"]], tmp_path, names=local("shop.example"))
    assert (page["status"], page["url"], page["reason"]) == (200, home, None)
    assert (barred["reason"], site.paths()) == ("robots", ["/robots.txt", "/"])
    written = list(captures(next(tmp_path.rglob("*.warc"))))
    assert [item.final_url for item in written] == [f"{home}robots.txt", home]


def test_own_network_is_never_visited(tmp_path: Path) -> None:
    names = {
        "inside.example": [["10.0.0.7"]],
        "mapped.example": [["::ffff:127.0.0.1"]],
        "both.example": [["192.168.1.1", "fe80::1"]],
    }
    with serve({"/": Reply()}) as site:
        urls = [
            [f"http://127.0.0.1:{site.port}/"],
            [f"http://2130706433:{site.port}/"],
            [f"http://0x7f.1:{site.port}/"],
            [f"http://0177.0.0.1:{site.port}/"],
            [f"http://[::1]:{site.port}/"],
            [f"http://[::ffff:7f00:1]:{site.port}/"],
            ["http://169.254.169.254/latest/meta-data/"],
            ["http://100.64.0.1/"],
            [f"http://localhost:{site.port}/"],
            [f"http://printer.local:{site.port}/"],
            *([f"http://{name}:{site.port}/"] for name in names),
            ["http://shop.example:22/"],
        ]
        came = probe(urls, tmp_path, names=names, ALLOW_PRIVATE=[])
    assert [item[0]["reason"] for item in came] == ["refused"] * len(urls)
    assert site.journal == []


def test_a_redirect_to_127_0_0_1_is_not_followed(tmp_path: Path) -> None:
    """The shop stands on 127.0.0.2, which is opened; 127.0.0.1 is not."""
    with serve({"/": Reply()}) as inside:
        targets = [
            f"http://127.0.0.1:{inside.port}/",
            f"http://inside.example:{inside.port}/",
            "file:///etc/passwd",
            "gopher://x.example/",
        ]
        answers = {f"/{number}": Reply(status=302, headers=(("Location", url),), body=b"") for number, url in enumerate(targets)}
        with serve(answers, address="127.0.0.2") as shop:
            urls = [[f"http://shop.example:{shop.port}/{number}"] for number in range(len(targets))]
            names = {"shop.example": [["127.0.0.2"]], "inside.example": [["127.0.0.1"]]}
            came = [item[0] for item in probe(urls, tmp_path, names=names, ALLOW_PRIVATE=["127.0.0.2/32"])]
    assert [item["reason"] for item in came[:2]] == ["redirected-away"] * 2
    assert [item["status"] for item in came[2:]] == [302, 302]
    assert inside.journal == []


def test_a_name_whose_second_answer_is_private_is_not_connected_to(tmp_path: Path) -> None:
    """DNS rebinding: the first answer is public (here: opened), the next one would be our own network."""
    with serve({"/": Reply()}) as inside, serve({"/": Reply()}, address="127.0.0.2") as shop:
        assert inside.port != shop.port
        names = {
            "rebinding.example": [["127.0.0.2"], ["127.0.0.1"]],
            "mixed.example": [["127.0.0.1", "127.0.0.2"]],
            "turned.example": [["127.0.0.1"]],
        }
        urls = [[f"http://{name}:{port}/"] for name in names for port in (shop.port, inside.port)]
        came = probe(urls, tmp_path, names=names, ALLOW_PRIVATE=["127.0.0.2/32"])
    assert inside.journal == []
    assert {item.host for item in shop.journal} == {"rebinding.example", "mixed.example"}
    assert [item[0]["reason"] for item in came[-2:]] == ["refused", "refused"]


def test_behind_a_proxy_only_the_proxy_is_connected_to(tmp_path: Path) -> None:
    with serve(lambda _host, path: Reply() if path == "/" else None) as proxy:
        urls = [
            ["http://shop.example/"],
            ["http://10.0.0.1/"],
            ["http://2130706433/"],
            ["http://localhost/"],
            ["http://nas.internal/"],
            ["https://shop.example/"],
        ]
        came = [item[0] for item in probe(urls, tmp_path, PROXY=f"http://127.0.0.1:{proxy.port}", ALLOW_PRIVATE=[])]
    assert [item["reason"] for item in came] == [None, *["refused"] * 5]
    assert came[-1]["detail"] == "the proxy did not open a tunnel: status 501", "and the proxy is not named"
    assert {item.host for item in proxy.journal} == {"shop.example"}


ROBOTS: dict[str, tuple[Reply, str | None]] = {
    "none.example": (Reply(status=404), None),
    "forbidden.example": (Reply(status=403), None),
    "down.example": (Reply(status=503), "robots"),
    "busy.example": (Reply(status=429), "robots"),
    "silent.example": (Reply(hang=3), "robots"),
    "all.example": (Reply(body=b"User-agent: *\nDisallow: /\n"), "robots"),
    "us.example": (Reply(body=b"User-agent: *\nDisallow: /\n\nUser-agent: bereikbaar\nAllow: /\n"), None),
    "slow.example": (Reply(body=b"User-agent: *\nCrawl-delay: 11\n"), "too-slow"),
    "shell.example": (Reply(body=b"<!doctype html><p>the shell of a shop that answers everything</p>"), None),
    "long.example": (Reply(body=b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /\n"), None),
    "loop.example": (Reply(status=302, headers=(("Location", "/robots.txt"),), body=b""), None),
}


def test_robots_txt_decides_as_rfc_9309_says(tmp_path: Path) -> None:
    def answers(host: str, path: str) -> Reply:
        return ROBOTS[host][0] if path == "/robots.txt" else Reply()

    with serve(answers) as site:
        urls = [[f"http://{host}:{site.port}/"] for host in ROBOTS]
        came = probe(urls, tmp_path, names=local(*ROBOTS), DOWNLOAD_TIMEOUT=1)
    assert {host: item[0]["reason"] for host, item in zip(ROBOTS, came, strict=True)} == {
        host: reason for host, (_, reason) in ROBOTS.items()
    }
    assert {item.host for item in site.journal if item.path == "/"} == {host for host, (_, reason) in ROBOTS.items() if not reason}


def test_robots_txt_is_read_once_a_host_and_its_delay_is_kept(tmp_path: Path) -> None:
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 1\n")
    with serve({"/": Reply(), "/a": Reply(), "/robots.txt": robots}) as site:
        home = f"http://shop.example:{site.port}/"
        probe([[home, f"{home}a"], [home]], tmp_path, names=local("shop.example"))
    assert sorted(site.paths()) == ["/", "/", "/a", "/robots.txt"]
    written = [[item.final_url for item in captures(path)] for path in sorted(tmp_path.rglob("*.warc"))]
    assert [urls.count(f"{home}robots.txt") for urls in written] == [1, 1], "each shop's record holds what bound its visit"
    pages = [item.at for item in site.journal if item.path != "/robots.txt"]
    assert all(later - sooner >= 0.99 for sooner, later in itertools.pairwise(pages))


def test_no_shop_and_no_server_gets_two_documents_within_the_pause(tmp_path: Path) -> None:
    """Names of one registrable domain are one shop; shops on one address share its turns; redirect hops count."""
    hop = Reply(status=301, headers=(("Location", "/c"),), body=b"", hang=0.1)
    answers = {"/a": Reply(hang=0.2), "/b": hop, "/c": Reply(), "/robots.txt": NO_ROBOTS}
    pause = 0.25
    with serve(answers) as first, serve(answers, address="127.0.0.2") as second:
        names = {**local("shop.example", "www.shop.example", "other.example"), "alone.example": [["127.0.0.2"]]}
        urls = [
            [f"http://{name}:{first.port}/{path}" for path in "ab"]
            for name in ("shop.example", "www.shop.example", "other.example")
        ]
        urls.append([f"http://alone.example:{second.port}/{path}" for path in "ab"])
        probe(urls, tmp_path, names=names, RATE=1 / pause)
    for site, count in ((first, 12), (second, 4)):
        times = [item.at for item in site.journal]
        assert len(times) == count, site.paths()
        assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= pause - 0.01
    assert first.journal[-1].at > second.journal[-1].at


def test_a_page_that_no_browser_shows_is_fetched_after_the_pause(tmp_path: Path) -> None:
    """It is asked for twice in one turn: by the browser, and over HTTP for what its source holds."""
    wire = dict.fromkeys(("http", "https"), "crawler.plumbing.rendering.RenderingHandler")
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 1\n")
    with serve({"/": Reply(), "/a": Reply()}) as quick, serve({"/": Reply(), "/robots.txt": robots}, address="127.0.0.2") as slow:
        urls = [[f"http://127.0.0.1:{quick.port}/", f"http://127.0.0.1:{quick.port}/a"], [f"http://127.0.0.2:{slow.port}/"]]
        came = probe(urls, tmp_path, rendered=True, RATE=2, DOWNLOAD_HANDLERS=wire)
    assert [item["reason"] for items in came for item in items] == [None] * 3
    for site, count, pause in ((quick, 4, 0.5), (slow, 2, 1.0)):
        times = [item.at for item in site.journal if item.path != "/robots.txt"]
        assert len(times) == count
        assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= pause - 0.01


FAILURES: dict[str, tuple[Reply, str, str]] = {
    "loop.example": (Reply(status=302, headers=(("Location", "/"),), body=b""), "server-error", "more than 5 redirects"),
    "hangs.example": (Reply(hang=3), "timeout", "no answer in time"),
    "breaks.example": (Reply(cut=100), "server-error", "broke off"),
    "large.example": (Reply(body=bytes(60_000)), "search-not-exhausted", "larger than"),
}


def test_each_failure_has_its_reason(tmp_path: Path) -> None:
    def answers(host: str, path: str) -> Reply:
        return NO_ROBOTS if path == "/robots.txt" else FAILURES[host][0]

    with serve(answers) as site:
        urls = [[f"http://{host}:{site.port}/"] for host in FAILURES]
        came = probe(urls, tmp_path, names=local(*FAILURES), DOWNLOAD_TIMEOUT=1, DOWNLOAD_MAXSIZE=50_000)
    for (host, (_, reason, words)), [item] in zip(FAILURES.items(), came, strict=True):
        assert (item["reason"], words in item["detail"]) == (reason, True), (host, item)


def test_time_in_which_nobody_listens_is_not_the_servers(tmp_path: Path) -> None:
    """The answer begins to come while the loop is busy, beyond the time for it, and is too long to be read at one look."""
    large = Reply(body=bytes(3_000_000), hang=0.6)
    with serve({"/": large, "/robots.txt": NO_ROBOTS}) as site:
        [[came]] = probe([[f"http://shop.example:{site.port}/"]], tmp_path, names=local("shop.example"), busy=2, DOWNLOAD_TIMEOUT=1)
    assert (came["reason"], came.get("size")) == (None, 3_000_000)
    assert site.paths() == ["/robots.txt", "/"]


def test_rules_that_take_much_room_hold_for_one_visit_and_small_ones_for_all(tmp_path: Path) -> None:
    rules = {"small.example": b"User-agent: *\nDisallow: /no\n", "large.example": b"User-agent: *\n" + b"Disallow: /no\n" * 2_000}
    with serve(lambda host, path: Reply(body=rules[host]) if path == "/robots.txt" else Reply()) as site:
        shops = [f"http://{host}:{site.port}/" for host in rules]
        visits = [[f"{shop}{page}" for page in ("a", "b", "no")] for shop in (*shops, *shops)]
        came = probe(visits, tmp_path, names=local(*rules), one_by_one=True)
    assert [[item["reason"] for item in items] for items in came] == [[None, None, "robots"]] * 4
    asked = [item.host for item in site.journal if item.path == "/robots.txt"]
    assert asked == ["small.example", "large.example", "large.example"]


def test_nobody_there_is_told_apart(tmp_path: Path) -> None:
    with serve({}) as closed:
        port = closed.port
    urls = [[f"http://shop.example:{port}/"], ["http://nowhere.example/"], ["http://left.example/"], ["http://sub.left.example/"]]
    came = probe(urls, tmp_path, names=local("shop.example", "left.example"), STOP_LIST=["left.example"])
    assert [item[0]["reason"] for item in came] == ["refused", "dns", "left-out", "left-out"]


def test_a_stumbling_server_is_asked_once_more_and_a_clear_no_is_not(tmp_path: Path) -> None:
    asked: dict[str, int] = {}

    def answers(_host: str, path: str) -> Reply:
        asked[path] = asked.get(path, 0) + 1
        if path == "/stumbles" and asked[path] > 1:
            return Reply()
        return {"/robots.txt": NO_ROBOTS, "/blocked": Reply(status=403), "/busy": Reply(status=429)}.get(path, Reply(status=502))

    with serve(answers) as site:
        urls = [[f"http://shop.example:{site.port}/{path}" for path in ("stumbles", "blocked", "busy", "down")]]
        [came] = probe(urls, tmp_path, names=local("shop.example"))
    assert [item["status"] for item in came] == [200, 403, 429, 502]
    assert asked == {"/robots.txt": 1, "/stumbles": 2, "/blocked": 1, "/busy": 1, "/down": 2}


def test_cookies_stay_within_one_visit_and_one_site(tmp_path: Path) -> None:
    cookies = (("Set-Cookie", "sid=1; Path=/"), ("Set-Cookie", "all=1; Domain=example"), ("Content-Type", "text/html"))
    with serve({"/": Reply(headers=cookies), "/a": Reply()}) as site:
        urls = [
            [f"http://shop.example:{site.port}/", f"http://shop.example:{site.port}/a", f"http://other.example:{site.port}/a"],
            [],
        ]
        urls[1] = [f"http://third.example:{site.port}/a"]
        probe(urls, tmp_path, names=local("shop.example", "other.example", "third.example"))
    sent = {(item.host, item.path): item.headers.get("Cookie") for item in site.journal if item.path != "/robots.txt"}
    assert sent == {
        ("shop.example", "/"): None,
        ("shop.example", "/a"): "sid=1",
        ("other.example", "/a"): None,
        ("third.example", "/a"): None,
    }


def test_our_own_line_is_not_the_shops_fault(tmp_path: Path) -> None:
    urls = [["http://silent.example/"], ["http://nowhere.example/"]]
    names = {"silent.example": [["silent"]]}
    down = probe(urls, tmp_path, names=names, LINE_PROBE="tests.fetch_probe.line_is_down")
    up = probe(urls, tmp_path, names=names, LINE_PROBE="tests.fetch_probe.line_is_up")
    assert [item[0]["reason"] for item in down] == ["own-network", "dns"]
    assert [item[0]["reason"] for item in up] == ["dns", "dns"]


def test_many_shops_failing_in_a_row_are_doubted(tmp_path: Path) -> None:
    urls = [[f"http://shop{number}.example/" for number in range(25)]]
    [came] = probe(urls, tmp_path, LINE_PROBE="tests.fetch_probe.line_is_down")
    reasons = [item["reason"] for item in came]
    assert reasons[:19] == ["dns"] * 19
    assert set(reasons[20:]) == {"own-network"}
