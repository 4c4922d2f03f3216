"""However the program ends, no browser and no temporary folder stays behind."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from crawler.browser import scratch
from crawler.browser.find import find_browser
from crawler.browser.flags import sandbox_line, sandboxed

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome was found; see `bereikbaar doctor`"),
]

WAIT = 40.0


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for temporary files of this test alone, with a short name, as a system has."""
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(folder)


@pytest.fixture(
    params=["<p>Welkom</p>", "<p>Welkom</p><script>setTimeout(() => { while (true); }, 500)</script>"], ids=["at rest", "hung"]
)
def child(request: pytest.FixtureRequest, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that has a page open in a browser, and waits."""
    command = [sys.executable, "-m", "tests.browser_child", request.param]
    started = subprocess.Popen(
        command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert started.stdout
    assert started.stdout.readline() == "open\n"
    assert list(temporary.glob(f"{scratch.PREFIX}*"))
    try:
        yield started
    finally:
        for program in psutil.Process(started.pid).children(recursive=True) if started.poll() is None else ():
            program.kill()
        started.kill()
        started.communicate()


def tree(child: subprocess.Popen[str]) -> list[psutil.Process]:
    """All that the child started, and at least a driver, a browser, and a page."""
    found = psutil.Process(child.pid).children(recursive=True)
    assert len(found) > 4
    return found


def gone(programs: list[psutil.Process], seconds: float = WAIT) -> bool:
    """Whether all of them end in time."""
    end = time.monotonic() + seconds
    while any(program.is_running() and program.status() != psutil.STATUS_ZOMBIE for program in list(programs) if _there(program)):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _there(program: psutil.Process) -> bool:
    try:
        program.status()
    except psutil.NoSuchProcess:
        return False
    return True


def test_nothing_stays_after_a_normal_end(child: subprocess.Popen[str], temporary: Path) -> None:
    programs = tree(child)
    _, errors = child.communicate("end\n", timeout=WAIT)
    assert (child.returncode, errors) == (0, "")
    assert gone(programs, 2)
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("whole_group", [False, True])
def test_nothing_stays_after_an_interruption(child: subprocess.Popen[str], temporary: Path, whole_group: bool) -> None:
    programs = tree(child)
    if whole_group:
        os.killpg(child.pid, signal.SIGINT)
    else:
        child.send_signal(signal.SIGINT)
    child.communicate(timeout=WAIT)
    assert gone(programs, 2)
    assert not list(temporary.iterdir())


def test_after_a_kill_the_browser_ends_by_itself_and_the_next_start_removes_the_folder(
    child: subprocess.Popen[str], temporary: Path
) -> None:
    programs = tree(child)
    child.kill()
    child.wait()
    assert gone(programs)
    scratch.sweep()
    assert not list(temporary.iterdir())


def test_the_folder_of_a_program_that_runs_is_left_alone(temporary: Path) -> None:
    with scratch.scratch() as folder:
        scratch.sweep()
        assert folder.parent.is_dir()
    assert not list(temporary.iterdir())


def test_browsers_that_start_side_by_side_each_have_their_own_folder(temporary: Path) -> None:
    seen = []

    async def start(folder: Path) -> None:
        async with scratch.temporary_files_in(folder):
            await asyncio.sleep(0.01)
            seen.append((folder, os.environ["TMPDIR"]))

    async def run() -> None:
        await asyncio.gather(*(start(temporary / name) for name in "abc"))

    asyncio.run(run())
    assert [str(folder) for folder, _ in seen] == [told for _, told in seen]
    assert os.environ["TMPDIR"] == str(temporary)


def test_a_program_is_known_by_the_folder_it_was_started_in(temporary: Path) -> None:
    async def run() -> None:
        async with scratch.temporary_files_in(temporary / "a"):
            started = await asyncio.create_subprocess_exec("sleep", "60")
        try:
            assert [program.pid for program in scratch.started_in(temporary / "a")] == [started.pid]
            assert scratch.started_in(temporary / "b") == []
        finally:
            started.kill()
            await started.wait()

    asyncio.run(run())


def test_the_sandbox_is_off_for_root_alone_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert not sandboxed()
    assert "without its sandbox" in sandbox_line()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert sandboxed()
    assert sandbox_line() == ""
