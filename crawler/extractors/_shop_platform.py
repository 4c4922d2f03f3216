"""Which shop software a shop runs on, told by the marks of all its pages: one fact of each platform that stands.

A platform whose marks stand on fewer than half as many pages as another's is left out: one picture from a stranger's host is no
platform. More than one that stays are several.
"""

from collections import defaultdict
from collections.abc import Iterable

from crawler.model.fact import Fact, FactKind

ENOUGH = 0.5


def settled_platforms(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """All facts in their order, and of those that tell a platform only the first of each that stands."""
    listed = tuple(facts)
    pages: dict[str, set[int]] = defaultdict(set)
    for fact in listed:
        if fact.kind is FactKind.PLATFORM:
            pages[fact.value].add(fact.page_id)
    least = ENOUGH * max(map(len, pages.values()), default=0)
    wanted = {value for value, met in pages.items() if len(met) >= least}
    return tuple(fact for fact in listed if fact.kind is not FactKind.PLATFORM or _first(fact, wanted))


def _first(fact: Fact, wanted: set[str]) -> bool:
    """Whether it is the first of its platform: the platform is not wanted again."""
    if fact.value not in wanted:
        return False
    wanted.remove(fact.value)
    return True
