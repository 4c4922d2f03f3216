"""Profiles on social networks. A link that shares the page, signs in or shows one post is none.

Nor is the profile of a shop program's maker, which its themes bring along, nor the network's own front page.

>>> profile("https://www.facebook.com/onzewinkel/?ref=x"), profile("https://www.facebook.com/sharer/sharer.php?u=x")
('https://facebook.com/onzewinkel', '')
>>> profile("https://facebook.com/profile.php?id=100012345"), profile("https://www.instagram.com/shopify/")
('https://facebook.com/profile.php?id=100012345', '')
>>> profile("https://linkedin.com/company"), profile("https://linkedin.com/company/onze-winkel")
('', 'https://linkedin.com/company/onze-winkel')
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place
from crawler.model.strict import read_facts

FILE = Path(__file__).with_name("social_networks.toml")
LOCALE = re.compile(r"[a-z]{2}[-_][A-Z]{2}")
NUMBERED = "profile.php"
"""Facebook's page of a profile without a name."""


def find(scene: Scene) -> Iterator[Found]:
    """Give each profile that is linked to."""
    for link in scene.document.links:
        if link.target.startswith("http") and (address := profile(link.target)) and link.rel != "author":
            place = link.place if link.visible or link.closed else Place.HIDDEN
            yield Found(
                Channel.SOCIAL, address, link.text or link.target, place, link.block, "social", link.text, closed=link.closed
            )


@lru_cache(maxsize=8192)
def profile(target: str) -> str:
    """The profile a link leads to, written in one way, or an empty string."""
    if not _naming().search(target):
        return ""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    known = next((name for name in _hosts() if host == name or host.endswith("." + name)), "")
    segments = [segment for segment in parts.path.split("/") if segment and not LOCALE.fullmatch(segment)]
    if not known or not segments or segments[0].lower() in _words("not_profiles"):
        return ""
    if segments[0].lower() == NUMBERED:
        number = next((value for value in parse_qs(parts.query).get("id", ()) if value.isdigit()), "")
        return f"https://{known}/{NUMBERED}?id={number}" if number else ""
    named = segments[1:] if segments[0].lower() in _words("folders") else segments
    if not named or named[0].lower().lstrip("@") in _words("leftovers"):
        return ""
    return f"https://{known}/{'/'.join(segments[:2])}"


@cache
def _hosts() -> Mapping[str, str]:
    hosts: dict[str, str] = read_facts(FILE)["hosts"]
    return hosts


@cache
def _words(field: str) -> frozenset[str]:
    return frozenset(word.lower() for word in read_facts(FILE)[field])


@cache
def _naming() -> re.Pattern[str]:
    """A network's host anywhere in an address: most links of a page have none."""
    return re.compile("|".join(map(re.escape, _hosts())), re.IGNORECASE)
