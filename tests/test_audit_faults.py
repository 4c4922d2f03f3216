"""Audits in which something breaks: a page the program cannot stand, a shop that ends the program, a full disk."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.model.reason import Reason
from crawler.store.read import Archive
from street.server import Street
from tests.test_audit import ROOT, command, results, run

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


def faulty(fault: str, shops: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run an audit whose walk has a fault on one page of one shop."""
    code = FAULT.replace("FAULT", fault)
    line = [sys.executable, "-c", code, *command(shops, out, *options)[3:]]
    return subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


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

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, 250_000))

    line = command(shops, tmp_path / "out", "--proxy", street.url, "--concurrency", "2")
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False, preexec_fn=limited)
    assert (done.returncode, "bereikbaar: stopped: " in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    again = run(shops, tmp_path / "out", "--proxy", street.url)
    assert again.returncode == 0, again.stderr
    run(shops, tmp_path / "whole", "--proxy", street.url)
    assert results(tmp_path / "out") == results(tmp_path / "whole")
