"""How much CPU parsing and reading a page take, and how much of the machine that took the measure had."""

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from typing import NamedTuple

from bs4 import BeautifulSoup

from crawler import reading
from crawler.document import parse
from crawler.model.capture import Capture, Via
from crawler.model.document import Document
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.runs.run import SELDOM

SHOP = Shop(id="winkel", name="", url="https://winkel.nl/", country="NL", language="nl")
LIMIT = 0.300
"""Seconds of CPU that reading a page of at most a megabyte may take on a quiet machine, scaled by the reference on others."""
REFERENCE = 0.060
"""Seconds that the reference takes on a quiet machine (two cores of a server, 2026), for which the limit is meant."""
TIMES = 5
"""How often the reference does its work at once."""


class Spent(NamedTuple):
    """CPU seconds that one page took to be parsed, and to be read once it was parsed."""

    parse: float
    read: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.parse + self.read


def parsed(body: bytes, url: str = SHOP.url) -> Document:
    """Parse a page as a visit does."""
    return parse(Capture(url=url, final_url=url, status=200, headers=(), body=body, sha256="", fetched_at="", via=Via.HAND))


def read_document(document: Document) -> reading.Reading:
    """Read a parsed page as a visit does."""
    return reading.read(Page(id=0, url=document.url, final_url=document.url, status=200), document, SHOP)


def spent(body: bytes) -> Spent:
    """What a page takes once. Some parts remember pages: give another body to measure again."""
    with _collecting_seldom():
        began = time.process_time()
        document = parsed(body)
        between = time.process_time()
        read_document(document)
        return Spent(between - began, time.process_time() - between)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for cyclic garbage as an audit does: what other tests left is no garbage of this page."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def cheapest(bodies: Iterable[bytes], enough: float = 0.0) -> Spent:
    """The least that one of some like pages takes, as on a quiet machine; no more are read once one takes no more than `enough`.

    Other programs of the machine only add to a time: the least page is set against the least reference of the same while.
    """
    least, quietest = Spent(inf, inf), inf
    for body in bodies:
        quietest = min(quietest, reference())
        least = min(least, spent(body), key=lambda one: one.total)
        slower = max(1.0, quietest / REFERENCE)
        if least.total <= enough * slower:
            break
    return Spent(least.parse / slower, least.read / slower)


def reference() -> float:
    """CPU seconds of work that does not change with the program: BeautifulSoup parses a page of many small elements.

    The mean of some, which take as long as a slow page does: a short piece of work may meet a moment that no page does.
    """
    cards = "".join(
        f"<li class=card><a href=/artikel/{number}><b>Artikel {number}</b></a><p>Maat {number}" for number in range(700)
    )
    with _collecting_seldom():
        began = time.process_time()
        for _ in range(TIMES):
            BeautifulSoup(cards, "html.parser")
        return (time.process_time() - began) / TIMES
