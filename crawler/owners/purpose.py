"""What a value is for: privacy, jobs, press, business, branch, order, service; and no-reply mailboxes.

A use that makes no customer contact (privacy, jobs, press, business) needs strong words: the mailbox's name, the label, words
before the value in its sentence, a short heading, a cell or line before that is a label. Words nearer to the value win.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.countries import without_postcode_letters
from crawler.knowledge.denials import denials
from crawler.knowledge.joints import joints
from crawler.knowledge.languages import language_codes
from crawler.knowledge.phrases import Phrases, page_phrases, phrases
from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.found import Claim, Found
from crawler.model.link import CONTACT_LIKE, REACHES, PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import AROUND_TEXT, Channel, Place, Use
from crawler.model.strict import read_facts
from crawler.owners._surroundings import VALUE, after, before, before_block, cell, has_words, headings

FILE = Path(__file__).with_name("purposes.toml")
PARTS = re.compile(r"[._+-]")
LETTERS = re.compile(
    r"""
    (?<!\w)(?: (?-i:Hr(?!\w))                            # Herr
      | hr(?=\s?[ab]\b|[\s.-]{0,2}(?:nr|nummer|\d)) )    # a German register: HR B 4711
  | (?<=\d)\s?pers\b                                    # so many persons: zaal voor 80 pers.
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Letters that look like a word for a use and are none."""

ONLY_BUSINESS = "only-for-business"
"""The reason where words say that consumers are not meant: such a value stays one for business, also as the shop's only one."""

NEAR = 60
"""Characters of a sentence before the value, and of a heading or cell, in which a word speaks for the value."""

ENDED = re.compile(r"(?:[\w.+-]*@[\w.-]+|\d(?:[\s()/.-]{0,2}\d){5,})(?:\s?\([^()\d]{3,40}\))?")
"""The end of a value, with the words in brackets that belong to it: `trade@shop.co.uk (trade only)`."""

BEHIND = re.compile(r"\s?\(([^()\d]{2,40})\)")
LABEL_END = re.compile(r":[^\d@:]{0,12}$")
"""A label's colon, and maybe what kind of value follows."""

LABELS = (
    (Use.JOBS, "jobs_labels"),
    (Use.PRESS, "press_labels"),
    (Use.BUSINESS, "business_labels"),
    (Use.ORDER, "order_labels"),
    (Use.BRANCH, "branch_labels"),
    (Use.SERVICE, "service_labels"),
)


Mark = tuple[int, Use, re.Match[str]]

PAGES = ((PageKind.JOBS, Use.JOBS), (PageKind.PRESS, Use.PRESS), (PageKind.BUSINESS, Use.BUSINESS))


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say what a phone number or an address is for."""
    if found.channel is Channel.EMAIL and (claim := by_mailbox(found.value)):
        return claim
    if found.channel not in (Channel.EMAIL, Channel.PHONE):
        return None
    claims = (_last_word(text, scene.languages, reason) for reason, text in _texts(found, scene))
    return next((claim for claim in claims if claim), None) or _in_a_banner(found, scene) or _by_page(found, scene)


def _in_a_banner(found: Found, scene: Scene) -> Claim | None:
    """Whom a banner tells to write to about cookies: its block, or the one before, speaks of them."""
    if found.place is not Place.POPUP:
        return None
    near = scene.document.blocks[max(0, found.block - 1) : found.block + 1]
    said = page_phrases(scene.languages, PageKind.COOKIES).search(
        " ".join(block.text for block in near if block.place is Place.POPUP)
    )
    return Claim("in-a-banner-about-cookies", use=Use.PRIVACY) if said else None


def _by_page(found: Found, scene: Scene) -> Claim | None:
    """What a page is for that is for nothing a customer looks for: its text's values are for that."""
    if found.place in AROUND_TEXT or scene.page.kinds & CONTACT_LIKE:
        return None
    return next((Claim("kind-of-page", use=use) for kind, use in PAGES if kind in scene.page.kinds), None)


