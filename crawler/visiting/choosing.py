"""Which version of a shop is meant by the row: the link of a language or country chooser to follow.

Home is the first page after the row's country and language are chosen; the choice itself is no click.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.knowledge.hosts import registrable_domain
from crawler.model.document import Document
from crawler.model.link import Link
from crawler.model.shop import Shop
from crawler.model.strict import read_facts
from crawler.visiting.addresses import clean, key, path_key, query_of, split, why_never
from crawler.visiting.page_language import declared
from crawler.visiting.scope import same_site
from crawler.visiting.words import tokens_of

_NAMES = Path(__file__).with_name("choosing.toml")
_CHOOSER_TEXT = 600
_LOCALE = re.compile(r"(?P<one>[a-z]{2})(?:[-_](?P<two>[a-z]{2}))?")
_LONGEST_CODE = 5
_START_FILE = re.compile(
    r"""
    (?: (?:index|home|default|main|start) [-_]? )?
    (?P<version> [a-z]{2,} (?:[-_][a-z]{2})? )
    \. (?: html? | php\d? | aspx? | jsp )
    """,
    re.VERBOSE,
)
"""A file that is the home page of a version: `index_it.html`, `home-en.php`, `pt.htm`."""


class Locale(NamedTuple):
    """A language (ISO 639-1) and a country (ISO 3166-1), either "" where not told."""

    language: str = ""
    country: str = ""


def choice(document: Document, shop: Shop) -> str:
    """The address of the version for the row's country and language, "" where the page is it or offers no other."""
    short = len(document.text()) < _CHOOSER_TEXT
    if not (shop.language or shop.country) or not (short or _in_another_language(document, shop)):
        return ""
    offers = [(locale, link) for link in document.links if (locale := _offer(link, document)) != Locale()]
    chooser = short and len({locale for locale, _ in offers}) > 1
    if not chooser and not _in_another_language(document, shop):
        return ""
    fits = [(_fit(locale, shop), link) for locale, link in offers]
    best, link = max(fits, key=lambda item: item[0], default=(0, None))
    if link is None or best < (1 if chooser else 2) or key(link.target) == key(document.url):
        return ""
    return clean(link.target)


def language_named(text: str) -> str:
    """The language that a link's words name, "" where they name none: it leads to the same page in that language.

    >>> language_named("English"), language_named("Nederlands"), language_named("Contact")
    ('en', 'nl', '')
    """
    return _of_text(text).language


def elsewhere(url: str, shop: Shop) -> bool:
    """Whether the path of an address names another country than the row's: /en-us/ for a Dutch row."""
    country = _of_path(url).country
    return bool(country and shop.country and country != shop.country)


def _in_another_language(document: Document, shop: Shop) -> bool:
    language = declared(document)
    return bool(language and shop.language and language != shop.language)


def _fit(locale: Locale, shop: Shop) -> int:
    """How well an offer suits the row: 3 both, 2 the language, 1 the country alone, 0 contradicts."""
    if (locale.language and shop.language and locale.language != shop.language) or (
        locale.country and shop.country and locale.country != shop.country
    ):
        return 0
    return 2 * bool(locale.language and shop.language) + bool(locale.country and shop.country)


def _offer(link: Link, document: Document) -> Locale:
    if not same_site(link.target, document.url) or why_never(link.target) in {"acts", "type", "machine"}:
        return Locale()
    by_path, by_text = _of_path(link.target), _of_text(link.text)
    return Locale(by_path.language or by_text.language, by_path.country or by_text.country)


def _of_path(url: str) -> Locale:
    """What the first folder, the host's first label or a language parameter tells; only addresses of a home page."""
    parts = split(url)
    if parts is None:
        return Locale()
    segments = [_START_FILE.sub(r"\g<version>", piece) for piece in path_key(parts.path).lower().split("/") if piece]
    label = parts.host.split(".", 1)[0]
    values = [value.lower() for name, value in query_of(parts) if name.lower() in _parameters()]
    given = [*segments[:1], *values] if len(segments) < 2 else []
    if label + "." + registrable_domain(parts.host) == parts.host:
        given.append(label)
    return next((locale for text in given if (locale := _locale(text)) != Locale()), Locale())


def _locale(text: str) -> Locale:
    match, (languages, countries) = _LOCALE.fullmatch(text), _names()
    if match is None:
        return Locale(languages.get(text, ""))
    one, two = match["one"], match["two"] or ""
    if two:
        return Locale(one, _country(two)) if one in languages.values() else Locale(two, _country(one))
    if one in languages.values():
        return Locale(one)
    return Locale("", _country(one)) if _country(one) in countries.values() else Locale()


def _country(code: str) -> str:
    return "GB" if code == "uk" else code.upper()


@lru_cache(maxsize=8192)
def _of_text(text: str) -> Locale:
    if not text or len(text) > 40:
        return Locale()
    languages, countries = _names()
    tokens = tokens_of(text)
    words = " ".join(tokens)
    if len(words) > _LONGEST_CODE and not {words, *tokens[:1]} & _all_names():
        return Locale()
    pieces = (words,) if words in languages or words in countries else tokens
    if not all(piece in languages or piece in countries for piece in pieces):
        return _locale(words.replace(" ", "-"))
    language = next((languages[piece] for piece in pieces if piece in languages), "")
    return Locale(language, next((countries[piece] for piece in pieces if piece in countries), ""))


@cache
def _names() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names of languages and of countries, each to its code."""
    data = read_facts(_NAMES)
    return (
        {name: code for code, names in data["languages"].items() for name in names},
        {name: code for code, names in data["countries"].items() for name in names},
    )


@cache
def _all_names() -> frozenset[str]:
    languages, countries = _names()
    return frozenset({*languages, *countries})


@cache
def _parameters() -> frozenset[str]:
    """Names of query parameters that choose a language."""
    return frozenset(read_facts(_NAMES)["parameters"])
