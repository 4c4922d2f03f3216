"""What it costs to find the next shop of a long list, and to wait for its turn: CPU a request, without fetching anything.

    python -m tests.bench.scheduling
    python -m tests.bench.scheduling --shops 1000

The list is read and stored, then shops are admitted by the run's own desk and spider, 250 at once, and each takes the turns of ten
requests at its name and its address from the run's own limiter, at a rate at which turns must be waited for.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from scrapy import Request
from scrapy.http import Response

from crawler.lists import read_list
from crawler.plumbing.guard import SERVER
from crawler.plumbing.limiter import Politeness
from crawler.runs.choose import Done, errands
from crawler.runs.desk import RunDesk
from crawler.runs.progress import Silence
from crawler.runs.run import collect_seldom
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand, Plan
from crawler.spiders.shops import ShopsSpider
from crawler.store.write import Store
from tests.bench.printed import say
from tests.bench.street_server import name_of

SHOPS, ADMITTED, REQUESTS = 100_000, 3_000, 10
PAUSE = 0.01
"""Seconds between two turns of a shop."""


class Scheduling(NamedTuple):
    """CPU: seconds for reading, storing and ordering the list, microseconds a request for admission and turns."""

    listing: float
    request: float


class Waiting(ShopsSpider):
    """Visits that take their turns and fetch nothing."""

    politeness = Politeness(PAUSE)

    async def _visit(self, errand: Errand) -> None:
        request = Request(errand.shop.url, meta={SERVER: f"127.0.{errand.shop.id[7:9]}.{errand.shop.id[9:11]}"})
        response = Response(request.url)
        for _ in range(REQUESTS):
            await self.politeness.process_request(request)
            self.politeness.process_response(request, response)


class Few(RunDesk):
    """A desk that closes after so many shops of its list, which it has brought into order before it opens."""

    def __init__(self, store: Store, to_visit: Sequence[Errand]) -> None:
        super().__init__(store, to_visit, Tally(total=len(to_visit)), Silence())
        handed = super().errands()
        self._few = islice(chain([next(handed)], handed), ADMITTED)

    def errands(self) -> Iterator[Errand]:
        """Give the first ones."""
        return self._few


def scheduling(shops: int) -> Scheduling:
    """Measure with a list of so many shops."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = (f"https://{name_of(shop)}/,NL,nl\n" for shop in range(shops))
        (folder / "shops.csv").write_text("url,country,language\n" + "".join(rows), encoding="ascii")
        began = time.process_time()
        found = read_list(folder / "shops.csv").rows
        with Store.open(folder / "bereikbaar.sqlite") as store:
            store.start_run(folder / "shops.csv", found, {})
            to_visit = errands(found, Done(last=store.last_visits(), outcomes=store.outcomes(), recorded=store.recorded()), "")
            collect_seldom()  # as an audit does here
            spider = Waiting(plan=Plan(evidence=folder, user_agent="bench"), desk=Few(store, to_visit))
            listed = time.process_time()
            asyncio.run(spider._visit_all())
            ended = time.process_time()
    requests = min(shops, ADMITTED) * REQUESTS
    return Scheduling(listed - began, 1e6 * (ended - listed) / requests)


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.scheduling", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--shops", type=int, default=SHOPS)
    options = parser.parse_args()
    found = scheduling(options.shops)
    say(f"{options.shops} shops: list read and stored in {found.listing:.1f} s CPU, {found.request:.0f} us CPU a request")


if __name__ == "__main__":
    main()
