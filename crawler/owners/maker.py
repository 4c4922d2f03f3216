"""The maker of a product, or who answers for it in the Union, on the product's page: not the shop.

Regulation (EU) 2023/988, art. 19, has online offers name the manufacturer with postal and electronic address, and for one
outside the Union the responsible person. Such a notice is a line that begins with its label, or a few short lines below it.
On the pages where a shop gives its own particulars the same words speak of the shop.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases, words_of
from crawler.knowledge.unit_words import unit_words
from crawler.model.found import Claim, Found
from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS, PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner
from crawler.owners._surroundings import at_own_domain, cell, headings, stands_in_text
from crawler.owners.third_party import speaks_in_first_person

FILE = Path(__file__).with_suffix(".toml")
OWN_PAGES = (CONTACT_LIKE | LEGAL_KINDS | {PageKind.HOME}) - {PageKind.RETURNS, PageKind.FAQ}
REACH = 6
"""Short lines of a notice below its label."""

SHORT = 80
LONGEST = 400
BEGIN = 12
"""Letters before the words of a label in its line: a number, a bullet, "EU"."""

NUMBER = re.compile(r"\W*\d?[.)]?\W*")


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a value stands in the notice of a product's maker."""
    if found.channel not in (Channel.PHONE, Channel.EMAIL) or not stands_in_text(found):
        return None
    if scene.page.kinds & OWN_PAGES or _telling_words().isdisjoint(scene.words):
        return None
    if at_own_domain(found, scene):
        return None
    if any(map(_is_notice, _lines(found, scene))) and not speaks_in_first_person(found.text[: found.end][-LONGEST:]):
        return Claim("in-a-makers-notice", owner=Owner.THIRD_PARTY)
    return None


def _lines(found: Found, scene: Scene) -> Iterator[str]:
    """The texts that may begin with the label: the line, the cell, the heading, and the short blocks right above."""
    yield found.text[: found.start][-LONGEST:].rpartition("\n")[2] or found.text[: found.start][-LONGEST:]
    yield found.text[: found.start].partition("\n")[0][:SHORT]
    yield cell(found, scene)
    yield from headings(found, scene)[-1:]
    blocks = scene.document.blocks
    for block in blocks[max(0, found.block - REACH) : found.block][::-1] if found.block < len(blocks) else ():
        if len(block.text) > SHORT or block.headings != blocks[found.block].headings:
            return
        yield block.text


@lru_cache(maxsize=8192)
def _is_notice(line: str) -> bool:
    """Whether a line begins with the label of a maker's notice.

    >>> _is_notice("Hersteller: Acme GmbH, Musterweg 1"), _is_notice("Vraag het de fabrikant of ons")
    (True, False)
    """
    label = _words().search(line)
    return label is not None and label.start() <= BEGIN and NUMBER.fullmatch(line[: label.start()]) is not None


@cache
def _words() -> Phrases:
    return Phrases(_labels())


@cache
def _telling_words() -> frozenset[str]:
    """A word of each label: a page without any of them has no notice."""
    return frozenset(max(words_of(label), key=len) for label in _labels())


@cache
def _labels() -> tuple[str, ...]:
    return unit_words(FILE, "labels")
