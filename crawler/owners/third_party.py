"""Values of others that stand on a shop's page: carrier, dispute committee, payment firm, maker, web agency, reviewer.

Known organisations by domain and number; words beside the value (its label, its cell, the text before it in its sentence, the
heading right above). An address at the shop's own domain is the shop's, whatever stands beside it. Another domain alone
says nothing: shops use gmail and sister domains.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.hosts import host_of, name_of, registrable_domain
from crawler.knowledge.organisations import OrganisationKind, organisations
from crawler.knowledge.phrases import Phrases, phrases
from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.found import Claim, Found
from crawler.model.link import LEGAL_KINDS, PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner
from crawler.model.strict import read_facts
from crawler.owners._domains import free_mail
from crawler.owners._surroundings import (
    WHOLE_VALUE,
    at_own_domain,
    before,
    before_block,
    cell,
    domain_of,
    has_words,
    headings,
    stands_in_text,
)

OWN_PAGES = frozenset(
    {PageKind.HOME, PageKind.CONTACT, PageKind.IMPRINT, PageKind.SERVICE, PageKind.ABOUT, PageKind.TERMS, PageKind.WITHDRAWAL}
)
"""Pages on which a shop gives its own particulars."""

NOTICES = LEGAL_KINDS | {PageKind.IMPRINT}
"""Pages that name the site's host."""

REACH = 140
DIGITS = re.compile(r"\d{4}")
"""Behind another value (a register number, a postcode) a word that may mean the shop itself does not speak of this one."""

OPENING = re.compile(r"\s*([^\W\d][^:\n.,\d]{2,40}?)\s*(?::|\n)")
NO_PARTICULARS = re.compile(r"[?!@]|(?<!\d)(?:0|\+\d\d)(?:[\s()/.-]{0,2}\d){8}")
"""What ends the particulars that a label opens: a question, or another value."""

OWN_NUMBER = re.compile(r"\s*([^\d\n:]{2,40})[:\s][ \t]*\+?\d[\d\s/.-]{2,24}(?:\n|\Z)")
"""A line that is a label and its own number. It says nothing of a number in the next one, and of no address either where that
number is what customers pay to ("Swish: 123 084 72 15")."""

LONGEST_OPENING = 200
LINE_BEFORE = "words-in-line-before"
AROUND = frozenset({"words-in-heading", LINE_BEFORE})
"""Where a word for service beside that for others ("PostNL of onze klantenservice") leaves it open, and so do words of the shop
itself right before the value ("Of bel ons:"), and below a line a word for service or orders too
("Vragen over je bestelling? Bel", "Reserveren:"). A list of such firms gives nobody a value either."""

SEVERAL = 2
"""Firms in one line above a value: no number serves two of them, they are what the shop offers ("Klarna og MobilePay")."""

NAMED = frozenset({OrganisationKind.HOST, OrganisationKind.DISPUTE_COMMITTEE, OrganisationKind.AUTHORITY})
"""Organisations whose name in the same sentence is enough; a carrier's name stands beside the shop's own number too."""

FILE = Path(__file__).with_suffix(".toml")
STORIES = frozenset({PageKind.NEWS, PageKind.PRESS})

OTHERS_IN_DATA = ("author", "review", "brand", "manufacturer", "creator", "itemreviewed", "performer")
"""Keys of structured data under which somebody else is described."""


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a value is somebody else's, and on what ground."""
    if at_own_domain(found, scene):
        return None
    return _known(found, scene) or _in_data(found) or _by_words(found, scene) or _in_a_story(found, scene)


def _known(found: Found, scene: Scene) -> Claim | None:
    known = organisations()
    if found.channel is Channel.EMAIL:
        other = known.by_domain(registrable_domain(domain_of(found.value))) or known.by_domain(domain_of(found.value))
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
    near, own = headings(found, scene)[-1:], _up_to_the_first(before(found))[-REACH:]
    own_page, own_words = bool(scene.page.kinds & OWN_PAGES), speaks_in_first_person(own)
    has_rooms = not scene.page.kinds & NOTICES and not _rooms().isdisjoint(scene.words)
    serving = phrases(scene.languages, "service_labels")
    asked = phrases(scene.languages, "service_labels", "order_labels")
    for reason, text in (
        ("words-before", own),
        (LINE_BEFORE, "" if has_words(own) else _opening(_open_text(found.text[: found.start], found.channel))),
        ("words-in-cell", cell(found, scene)),
        ("words-in-heading", near[0] if near else ""),
        (LINE_BEFORE, _open_text(before_block(found, scene), found.channel)),
    ):
        served = reason in AROUND and (
            own_words or serving.search(text) or (reason == LINE_BEFORE and asked.search(own)) or _lists_firms(text)
        )
        if text and not served and _speaks_of_others(text, scene.languages, own_page=own_page, has_rooms=has_rooms):
            return Claim(reason, owner=Owner.THIRD_PARTY)
    return None


