"""Where on the page an element stands: from its name, its role and the words of its id and classes.

The outermost container that says something decides: a navigation in the footer is footer. Themes name parts of the content with
the same words (`card-header`, `product-footer`), so a word of place counts only in neutral company, and inside `main` only in
the names that themes give the site's own header and footer.
"""

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from crawler.model.sighting import Place
from crawler.model.strict import read_facts

_NAMES = read_facts(Path(__file__).with_name("places.toml"))
_ELEMENTS, _ROLES, _WORDS, _told_by_two = (
    {name: Place(place) for place, names in _NAMES[what].items() for name in names}
    for what in ("elements", "roles", "words", "pairs")
)
_PAIRS = {tuple(pair.split()): place for pair, place in _told_by_two.items()}
_NEUTRAL, _SITE_PARTS = frozenset(_NAMES["neutral"]), frozenset(_NAMES["site_parts"])
TELLING_TAGS = frozenset(_ELEMENTS)
"""Elements whose name alone tells a place."""
TELLING_ROLES = frozenset({*_ROLES, "main"})
"""Roles that tell a place, or that an element is the page's own content."""
_WHOLE_PAGE = re.compile(r"off-?canvas.*(?:wrap|content|container|inner|pusher|page)")
"""Foundation's and UIkit's box around the whole page, beside the panel that slides in."""

_COUNTED = re.compile(r"(?<=footer)\d{1,2}(?![a-z0-9])")
"""Builders number their footers (`footer4`, `footer1_component`); a numbered header is a picture with a heading."""

_MODULE = re.compile(r"(?:__|--)(?=\w*[0-9A-Z])[\w-]{4,8}$")
"""What CSS modules put behind a name, so that it is the only one: `Footer_footer__3xYz1`."""

_CLAIMING = AhoCorasick(sorted({*_WORDS, *(first for first, *_ in _PAIRS)}))
_SPLIT = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=[A-Z])")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def may_claim(name: str) -> bool:
    """Whether an id or a class has a word of a place in it, perhaps as part of another word.

    >>> may_claim("siteFooter2"), may_claim("product-4711")
    (True, False)
    """
    return bool(_CLAIMING.find_matches_as_indexes(name.lower()))


@lru_cache(maxsize=16_384)
def place_of(tag: str, role: str, id_: str, classes: str) -> Place | None:
    """The place a container claims by itself, or None.

    >>> place_of("div", "", "footer", "").value
    'footer'
    >>> place_of("div", "", "", "card-header") is None
    True
    >>> place_of("div", "", "", "page-header-top-bar").value
    'header'
    >>> place_of("div", "", "", "off-canvas-wrap") is None
    True
    >>> place_of("div", "", "", "Footer_footer__3xYz1").value, place_of("div", "", "", "Card_footer__3xYz1")
    ('footer', None)
    >>> place_of("section", "", "", "footer4").value, place_of("section", "", "", "header4")
    ('footer', None)
    """
    found = _ROLES.get(role) or _ELEMENTS.get(tag)
    if found is not None:
        return found
    for name in (id_, *classes.split()[:12]):
        found = _by_name(name[:80]) if name else None
        if found is not None:
            return found
    return None


@lru_cache(maxsize=16_384)
def names_site_part(id_: str, classes: str) -> bool:
    """Whether an element inside `main` bears the name that themes give the site's own header or footer."""
    return any(_COUNTED.sub("", name.lower().replace("_", "-")) in _SITE_PARTS for name in (id_, *classes.split()[:12]))


@lru_cache(maxsize=16_384)
def _by_name(name: str) -> Place | None:
    if not may_claim(name):
        return None
    words = [word for word in _SPLIT.split(_COUNTED.sub("", _CAMEL.sub("-", _MODULE.sub("", name)).lower())) if word]
    if _WHOLE_PAGE.search(name.lower()):
        return None
    for pair in pairwise(words):
        found = _PAIRS.get(pair)
        if found is not None and _neutral(words, pair):
            return found
    for word in words:
        found = _WORDS.get(word)
        if found is not None and _neutral(words, (word,)):
            return found
    return None


def _neutral(words: list[str], said: tuple[str, ...]) -> bool:
    return all(word in _NEUTRAL or word in said for word in words)
