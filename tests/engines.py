"""One page read by both engines, and what only one of them found: for the test of the one against the other.

python -m tests.engines         tell of every page of the corpus and the street on which they differ
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.document import Engine, is_html, parse
from crawler.model.capture import Capture
from crawler.model.document import Document
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED
from crawler.model.shop import Shop
from crawler.model.sighting import Owner
from crawler.reading import read
from crawler.visiting.page_kinds import kinds_of_page
from crawler.visiting.places import Site, spots
from crawler.visiting.second_opinion import unlike
from street.server import Street
from street.shop import FakeShop
from tests.conftest import SHARED
from tests.walking import capture

CORPUS = SHARED / "corpus"


class Sample(NamedTuple):
    """A page to be read: its name for messages, the capture, the shop it is of."""

    name: str
    capture: Capture
    shop: Shop


class Found(NamedTuple):
    """A value as a customer would meet it; `place_class`: that of a shop with this page alone, "" for none."""

    channel: str
    value: str
    place: str
    closed: bool
    owner: str
    use: str
    place_class: str

    @property
    def traders(self) -> bool:
        """Whether it is a phone number or an e-mail address of the trader."""
        return self.channel in PLACED and self.owner == Owner.TRADER


class Compared(NamedTuple):
    """What only one engine found on a page; `spared`: a visit would not read it again."""

    name: str
    fast_alone: frozenset[Found]
    tolerant_alone: frozenset[Found]
    spared: bool

    @property
    def agree(self) -> bool:
        """Whether both engines found the same."""
        return not self.fast_alone and not self.tolerant_alone


def compared(sample: Sample) -> Compared:
    """Read a page with both engines."""
    document = parse(sample.capture)
    fast = found(sample, document)
    tolerant = found(sample, parse(sample.capture, engine=Engine.TOLERANT))
    return Compared(sample.name, fast - tolerant, tolerant - fast, not unlike(document))


def found(sample: Sample, document: Document) -> frozenset[Found]:
    """What is read on a page that an engine has parsed."""
    url, spoken = sample.capture.final_url, (document.language[:2] or sample.shop.language or "en", "en")
    kinds: frozenset[PageKind] = kinds_of_page(document, url, frozenset(), spoken)
    page = Page(
        id=0, url=url, final_url=url, status=200, kinds=kinds, title=document.title, h1=document.h1, language=document.language
    )
    sightings = read(page, document, sample.shop).sightings
    site = Site(pages={0: replace(page, clicks=1)})
    classes = {spot.number: spot.place_class.value for channel in PLACED for spot in spots(site, sightings, channel)}
    return frozenset(
        Found(item.channel, item.value, item.place, item.closed, item.owner, item.use, classes.get(number, ""))
        for number, item in enumerate(sightings)
    )


def corpus(every: int = 1) -> Iterator[Sample]:
    """Each page of the corpus, or one of `every`, in the order of its list."""
    rows = [json.loads(line) for line in (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    there = [row for row in rows if (CORPUS / row["file"]).is_file()]
    for row in there[::every]:
        shop = Shop(id=row["domain"], name="", url=row["url"], country=row["country"] or None, language=row["language"] or None)
        page = capture(row["url"], (CORPUS / row["file"]).read_bytes(), kind="")
        if is_html(page):
            yield Sample(row["file"], page, shop)


def street(pages: int) -> Iterator[Sample]:
    """The first pages of each fake shop, met by following links from home."""
    served = Street()
    for shop in served.shops.values():
        yield from _of_a_shop(served, shop, pages)


def _of_a_shop(served: Street, shop: FakeShop, pages: int) -> Iterator[Sample]:
    row = shop.row
    about = Shop(id=shop.host, name="", url=shop.url, country=row["country"] or None, language=row["language"] or None)
    asked, met = [shop.url], set[bytes]()
    for url in asked:
        answer = served.answer("GET", url, {})
        if answer.status != 200 or answer.body in met:
            continue
        met.add(answer.body)
        sample = Sample(url, capture(url, answer.body), about)
        yield sample
        if len(met) == pages:
            return
        targets = (link.target for link in parse(sample.capture).links if urlsplit(link.target).hostname == shop.host)
        asked.extend(target for target in dict.fromkeys(targets) if target not in asked)


def main() -> None:
    """Tell of every page on which the engines differ, and how many there are."""
    count: Counter[str] = Counter()
    for sample in (*corpus(), *street(pages=12)):
        page = compared(sample)
        count.update(pages=1, agree=page.agree, spared=page.spared)
        for engine, alone in (("fast", page.fast_alone), ("tolerant", page.tolerant_alone)):
            sys.stdout.writelines(f"{page.name}: {engine} alone: {' '.join(map(str, item))}\n" for item in sorted(alone))
    sys.stdout.write(f"{count['pages']} pages, {count['agree']} agree, {count['spared']} need no second parse\n")


if __name__ == "__main__":
    main()
