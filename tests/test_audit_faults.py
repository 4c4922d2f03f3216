"""Audits in which something breaks: a page the program cannot stand, a shop that ends the program, the disk, the clock."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.model.reason import Reason
from crawler.store.read import Archive
from crawler.store.schema import STEPS
from street.server import Street
from tests.auditing import bereikbaar
from tests.chaos.disk import fill, small_disk, why_no_disk
from tests.loopback import NO_ROBOTS, Reply, serve
from tests.test_audit import ROOT, command, results, run, started, wait_for

BROKEN = "kaarsen-lumen.example"

FAULT = f"""
import os, sys
import crawler.spiders.visit as visit

class Faulty(visit.Walk):
    def next(self):
        want = super().next()
        if want and "{BROKEN}/contact" in want.url:
            FAULT
        return want

visit.Walk = Faulty
sys.argv[0] = "bereikbaar"
from bereikbaar.__main__ import main
main()
"""


JUMPS = """
import sys, time
day, real = 86_400, time.time
def ahead():
    return day * (int(time.monotonic() * 4) % 3 - 1)
time.time = lambda: real() + ahead()
import datetime as dt
def now(parts="seconds"):
    return (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead())).isoformat(timespec=parts).replace("+00:00", "Z")
import crawler.spiders.visit as visit, crawler.store.write as write, crawler.plumbing.recorder as recorder
visit.now = write.now = now
recorder.now = lambda: now("milliseconds")
sys.argv[0] = "bereikbaar"
from bereikbaar.__main__ import main
main()
"""
"""A clock that is set four times a second: a day back, right, a day ahead. Only what asks for the time of day is shown it."""


BACK = """
import time
back, real = [0], time.time
time.time = lambda: real() - back[0]
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from crawler.runs.crawl import _keep_time
_keep_time()
from twisted.internet import reactor
reactor.callLater(0.1, back.append, back.pop() + 3600)
reactor.callLater(0.5, lambda: (print("in time"), reactor.stop()))
reactor.run()
"""
"""A limit of half a second, and a clock that is set an hour back meanwhile."""


def faulty(fault: str, shops: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run an audit whose walk has a fault on one page of one shop."""
    return played(FAULT.replace("FAULT", fault), shops, out, *options)


