"""`bereikbaar demo` as a newcomer starts it: it ends well, says what it found and where, and speaks to this machine only."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from street.server import Street

pytestmark = pytest.mark.xdist_group("demo")

WATCH = """
import sys

def note(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        where = args[1] if event == "socket.connect" else args[0]
        with open({log!r}, "a", encoding="utf-8") as log:
            print(where[0] if isinstance(where, tuple) else where, file=log)

sys.addaudithook(note)
"""


def demo(folder: Path, *options: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bereikbaar", "demo", *options]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env={**os.environ, **env, "PYTHONPATH": str(folder)},
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """One demo for all tests of this file, and the hosts it asked for in `asked.log`."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "sitecustomize.py").write_text(WATCH.format(log=str(folder / "asked.log")), encoding="utf-8")
    return folder, demo(folder)


def test_it_ends_well_and_names_a_report_that_is_there(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, ended = done
    assert ended.returncode == 0, ended.stderr
    report = re.search(r"^Report: (.+)$", ended.stdout, re.MULTILINE)
    assert report
    assert (folder / report[1]).is_file()
    assert " ERROR " not in (folder / "bereikbaar-demo" / "run.log").read_text(encoding="utf-8")


def test_the_summary_counts_each_shop_once_for_each_channel(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, ended = done
    rows = re.findall(r"^  (\S.*?) +(\d+) +(\d+)$", ended.stdout, re.MULTILINE)
    shops = len(Street().shops)
    assert [sum(int(row[column]) for row in rows) for column in (1, 2)] == [shops, shops]
    assert {"on every page", "on the contact page", "undetermined"} <= {row[0] for row in rows}


def test_what_it_suggests_can_be_typed(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, ended = done
    explain = re.search(r"bereikbaar explain (\S+) (\S+)$", ended.stdout, re.MULTILINE)
    assert explain
    command = [sys.executable, "-m", "bereikbaar", "explain", *explain.groups()]
    assert subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60).returncode == 0


def test_it_asks_for_nothing_but_this_machine(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = done
    assert set((folder / "asked.log").read_text(encoding="utf-8").split()) == {"127.0.0.1"}


@pytest.mark.slow
def test_a_stopped_demo_says_how_to_go_on_and_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bereikbaar", "demo", "--out", "d", "--progress", "jsonl"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        shops = (json.loads(line)["done"] for line in process.stderr if line.startswith("{"))
        assert next(count for count in shops if count >= 3)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130
    assert re.search(r"Go on with:\n  \S*bereikbaar demo --out d --resume\n", told)
    resumed = demo(tmp_path, "--out", "d", "--resume", "--progress", "jsonl")
    assert resumed.returncode == 0
    visited = [json.loads(line) for line in resumed.stderr.splitlines() if line.startswith("{")]
    assert 0 < visited[-1]["total"] <= len(Street().shops) - 3
    assert f"{len(Street().shops)} shops were visited." in resumed.stdout


def test_it_does_not_replace_the_results_of_an_audit(tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "bereikbaar.sqlite").write_bytes(b"kept")
    refused = demo(tmp_path, "--out", "results")
    assert (refused.returncode, "Choose another folder" in refused.stderr) == (2, True)
    assert (tmp_path / "results" / "bereikbaar.sqlite").read_bytes() == b"kept"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells what a process used so far")
def test_a_second_demo_begins_to_visit_within_five_seconds(done: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = done
    command = [sys.executable, "-m", "bereikbaar", "demo"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert next(line for line in process.stderr if line.startswith("Visiting"))
        worked = processor_seconds(process.pid)
        process.kill()
    assert 0 < worked < 5, "the processor's seconds: those of the clock tell what else the machine does"


def processor_seconds(number: int) -> float:
    """Give what a process has used of the processor so far."""
    words = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def test_a_demo_that_is_killed_takes_its_street_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bereikbaar", "demo", "--progress", "jsonl"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert next(line for line in process.stderr if line.startswith("{"))
        process.kill()
        process.communicate(timeout=30)  # standard error closes when the last process that has it ends
    assert process.returncode == -signal.SIGKILL
