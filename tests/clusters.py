"""A cluster as somebody sets it up by hand: a scheduler, and workers that are started again when they end, all on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

DASK = str(Path(sys.executable).with_name("dask"))
WAIT = 400.0
AGAIN = 'while true; do "$0" worker "$@"; sleep 1; done'
"""What docs/cluster.md has people type: workers end when their scheduler does, and are started again."""


def until(true: Callable[[], object], what: str, seconds: float = WAIT) -> float:
    """Wait until something is true; give the seconds that took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() < began + seconds, f"waited in vain: {what}"
        time.sleep(0.05)
    return time.monotonic() - began


class HandMade:
    """A scheduler and its workers. `folder` gets their logs and scratch folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._loops: list[subprocess.Popen[bytes]] = []

    def start_scheduler(self) -> None:
        """Start the scheduler, at the address it had."""
        words = [DASK, "scheduler", "--host", "127.0.0.1", "--port", str(self._port), "--dashboard-address", "127.0.0.1:0"]
        self._scheduler = self._started("scheduler", words)

    def start_worker(self) -> None:
        """Start one worker, of one thread, that is started again when it ends."""
        name = f"worker-{len(self._loops)}"
        options = ["--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self._folder / name)]
        self._loops.append(self._started(name, ["sh", "-c", AGAIN, DASK, self.address, *options]))

    def kill_scheduler(self) -> None:
        """Kill the scheduler."""
        assert self._scheduler
        self._scheduler.kill()
        self._scheduler.wait()

    def audits(self) -> list[psutil.Process]:
        """The audits that workers have under way, each a program of its own."""
        return [found for loop in self._loops for found in _children(loop) if "crawler.batches.cluster_child" in _words(found)]

    def end(self) -> None:
        """End all of it."""
        for started in (*self._loops, *([self._scheduler] if self._scheduler else [])):
            below = _children(started)
            os.killpg(started.pid, signal.SIGKILL) if started.poll() is None else None
            for child in below:
                if child.is_running():
                    child.kill()
            started.wait()

    def _started(self, name: str, words: list[str]) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)


def _children(started: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return psutil.Process(started.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _words(program: psutil.Process) -> list[str]:
    try:
        return program.cmdline()
    except psutil.Error:
        return []


@contextmanager
def hand_made(folder: Path, workers: int) -> Iterator[HandMade]:
    """Give a cluster of so many workers."""
    folder.mkdir()
    cluster = HandMade(folder)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.end()
