"""How much CPU reading a page takes, and how much of the machine that took the measure had."""

import time

from crawler import reading
from crawler.document import parse
from crawler.model.capture import Capture, Via
from crawler.model.page import Page
from crawler.model.shop import Shop

SHOP = Shop(id="winkel", name="", url="https://winkel.nl/", country="NL", language="nl")
LIMIT = 0.300
"""Seconds of CPU that reading a page of at most a megabyte may take where the reference takes REFERENCE seconds."""
REFERENCE = 0.200
"""Seconds that the reference page takes on the machine for which the limit is meant."""


def read_bytes(body: bytes, url: str = SHOP.url) -> reading.Reading:
    """Read a page as a visit does."""
    capture = Capture(url=url, final_url=url, status=200, headers=(), body=body, sha256="", fetched_at="", via=Via.HAND)
    return reading.read(Page(id=0, url=url, final_url=url, status=200), parse(capture), SHOP)


def seconds(body: bytes) -> float:
    """CPU seconds of reading a page once."""
    began = time.process_time()
    read_bytes(body)
    return time.process_time() - began


def limit() -> float:
    """The limit on this machine as busy as it is now: a slower machine gets more time, a faster one no less."""
    return LIMIT * max(1.0, min(seconds(_reference(salt)) for salt in range(3)) / REFERENCE)


def _reference(salt: int) -> bytes:
    """An honest page of half a megabyte."""
    card = (
        '<li class="card c{0}"><a href="/artikel/{0}"><img src="/{0}.webp" alt="Artikel"><b>Artikel {0}</b></a><p>Maat {0}</p></li>'
    )
    cards = "".join(card.format(salt * 100_000 + number) for number in range(2_000))
    return f"<html lang=nl><body><ul>{cards}</ul><footer>Tel. 020-5550136, info@winkel.nl</footer>".encode()
