"""What a report costs: CPU seconds and memory of `bereikbaar report` over a made store of many shops.

    python -m tests.bench.report                        100,000 shops
    python -m tests.bench.report --shops 2000
    python -m tests.bench.report --store FOLDER         keep the store there, and use it again
    python -m tests.bench.report --shops 2000 --profile where the time goes

CPU is user and system time of the program, memory the most that it held at once (resident). The store is made before, and
not counted. The report is in one language. Of a long list its shops are judged ahead, as an audit does when their visits end: what
that took is printed too. Then the report has no page of a shop but those asked for; --pages all makes them all.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.machine import machine, versions
from tests.bench.printed import say, say_where
from tests.bench.stored import fill, judge_ahead

MOST_CPU, MOST_MEMORY = 60.0, 300.0
"""Seconds and megabytes for 100,000 shops."""


class Cost(NamedTuple):
    """What a program took: CPU seconds, seconds on the clock, megabytes at most."""

    cpu: float
    clock: float
    memory: float


READ = """
import sys
from pathlib import Path
from crawler.store.read import Archive
with Archive(Path(sys.argv[1])) as archive:
    sum(1 for _ in archive.dossiers(links=False))
"""
"""A program that reads every shop of a store and does nothing with it: the least that a report can cost."""


def program(*words: str) -> list[str]:
    """A command of the program."""
    return [sys.executable, "-m", "bereikbaar", *words]


def report_of(folder: Path, *options: str) -> list[str]:
    """The command that writes the report of a run."""
    return program("report", str(folder), *options)


def reading_of(folder: Path) -> list[str]:
    """The command that only reads the run."""
    return [sys.executable, "-c", READ, str(folder)]


def cost(command: list[str]) -> Cost:
    """Run a command, and give what it took. Ends the program when it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


@contextmanager
def stored(shops: int, kept: Path | None) -> Iterator[Path]:
    """A store of so many shops; made anew where none is kept."""
    if kept is not None and (kept / "bereikbaar.sqlite").exists():
        yield kept
        return
    if kept is not None:
        kept.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = fill(kept or Path(folder), shops)
        seconds = judge_ahead(made)
        say(f"judged ahead, as their visits ended: {1000 * seconds / shops:.2f} ms CPU a shop, {seconds:.1f} s in all")
        yield made


def measure(folder: Path, shops: int, *options: str) -> None:
    """Print what the report of a store costs."""
    say(f"{machine()}; {versions()}")
    read, found = cost(reading_of(folder)), cost(report_of(folder, *options))
    files = [path.stat() for path in (folder / "report").rglob("*") if path.is_file()]
    megabytes = sum(file.st_size for file in files) / 1e6
    index = (folder / "report" / "index.html").stat().st_size / 1e6
    say(f"{shops} shops: {found.cpu:.1f} s CPU ({found.clock:.1f} s on the clock), {found.memory:.0f} MB")
    say(f"a shop: {1000 * found.cpu / shops:.2f} ms CPU, of which reading it {1000 * read.cpu / shops:.2f} ms")
    say(f"report/reading: {found.cpu / read.cpu:.1f}; {len(files)} files, {megabytes:.0f} MB; first page {index:.2f} MB")
    say(f"for 100,000 shops: {100_000 * found.cpu / shops:.0f} s CPU; wanted are {MOST_CPU:.0f} s and {MOST_MEMORY:.0f} MB")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.report", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shops", type=int, default=100_000)
    parser.add_argument("--store", type=Path, help="folder of the store, made if it is not there")
    parser.add_argument("--pages", default="auto", help="as of `bereikbaar report`")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with stored(options.shops, options.store) as folder:
        say_where(report_of(folder)[1:], folder) if options.profile else measure(folder, options.shops, "--pages", options.pages)


if __name__ == "__main__":
    main()
