"""What a page is for: a set of kinds, from the link that leads there, its path, title and first heading.

>>> sorted(kinds_of_link("Klantenservice & contact", "https://shop.nl/klantenservice", ("nl", "en")))
[<PageKind.CONTACT: 'contact'>, <PageKind.SERVICE: 'service'>]
>>> kinds_of_link("Contactlenzen", "https://shop.nl/contactlenzen", ("nl", "en"))
frozenset()
"""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from crawler.knowledge.joints import parts_of
from crawler.knowledge.spoken import words_in
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import Document
from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS, PageKind
from crawler.visiting.addresses import Parts, path_key, query_of, rules, split
from crawler.visiting.words import NO_KINDS, NO_MATCH, Match, lexicon, tokens_of

SHELVES = frozenset({PageKind.PRODUCT, PageKind.CATEGORY, PageKind.NEWS, PageKind.JOBS, PageKind.PRESS})
"""Under a folder of these kinds a word such as "contact" is part of a name."""
_FOLDERS = (CONTACT_LIKE - {PageKind.ABOUT}) | SHELVES | {PageKind.ACCOUNT, PageKind.BASKET, PageKind.BUSINESS}
_PLAIN_PAGES = CONTACT_LIKE | LEGAL_KINDS | {PageKind.DELIVERY, PageKind.PAYMENT, PageKind.BASKET, PageKind.JOBS, PageKind.PRESS}
_NAMED = frozenset({PageKind.CONTACT, PageKind.IMPRINT})
"""Kinds whose words mean little else: beside a word for something else they still promise their page."""
_PRODUCT_ONLY = frozenset({PageKind.PRODUCT})
_SEPARATOR = re.compile(r"\s+[|\-–—·•:»/]\s+|\s*[|»]\s*|:\s+")
_MOST_PARTS, _LONGEST_PART = 3, 3
_GOODS = frozenset(unit_words(Path(__file__).with_suffix(".toml"), "goods"))
_PRODUCT = re.compile(r"""["']@type["']\s*:\s*\[?\s*["'](?:http://schema\.org/|https://schema\.org/)?Product["']""")
_SHORT_QUERY_VALUE = 60
_SHORT_TEXT = 4
LONGEST_TEXT = 160
"""Letters of a link's words; what is longer tells a story."""


@lru_cache(maxsize=16384)
def kinds_of_link(text: str, url: str, codes: tuple[str, ...], own: frozenset[str] = frozenset()) -> frozenset[PageKind]:
    """The kinds of page a link promises by its words and its path, in the languages `codes`.

    `own` are words of the shop's name. The set is empty where nothing is promised; it never holds `home`.
    """
    words = lexicon(codes)
    said = words.in_text(tokens_of(text), own) if len(text) <= LONGEST_TEXT else NO_MATCH
    if said is NO_MATCH and words.path.firsts.isdisjoint(_words_of_path(url)):
        return NO_KINDS
    folders, last = _read_path(url, codes, own)
    shelf = bool(folders & SHELVES)
    kinds = _kinds_of_text(said, shelf=shelf) or _kinds_of_parts(text, said.kinds & _NAMED, codes, own, shelf=shelf)
    if not folders & CONTACT_LIKE or not last.kinds <= SHELVES:
        kinds |= _kinds_of_last(last, url)
    if not kinds or len(tokens_of(text)) > _SHORT_TEXT:
        kinds |= _kinds_of_folder(folders)
    return kinds - {PageKind.HOME}


def title_parts(document: Document) -> tuple[str, ...]:
    """The pieces of a title: the page's own words, the shop's name, its slogan."""
    return tuple(piece for piece in _SEPARATOR.split(document.title[:200]) if piece)


def kinds_of_page(  # noqa: PLR0913  # what a page is told by
    document: Document,
    url: str,
    link_kinds: frozenset[PageKind],
    codes: tuple[str, ...],
    *,
    own: frozenset[str] = frozenset(),
    slogans: frozenset[str] = frozenset(),
) -> frozenset[PageKind]:
    """The kinds of a page that was read: what its links promised, its path, its title and its first heading.

    `slogans` are pieces of the title that the home page has as well: "Free shipping" in all titles makes no delivery page.
    """
    words = lexicon(codes)
    kinds = (link_kinds | kinds_of_link("", url, codes, own)) - {PageKind.HOME}
    if not kinds & _PLAIN_PAGES and is_product(document):
        return (kinds - {PageKind.CATEGORY}) | {PageKind.PRODUCT}
    for heading in (*(piece for piece in title_parts(document) if piece not in slogans), document.h1):
        said = words.in_text(tokens_of(heading), own)
        if said.whole:
            kinds |= said.kinds & _PLAIN_PAGES
    return kinds


