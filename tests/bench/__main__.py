"""Compare the full audit with others that crawl the same pages: CPU milliseconds a page, in rounds, one after another.

    python -m tests.bench                     100 shops of 20 pages, five rounds
    python -m tests.bench --shops 20 --rounds 1 --only audit bare hand
    python -m tests.bench --table             the same as a table for docs/performance.md
    python -m tests.bench --capture           the share of keeping evidence in an audit's CPU
    python -m tests.bench --profile           where the audit's time goes

audit           the whole program: robots.txt, reading, sorting, judging, evidence, storage, report
compiled        the same, of a wheel whose reader is compiled, installed for the Python given with --compiled
bare            Scrapy's defaults, following response.css('a::attr(href)'), no more
hand            a loop of aiohttp with this program's reader: the limit
soup            Scrapy, BeautifulSoup and PhoneNumberMatcher on every page
crawlee         Crawlee's Cheerio crawler with its extraction of contact data
extract-emails  the package of that name

CPU is user and system time of the program and its children from its first request on; what its start takes is told apart, and so
is what a page takes in between, without start and end (`steady`: for short runs, where those weigh). Pages are those the server
says it served; who takes gzip gets it. What was served fewer pages than it was to read ends the benchmark: a crawl that gives up
looks fast. Slow programs read a part of the shops, the slowest one shop in one round. Programs of others are fetched from npm and
PyPI, and not measured where that fails. Ratios are the medians of the rounds' own.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.contenders import CONTENDERS, RATIOS, Contender, Crawl, audit, compiled
from tests.bench.machine import machine, today, versions
from tests.bench.printed import say, say_where
from tests.bench.rivals import NotThere
from tests.bench.server import address
from tests.bench.spent import Mark, Spent, spent


class Figure(NamedTuple):
    """What one contender took in one round: what it spent, and the pages and their bytes that it was served."""

    spent: Spent
    pages: int
    bytes: int

    @property
    def milliseconds(self) -> float:
        """CPU a page."""
        return 1000 * self.spent.cpu / self.pages


Took = dict[str, list[Figure]]
"""Figures by contender, one a round."""


class Serving:
    """The server while it runs: notes the CPU of whom it serves, as pages go out; afterwards `told` has what was served."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server
        self.clock: Callable[[], float] = lambda: 0.0
        self.marks: list[Mark] = []
        self.told: dict[str, int] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Have the server end and tell."""
        if self._server.stdin is not None:
            self._server.stdin.close()
        self._reader.join()

    def _read(self) -> None:
        for line in self._server.stdout or ():
            if line.startswith("{"):
                self.told = json.loads(line)
            else:
                self.marks.append(Mark(int(line), self.clock()))


@contextmanager
def served(shops: int, port: int) -> Iterator[Serving]:
    """Serve while the block runs."""
    command = [sys.executable, "-m", "tests.bench.server", str(shops), str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdout is None or server.stdout.readline() != "ready\n":
            sys.exit(f"the server did not start on port {port}; the lines above say why")
        serving = Serving(server)
        try:
            yield serving
        finally:
            serving.close()


def free_port() -> int:
    """Find a port that is free now."""
    with socket.socket() as probe:
        probe.bind((address(0), 0))
        port: int = probe.getsockname()[1]
        return port


def measured(contender: Contender, shops: int, pages: int) -> Figure:
    """Let a contender crawl once. Ends the program when it was served too few pages; raises NotThere."""
    shops = max(1, shops // contender.part)
    with tempfile.TemporaryDirectory() as folder:
        crawl = Crawl(shops, pages, free_port(), Path(folder))
        command = contender.command(crawl)
        with served(shops, crawl.port) as serving:
            took = spent(command, serving)
    told = serving.told
    if told["pages"] < (shops * pages if contender.all_pages else 1):
        sys.exit(
            f"{contender.name}: was served {told['pages']} pages, {shops} shops of {pages} pages were asked for: what gives up"
            " looks fast, so there is no figure"
        )
    return Figure(took, told["pages"], told["bytes"])


def rounds(options: argparse.Namespace) -> Took:
    """Measure all in turn, round after round, and say each figure."""
    took: Took = {}
    missing: set[str] = set()
    contenders = [contender for contender in CONTENDERS if contender.name in options.only]
    if options.compiled:
        contenders.insert(1, Contender("compiled", compiled(options.compiled)))
    for number in range(1, options.rounds + 1):
        for contender in contenders:
            name = contender.name
            if name in missing or (contender.once and number > 1):
                continue
            try:
                figure = measured(contender, options.shops, options.pages)
            except NotThere as error:
                missing.add(name)
                say(f"{name}: not measured: {error}")
                continue
            took.setdefault(name, []).append(figure)
            say(f"round {number}: {name:14} {_line(figure)}")
    return took


def _line(figure: Figure) -> str:
    size = figure.bytes / figure.pages / 1000
    return (
        f"{figure.milliseconds:7.2f} ms a page, {figure.pages} pages, mean {size:.0f} kB, {figure.spent.memory:.0f} MB at most,"
        f" start {figure.spent.start:.1f} s, steady {1000 * figure.spent.steady:.2f} ms a page"
    )


def ratios(took: Took) -> Iterator[tuple[str, float]]:
    """The ratios that are watched, of those measured: the medians of the rounds' own."""
    for above, below in RATIOS:
        if above in took and below in took:
            pairs = zip(took[above], took[below], strict=False)  # who is measured once has one figure
            yield f"{above}/{below}", statistics.median(one.milliseconds / other.milliseconds for one, other in pairs)


