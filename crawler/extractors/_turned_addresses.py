"""Addresses whose parts stand in another order than the post office's: for pages that have none in the usual one.

>>> [one.postcode for one in in_another_order("IT", "Via Roma 12, Milano (MI) 20121")]
['20121']
>>> [(one.street, one.town) for one in in_another_order("IT", "20121 Milano (MI) - Via Roma, 12")]
[('Via Roma, 12', 'Milano')]
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.extractors._written_addresses import postcode_behind_town, street_words

REACH = 80
NAME = r"[A-ZÀ-Þ][^\W\d_]*(?:[ '’-](?:[A-ZÀ-Þ]|d[aeio]s?\b|del|della|la|le|sur|en|y|e)[^\W\d_]*){0,4}"
"""A town, by its capitals."""

PROVINCE = r"(?:\s?\([^()\d\n]{2,25}\))?"
BEFORE = re.compile(rf"(?:^|[,\n;|·•]\s?|\s[-–]\s)(?P<town>{NAME}){PROVINCE}[\s,]{{1,2}}(?:[-–]\s|\()?$")
BEHIND = re.compile(rf"[ \u00a0]{{1,3}}(?P<town>{NAME}?){PROVINCE}[\s,|·•–-]{{1,4}}(?:\d{{1,4}}[a-z]?(?: bis| ter)?[,\s]{{1,2}})?$")
NUMBERED = re.compile(
    r"[^\W\d_][\w.'’/ -]{2,50}?[ ,]{1,3}(?:n[.°ºo]{1,2} ?)?(?:\d{1,4}(?!\d) ?(?:/?[a-zA-Z](?!\w))?|s/?n\b|snc\b)", re.IGNORECASE
)
WORDED = re.compile(r"[^\W\d_][\w.'’ -]{4,45}")


class Turned(NamedTuple):
    """An address found: its `street`, or the text `before` the town that ends in it; where the whole stands."""

    postcode: str
    town: str
    street: str
    before: str
    start: int
    end: int


def in_another_order(code: str, text: str) -> Iterator[Turned]:
    """Give the addresses of a text in which the postcode stands behind its town, or before town and street."""
    for found in postcode_behind_town(code).finditer(text):
        start, end = found.span()
        before = text[max(0, start - REACH) : start]
        if town := BEFORE.search(before):
            yield Turned(found.group(), town["town"], "", before[: town.start()], start - len(before), end)
        elif ahead := _street_ahead(code, text, end):
            yield Turned(found.group(), ahead[0], text[slice(*ahead[1])], "", start, ahead[1][1])


def _street_ahead(code: str, text: str, end: int) -> tuple[str, tuple[int, int]] | None:
    """The town behind a postcode, and where the street behind that begins and ends."""
    behind = text[end : end + REACH]
    word = street_words(code).search(behind)
    town = BEHIND.fullmatch(behind, 0, word.start()) if word else None
    if word is None or town is None:
        return None
    number = re.search(r"\d{1,4}[a-z]?(?: bis| ter)?[,\s]{1,2}$", behind[: word.start()])
    street = WORDED.match(behind, word.start()) if number else NUMBERED.match(behind, word.start())
    return (town["town"], (end + (number or word).start(), end + street.end())) if street else None