def by_mailbox(value: str) -> Claim | None:
    """What the mailbox's name says.

    >>> by_mailbox("no-reply@shop.nl").use.value, by_mailbox("privacy.eu@shop.nl").use.value, by_mailbox("info@shop.nl")
    ('no-reply', 'privacy', None)
    """
    local = value.rpartition("@")[0]
    whole = PARTS.sub("", local)
    if any(word in whole for word in _unanswered()):
        return Claim("no-reply-mailbox", use=Use.NO_REPLY)
    named = next((use for part in (local, *PARTS.split(local)) if (use := _mailboxes().get(part))), None)
    return Claim("name-of-mailbox", use=named) if named else None


def _texts(found: Found, scene: Scene) -> Iterator[tuple[str, str]]:
    """The texts that may tell, nearest first. A cell or a line before is a label only of what is written out."""
    text = before(found)
    yield "words-before", "" if _is_menu(text, found, scene) else _own(text)[-NEAR:]
    yield "words-behind", _alone_in_brackets(after(found))
    yield "label", found.label
    if found.written_out:
        for reason, text in (("words-in-cell", cell(found, scene)), ("words-in-line-before", before_block(found, scene))):
            if len(text) <= NEAR and (reason == "words-in-cell" or text.rstrip().endswith(":")):
                yield reason, text
    yield from (("words-in-heading", text) for text in headings(found, scene)[-1:] if len(text) <= NEAR)


def _is_menu(text: str, found: Found, scene: Scene) -> bool:
    """Whether two links or more, and nothing else, stand before a value: `[Jobs] [Press] 020-...` says nothing of the number."""
    if not has_words(text):
        return False
    beside = (link for link in scene.links_in(found.block) if not link.target.startswith(REACHES))
    links = {link.text for link in beside if link.text and link.text in text}
    if len(links) < 2:
        return False
    for link in sorted(links, key=len, reverse=True):
        text = text.replace(link, " ")
    return re.search(r"\w", text) is None


@lru_cache(maxsize=4096)
def _own(text: str) -> str:
    """A text before a value with a bare `@` for each earlier one, or without what is theirs where a label of its own follows.

    >>> _own("Trade customers: 01902 496 100, retail customers: "), _own("Press: 020 7946 0018, e-mail: ")
    (', retail customers: ', 'Press: @, e-mail: ')
    """
    values = list(ENDED.finditer(text))
    if not values:
        return text
    rest = text[values[-1].end() :]
    return rest if LABEL_END.search(rest) and has_words(_joints().sub(" ", rest)) else ENDED.sub("@", text)


@lru_cache(maxsize=4096)
def _alone_in_brackets(text: str) -> str:
    """What stands in brackets right behind a value, where that is one label and nothing else, or leaves consumers out.

    >>> _alone_in_brackets(" (pers)"), _alone_in_brackets(" (ook voor de pers)")
    ('pers', '')
    """
    found = BEHIND.match(text)
    if not found:
        return ""
    word = phrases(language_codes(), *(field for _, field in LABELS)).search(found[1])
    whole = word is not None and word.group() == found[1].strip()
    return found[1] if whole or _only_business().search(found[1]) else ""


