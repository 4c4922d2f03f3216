"""Several processes that visit for one run: killed, stopped and gone on with, they leave what a single one leaves."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.batches.lots import lots
from crawler.knowledge.hosts import registrable_domain
from crawler.model.shop import Shop
from crawler.plumbing.turns import lay
from crawler.spiders.plan import Errand
from street.server import Street, open_street
from tests.auditing import audit, bereikbaar, by_host, differences, exported
from tests.loopback import NO_ROBOTS, Reply, serve

FEW = frozenset(
    {
        "een-pagina.example",
        "fietsen-de-ketting.example",
        "kaarsen-lumen.example",
        "sokken-drie.example",
        "stille-robots.example",
        "tassenhuis-noord.example",
        "teapot-lane.example",
    }
)
ROOT = Path(__file__).parents[1]
HOSTS = st.builds("{}{}.example".format, st.sampled_from(("", "www.", "shop.")), st.sampled_from("abcdefgh"))


@pytest.fixture
def street() -> Iterator[Street]:
    """Give some shops of the demo street that are visited quickly."""
    with open_street(hosts=FEW) as opened:
        yield opened


@contextmanager
def started(street: Street, folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start an audit with two workers, each at one shop a time, that tells its progress as JSON lines."""
    (folder / "street.csv").write_text(street.list_csv(), encoding="utf-8")
    line = [
        sys.executable, "-m", "bereikbaar", "audit", str(folder / "street.csv"), "--out", str(folder / "out"),
        "--proxy", street.url, "--rate", "0", "--browser", "never", "--no-report", "--concurrency", "1", "--workers", "2",
        "--progress", "jsonl", *options,
    ]  # fmt: skip
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def after(process: subprocess.Popen[str], shops: int) -> list[psutil.Process]:
    """Wait until so many shops are done, and give the workers."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{") and json.loads(line)["done"] >= shops:
            return [item for item in psutil.Process(process.pid).children() if "spawn_main" in " ".join(item.cmdline())]
    pytest.fail("the audit ended too soon")


def untruths(street: Street, folder: Path) -> dict[str, list[str]]:
    """What is exported and not so, by shop."""
    shops = by_host(exported(folder))
    assert shops.keys() == street.shops.keys()
    told = {host: differences(row, street.shops[host].truth()) for host, row in shops.items()}
    return {host: item for host, item in told.items() if item}


@pytest.mark.parametrize(("number", "status"), [(signal.SIGKILL, -9), (signal.SIGTERM, 0)])
def test_a_worker_that_is_ended_is_started_again_and_nothing_is_lost(
    street: Street, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    with started(street, tmp_path) as process:
        workers = after(process, 1)
        workers[0].send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (len(workers), process.returncode) == (2, 0), err
    assert f"Visited now: {len(street.shops)}." in out
    last = json.loads(err.splitlines()[-1])
    assert (last["event"], last["done"], last["total"]) == ("end", len(street.shops), len(street.shops))
    assert f"a worker ended by itself (exit status {status})" in (tmp_path / "out" / "run.log").read_text(encoding="utf-8")
    assert untruths(street, tmp_path) == {}
    assert not (tmp_path / "out" / "workers").exists()
    assert list((tmp_path / "out" / "evidence").rglob("*.part")) == []


@pytest.mark.slow
def test_ctrl_c_stops_all_workers_and_the_same_command_goes_on(street: Street, tmp_path: Path) -> None:
    with started(street, tmp_path) as process:
        workers = after(process, 2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert psutil.wait_procs(workers, timeout=0)[1] == []
    assert (process.returncode, "Go on with:" in err) == (130, True), (out, err)
    kept = sum(row["visit"] is not None for row in exported(tmp_path))
    assert 2 <= kept < len(street.shops)
    again = audit(street, tmp_path, "--no-report", "--workers", "3")
    assert f"Visited now: {len(street.shops) - kept}." in again.stdout
    assert untruths(street, tmp_path) == {}


@pytest.mark.slow
def test_workers_end_with_their_run_and_what_they_stored_is_taken_by_the_next(street: Street, tmp_path: Path) -> None:
    with started(street, tmp_path) as process:
        workers = after(process, 2)
        process.kill()
        process.communicate(timeout=30)
    assert psutil.wait_procs(workers, timeout=30)[1] == []
    assert (tmp_path / "out" / "workers").exists()
    again = audit(street, tmp_path, "--no-report")
    assert again.returncode == 0, again.stderr
    assert int(again.stdout.partition("Visited now: ")[2].partition(".")[0]) <= len(street.shops) - 2
    assert untruths(street, tmp_path) == {}
    assert not (tmp_path / "out" / "workers").exists()


@pytest.mark.slow
def test_workers_keep_to_the_rate_of_a_site_that_all_of_them_are_led_to(tmp_path: Path) -> None:
    """Six shops, three a worker, redirect to one site; the clock of the server is asked, which is their proxy too."""
    page = Reply(body=b"<html lang=nl><h1>Winkel</h1><p>Bel ons: 020 123 4567, mail@samen.example</p></html>")
    hop = Reply(status=301, headers=(("Location", "http://samen.example/"),), body=b"")
    with serve(lambda host, path: NO_ROBOTS if path == "/robots.txt" else page if host == "samen.example" else hop) as site:
        rows = (f"{name},http://{name}.example/,NL,nl" for name in ("een", "twee", "drie", "vier", "vijf", "zes"))
        (tmp_path / "list.csv").write_text("\n".join(("name,url,country,language", *rows)) + "\n", encoding="utf-8")
        done = bereikbaar("audit", str(tmp_path / "list.csv"), "--out", str(tmp_path / "out"), "--rate", "4", "--workers", "2",
                          "--proxy", f"http://127.0.0.1:{site.port}", "--browser", "never", "--no-report")  # fmt: skip
    assert done.returncode == 0, done.stderr
    times = [asked.at for asked in site.journal if asked.host == "samen.example"]
    assert len(times) >= 6
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.25


@settings(deadline=None)
@given(st.lists(HOSTS, max_size=60), st.integers(1, 5), st.integers(1, 20))
def test_lots_hold_each_shop_once_and_the_shops_of_a_domain_together(hosts: list[str], workers: int, most: int) -> None:
    errands = [
        Errand(shop=Shop(id=f"{number}-{host}", name=host, url=f"http://{host}/{number}")) for number, host in enumerate(hosts)
    ]
    dealt = lots(errands, workers, most)
    assert Counter(errand.shop.id for lot in dealt for errand in lot) == Counter(errand.shop.id for errand in errands)
    homes = [{registrable_domain(errand.shop.url.split("/")[2]) for errand in lot} for lot in dealt]
    assert sum(map(len, homes)) == len(set().union(*homes))
    assert all(dealt)
    assert len(dealt) <= max(workers, -(-len(errands) // most))


TAKER = """
import asyncio, sys, time
from pathlib import Path
from crawler.plumbing.turns import SharedTurns

async def take():
    turns = SharedTurns(Path(sys.argv[1]))
    await turns.take("winkel.example", 0.2)
    print(time.monotonic(), flush=True)
    if sys.argv[2] == "hold":
        time.sleep(60)
    print(time.monotonic(), flush=True)
    turns.give_back("winkel.example", 0.2)

asyncio.run(take())
"""


def taker(path: Path, how: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", TAKER, str(path), how], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_processes_that_share_turns_wait_for_each_other(tmp_path: Path) -> None:
    path = lay(tmp_path / "turns")
    takers = [taker(path) for _ in range(3)]
    spans = sorted(tuple(map(float, item.communicate(timeout=30)[0].split())) for item in takers)
    assert [item.returncode for item in takers] == [0, 0, 0]
    assert all(after[0] - before[1] >= 0.2 for before, after in pairwise(spans))


def test_a_turn_whose_holder_was_killed_is_free_a_pause_later(tmp_path: Path) -> None:
    path = lay(tmp_path / "turns")
    with taker(path, "hold") as holder:
        assert holder.stdout
        holder.stdout.readline()
        with taker(path) as waiting:
            assert waiting.stdout
            killed = time.monotonic()
            holder.kill()
            assert float(waiting.stdout.readline()) - killed >= 0.2
