"""The demo street as a customer's browser shows it: what the second pass settles is the truth of the fake shops.

Two shops stand for the ways of the pass: one whose number is found, one left to a person. All are looked at in the slow form.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from crawler.browser.find import find_browser
from street.server import Street, open_street
from tests.auditing import audit, bereikbaar, by_host, differences, exported, timeless
from tests.test_worklist import for_a_person, listed

pytestmark = [
    pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine"),
    pytest.mark.xdist_group("street in a browser"),
    pytest.mark.timeout(1500),
]
A_FEW = {
    "jam-van-thuis": "a number that a script shows once its own wall for cookies is gone",
    "papegaai-en-co": "a chat in place of a number",
}
AUTO = ("--browser", "auto", "--no-report")


def visited(folder: Path, hosts: frozenset[str] | None) -> tuple[Street, dict[str, Any], str]:
    with open_street(hosts=hosts) as street:
        done = audit(street, folder, *AUTO, seconds=1400)
        assert done.returncode == 0, done.stderr[-2000:]
        return street, by_host(exported(folder)), done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("few")


@pytest.fixture(scope="module")
def few(folder: Path) -> tuple[Street, dict[str, Any], str]:
    return visited(folder, frozenset(f"{name}.example" for name in A_FEW))


@pytest.mark.parametrize("name", A_FEW)
def test_a_look_with_a_browser_settles_what_is_true(name: str, few: tuple[Street, dict[str, Any], str]) -> None:
    street, rows, _ = few
    host = f"{name}.example"
    assert differences(rows[host], street.shops[host].truth(browser=True)) == [], A_FEW[name]


def test_the_end_of_a_run_tells_what_the_browser_cost(few: tuple[Street, dict[str, Any], str]) -> None:
    assert f"Looked at with a browser too: {len(A_FEW)} shops (100 %)" in few[2]


def test_nobody_accepted_cookies_and_nothing_was_pressed_that_acts(few: tuple[Street, dict[str, Any], str]) -> None:
    street, _, _ = few
    assert [hit.path for host in street.shops for hit in street.trapped(host)] == []
    assert [hit.path for hit in street.hits("jam-van-thuis.example") if "/koekjes/" in hit.path] == ["/koekjes/nee"]


def test_what_a_browser_leaves_to_a_person_is_on_the_worklist(few: tuple[Street, dict[str, Any], str], folder: Path) -> None:
    rows = [(row["shop"], row["channel"]) for row in listed(folder / "out")]
    assert rows == for_a_person(few[0], browser=True) == [("papegaai-en-co.example", "phone")]


def test_what_a_browser_saw_is_read_again_from_the_evidence(few: tuple[Street, dict[str, Any], str], folder: Path) -> None:
    assert read_again(folder, folder / "again") == few[1]
    done = bereikbaar("verify", str(folder / "out"))
    assert done.returncode == 0, done.stderr
    assert f"Read again: {len(A_FEW)} visits, each as it was stored." in done.stdout


def read_again(folder: Path, out: Path) -> dict[str, Any]:
    """Judge a run again; give its rows."""
    done = bereikbaar("rejudge", str(folder / "out"), "--out", str(out))
    assert done.returncode == 0, done.stderr
    lines = bereikbaar("export", str(out), "--format", "jsonl").stdout.splitlines()
    return by_host([json.loads(line) for line in lines])


@pytest.mark.slow
def test_all_shops_are_as_a_browser_shows_them(tmp_path: Path) -> None:
    street, rows, _ = visited(tmp_path, None)
    assert read_again(tmp_path, tmp_path / "again") == rows
    told = {host: differences(rows[host], shop.truth(browser=True)) for host, shop in street.shops.items()}
    assert {host: said for host, said in told.items() if said} == {}
    assert [(row["shop"], row["channel"]) for row in listed(tmp_path / "out")] == for_a_person(street, browser=True)


@pytest.mark.slow
def test_a_pass_that_is_killed_goes_on_without_loss(tmp_path: Path) -> None:
    with open_street(hosts=frozenset({"kantklos.example", "half-geladen.example", "schrijf-ons-maar.example"})) as street:
        whole, killed = tmp_path / "whole", tmp_path / "killed"
        for folder in (whole, killed):
            folder.mkdir()
        assert audit(street, whole, *AUTO, seconds=600).returncode == 0
        (killed / "street.csv").write_text(street.list_csv(), encoding="utf-8")
        words = ["audit", str(killed / "street.csv"), "--out", str(killed / "out"), "--proxy", street.url, "--rate", "0", *AUTO]
        with subprocess.Popen([sys.executable, "-m", "bereikbaar", *words], stderr=subprocess.DEVNULL) as run:
            tree = wait_for_pages(run.pid, killed / "out")
            os.kill(run.pid, signal.SIGKILL)
            run.wait()
        assert psutil.wait_procs(tree, timeout=30)[1] == []
        done = bereikbaar(*words, seconds=600)
        assert done.returncode == 0, done.stderr[-2000:]
        assert untold(killed) == untold(whole)


def wait_for_pages(run: int, out: Path) -> list[psutil.Process]:
    """Wait until a shop was looked at with a browser and another is being looked at; all programs of the run."""
    for _ in range(1200):
        time.sleep(0.1)
        with suppress(psutil.Error):  # a program may end while it is asked
            tree = psutil.Process(run).children(recursive=True)
            if any("chrom" in program.name() for program in tree) and list(out.glob("evidence/*/*.2.warc")):
                return tree
    raise AssertionError("no shop was looked at with a browser")


def untold(folder: Path) -> list[Any]:
    """What was exported, without times and without what differs from look to look: where a record stands, how often was asked."""
    text = json.dumps(timeless(exported(folder)), sort_keys=True)
    rows: list[Any] = json.loads(text)
    return [
        [row["row"]["outcome"], row["phone"]["place_class"], row["email"]["place_class"], row["phone"]["values"]] for row in rows
    ]
