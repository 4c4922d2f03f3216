"""Audits on clusters of Dask give what an audit of one process gives, whatever ends meanwhile."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from crawler.browser.find import find_browser
from street.server import Street, open_street
from tests.auditing import BAD_ROWS, StreetRun, by_host, exported, timeless
from tests.clusters import HandMade, hand_made, until
from tests.test_audit import results

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.xdist_group("street")]

ROWS = "\n".join((*BAD_ROWS, ""))


class Audit:
    """An audit on a cluster, under way; what it tells is read as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def done(self) -> int:
        """The shops that are stored."""
        return sum(event["event"] == "shop" for event in list(self.events))

    def end(self, seconds: float = 900) -> int:
        """Wait for its end; give its exit status."""
        status = self.process.wait(seconds)
        self._reader.join(10)
        return status

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            if line.startswith("{"):
                self.events.append(json.loads(line))
            else:
                self.said.append(line.rstrip())


@contextmanager
def started(street: Street, folder: Path, *options: str, rows: str = "") -> Iterator[Audit]:
    """Start an audit of a street."""
    (folder / "street.csv").write_text(street.list_csv() + rows, encoding="utf-8")
    words = ("audit", str(folder / "street.csv"), "--out", str(folder / "out"), "--proxy", street.url, "--rate", "0")
    line = [sys.executable, "-m", "bereikbaar", *words, "--browser", "never", "--no-report", "--progress", "jsonl", *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield Audit(process)
        finally:
            process.kill()


def gone(programs: list[psutil.Process]) -> bool:
    return not any(program.is_running() and program.status() != psutil.STATUS_ZOMBIE for program in programs)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Give the folder and the seconds of an audit of the whole street on a cluster of three workers that nothing happens to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with open_street() as street, hand_made(folder / "cluster", workers=3) as cluster:
        began = time.monotonic()
        with started(street, folder, "--cluster", cluster.address, "--batch", "10", rows=ROWS) as audit:
            assert audit.end() == 0, "\n".join(audit.said)
    return folder, time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_cluster_gives_what_one_process_gives(whole_street: StreetRun, undisturbed: tuple[Path, float]) -> None:
    folder, _ = undisturbed
    assert timeless(exported(folder)) == timeless(whole_street.rows)
    assert results(folder / "out") == results(whole_street.folder / "out")
    assert not list((folder / "out").glob("parts*"))


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_killed_worker_and_a_scheduler_started_again_change_nothing(
    whole_street: StreetRun, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    with open_street() as street, hand_made(tmp_path / "cluster", workers=3) as cluster:
        began = time.monotonic()
        with started(street, tmp_path, "--cluster", cluster.address, "--batch", "10", rows=ROWS) as audit:
            until(lambda: audit.done >= 20 and cluster.audits(), "shops are stored and a worker is at work")
            under_way = cluster.audits()[0]
            below = [under_way, *under_way.children(recursive=True)]
            os.kill(under_way.ppid(), signal.SIGKILL)
            children = until(lambda: gone(below), "the children of the dead worker are gone", 10)
            after_worker = audit.done
            until(lambda: audit.done >= after_worker + 20, "more shops are stored")
            cluster.kill_scheduler()
            stored = audit.done
            time.sleep(2)
            cluster.start_scheduler()
            scheduler = until(lambda: audit.done > stored, "shops are stored after the scheduler came back")
            assert audit.end() == 0, "\n".join(audit.said)
        took = time.monotonic() - began
        assert [hit.path for host in street.shops for hit in street.trapped(host)] == []
    told = (
        f"time lost: {took - undisturbed[1]:.0f} s of {took:.0f} s in all; the children of the dead worker were gone after "
        f"{children:.1f} s, the next part came {scheduler:.1f} s after the scheduler was started again"
    )
    print(told)  # noqa: T201  # what the test measures
    assert any("The line is back" in line for line in audit.said)
    assert timeless(exported(tmp_path)) == timeless(whole_street.rows)
    assert results(tmp_path / "out") == results(whole_street.folder / "out")
    assert not list((tmp_path / "out").glob("parts*"))


POISON = "kaarsen-lumen.example"


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("victim", ["the audit of the batch", "the whole worker"])
def test_the_one_shop_that_ends_what_visits_it_is_named_and_all_others_are_visited(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, victim: str
) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
    with hand_made(tmp_path / "cluster", workers=1) as cluster:
        answer = street.answer

        def kills(method: str, url: str, headers: Any) -> Any:
            if POISON in url:
                for audit in cluster.audits():
                    os.kill(audit.pid if victim == "the audit of the batch" else audit.ppid(), signal.SIGKILL)
            return answer(method, url, headers)

        monkeypatch.setattr(street, "answer", kills)
        with started(street, tmp_path, "--cluster", cluster.address, "--batch", "6") as audit:
            assert audit.end() == 0, "\n".join(audit.said)
    found = {row["shop"]["url"].split("/")[2]: row for row in exported(tmp_path)}
    assert len(found) == len(street.shops)
    assert {host for host, row in found.items() if row["row"]["outcome"] == "program-error"} == {POISON}
    assert "ended" in found[POISON]["visit"]["detail"]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome was found; see `bereikbaar doctor`")
def test_a_browser_ends_with_its_worker(street: Street, tmp_path: Path) -> None:
    with hand_made(tmp_path / "cluster", workers=1) as cluster:
        options = ("--cluster", cluster.address, "--batch", "12", "--browser", "always")
        with started(street, tmp_path, *options):
            until(lambda: _browsers(cluster), "a browser is open")
            under_way = cluster.audits()[0]
            below = [under_way, *under_way.children(recursive=True)]
            os.kill(under_way.ppid(), signal.SIGKILL)
            until(lambda: gone(below), "the browser of the dead worker is gone", 40)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_cluster_of_this_machine_stopped_by_ctrl_c_goes_on_with_the_same_command(street: Street, tmp_path: Path) -> None:
    options = ("--cluster", "local:2", "--batch", "4")
    with started(street, tmp_path, *options) as audit:
        until(lambda: audit.done >= 2, "shops are stored")
        audit.process.send_signal(signal.SIGINT)
        assert audit.end() == 130, "\n".join(audit.said)
    assert any("Go on with" in line for line in audit.said)
    with started(street, tmp_path, *options) as audit:
        assert audit.end() == 0, "\n".join(audit.said)
    assert 0 < audit.done < len(street.shops)
    hand = by_host(exported(tmp_path))
    assert len(hand) == len(street.shops)
    assert all(row["visit"]["number"] == 1 for row in hand.values())


def _browsers(cluster: HandMade) -> list[str]:
    try:
        below = (found for audit in cluster.audits() for found in audit.children(recursive=True))
        return [found.name() for found in below if "chrom" in found.name()]
    except psutil.Error:
        return []
