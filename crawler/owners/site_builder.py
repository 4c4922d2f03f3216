"""Who built the site: a name or a bare number behind "Website:" or "Webdesign" in a footer or a legal notice.

"Website: www.shop.nl, 020-..." is the shop's own line: what stands between the word and the value names the shop. A bare
number behind the word is the builder's only in a footer or a legal notice; elsewhere it may be the web shop's own line.
"Site made by" speaks of nothing else, wherever it stands; nor do the words of a link that mails the webmaster.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.hosts import host_of, name_of
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.found import Claim, Found
from crawler.model.link import PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner, Place
from crawler.owners._surroundings import at_own_domain, cell, without_label

FILE = Path(__file__).with_suffix(".toml")
REACH = 90
JOINT = re.compile(r"\s*(?::|[-–]\s|\b(?:by|door|von|par|por|da|przez|av|af)\b)\s*", re.IGNORECASE)
LABEL = re.compile(r":|\n|\|")
ENDED = re.compile(r"[|•·:\n]|[.!?](?:\s|$)")
"""Behind it stands something else than the builder's name."""

LONGEST = 50
"""Letters of a link whose words say whom it mails."""

HEART = re.compile("[♥❤♡🖤💙💚💛💜🧡🤍💗]\ufe0f?")
LINE_START = re.compile(r"(?:^|[|•·©®\n]|\s[-–/]\s|[.,;]\s)[\s©®\d]{0,8}$")


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a value is that of whoever built the site."""
    if found.channel not in (Channel.PHONE, Channel.EMAIL) or found.place is Place.SCRIPT:
        return None
    if at_own_domain(found, scene):
        return None
    text = found.text[max(0, found.start - REACH) : found.start]
    whom = _named_before(text)
    if whom is None:
        whom = _site_made_by(text)
    if whom is None and found.place is Place.FOOTER:
        whom = _made_by(text)
    if whom is None and _words().search(label := cell(found, scene)) and _is_word(label):
        whom = ""
    if whom is None and found.channel is Channel.EMAIL and _keeper_in(found.text[found.start : found.end]):
        return Claim("behind-the-word-website", owner=Owner.THIRD_PARTY)
    if whom is None or names_the_shop(whom, scene):
        return None
    if not whom and found.place is not Place.FOOTER and scene.page.kinds != frozenset({PageKind.IMPRINT}):
        return None
    return Claim("behind-the-word-website", owner=Owner.THIRD_PARTY)


def _named_before(before: str) -> str | None:
    """What stands between the word and the value, None where there is no such word or another label follows it.

    >>> _named_before("Webdesign: Studio Noord, "), _named_before("Website: www.shop.nl Tel: "), _named_before("Op onze website ")
    ('Studio Noord', None, None)
    """
    for word in reversed(list(_words().finditer(before))):
        joint = JOINT.match(before, word.end())
        rest = before[joint.end() :] if joint else ""
        if joint and LINE_START.search(before[: word.start()]) and not LABEL.search(rest):
            return rest.strip(" ,.;(-–")
    return None


def _made_by(before: str) -> str | None:
    """What stands between words such as "made by" and the value, None where there are none or another sentence begins.

    >>> _made_by("© 2025 | Gemaakt met ❤️ door Studio Noord ("), _made_by("Gebouwd door Studio Noord. Mail ons: ")
    ('Studio Noord', None)
    """
    before = HEART.sub("♥", before)
    for word in reversed(list(_made_by_words().finditer(before))):
        rest = without_label(before[word.end() :]).strip(" :,;(-–")
        if LINE_START.search(before[: word.start()]) and not ENDED.search(rest):
            return rest
    return None


def _site_made_by(before: str) -> str | None:
    """What stands between "site made by" and the value, None where something else was made or another sentence begins.

    >>> _site_made_by("Sito web creato da Studio Norte - "), _site_made_by("Tavoli creati da Studio Norte - ")
    ('Studio Norte', None)
    >>> _site_made_by("Hjemmeside lavet af Studio Nord, tlf. ")
    'Studio Nord'
    """
    for word in reversed(list(_making().finditer(before))):
        site = next((found for found in _sites().finditer(before[: word.start()].rstrip()) if _ends(found)), None)
        rest = without_label(before[word.end() :]).strip(" :,;(-–")
        if site and LINE_START.search(before[: site.start()]) and not ENDED.search(rest):
            return rest
    return None


def _ends(found: re.Match[str]) -> bool:
    return found.end() == len(found.string)


def _is_word(label: str) -> bool:
    word = _words().search(label)
    return word is not None and len(label.strip(" :.")) == len(word.group())


@lru_cache(maxsize=1024)
def _keeper_in(shown: str) -> bool:
    """Whether the words of a link are for whoever keeps the site.

    >>> _keeper_in("contacter le webmaster"), _keeper_in("webmaster@shop.example"), _keeper_in("contact")
    (True, False, False)
    """
    return len(shown) <= LONGEST and "@" not in shown and _keepers().search(shown) is not None


def names_the_shop(whom: str, scene: Scene) -> bool:
    """Whether a text names the shop, by its name or its domain's."""
    plain = _plain(whom)
    return any(name in plain for name in (name_of(host_of(scene.shop.url)), _plain(scene.shop.name)) if name)


def _plain(text: str) -> str:
    """A text as a domain would spell it: `Ma Fournée` as mafournee."""
    return re.sub(r"[\W_]|[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text.lower()))


@cache
def _made_by_words() -> Phrases:
    return Phrases(unit_words(FILE, "made_by"))


@cache
def _sites() -> Phrases:
    return Phrases(unit_words(FILE, "sites"))


@cache
def _making() -> Phrases:
    return Phrases(unit_words(FILE, "made"))


@cache
def _keepers() -> Phrases:
    return Phrases(unit_words(FILE, "keepers"))


@cache
def _words() -> Phrases:
    return Phrases(unit_words(FILE, "labels"))
