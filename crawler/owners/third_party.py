"""Values of others that stand on a shop's page: carrier, dispute committee, payment firm, maker, web agency, reviewer.

Known organisations by domain and number; words beside the value (its label, its cell, the text before it in its sentence, the
heading right above). An address at the shop's own domain is the shop's, whatever stands beside it. Another domain alone
says nothing: shops use gmail and sister domains.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.organisations import OrganisationKind, organisations
from crawler.knowledge.phrases import Phrases, phrases
from crawler.model.found import Claim, Found
from crawler.model.link import PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner, Place
from crawler.owners._domains import free_mail, host_of, name_of, registrable, same_owner
from crawler.owners._surroundings import before, before_block, cell, domain_of, headings

OWN_PAGES = frozenset(
    {PageKind.HOME, PageKind.CONTACT, PageKind.IMPRINT, PageKind.SERVICE, PageKind.ABOUT, PageKind.TERMS, PageKind.WITHDRAWAL}
)
"""Pages on which a shop gives its own particulars."""

REACH = 80
UP_TO_DIGITS = re.compile(r"^.*\d{4}", re.DOTALL)
"""What stands before another value (a register number, a postcode) does not speak of this one."""

FILE = Path(__file__).with_suffix(".toml")
STORIES = frozenset({PageKind.NEWS, PageKind.PRESS})
FRAME = frozenset({Place.HEADER, Place.NAV, Place.FOOTER, Place.SIDEBAR})
"""Places that a site repeats on its pages: what stands there in a story's page is not the story's."""

OTHERS_IN_DATA = ("author", "review", "brand", "manufacturer", "creator", "itemreviewed", "performer")
"""Keys of structured data under which somebody else is described."""


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a value is somebody else's, and on what ground."""
    if found.channel is Channel.EMAIL and _is_own(found, scene):
        return None
    return _known(found, scene) or _in_data(found) or _by_words(found, scene) or _in_a_story(found, scene)


def _is_own(found: Found, scene: Scene) -> bool:
    return any(same_owner(domain_of(found.value), host_of(url)) for url in (scene.shop.url, scene.document.url))


def _known(found: Found, scene: Scene) -> Claim | None:
    known = organisations()
    if found.channel is Channel.EMAIL:
        other = known.by_domain(registrable(domain_of(found.value))) or known.by_domain(domain_of(found.value))
    else:
        other = known.by_phone(found.value)
    if other is None or name_of(host_of(scene.shop.url)) in re.sub(r"\W", "", other.name.lower()):
        return None
    owner = Owner.PLATFORM if other.kind is OrganisationKind.PLATFORM else Owner.THIRD_PARTY
    return Claim(f"known-{other.kind.value}", owner=owner)


def _in_data(found: Found) -> Claim | None:
    if found.technique != "json-ld":
        return None
    keys = found.label.lower().split("/")
    return Claim("others-in-data", owner=Owner.THIRD_PARTY) if any(key in OTHERS_IN_DATA for key in keys) else None


def _by_words(found: Found, scene: Scene) -> Claim | None:
    near = headings(found, scene)[-1:]
    own_page = bool(scene.page.kinds & OWN_PAGES)
    for reason, text in (
        ("words-before", UP_TO_DIGITS.sub("", before(found)[-REACH:])),
        ("words-in-cell", cell(found, scene)),
        ("words-in-heading", near[0] if near else ""),
        ("words-in-line-before", before_block(found, scene)),
    ):
        if text and _speaks_of_others(text, scene.languages, own_page=own_page):
            return Claim(reason, owner=Owner.THIRD_PARTY)
    return None


@lru_cache(maxsize=8192)
def _speaks_of_others(text: str, codes: tuple[str, ...], *, own_page: bool) -> bool:
    """Whether the last word that names somebody names somebody else."""
    words = [match.group().casefold() for match in phrases(codes, "third_party_labels").finditer(text)]
    if own_page:
        words = [word for word in words if " ".join(word.split()) not in _ambiguous()]
    return bool(words) and not phrases(codes, "service_labels").search(text)


def _in_a_story(found: Found, scene: Scene) -> Claim | None:
    if not scene.page.kinds & STORIES or found.place in FRAME or found.place is Place.SCRIPT:
        return None
    if found.channel is Channel.EMAIL and registrable(domain_of(found.value)) in free_mail():
        return None
    if _first_person().search(before(found)):
        return None
    return Claim("in-a-story", owner=Owner.THIRD_PARTY)


@cache
def _first_person() -> Phrases:
    return Phrases(tomllib.loads(FILE.read_text(encoding="utf-8"))["first_person"])


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(word.casefold() for word in tomllib.loads(FILE.read_text(encoding="utf-8"))["ambiguous"])
