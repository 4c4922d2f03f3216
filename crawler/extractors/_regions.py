"""Countries whose national numbers a page may show, likeliest first, each on evidence.

The list's country, then what the page itself says: the address's top-level domain, the language with its region (`nl-BE`),
the countries of the language. A number with its country code needs none of this.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import urlsplit

from phonenumbers import SUPPORTED_REGIONS

from crawler.knowledge.countries import countries
from crawler.model.document import Document
from crawler.model.shop import Shop

VAT = re.compile(r"(?<!\w)[A-Z]{2}U?[\s.]?[01]?\d{3}[\d.\s]{4,9}")
PREFIXES = ("BE", "NL", "DE", "ATU", "FR", "GB", "IT", "ES", "LU")
SPEAK = {
    "nl": ("NL", "BE"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH"),
    "en": ("GB", "US", "IE"),
    "es": ("ES",),
    "it": ("IT",),
    "da": ("DK",),
    "cs": ("CZ",),
    "sk": ("SK",),
    "pl": ("PL",),
    "sv": ("SE",),
    "pt": ("PT",),
}
"""Where a language is spoken, most speakers of shops first."""

TLDS = {"uk": "GB", "eu": "", "io": "", "co": "", "me": "", "tv": "", "ai": "", "cc": "", "ws": ""}
"""Top-level domains that are not their country's code, or are sold to everybody."""


def regions_of(shop: Shop, document: Document, text: str) -> tuple[str, ...]:
    """The countries (ISO 3166-1), likeliest first; never empty."""
    return tuple(dict.fromkeys(code for code, _ in evidence(shop, document, text)))


def evidence(shop: Shop, document: Document, text: str) -> tuple[tuple[str, str], ...]:
    """Each country with what speaks for it, likeliest first; one may be told by several things."""
    given = (
        (shop.country, "list"),
        (_of_host(document.url or shop.url), "domain"),
        *((code, "language-of-the-page") for code in _of_language(document.language)),
        *((code, "vat-id") for code in _of_vat(text)),
        *((code, "language-of-the-list") for code in _speaking(shop.language or "")),
    )
    return tuple((code, ground) for code, ground in given if code in SUPPORTED_REGIONS) or (("NL", "nothing-told"),)


@lru_cache(maxsize=1024)
def _of_host(url: str) -> str:
    try:
        last = (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""
    return TLDS.get(last, _by_tld().get(last, last.upper()))


@cache
def _by_tld() -> dict[str, str]:
    return {tld: code for code, country in countries().items() for tld in country.tlds}


def _of_language(tag: str) -> Iterator[str]:
    language, _, region = tag.replace("_", "-").partition("-")
    yield region[:2].upper()
    yield from _speaking(language.lower())


@lru_cache(maxsize=256)
def _speaking(language: str) -> tuple[str, ...]:
    """Where a language is spoken: as listed, else the countries whose file names it first."""
    return SPEAK.get(language) or tuple(code for code, known in countries().items() if known.languages[:1] == (language,))


def _of_vat(text: str) -> Iterator[str]:
    """The country of the first VAT id. Its two letters are looked for first: the pattern alone takes ten times as long."""
    starts = [at for prefix in PREFIXES if (at := _first(prefix, text)) >= 0]
    if starts:
        yield text[min(starts) :][:2]


def _first(prefix: str, text: str) -> int:
    at = text.find(prefix)
    while at >= 0 and not ((found := VAT.match(text, at)) and found.group().startswith(prefix)):
        at = text.find(prefix, at + 1)
    return at
