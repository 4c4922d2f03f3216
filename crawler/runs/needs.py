"""How much disk and time a run takes, told before a large one. The figures are in needs.toml, with where they come from."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.runs.settings import BrowserUse, RunSettings

KILOBYTE, MEGABYTE, GIGABYTE = 10**3, 10**6, 10**9
LARGE = 300
"""Shops from which a run is told what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What one shop or page takes; `pages_a_shop` where phone and e-mail are both found before the limit of pages.

    `rendered_share` is the share of shops that a browser looks at, each page of which takes `rendered_bytes_a_page` more.
    """

    pages_a_shop: int
    bytes_a_page: int
    store_bytes_a_page: int
    report_bytes_a_shop: int
    cpu_seconds_a_page: float
    rendered_bytes_a_page: int
    rendered_share: float

    @property
    def bytes_a_shop(self) -> int:
        """Evidence, store and report of a shop where both are found."""
        return self.disk(1, self.pages_a_shop)

    def disk(self, shops: int, pages: int, *, browser: bool = False) -> int:
        """Bytes of so many shops with so many pages each, some of them looked at with a `browser` too."""
        seen = shops * (pages * (self.bytes_a_page + self.store_bytes_a_page) + self.report_bytes_a_shop)
        return seen + int(shops * pages * self.rendered_share * self.rendered_bytes_a_page if browser else 0)

    def seconds(self, shops: int, pages: int, settings: RunSettings) -> float:
        """Time of so many shops with so many pages each: what the rate allows, or what one core a worker can read."""
        rounds = -(-shops // (settings.concurrency * settings.workers))
        polite = rounds * pages / settings.rate if settings.rate else 0.0
        cores = min(settings.workers, os.cpu_count() or 1)
        return max(polite, shops * pages * self.cpu_seconds_a_page / cores)


@cache
def needs() -> Needs:
    """Read the figures."""
    return Needs(**tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))


def forecast(shops: int, settings: RunSettings) -> Iterator[str]:
    """Tell what visiting so many shops takes; nothing for a small run that fits."""
    most = settings.budget.pages
    fewest = most if settings.budget.thorough else min(needs().pages_a_shop, most)
    browser = settings.browser is not BrowserUse.NEVER
    low, high = (needs().disk(shops, pages, browser=browser) for pages in (fewest, most))
    free = shutil.disk_usage(settings.out).free
    if shops >= LARGE:
        times = [span_of_time(needs().seconds(shops, pages, settings)) for pages in (fewest, most)]
        yield f"{shops:,} shops will take about {_span(size(low), size(high))} in {settings.out} ({size(free)} free)"
        yield f"and about {_span(*times)}; more where shops are slow."
    if free < high:
        yield (
            f"WARNING: {settings.out} has {size(free)} free, and this run may take {size(high)}. On a full disk it stops, but what "
            "it has is kept. Make room, choose another disk with --out, or read fewer pages a shop with --pages."
        )


def size(count: int) -> str:
    """Give a number of bytes with one figure or two that matter.

    >>> size(3_260_000_000), size(45_600_000), size(120)
    ('3.3 GB', '46 MB', '1 kB')
    """
    for unit, name in ((GIGABYTE, "GB"), (MEGABYTE, "MB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}" if count < 10 * unit else f"{count / unit:,.0f} {name}"
    return f"{max(1, count // KILOBYTE)} kB"


def span_of_time(seconds: float) -> str:
    """Give an estimated time, no more exact than an estimate is.

    >>> span_of_time(3200), span_of_time(10_000)
    ('53 min', '2.8 h')
    """
    return f"{seconds / 3600:.1f} h" if seconds >= 5400 else f"{max(1, round(seconds / 60))} min"


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
