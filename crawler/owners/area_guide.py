"""Numbers and addresses of others in a guide to the area: where to eat, what to see, whom to call for a taxi.

Guest houses and holiday lets tell their guests about restaurants, riding stables and taxis nearby, with their numbers. A value is
such a neighbour's where a heading above it, or the link that led to the page, announces the area, and no heading for the shop's own
contact data stands nearer. Not what follows words of the shop itself ("call us"), what stands in header, footer or sidebar, and no
address at the shop's own domain. A heading for shops nearby ("Winkels in de buurt") announces the shop's own branches.
"""

from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases, phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.found import Claim, Found
from crawler.model.link import MADE_FOR_CONTACT
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner
from crawler.owners._surroundings import at_own_domain, before, headings, stands_in_text
from crawler.owners.third_party import speaks_in_first_person

FILE = Path(__file__).with_suffix(".toml")
LONGEST = 60
"""Letters of a heading over such a guide; longer ones are sentences."""


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a number or an address is that of somebody in the neighbourhood."""
    if found.channel not in (Channel.PHONE, Channel.EMAIL) or not stands_in_text(found):
        return None
    if not _is_in_a_guide(found, scene):
        return None
    if at_own_domain(found, scene):
        return None
    return None if speaks_in_first_person(before(found)) else Claim("in-an-area-guide", owner=Owner.THIRD_PARTY)


def _is_in_a_guide(found: Found, scene: Scene) -> bool:
    above = headings(found, scene)
    last = max((number for number, heading in enumerate(above) if _announces(heading)), default=-1)
    if last < 0 and (scene.page.kinds & MADE_FOR_CONTACT or not _announces(scene.page.reached_by)):
        return False
    return not any(map(phrases(scene.languages, "service_labels").search, above[last + 1 :]))


@lru_cache(maxsize=4096)
def _announces(text: str) -> bool:
    return len(text) <= LONGEST and _words().search(text) is not None


@cache
def _words() -> Phrases:
    return Phrases(unit_words(FILE, "headings"))
