"""Compare the full audit with a bare Scrapy crawl of the same shops: CPU milliseconds a page.

    python -m tests.bench                     100 shops, five interleaved rounds
    python -m tests.bench --shops 20 --rounds 1
    python -m tests.bench --profile           where the audit's time goes

CPU is user and system time of the crawler's process and its children; pages are those the server says it served. A crawl that
was served fewer pages than it was to read ends the benchmark: one that gave up would look fast. `audit/bare` is the median of the
rounds' ratios, `capture/audit` the share of keeping evidence in an audit's CPU.
"""

import argparse
import json
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.machine import machine, versions
from tests.bench.printed import say, say_where
from tests.bench.server import address

Served = dict[str, int]


def free_port() -> int:
    """Find a port that is free now."""
    with socket.socket() as probe:
        probe.bind((address(0), 0))
        port: int = probe.getsockname()[1]
        return port


PORT = free_port()


@contextmanager
def served(shops: int) -> Iterator[Served]:
    """Serve while the block runs; afterwards the dictionary holds pages and bytes."""
    told: Served = {}
    command = [sys.executable, "-m", "tests.bench.server", str(shops), str(PORT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdin is None or server.stdout is None or server.stdout.readline() != "ready\n":
            sys.exit(f"the server did not start on port {PORT}; the lines above say why")
        yield told
        server.stdin.close()
        told.update(json.loads(server.stdout.readline()))


def cpu_of(command: list[str]) -> float:
    """Run a command; give the CPU seconds of it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command[:6])} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare(shops: int, pages: int, _folder: Path) -> list[str]:
    """Give the command of the bare crawl."""
    return [sys.executable, "-m", "tests.bench.bare", str(pages), str(shops), *urls(shops)]


def audit(shops: int, pages: int, folder: Path) -> list[str]:
    """Give the command of the audit."""
    (folder / "shops.csv").write_text("url,country,language\n" + "".join(f"{url},NL,nl\n" for url in urls(shops)), encoding="ascii")
    limits = ["--pages", str(pages), "--thorough", "--rate", "0", "--concurrency", str(shops), "--allow-private", "127.1.0.0/16"]
    words = ["audit", str(folder / "shops.csv"), "--out", str(folder / "out"), "--progress", "none", "--browser", "never", *limits]
    return [sys.executable, "-m", "bereikbaar", *words]


def urls(shops: int) -> list[str]:
    """Give the home pages."""
    return [f"http://{address(shop)}:{PORT}/" for shop in range(shops)]


def milliseconds(command: Callable[[int, int, Path], list[str]], shops: int, pages: int) -> tuple[float, Served]:
    """Crawl once; give CPU milliseconds a page, and what was served. Ends the program when that were too few pages."""
    with tempfile.TemporaryDirectory() as folder:
        words = command(shops, pages, Path(folder))
        with served(shops) as told:
            seconds = cpu_of(words)
    if told["pages"] < shops * pages:
        sys.exit(
            f"{command.__name__}: was served {told['pages']} pages, {shops} shops of {pages} pages were asked for: what gives up"
            " looks fast, so there is no figure"
        )
    return 1000 * seconds / told["pages"], told


def rounds(options: argparse.Namespace) -> None:
    """Run both in turn and print the ratios."""
    ratios = []
    say(f"{machine()}; {versions()}")
    for number in range(1, options.rounds + 1):
        per_page = {}
        for name, command in (("bare", bare), ("audit", audit)):
            per_page[name], told = milliseconds(command, options.shops, options.pages)
            kilobytes = told["bytes"] / told["pages"] / 1000
            say(f"round {number}: {name:5} {per_page[name]:6.2f} ms a page, {told['pages']} pages, mean {kilobytes:.0f} kB")
        ratios.append(per_page["audit"] / per_page["bare"])
    say(f"audit/bare: {statistics.median(ratios):.2f}")
    say(captured(options.shops, options.pages))


def captured(shops: int, pages: int) -> str:
    """Audit once more with a stopwatch on what keeps evidence; give the line that tells its share."""
    with tempfile.TemporaryDirectory() as folder, served(shops):
        words = audit(shops, pages, Path(folder))
        line = [words[0], "-m", "tests.bench.capture", *words[3:]]
        return subprocess.run(line, check=True, capture_output=True, text=True).stdout.splitlines()[-1]


def profile(options: argparse.Namespace) -> None:
    """Print where one audit spends its time."""
    with tempfile.TemporaryDirectory() as folder, served(options.shops):
        words = audit(options.shops, options.pages, Path(folder))
        say_where(words[1:], Path(folder), sort=options.sort, quiet=True)


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shops", type=int, default=100)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--sort", default="tottime", help="with --profile: tottime or cumtime")
    options = parser.parse_args()
    (profile if options.profile else rounds)(options)


if __name__ == "__main__":
    main()
