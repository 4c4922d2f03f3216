"""Audit shops at one request a second each, and tell how near to that they come, by the server's own clock.

    python -m tests.bench.polite                     150 shops for half a minute, one process
    python -m tests.bench.polite --shared 10         ten shops on each address share its one request a second

The pages are small, so that the core has time for its manners; who cannot read as many pages as the rate allows falls behind by the
time that reading takes, however they are scheduled. The ideal is one request a second at each shop, or at each address where shops
share one, in the time between the first `SETTLED` seconds and the end. Exit status 1 when two requests to one shop, or to one
address, came closer together than a second.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.bench.machine import machine, today, versions
from tests.bench.printed import say
from tests.bench.street import Audit, served

SHOPS, PAUSE, SETTLED = 150, 1.0, 10.0
CLOCKS = 0.001
"""Seconds by which two programs may tell one moment apart."""
ENOUGH = 0.95


class Manners(NamedTuple):
    """How a run kept its rate: part of the ideal number of requests, and the shortest pause at one shop or address, in seconds."""

    part: float
    shortest: float


def manners(times: Iterable[list[float]], began: float, ended: float) -> Manners:
    """Judge the times of requests, a list for each shop or address, over a part of the run."""
    lists = [sorted(found) for found in times]
    inside = sum(began <= moment < ended for found in lists for moment in found)
    pauses = [later - earlier for found in lists for earlier, later in pairwise(found)]
    return Manners(inside * PAUSE / (len(lists) * (ended - began)), min(pauses, default=float("inf")))


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.polite", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shops", type=int, default=SHOPS)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--shared", type=int, default=1, help="shops on one address")
    options = parser.parse_args()
    say(f"{machine()}; {versions()}")
    pages = str(int(options.seconds) + 20)
    with tempfile.TemporaryDirectory() as scratch, served("--shared", str(options.shared), "--light", pages) as street:
        words = ("--pages", pages, "--thorough", "--concurrency", str(options.shops), "--rate", str(1 / PAUSE))
        audit = Audit(street, range(options.shops), Path(scratch), *words)
        looks = audit.follow(SETTLED + options.seconds)
    took = looks[-1].cpu - looks[0].cpu
    by_host, by_address = (street.told[name].values() for name in ("by_host", "by_address"))
    began = min(found[0] for found in by_host) + SETTLED
    ended = max(found[-1] for found in by_host) - PAUSE
    shop, address = manners(by_host, began, ended), manners(by_address, began, ended)
    say(f"{len(by_host)} shops on {len(by_address)} addresses, {ended - began:.0f} s, {street.told['requests']} requests")
    say(f"CPU: {took:.0f} s in all, {1000 * took / street.told['requests']:.1f} ms a request")
    say(f"shortest pause: {shop.shortest:.3f} s at one shop, {address.shortest:.3f} s at one address")
    say(f"part of the ideal rate: {address.part:.3f} (wanted: {ENOUGH})")
    say(f"Measured {today()}.")
    if min(shop.shortest, address.shortest) < PAUSE - CLOCKS:
        sys.exit("two requests came closer together than a second")


if __name__ == "__main__":
    main()