def is_product(document: Document) -> bool:
    """Whether the page says in its structured data or by its metadata that it is one product's page."""
    kinds = {value.lower() for name, value in document.meta if name.lower() == "og:type"}
    return bool(kinds & {"product", "og:product", "product.item"}) or any(_PRODUCT.search(text) for text in document.structured)


def _kinds_of_text(said: Match, *, shelf: bool) -> frozenset[PageKind]:
    """A text counts when it is understood as a whole, or is long enough and not on a product's shelf.

    "Learn more" is found on product pages but leads anywhere: a product's page is told by its path or by what it holds.
    """
    return said.kinds - {PageKind.PRODUCT} if said.whole or (said.long and not shelf) else NO_KINDS


def _kinds_of_parts(
    text: str, told: frozenset[PageKind], codes: tuple[str, ...], own: frozenset[str], *, shelf: bool
) -> frozenset[PageKind]:
    """What one part of a short list promises: "Contact & booking". A part that ends in a hyphen is half a word."""
    if not told or shelf:
        return NO_KINDS
    parts = parts_of(text, shortest=2)
    if not 1 < len(parts) <= _MOST_PARTS or any(part[-1:] == "-" or len(tokens_of(part)) > _LONGEST_PART for part in parts):
        return NO_KINDS
    found = (lexicon(codes).in_text(tokens_of(part), own) for part in parts if part.casefold() not in _GOODS)
    return told & frozenset(kind for match in found if match.whole for kind in match.kinds)


def _kinds_of_last(last: Match, url: str) -> frozenset[PageKind]:
    """The last segment counts when it is understood as a whole: `/products` is their list, `/product-12` one of them."""
    if PageKind.PRODUCT in last.kinds and (not last.whole or url[-1:].isdigit()):
        return _PRODUCT_ONLY
    if not last.whole:
        return NO_KINDS
    return frozenset(PageKind.CATEGORY if kind is PageKind.PRODUCT else kind for kind in last.kinds)


def _kinds_of_folder(folders: frozenset[PageKind]) -> frozenset[PageKind]:
    shelf = folders & SHELVES
    return shelf or folders & _FOLDERS


def _read_path(url: str, codes: tuple[str, ...], own: frozenset[str]) -> tuple[frozenset[PageKind], Match]:
    """What the folders of a path promise together, and what its last segment promises."""
    parts = split(url)
    segments = _segments(parts) if parts else []
    if not segments:
        return NO_KINDS, NO_MATCH
    *folders, last = segments
    said = lexicon(codes).in_path(_without_number(tokens_of(last)), own)
    if not folders:
        return NO_KINDS, said
    if not said.kinds:
        both = lexicon(codes).in_path(tokens_of(f"{folders[-1]} {last}"), own)
        said = both if both.whole else said
    return _promised(tuple(folders[-3:]), codes, own), said


@lru_cache(maxsize=4096)
def _promised(folders: tuple[str, ...], codes: tuple[str, ...], own: frozenset[str]) -> frozenset[PageKind]:
    words = lexicon(codes)
    found = (words.in_path(tokens_of(piece), own) for piece in folders)
    return frozenset(kind for match in found if match.whole for kind in match.kinds)


def _without_number(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers of content systems are no words: `/a-1234-contact.html`."""
    return tuple(token for token in tokens if not token.isdigit()) or tokens


def _words_of_path(url: str) -> tuple[str, ...]:
    """All words that a path's segments hold."""
    parts = split(url)
    if parts is None:
        return ()
    return words_in(path_key(parts.path) if not parts.query else " ".join(_segments(parts)))


def _segments(parts: Parts) -> list[str]:
    segments = [piece for piece in path_key(parts.path).split("/") if piece]
    if not parts.query:
        return segments
    values = [
        value for name, value in query_of(parts) if name.lower() not in rules().forward_names and len(value) <= _SHORT_QUERY_VALUE
    ]
    routed = [piece for value in values if not value.isdigit() for piece in unquote(value).split("/") if piece]
    return segments + routed
