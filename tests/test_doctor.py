"""`bereikbaar doctor`: what lacks is told, with its cost and its cure, and only what stops an audit fails."""

import json
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.browser.find import find_browser
from crawler.runs.needs import forecast, needs
from crawler.runs.readiness.check import Finding
from crawler.runs.settings import RunSettings
from crawler.visiting.budget import Budget
from tests.loopback import serve

Told = dict[str, Finding]


def doctor(*options: str, **env: str) -> tuple[int, Told, str]:
    """Its exit status, its findings by name, and what it said on standard error."""
    command = [sys.executable, "-m", "bereikbaar", "doctor", "--format", "json", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **env})
    findings = json.loads(done.stdout)["findings"] if done.stdout else []
    told = {item["name"]: Finding(**{key: value for key, value in item.items() if key != "good"}) for item in findings}
    return done.returncode, told, done.stderr


def test_on_a_good_machine_nothing_stops_an_audit(tmp_path: Path) -> None:
    with serve({}) as proxy:
        status, told, _ = doctor("--out", str(tmp_path), "--proxy", f"http://127.0.0.1:{proxy.port}")
    assert status == 0
    assert [name for name, finding in told.items() if finding.stops] == []
    wanted = {
        "python",
        "packages",
        "store",
        "browser",
        "pictures",
        "folder",
        "disk",
        "open files",
        "memory",
        "clock",
        "terminal",
        "network",
    }
    assert wanted <= set(told)


def test_a_package_outside_its_range_is_told_and_one_that_is_gone_stops_an_audit(tmp_path: Path) -> None:
    old = tmp_path / "phonenumbers-0.1.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: phonenumbers\nVersion: 0.1\n", encoding="utf-8")
    status, told, _ = doctor("--offline", PYTHONPATH=str(tmp_path))
    assert (status, told["package phonenumbers"].found, told["package phonenumbers"].stops) == (0, "0.1", False)
    assert "bootstrap.py setup" in told["package phonenumbers"].mend
    (tmp_path / "packaging.py").write_text("raise ImportError", encoding="utf-8")
    status, told, _ = doctor("--offline", PYTHONPATH=str(tmp_path))
    assert (status, told["package packaging"].stops) == (2, True)


def test_a_package_that_does_not_load_does_not_keep_the_doctor_from_the_rest(tmp_path: Path) -> None:
    (tmp_path / "aiodns.py").write_text("raise ImportError('no library here')", encoding="utf-8")
    _, told, _ = doctor(PYTHONPATH=str(tmp_path))
    assert "no library here" in told["network"].found
    assert not told["network"].good


def test_a_dead_proxy_stops_an_audit() -> None:
    with serve({}) as proxy:
        port = proxy.port
    status, told, _ = doctor("--proxy", f"http://127.0.0.1:{port}")
    assert (status, told["network"].stops) == (2, True)
    assert f"127.0.0.1:{port} does not answer" in told["network"].found
    assert told["network"].costs
    assert told["network"].mend


def test_offline_nothing_is_asked() -> None:
    status, told, _ = doctor("--offline", "--proxy", "http://127.0.0.1:9")
    assert (status, told["network"].good) == (0, True)


def test_a_missing_browser_costs_something_but_stops_nothing(tmp_path: Path) -> None:
    status, told, _ = doctor("--offline", BEREIKBAAR_BROWSER=str(tmp_path / "no-such-browser"))
    assert (status, told["browser"].stops) == (0, False)
    assert "needs-browser" in told["browser"].costs
    assert "BEREIKBAAR_BROWSER" in told["browser"].mend


def test_a_browser_without_the_package_that_steers_it_lacks_that(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho Chromium 99.0\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as util\nfound = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'playwright' else found(name, *more)\n",
        encoding="utf-8",
    )
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    status, told, _ = doctor("--offline", BEREIKBAAR_BROWSER=str(program), PYTHONPATH=path)
    assert (status, told["browser"].stops, told["browser"].mend) == (0, False, "Run: pip install 'bereikbaar[browser]'")


def test_a_browser_that_does_not_start_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"chromium": "#!/bin/sh\necho Broken 1; exit 127\n", "google-chrome": "#!/bin/sh\necho Chrome 99\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.delenv("BEREIKBAAR_BROWSER", raising=False)
    assert find_browser() == (tmp_path / "google-chrome", "Chrome 99")
    monkeypatch.setenv("BEREIKBAAR_BROWSER", str(tmp_path / "chromium"))
    assert find_browser() is None, "what was chosen counts, and nothing else"


def test_a_folder_that_cannot_be_written_to_stops_an_audit(tmp_path: Path) -> None:
    sealed = Path("/proc") if os.geteuid() == 0 else tmp_path / "sealed"
    sealed.mkdir(mode=0o500, exist_ok=True)
    status, told, _ = doctor("--offline", "--out", str(sealed / "results"))
    assert (status, told["folder"].stops) == (2, True)
    assert "--out" in told["folder"].mend


def test_a_low_limit_of_open_files_is_told_with_what_still_works() -> None:
    command = [sys.executable, "-m", "bereikbaar", "doctor", "--format", "json", "--offline"]
    low = ["sh", "-c", 'ulimit -n 400; exec "$@"', "sh", *command]
    done = subprocess.run(low, capture_output=True, text=True, check=False, timeout=60)
    told = {item["name"]: item for item in json.loads(done.stdout)["findings"]}
    assert (done.returncode, told["open files"]["good"]) == (0, False)
    assert "--concurrency 100" in told["open files"]["mend"]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[1] > 400


def test_for_a_person_each_line_says_ok_or_lack() -> None:
    command = [sys.executable, "-m", "bereikbaar", "doctor", "--proxy", "http://127.0.0.1:9"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert {line[:6] for line in lines[:-1]} <= {"ok    ", "lack  "}
    assert lines[-1] == "An audit cannot run here yet."
    assert "costs: no shop can be visited" in done.stdout
    assert "mend:  Check the address" in done.stdout


def test_a_small_run_is_told_nothing_and_a_large_one_what_it_takes(tmp_path: Path) -> None:
    settings = RunSettings(list_path=tmp_path / "list.csv", out=tmp_path, budget=Budget(pages=25, requests=45))
    assert list(forecast(40, settings)) == []
    disk, time, *_ = forecast(10_000, settings)
    assert "10,000 shops will take about 4.2 GB to 13 GB" in disk
    assert f"in {tmp_path} (" in disk
    assert "53 min to 2.8 h" in time
    slow = next(line for line in forecast(10_000, replace(settings, rate=0.05)) if line.startswith("and about"))
    assert "3.0 h to 9.3 h" in slow


def test_a_run_that_may_not_fit_is_warned_of(tmp_path: Path) -> None:
    settings = RunSettings(list_path=tmp_path / "list.csv", out=tmp_path)
    too_many = shutil.disk_usage(tmp_path).free // needs().bytes_a_shop
    assert any(line.startswith("WARNING") and "--out" in line for line in forecast(too_many, settings))
