"""How much CPU parsing and reading a page take, and how much of the machine that took the measure had."""

import time
from collections.abc import Iterable
from typing import NamedTuple

from crawler import reading
from crawler.document import parse
from crawler.model.capture import Capture, Via
from crawler.model.document import Document
from crawler.model.page import Page
from crawler.model.shop import Shop

SHOP = Shop(id="winkel", name="", url="https://winkel.nl/", country="NL", language="nl")
LIMIT = 0.300
"""Seconds of CPU that reading a page of at most a megabyte may take where the reference takes REFERENCE seconds."""
REFERENCE = 0.200
"""Seconds that the reference page takes on the machine for which the limit is meant."""


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
    began = time.process_time()
    document = parsed(body)
    between = time.process_time()
    read_document(document)
    return Spent(between - began, time.process_time() - between)


def cheapest(bodies: Iterable[bytes]) -> Spent:
    """The least that one of some like pages takes: what other programs of the machine add is left out."""
    return min(map(spent, bodies), key=lambda one: one.total)


def limit() -> float:
    """The limit on this machine as busy as it is now: a slower machine gets more time, a faster one no less."""
    return LIMIT * max(1.0, cheapest(_reference(salt) for salt in range(3)).total / REFERENCE)


def _reference(salt: int) -> bytes:
    """An honest page of half a megabyte."""
    card = (
        '<li class="card c{0}"><a href="/artikel/{0}"><img src="/{0}.webp" alt="Artikel"><b>Artikel {0}</b></a><p>Maat {0}</p></li>'
    )
    cards = "".join(card.format(salt * 100_000 + number) for number in range(2_000))
    return f"<html lang=nl><body><ul>{cards}</ul><footer>Tel. 020-5550136, info@winkel.nl</footer>".encode()
