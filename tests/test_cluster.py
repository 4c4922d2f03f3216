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
from tests.auditing import BAD_ROWS, audit, by_host, exported, timeless
from tests.clusters import HandMade, hand_made, until
from tests.test_audit import results

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.xdist_group("street")]

ROWS = "\n".join((*BAD_ROWS, ""))
BATCHES = ("--batch", "3")


class Run:
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
def started(street: Street, folder: Path, *options: str, rows: str = "") -> Iterator[Run]:
    """Start an audit of a street."""
    (folder / "street.csv").write_text(street.list_csv() + rows, encoding="utf-8")
    words = ("audit", str(folder / "street.csv"), "--out", str(folder / "out"), "--proxy", street.url, "--rate", "0")
    line = [sys.executable, "-m", "bereikbaar", *words, "--browser", "never", "--no-report", "--progress", "jsonl", *options]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield Run(process)
        finally:
            process.kill()


def gone(programs: list[psutil.Process]) -> bool:
    return not any(program.is_running() and program.status() != psutil.STATUS_ZOMBIE for program in programs)


@pytest.fixture(scope="module")
def hosts() -> frozenset[str]:
    """Give every sixth shop of the demo street."""
    with open_street() as street:
        return frozenset(sorted(street.shops)[::6])


@pytest.fixture(scope="module")
def one_process(hosts: frozenset[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an audit by one process."""
    folder = tmp_path_factory.mktemp("one_process")
    with open_street(hosts=hosts) as street:
        done = audit(street, folder, "--no-report", rows=ROWS)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def undisturbed(hosts: frozenset[str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """Give the folder and the seconds of an audit on a cluster of three workers that nothing happens to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with open_street(hosts=hosts) as street, hand_made(folder / "cluster", workers=3) as cluster:
        began = time.monotonic()
        with started(street, folder, "--cluster", cluster.address, *BATCHES, rows=ROWS) as run:
            assert run.end() == 0, "\n".join(run.said)
    return folder, time.monotonic() - began


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_cluster_gives_what_one_process_gives(one_process: Path, undisturbed: tuple[Path, float]) -> None:
    assert_alike(undisturbed[0], one_process)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_killed_worker_and_a_scheduler_started_again_change_nothing(
    hosts: frozenset[str], one_process: Path, undisturbed: tuple[Path, float], tmp_path: Path
) -> None:
    with open_street(hosts=hosts) as street, hand_made(tmp_path / "cluster", workers=3) as cluster:
        began = time.monotonic()
        with started(street, tmp_path, "--cluster", cluster.address, *BATCHES, rows=ROWS) as run:
            until(lambda: run.done >= 4 and cluster.audits(), "shops are stored and a worker is at work")
            children = kill_worker(cluster)
            stored = run.done
            until(lambda: run.done > stored, "more shops are stored")
            cluster.kill_scheduler()
            stored = run.done
            time.sleep(2)
            cluster.start_scheduler()
            scheduler = until(lambda: run.done > stored, "shops are stored after the scheduler came back")
            assert run.end() == 0, "\n".join(run.said)
        took = time.monotonic() - began
        assert [hit.path for host in street.shops for hit in street.trapped(host)] == []
    told = (
        f"time lost: {took - undisturbed[1]:.0f} s of {took:.0f} s in all; the children of the dead worker were gone after "
        f"{children:.1f} s, the next part came {scheduler:.1f} s after the scheduler was started again"
    )
    print(told)  # noqa: T201  # what the test measures
    assert any("The line is back" in line for line in run.said)
    assert_alike(tmp_path, one_process)


def kill_worker(cluster: HandMade) -> float:
    """Kill a worker that is at work; give the seconds until all it had started are gone."""
    under_way = max(cluster.audits(), key=psutil.Process.create_time)
    below = [under_way, *under_way.children(recursive=True)]
    os.kill(under_way.ppid(), signal.SIGKILL)
    return until(lambda: gone(below), "the children of the dead worker are gone", 40)


def assert_alike(folder: Path, other: Path) -> None:
    assert timeless(exported(folder)) == timeless(exported(other))
    assert results(folder / "out") == results(other / "out")
    assert not list((folder / "out").glob("parts*"))


POISON = "kaarsen-lumen.example"
SIX = frozenset(
    f"{name}.example" for name in ("een-pagina", "even-dicht", "sokken-drie", "tassenhuis-noord", "teapot-lane", "blumen-morgentau")
)


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
                for found in cluster.audits():
                    os.kill(found.pid if victim == "the audit of the batch" else found.ppid(), signal.SIGKILL)
            return answer(method, url, headers)

        monkeypatch.setattr(street, "answer", kills)
        with started(street, tmp_path, "--cluster", cluster.address, "--batch", "6") as run:
            assert run.end() == 0, "\n".join(run.said)
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
            kill_worker(cluster)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_cluster_of_this_machine_stopped_by_ctrl_c_goes_on_with_the_same_command(tmp_path: Path) -> None:
    options = ("--cluster", "local:1", "--batch", "3")
    with open_street(hosts=SIX) as street:
        with started(street, tmp_path, *options) as run:
            until(lambda: run.done >= 3, "shops are stored")
            run.process.send_signal(signal.SIGINT)
            assert run.end() == 130, "\n".join(run.said)
        assert any("Go on with" in line for line in run.said)
        with started(street, tmp_path, *options) as again:
            assert again.end() == 0, "\n".join(again.said)
    assert run.done + again.done == len(SIX)
    found = by_host(exported(tmp_path))
    assert set(found) == SIX
    assert all(row["visit"]["number"] == 1 for row in found.values())


def _browsers(cluster: HandMade) -> list[str]:
    try:
        below = (found for audit in cluster.audits() for found in audit.children(recursive=True))
        return [found.name() for found in below if "chrom" in found.name()]
    except psutil.Error:
        return []
