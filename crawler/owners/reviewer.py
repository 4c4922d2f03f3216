"""Numbers and addresses that customers write into their reviews: theirs or anybody's, not the shop's.

A value is a reviewer's where the nearest heading is that of reviews or comments, or where the block is marked as a review. Not
what has a label of its own ("Tel."), what follows words of the shop itself ("bel ons"), what stands in header, footer or
sidebar, and no address at the shop's own domain. https://schema.org/reviewBody
"""

from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner
from crawler.owners._surroundings import at_own_domain, before, headings, stands_in_text
from crawler.owners.third_party import speaks_in_first_person

FILE = Path(__file__).with_suffix(".toml")
LONGEST = 60
"""Letters of a heading over reviews; longer ones are sentences."""

MARKS = frozenset({"review", "reviews", "reviewbody", "schema:review", "schema:reviewbody"})


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a number or an address is part of somebody's review."""
    if found.channel not in (Channel.PHONE, Channel.EMAIL) or found.label or not stands_in_text(found):
        return None
    if not _is_marked(found, scene) and not any(map(_is_over_reviews, headings(found, scene)[-1:])):
        return None
    if at_own_domain(found, scene):
        return None
    return None if speaks_in_first_person(before(found)) else Claim("in-a-review", owner=Owner.THIRD_PARTY)


def _is_marked(found: Found, scene: Scene) -> bool:
    return any(value in MARKS for _, value in scene.marks.get(found.block, ()))


@lru_cache(maxsize=4096)
def _is_over_reviews(heading: str) -> bool:
    return len(heading) <= LONGEST and _words().search(heading) is not None


@cache
def _words() -> Phrases:
    return Phrases(unit_words(FILE, "headings"))
