"""The shops of a run dealt out to processes: lots of like size, shops of one registrable domain in one of them."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from urllib.parse import urlsplit

from crawler.knowledge.hosts import registrable_domain
from crawler.spiders.plan import Errand

MOST = 5_000
"""Shops of a lot: a process ends with its lot, so that no process grows with the list."""


def lots(errands: Sequence[Errand], workers: int, most: int = MOST) -> list[list[Errand]]:
    """Deal errands out, in their order, into as many lots as there are workers, or more where these would be too large."""
    count = max(workers, -(-len(errands) // most))
    dealt: list[list[Errand]] = [[] for _ in range(count)]
    smallest = [(0, number) for number in range(count)]
    heapify(smallest)
    for together in _by_domain(errands):
        size, number = heappop(smallest)
        dealt[number] += together
        heappush(smallest, (size + len(together), number))
    return [lot for lot in dealt if lot]


def _by_domain(errands: Sequence[Errand]) -> list[list[Errand]]:
    found: dict[str, list[Errand]] = {}
    for errand in errands:
        found.setdefault(registrable_domain(urlsplit(errand.shop.url).hostname or ""), []).append(errand)
    return list(found.values())
