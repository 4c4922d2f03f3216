"""Addresses whose postcode stands behind its town, for pages that have none in the post office's order.

>>> [(one.postcode, one.town, one.before) for one in in_another_order("IT", "Via Roma 12, Milano (MI) 20121")]
[('20121', 'Milano', 'Via Roma 12')]
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.extractors._written_addresses import postcode_behind_town
from crawler.knowledge.joints import within_names
from crawler.knowledge.unit_words import any_of

REACH = 80
CAPITAL = r"[A-ZÀ-Þ][^\W\d_]*"
NAME = rf"{CAPITAL}(?:(?:[ '’-]{any_of(within_names())}){{0,3}}[ '’-]{CAPITAL}){{0,4}}"
"""A town, by its capitals."""

TOWN = re.compile(
    rf"(?:^|[,\n;|·•]\s?|\s[-–]\s)(?P<town>{NAME})(?:\s?\([^()\d\n]{{2,25}}\))?[\s,]{{1,2}}(?:[-–]\s|\()?$"  # Milano (MI)
)


class Turned(NamedTuple):
    """An address found: `before` the town is the text that ends in the street; `start` and `end` of the whole."""

    postcode: str
    town: str
    before: str
    start: int
    end: int


def in_another_order(code: str, text: str) -> Iterator[Turned]:
    """Give the addresses of a text in which the postcode stands behind its town."""
    for found in postcode_behind_town(code).finditer(text):
        start, end = found.span()
        before = text[max(0, start - REACH) : start]
        if town := TOWN.search(before):
            yield Turned(found.group(), town["town"], before[: town.start()], start - len(before), end)