@lru_cache(maxsize=8192)
def _last_word(text: str, codes: tuple[str, ...], reason: str) -> Claim | None:
    """The use whose word ends last in the text: nearest to the value.

    A word for press or jobs is outweighed by none for a branch ("Presse: Agence Muse"); one for service or enquiries that is
    joined with one for orders ("Beratung & Bestellung", "Info, ordini e prenotazioni") by no such word.

    >>> [_last_word(text, ("de",), "label").use.value for text in ("Beratung & Bestellung: ", "Service. Verkauf: ")]
    ['service', 'order']
    >>> [_last_word(text, ("it",), "label").use.value for text in ("Info, ordini e prenotazioni", "Contatti - Ordini", "Ordini")]
    ['service', 'service', 'order']
    >>> _last_word("HR", ("en", "fr"), "label").use.value, _last_word("HR", ("fr", "en"), "label")
    ('jobs', None)
    """
    if not text:
        return None
    text = _denied().sub(" ", _no_purposes().sub(" ", LETTERS.sub(" ", without_postcode_letters(text))))
    text = _other_meanings(codes[0]).sub(" ", text) if codes else text
    if _officer().search(text):
        return Claim(reason, use=Use.PRIVACY)
    marks = [(match.end(), use, match) for use, field in LABELS for match in phrases(codes, field).finditer(text)]
    last, best = _nearest(text, marks)
    if best is Use.BUSINESS and any(match.end() >= last for match in _only_business().finditer(text)):
        return Claim(ONLY_BUSINESS, use=best)
    if best in (Use.BUSINESS, Use.ORDER) and _is_for_consumers(text, last):
        best = Use.SERVICE
    return Claim(reason, use=best) if best else None


def _is_for_consumers(text: str, last: int) -> bool:
    """Whether a word for consumers is nearer than the one that ends at `last`, or one value is for both ("private og erhverv")."""
    ends = [match.end() for match in _consumers().finditer(text)]
    return any(end > last or not VALUE.search(text, end, last) for end in ends) and not _only_business().search(text)


@cache
def _consumers() -> Phrases:
    return Phrases(unit_words(FILE, "consumers"))


def _nearest(text: str, marks: list[Mark]) -> tuple[int, Use | None]:
    last, best, nearest = max(marks, key=lambda mark: mark[0], default=(-1, None, None))
    if best is Use.BRANCH and (others := [mark for mark in marks if mark[1] in (Use.PRESS, Use.JOBS)]):
        return others[-1][:2]
    if best is Use.ORDER and nearest is not None and _is_joined_with_service(text, marks, nearest.start()):
        return last, Use.SERVICE
    return last, best


def _is_joined_with_service(text: str, marks: list[Mark], start: int) -> bool:
    """Whether a word for service or enquiries is joined with the word for orders at `start`, or with one that is joined with it."""
    asked = [*((match, True) for match in _enquiries().finditer(text)), *((match, use is Use.SERVICE) for _, use, match in marks)]
    while joined := [(match, serves) for match, serves in asked if _joint().fullmatch(text, match.end(), start)]:
        if any(serves for _, serves in joined):
            return True
        start = min(match.start() for match, _ in joined)
    return False


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{any_of(joints(either=True))}|[&+/,]|(?<=\s)[|·•–-](?=\s))\s*", re.IGNORECASE)


@cache
def _enquiries() -> Phrases:
    return Phrases(unit_words(FILE, "enquiries"))


@cache
def _joints() -> Phrases:
    return Phrases(joints(either=True))


@cache
def _only_business() -> Phrases:
    return Phrases(unit_words(FILE, "only_business"))


@cache
def _denied() -> re.Pattern[str]:
    """A word that a text denies: `keine Bestellannahme`."""
    return re.compile(rf"(?<!\w){any_of(denials())}\s+\w+", re.IGNORECASE)


@cache
def _other_meanings(code: str) -> Phrases:
    """Words of other languages that mean something else in this one."""
    return Phrases(read_facts(FILE)["other_meanings"].get(code, ()))


@cache
def _no_purposes() -> Phrases:
    return Phrases(unit_words(FILE, "no_purposes"))


@cache
def _unanswered() -> tuple[str, ...]:
    return unit_words(FILE, "unanswered")


@cache
def _officer() -> Phrases:
    return phrases(language_codes(), "officer_labels")


@cache
def _mailboxes() -> dict[str, Use]:
    return {name: Use(use) for use in read_facts(FILE)["mailboxes"] for name in unit_words(FILE, "mailboxes", use)}