@lru_cache(maxsize=4096)
def _open_text(text: str, channel: Channel) -> str:
    """A text before a value, or nothing where its first line has said all with a number of its own.

    >>> _open_text("Swish: 123 084 72 15", Channel.EMAIL), _open_text("PostNL 088 868 61 62", Channel.EMAIL)
    ('', 'PostNL 088 868 61 62')
    """
    told = OWN_NUMBER.match(text)
    closed = told and (channel is Channel.PHONE or _paid_to().search(told[1]))
    return "" if closed else text


@cache
def _paid_to() -> Phrases:
    return Phrases(read_facts(FILE)["paid_by_number"])


@lru_cache(maxsize=4096)
def _up_to_the_first(text: str) -> str:
    """What stands before a value, and before those of the same particulars that have no more than labels between them.

    >>> _up_to_the_first("Tribunal arbitral, tel. 239 821 690, e-mail: "), _up_to_the_first("DPD 0900 123 45 67 of onze winkel: ")
    ('Tribunal arbitral, tel. ', 'DPD 0900 123 45 67 of onze winkel: ')
    """
    starts = (value.start() for value in WHOLE_VALUE.finditer(text))
    return text[: next((start for start in starts if not has_words(WHOLE_VALUE.sub(" ", text[start:]))), len(text))]


@lru_cache(maxsize=4096)
def _opening(text: str) -> str:
    r"""What a text says its particulars are: the label that opens it, where name and address alone follow up to the value.

    >>> _opening("Hébergement : Nuage SAS, 3 rue Haute, 06000 Nice. Tél. "), _opening("Hébergeur\nNuage SAS\n06000 Nice\nTél. ")
    ('Hébergement', 'Hébergeur')
    >>> _opening("Klarna: achteraf betalen. Vragen? Tel. "), _opening("PostNL bezorgt. Tel. ")
    ('', '')
    """
    label = OPENING.match(text) if len(text) <= LONGEST_OPENING else None
    rest = text[label.end() :] if label else ""
    if label is None or NO_PARTICULARS.search(rest) or speaks_in_first_person(rest):
        return ""
    return label[1]


@lru_cache(maxsize=8192)
def _speaks_of_others(text: str, codes: tuple[str, ...], *, own_page: bool, has_rooms: bool) -> bool:
    """Whether a text names somebody else: by a word that says nothing else, or by one that may, near and on others' pages.

    "Hébergement" is who hosts the site, but on the pages of an inn (`has_rooms`) its beds; "place de la Poste" is a place.

    "Vragen over de vervoerder? Bel onze klantenservice" speaks of the shop; so does a word for service behind a doubtful one.
    """
    if speaks_in_first_person(text):
        return False
    served = max((match.end() for match in phrases(codes, "service_labels").finditer(text)), default=-1)
    for match in phrases(codes, "third_party_labels").finditer(text):
        word = " ".join(match.group().casefold().split())
        if (has_rooms and word in _of_rooms()) or _landmark().search(text, 0, match.start()):
            continue
        certain = word not in _ambiguous()
        if certain or (not own_page and match.end() >= served and not DIGITS.search(text, match.end())):
            return True
    name = organisations().by_name(text)
    return name is not None and name.kind in NAMED


@lru_cache(maxsize=4096)
def _lists_firms(text: str) -> bool:
    """Whether a text names several firms that deliver or take payment.

    >>> _lists_firms("PostNL | DHL | DPD"), _lists_firms("PostNL"), _lists_firms("Consuwijzer, Geschillencommissie")
    (True, False, False)
    >>> _lists_firms("Klarna og MobilePay"), _lists_firms("Kurier")
    (True, False)
    """
    named = {item.name.casefold() for item in organisations().named(text) if item.kind not in NAMED}
    return len(named | {paid.group().casefold() for paid in _paid_to().finditer(text)}) >= SEVERAL


def _in_a_story(found: Found, scene: Scene) -> Claim | None:
    if not scene.page.kinds & STORIES or scene.page.kinds & OWN_PAGES or not stands_in_text(found):
        return None
    if found.channel is Channel.EMAIL and registrable_domain(domain_of(found.value)) in free_mail():
        return None
    if speaks_in_first_person(before(found)):
        return None
    return Claim("in-a-story", owner=Owner.THIRD_PARTY)


def speaks_in_first_person(text: str) -> bool:
    """Whether a text speaks of its own firm: "bel ons", "unser Kundendienst"."""
    return _first_person().search(text) is not None


@cache
def _first_person() -> Phrases:
    return Phrases(unit_words(FILE, "first_person"))


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(word.casefold() for word in unit_words(FILE, "ambiguous"))


@cache
def _rooms() -> frozenset[str]:
    return frozenset(read_facts(FILE)["rooms"])


@cache
def _of_rooms() -> frozenset[str]:
    return frozenset(read_facts(FILE)["of_rooms"])


@cache
def _landmark() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(unit_words(FILE, 'landmarks'))}\.?(?:\s[^\W\d]{{1,3}}['’]?){{0,3}}\s\Z", re.IGNORECASE)
