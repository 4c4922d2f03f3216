"""What merging costs: CPU seconds and memory of `bereikbaar merge` over two made halves of a list of many shops.

    python -m tests.bench.merging                 20,000 shops
    python -m tests.bench.merging --shops 100000

CPU is user and system time of the program, memory the most that it held at once (resident). The halves are made before, and not
counted. They have no evidence: bringing files to another folder costs what the disk takes. No report is written.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from crawler.lists.shards import Shard
from crawler.runs.folder import LOG, STORE
from crawler.runs.parts import Part
from tests.bench.machine import machine, versions
from tests.bench.printed import say
from tests.bench.report import Cost, cost, program
from tests.bench.stored import save, visited_rows

HALVES = 2


def merged(folder: Path, shops: int) -> Cost:
    """What it takes to merge two halves of so many shops, which are made in a folder."""
    parts = list(halves(folder, shops))
    return cost(program("merge", *map(str, parts), "--out", str(folder / "out"), "--no-report"))


def halves(folder: Path, shops: int) -> Iterator[Path]:
    """Two halves of a list, audited to the end."""
    rows = visited_rows(shops)
    for number in range(1, HALVES + 1):
        part = folder / f"part-{number}"
        part.mkdir(parents=True)
        (part / LOG).touch()
        half = Part.of_shard(rows, Shard(number, HALVES))
        save(part / STORE, half.rows, half.told(), half.places, archived=False)
        yield part


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.merging", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shops", type=int, default=20_000)
    shops = parser.parse_args().shops
    say(f"{machine()}; {versions()}")
    with tempfile.TemporaryDirectory() as folder:
        found = merged(Path(folder), shops)
    say(f"{shops} shops: {found.cpu:.1f} s CPU ({found.clock:.1f} s on the clock), {found.memory:.0f} MB")


if __name__ == "__main__":
    main()