def played(code: str, shops: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run an audit in a program that does something first."""
    line = [sys.executable, "-c", code, *command(shops, out, *options)[3:]]
    return subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=240, check=False)


@pytest.fixture
def shops(street: Street, tmp_path: Path) -> Path:
    path = tmp_path / "street.csv"
    path.write_text(street.list_csv(), encoding="utf-8")
    return path


def reasons(out: Path) -> dict[str, Reason | None]:
    with Archive(out) as archive:
        return {item.shop.id: item.visit.reason for item in archive.dossiers() if item.shop and item.visit}


def test_a_fault_of_the_program_costs_one_shop(street: Street, shops: Path, tmp_path: Path) -> None:
    done = faulty("raise ZeroDivisionError('a page of surprises')", shops, tmp_path / "out", "--proxy", street.url)
    assert done.returncode == 0, done.stderr
    stored = reasons(tmp_path / "out")
    assert len(stored) == len(street.shops)
    assert [shop for shop, reason in stored.items() if reason is Reason.PROGRAM_ERROR] == [BROKEN]
    log = (tmp_path / "out" / "run.log").read_text(encoding="utf-8")
    assert f"{BROKEN}: the program failed" in log
    assert "ZeroDivisionError: a page of surprises" in log
    assert list((tmp_path / "out" / "evidence").rglob(f"{BROKEN}.1.warc"))


@pytest.mark.slow
def test_a_clock_that_jumps_ends_no_visit_early_and_loses_none(tmp_path: Path) -> None:
    """Each answer takes longer than the clock stands still."""
    home = b"<html lang=nl><h1>Winkel</h1><p>Bel ons: 020 123 4567</p><a href='/contact'>Contact</a></html>"
    contact = b"<html lang=nl><h1>Contact</h1><p>Mail: <a href='mailto:info@winkel.example'>info@winkel.example</a></p></html>"
    pages = {"/": Reply(body=home, hang=0.6), "/contact": Reply(body=contact, hang=0.6), "/robots.txt": NO_ROBOTS}
    (tmp_path / "out").mkdir()
    with serve(pages) as shop:
        rows = f"name,url,country,language\nwinkel,http://127.0.0.1:{shop.port}/,NL,nl\n"
        (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
        done = played(JUMPS, tmp_path / "list.csv", tmp_path / "out", "--allow-private", "127.0.0.0/8")
    assert done.returncode == 0, done.stderr
    assert len(shop.paths()) == len(set(shop.paths())), "asked again"
    (stored,) = results(tmp_path / "out")
    assert (stored["visit"]["reason"], {fetch["reason"] for fetch in stored["visit"]["fetches"]}) == (None, {None})
    assert len(stored["visit"]["pages"]) >= 2
    assert bereikbaar("report", str(tmp_path / "out")).returncode == 0


@pytest.mark.slow
def test_a_time_limit_goes_by_a_clock_that_nobody_sets() -> None:
    done = subprocess.run([sys.executable, "-c", BACK], capture_output=True, text=True, cwd=ROOT, timeout=30, check=False)
    assert done.stdout == "in time\n", done.stderr


@pytest.mark.slow
def test_whoever_is_told_how_far_it_is_may_go_away(street: Street, shops: Path, tmp_path: Path) -> None:
    line = command(shops, tmp_path / "out", "--proxy", street.url, "--progress", "jsonl")
    with Path("/dev/full").open("w", encoding="ascii") as nobody:
        subprocess.run(line, stdout=subprocess.DEVNULL, stderr=nobody, cwd=ROOT, timeout=240, check=False)
    assert Reason.PROGRAM_ERROR not in reasons(tmp_path / "out").values()
    assert len(reasons(tmp_path / "out")) == len(street.shops)


@pytest.mark.slow
def test_a_shop_that_ends_the_program_is_given_up_in_the_end(street: Street, shops: Path, tmp_path: Path) -> None:
    options = ("--proxy", street.url, "--concurrency", "4")
    for _ in range(5):
        assert faulty("os._exit(9)", shops, tmp_path / "out", *options).returncode == 9
    assert faulty("os._exit(9)", shops, tmp_path / "out", *options).returncode == 0
    run(shops, tmp_path / "whole", "--proxy", street.url)
    given_up, whole = reasons(tmp_path / "out"), reasons(tmp_path / "whole")
    assert given_up == {**whole, BROKEN: Reason.PROGRAM_ERROR}


def test_a_full_disk_stops_the_run_and_loses_nothing(street: Street, shops: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the system refuses to write on."""
    shops.write_text("\n".join(shops.read_text(encoding="utf-8").splitlines()[:50]) + "\n", encoding="utf-8")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    line = command(shops, tmp_path / "out", "--proxy", street.url, "--concurrency", "2")
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False, preexec_fn=limited)
    assert (done.returncode, "bereikbaar: stopped: " in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    again = run(shops, tmp_path / "out", "--proxy", street.url)
    assert again.returncode == 0, again.stderr
    run(shops, tmp_path / "whole", "--proxy", street.url)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


SMALL = pytest.mark.skipif(bool(why_no_disk()), reason=f"no disk to fill: {why_no_disk()}")


def tried(shops: Path, out: Path, *options: str) -> tuple[int, str]:
    """Run an audit that cannot go on; its exit status and the last line it said, without the folder's own path."""
    done = run(shops, out, *options)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.splitlines()[-1].replace(str(out.parent), "DISK")


@pytest.mark.slow
@SMALL
def test_on_a_disk_that_is_full_or_read_only_it_is_told_what_to_do(street: Street, shops: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("\n".join(shops.read_text(encoding="utf-8").splitlines()[:4]) + "\n", encoding="utf-8")
    with small_disk(tmp_path / "disk") as disk:
        filler = fill(disk, 0)
        status, said = tried(few, disk / "out", "--proxy", street.url)
        assert (status, "No space left on device" in said or "the disk is full" in said) == (2, True), said
        filler.unlink()
        assert run(few, disk / "out", "--proxy", street.url).returncode == 0
        before = results(disk / "out")
        filler = fill(disk, 0)
        for words in (["report", str(disk / "out")], ["export", str(disk / "out"), "--out", str(disk / "rows.jsonl")]):
            done = bereikbaar(*words)
            assert (done.returncode, "No space left on device" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
        filler.unlink()
        sealed_off(disk)
        for folder in ("out", "new"):
            status, said = tried(few, disk / folder, "--proxy", street.url)
            assert (status, "cannot be written (Read-only file system). Choose another folder" in said) == (2, True), said
        assert results(disk / "out") == before
        assert bereikbaar("export", str(disk / "out")).returncode == 0


@pytest.mark.slow
@SMALL
def test_what_a_killed_run_stored_can_be_read_where_nothing_can_be_written(street: Street, shops: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        with started(shops, disk / "out", "--proxy", street.url, "--concurrency", "1") as process:
            wait_for(process, 2)
            process.kill()
            process.wait()
        sealed_off(disk)
        assert len([item for item in results(disk / "out") if item["visit"]]) >= 2


def sealed_off(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def test_the_store_of_another_version_is_brought_up_to_date_or_refused(street: Street, shops: Path, tmp_path: Path) -> None:
    few, out = tmp_path / "few.csv", tmp_path / "out"
    few.write_text("\n".join(shops.read_text(encoding="utf-8").splitlines()[:3]) + "\n", encoding="utf-8")
    out.mkdir()
    with Database(out / "bereikbaar.sqlite") as db:
        STEPS.apply(db, stop_before="count_the_second_opinion")
    refused = bereikbaar("export", str(out))
    assert (refused.returncode, "written by an older version" in refused.stderr) == (2, True)
    assert run(few, out, "--proxy", street.url).returncode == 0
    assert [path.name for path in out.glob("*.before-*")] == ["bereikbaar.sqlite.before-3"]
    assert len(results(out)) == 2
    with Database(out / "bereikbaar.sqlite") as db:
        db["_sqlite_migrations"].insert({"migration_set": "bereikbaar", "name": "of_tomorrow", "applied_at": ""})
    for done in (run(few, out, "--proxy", street.url), bereikbaar("export", str(out)), bereikbaar("report", str(out))):
        assert (done.returncode, "written by a newer version of the program" in done.stderr) == (2, True), done.stderr
