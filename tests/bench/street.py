"""Audit a list of 100,000 made shops for some minutes at full speed, and tell what all of them would take.

    python -m tests.bench.street                    five minutes
    python -m tests.bench.street --minutes 1 --shops 2000
    python -m tests.bench.street --as-usual         stop at a shop where phone and e-mail were found, as an audit does

Ten pages a shop of about 50 kB packed, all of them read; evidence is kept. The shops are on as many loopback addresses, their names
come from a name server on loopback. Three of a hundred are dead, two are slow (tests/bench/street_server.py). The server is
a process of its own, whose CPU is not counted. The run is stopped when the time is over. What a shop takes is counted from where
the first shops are done to there; a slope is that of the least squares over the run. The list is whole: taking it in, and finding
the next shop in it, cost what they do at full length.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from crawler.spiders.plan import AT_ONCE
from tests.bench.machine import machine, today, versions
from tests.bench.printed import say
from tests.bench.scheduling import Scheduling, scheduling
from tests.bench.street_audit import PORT
from tests.bench.street_server import name_of

ALL, CORES, MOST_MINUTES, MOST_MEMORY, MOST_SCHEDULING = 100_000, 2, 60.0, 600.0, 50.0
EVERY = 0.5
"""Seconds between two looks at the clock."""
PAGES = 10
"""Of a shop."""
WINDOWS = 12
"""Parts of the run whose CPU per shop is compared."""


class Look(NamedTuple):
    """The audit at one moment: shops done, documents fetched, CPU seconds, megabytes resident."""

    done: int
    documents: int
    cpu: float
    memory: float


class Street:
    """The server while it runs."""

    def __init__(self, server: "subprocess.Popen[str]", ports: dict[str, int]) -> None:
        self._server = server
        self.http = ports["http"]
        self.names = ports["names"]
        self.told: dict[str, Any] = {}

    def close(self) -> None:
        """Have it end and tell what it served."""
        out, _ = self._server.communicate()
        self.told = json.loads(out)


@contextmanager
def served(*options: str) -> Iterator[Street]:
    """Serve while the block runs."""
    command = [sys.executable, "-m", "tests.bench.street_server", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        street = Street(server, json.loads(server.stdout.readline()))
        try:
            yield street
        finally:
            street.close()


class Audit:
    """An audit of the street under way: what it says is followed, what it takes is looked at."""

    def __init__(self, street: Street, shops: Sequence[int], folder: Path, *words: str) -> None:
        self.out = folder / "out"
        shop_list = folder / "shops.csv"
        rows = (f"http://{name_of(shop)}:{street.http}/,NL,nl\n" for shop in shops)
        shop_list.write_text("url,country,language\n" + "".join(rows), encoding="ascii")
        fixed = [
            "--out",
            str(self.out),
            "--progress",
            "jsonl",
            "--browser",
            "never",
            "--no-report",
            "--allow-private",
            "127.0.0.0/8",
        ]
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.street_audit", "audit", str(shop_list), *fixed, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, PORT: str(street.names)},
        )
        self._process = psutil.Process(self._child.pid)
        self.looks: list[Look] = []
        self.said: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        """Look at the process whenever it tells how far it is: what it did and what it spent belong to one moment."""
        for line in self._child.stderr or ():
            if not line.startswith("{"):
                self.said.append(line.rstrip())
                continue
            with suppress(psutil.NoSuchProcess, ValueError):  # a line that Ctrl-C has cut is none
                event = json.loads(line)
                times, memory = self._process.cpu_times(), self._process.memory_info().rss
                self.looks.append(Look(event["done"], event["documents"], times.user + times.system, memory / 2**20))

    def follow(self, seconds: float) -> list[Look]:
        """Give the looks at it until the time, from its first documents on, is over or it has ended; it is stopped then."""
        until = inf
        while time.monotonic() < until and self._child.poll() is None:
            until = min(until, time.monotonic() + seconds) if self.looks else inf
            time.sleep(EVERY)
        kept = list(self.looks)
        self.stop()
        return kept

    def stop(self) -> None:
        """Have it stop, as Ctrl-C does; what it says is shown when it failed."""
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)
        self._child.wait(timeout=120)
        self._listener.join()
        if self._child.returncode not in {0, 130}:
            sys.exit(f"the audit ended with {self._child.returncode}:\n" + "\n".join(self.said[-20:]))


class Curve(NamedTuple):
    """What a run showed, of so many `shops` done in the time: CPU seconds and documents a shop, megabytes at most.

    `drift` is by how many percent a shop's CPU changed over the run, `growth` by how many megabytes memory did a thousand shops.
    """

    cpu: float
    documents: float
    drift: float
    growth: float
    memory: float
    shops: int


def curve(looks: Sequence[Look], settled: int) -> Curve:
    """What the looks tell, from where so many shops were done. Raises ValueError when there are too few."""
    kept = [look for look in looks if look.done >= settled]
    if len(kept) <= WINDOWS or kept[-1].done == kept[0].done:
        raise ValueError(f"only {looks[-1].done if looks else 0} shops were done in the time: give it more --minutes")
    first, last = kept[0], kept[-1]
    shops, documents, cpu = (float(end) - begin for begin, end in zip(first[:3], last[:3], strict=True))
    # By documents: shops that began together end together, and a part of the run in which none does would have no cost.
    bounds = [first.documents + part * documents / WINDOWS for part in range(WINDOWS + 1)]
    ends = [next(look for look in kept if look.documents >= bound) for bound in bounds]
    windows = [(one, other) for one, other in pairwise(ends) if other.documents > one.documents]
    costs = [(other.cpu - one.cpu) / (other.documents - one.documents) for one, other in windows]
    slope = statistics.linear_regression([(one.documents + other.documents) / 2 for one, other in windows], costs).slope
    growth = statistics.linear_regression([look.done for look in kept], [look.memory for look in kept]).slope
    peak = max(look.memory for look in looks)
    drift = 100 * slope * documents / (cpu / documents)
    return Curve(cpu / shops, documents / shops, drift, 1000 * growth, peak, round(shops))


def told(found: Curve, planned: Scheduling, audit: Audit, done: int) -> Iterator[str]:
    """The figures, the watched ones last."""
    yield f"{found.shops} shops: {1000 * found.cpu:.0f} ms CPU a shop, {found.documents:.1f} documents a shop"
    yield from (f"told beforehand: {line}" for line in audit.said if "shops will take" in line)
    used = sum(file.stat().st_blocks * 512 for file in audit.out.rglob("*") if file.is_file())
    yield f"disk used: {used / 1e6:.0f} MB for {done} shops, {used / done * ALL / 1e9:.1f} GB for {ALL:,}"
    yield f"list: {planned.listing:.1f} s CPU to take it in"
    yield f"scheduling: {planned.request:.0f} us CPU a request (wanted: {MOST_SCHEDULING:.0f})"
    yield f"CPU a shop: {found.drift:+.1f} % over {found.shops} shops"
    yield f"memory: {found.growth:+.1f} MB a thousand shops, {found.memory:.0f} MB at most (wanted: {MOST_MEMORY:.0f})"
    minutes = (found.cpu * ALL + planned.listing) / CORES / 60
    yield f"{ALL:,} shops on {CORES} cores: {minutes:.0f} minutes (wanted: {MOST_MINUTES:.0f})"


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.street", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--shops", type=int, default=ALL, help="rows of the list")
    parser.add_argument("--concurrency", type=int, default=AT_ONCE)
    parser.add_argument("--as-usual", action="store_true")
    parser.add_argument("--light", action="store_true", help="small pages, no dead and no slow shops: more shops in the time")
    parser.add_argument("--keep", type=Path, help="write the results to this folder, and leave them there")
    options = parser.parse_args()
    say(f"{machine()}; {versions()}")
    light = ["--light", str(PAGES)] if options.light else []
    with tempfile.TemporaryDirectory() as scratch, served(*light) as street:
        folder = options.keep or Path(scratch)
        words = ["--rate", "0", "--concurrency", str(options.concurrency), "--pages", str(PAGES)]
        audit = Audit(street, range(options.shops), folder, *words, *([] if options.as_usual else ["--thorough"]))
        looks = audit.follow(60 * options.minutes)
        try:
            found = curve(looks, min(options.concurrency, options.shops // 4))
        except ValueError as error:
            sys.exit(str(error))
        for line in told(found, scheduling(options.shops), audit, looks[-1].done):
            say(line)
    say(f"Measured {today()}.")


if __name__ == "__main__":
    main()