def table(took: Took) -> Iterator[str]:
    """The figures as Markdown: medians of the rounds."""
    yield "| program | CPU ms a page | pages a core-second | MB at most | start, CPU s | pages |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, figures in took.items():
        page = statistics.median(figure.milliseconds for figure in figures)
        memory = statistics.median(figure.spent.memory for figure in figures)
        start = statistics.median(figure.spent.start for figure in figures)
        pages = " + ".join(str(figure.pages) for figure in figures) if len(figures) == 1 else f"{len(figures)} x {figures[0].pages}"
        yield f"| {name} | {page:.1f} | {1000 / page:.1f} | {memory:.0f} | {start:.1f} | {pages} |"
    yield ""


def captured(options: argparse.Namespace) -> None:
    """Audit once with a stopwatch on what keeps evidence, and print its share."""
    with tempfile.TemporaryDirectory() as folder:
        crawl = Crawl(options.shops, options.pages, free_port(), Path(folder))
        words = audit(crawl)
        with served(crawl.shops, crawl.port):
            line = [words[0], "-m", "tests.bench.capture", *words[3:]]
            say(subprocess.run(line, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def profile(options: argparse.Namespace) -> None:
    """Print where one audit spends its time."""
    with tempfile.TemporaryDirectory() as folder:
        crawl = Crawl(options.shops, options.pages, free_port(), Path(folder))
        words = audit(crawl)
        with served(crawl.shops, crawl.port):
            say_where(words[1:], crawl.folder, sort=options.sort, quiet=True)


def compare(options: argparse.Namespace) -> None:
    """Measure, and print the figures with the ratios last."""
    about = f"{machine()}; {versions()}"
    say(about)
    took = rounds(options)
    if options.table:
        for line in table(took):
            say(line)
        say(f"Measured {today()}: {about}; {options.shops} shops of {options.pages} pages, {options.rounds} rounds.\n")
    for name, value in ratios(took):
        say(f"{name}: {value:.2f}")


def main() -> None:
    """Read the options and measure."""
    names = [contender.name for contender in CONTENDERS]
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shops", type=int, default=100)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="measure these programs and no others")
    parser.add_argument("--compiled", metavar="PYTHON", help="measure the audit of the wheel that is installed for this Python too")
    parser.add_argument("--table", action="store_true", help="print Markdown too")
    parser.add_argument("--capture", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--sort", default="tottime", help="with --profile: tottime or cumtime")
    options = parser.parse_args()
    (profile if options.profile else captured if options.capture else compare)(options)


if __name__ == "__main__":
    main()
