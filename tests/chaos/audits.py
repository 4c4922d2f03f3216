"""An audit under way whose processes are all known, and the blows that fall on it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from tests.chaos.disk import fill
from tests.chaos.plans import Blow, Kind

ROOT = Path(__file__).resolve().parents[2]
MARK = "BEREIKBAAR_CHAOS"
"""Names the environment variable by which the processes of an audit are known."""
PATIENCE = 400.0
"""Seconds in which an audit must end."""
GOING = 30.0
"""Seconds in which all processes of an audit that was killed must be gone."""
AWHILE, LONGER = 0.05, 0.3
"""Seconds between two looks at what a run has told, and at all processes of the machine, which costs more."""


class Audit:
    """One folder that is audited, in as many runs as it takes. `home` is a short path: a browser's socket lies below it."""

    def __init__(self, home: Path, out: Path, street: str, *, rendered: bool) -> None:
        self.out = out
        self.killed = self.runs = self.endless = 0
        self.said: list[str] = []
        self.home = home
        self._token = home.name
        self._known: set[psutil.Process] = set()
        self._line = [
            sys.executable, "-m", "bereikbaar", "audit", str(home / "street.csv"), "--out", str(out), "--proxy", street,
            "--rate", "0", "--concurrency", "6", "--no-report", "--progress", "jsonl", "--browser", "auto" if rendered else "never",
        ]  # fmt: skip

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the audit, or go on with it."""
        self.runs += 1
        with self._told.open("wb") as told:
            environment = {**os.environ, MARK: self._token, "TMPDIR": str(self.home)}
            return subprocess.Popen(self._line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=told)

    def finish(self) -> int:
        """Go on until the audit ends by itself; one that finds another still ending is started again. Gives the exit status."""
        end = time.monotonic() + PATIENCE
        while True:
            status = self.ended(self.start())
            if status != 2 or "another run is writing here" not in self.said[-1] or time.monotonic() > end:
                return status
            time.sleep(0.5)

    def ended(self, run: "subprocess.Popen[bytes]") -> int:
        """Wait for the end of a run, and keep what it said; one that has none is killed, and counted in `endless`."""
        try:
            run.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.endless += 1
        finally:
            run.kill()
            run.wait()
            self.said.append(self._told.read_text(encoding="utf-8", errors="replace"))
        return run.returncode

    def strike(self, run: "subprocess.Popen[bytes]", blow: Blow, drawn: random.Random) -> bool:
        """Wait for the blow's moment and let it fall; whether there still was a run to strike."""
        if not self._moment(run, blow):
            return False
        if blow.kind is Kind.DISK:
            fill(self.out.parent, blow.room)
            return True
        if blow.kind is Kind.TERM:
            run.send_signal(signal.SIGTERM)
            return True
        aims = self._aims(run.pid, blow.kind, drawn)
        for aim in aims:
            with suppress(psutil.NoSuchProcess):
                aim.send_signal(signal.SIGKILL)
        self.killed += len(aims)
        return bool(aims)

    def programs(self) -> list[psutil.Process]:
        """Give all processes of the audit that run: those known by their mark, and what they started, whoever is its parent now."""
        running = {
            item.pid: item for item in psutil.process_iter(["ppid", "status"]) if item.info["status"] != psutil.STATUS_ZOMBIE
        }
        self._known &= set(running.values())
        self._known |= {item for item in running.values() if item.pid != os.getpid() and self._marked(item)}
        while more := {item for item in running.values() if running.get(item.info["ppid"]) in self._known} - self._known:
            self._known |= more
        return list(self._known)

    def left(self) -> list[str]:
        """Wait until no process of the audit runs; give those that still do after a while."""
        end = time.monotonic() + GOING
        while (programs := self.programs()) and time.monotonic() < end:
            time.sleep(0.1)
        told = []
        for item in programs:
            with suppress(psutil.Error):
                told.append(f"{item.pid} {' '.join(item.cmdline())[:100]}")
                item.kill()
        return told

    @property
    def _told(self) -> Path:
        return self.home / f"told-{self.runs}"

    def _moment(self, run: "subprocess.Popen[bytes]", blow: Blow) -> bool:
        while run.poll() is None:
            if self._shops() >= blow.shops and (not blow.looking or _browsers(self.programs())):
                break
            time.sleep(LONGER if blow.looking else AWHILE)
        with suppress(subprocess.TimeoutExpired):
            run.wait(blow.seconds)
        return run.returncode is None

    def _shops(self) -> int:
        """How many shops the run has stored."""
        done = 0
        for line in self._told.read_text(encoding="utf-8", errors="replace").splitlines():
            with suppress(ValueError):
                done += line.startswith("{") and json.loads(line)["event"] == "shop"
        return done

    def _aims(self, parent: int, kind: Kind, drawn: random.Random) -> Sequence[psutil.Process]:
        programs = self.programs()
        main = [item for item in programs if item.pid == parent]
        browsers = _browsers(programs)
        browser = [drawn.choice(browsers)] if browsers else []
        if kind is Kind.WORKER:
            return [item for item in programs if "multiprocessing.spawn" in _line(item)]
        return {Kind.PARENT: main, Kind.BROWSER: browser, Kind.BOTH: main + browser, Kind.ALL: programs}[kind]

    def _marked(self, item: psutil.Process) -> bool:
        with suppress(psutil.Error, OSError):
            return item.environ().get(MARK) == self._token or f"/{self._token}/" in _line(item)
        return False


def _browsers(programs: Sequence[psutil.Process]) -> list[psutil.Process]:
    """A browser's processes: the first, and those of its pages."""
    lines = {item: _line(item) for item in programs}
    return [item for item, line in lines.items() if "--headless" in line and ("--type=" not in line or "--type=renderer" in line)]


def _line(item: psutil.Process) -> str:
    with suppress(psutil.Error, OSError):
        return " ".join(item.cmdline())
    return ""
