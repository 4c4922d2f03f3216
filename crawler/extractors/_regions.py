"""Countries whose national numbers a page may show, likeliest first, each on evidence.

The list's country, then what the page itself says: the address's top-level domain, the language with its region (`nl-BE`), a
VAT id, the money of its prices, the countries of the language, those that its addresses name. The language is that of the text
where no country was told so far: a language attribute is often the theme's, and old pages have none. The country named right
before a number goes before all. A number with its country code needs none of this.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from urllib.parse import urlsplit

from phonenumbers import SUPPORTED_REGIONS

from crawler.extractors._languages_read import READ
from crawler.extractors._value_labels import labels
from crawler.knowledge.countries import countries, country, region_names, region_of, regions
from crawler.knowledge.phrases import Phrases, lowered
from crawler.knowledge.spoken import language_of
from crawler.model.document import Document
from crawler.model.shop import Shop

NEAR = 40
"""Characters before a number in which the country it belongs to may be named."""

SENTENCE = re.compile(r"[.!?;|]\s|\n")
CAPITALS = re.compile(r"[A-Z]{2,3}")
BESIDE = 6
"""Characters on either side of a currency's sign in which its amount begins or ends."""

IN_ADDRESS = 30
"""Characters between a postcode and the name of its country, at most."""

LETTERS = 4
"""Letters of a country's name that is looked for beside a number: shorter ones are words too (`bel`, `can`)."""


def regions_of(shop: Shop, document: Document, figures: str, text: str, words: frozenset[str]) -> tuple[str, ...]:
    """The countries (ISO 3166-1), likeliest first; never empty.

    `figures` are the lines of the text that have a digit, `words` its words.
    """
    return tuple(dict.fromkeys(code for code, _ in evidence(shop, document, figures, text, words)))


def evidence(shop: Shop, document: Document, figures: str, text: str, words: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Each country with what speaks for it, likeliest first; one may be told by several things."""
    domain = _of_host(document.url or shop.url)
    given = (
        (shop.country, "list"),
        (domain, "domain"),
        (_region_of(document.language), "language-of-the-page"),
        *((code, "vat-id") for code in _of_vat(figures)),
        *((code, "currency") for code in (_of_currency(figures) if domain not in countries() else ())),
        *_of_languages(shop, document, text, told=bool(shop.country) or domain in SUPPORTED_REGIONS),
        *((code, "address") for code in of_addresses(text, words)),
    )
    return tuple((code, ground) for code, ground in given if code in SUPPORTED_REGIONS) or (("NL", "nothing-told"),)


def _of_languages(shop: Shop, document: Document, text: str, *, told: bool) -> Iterator[tuple[str, str]]:
    """The countries of the languages. What the page says of its own goes last where no country was told."""
    grounds = [(_language_of(document.language), "language-of-the-page"), (shop.language or "", "language-of-the-list")]
    if not told:
        grounds = [(language_of(text[:READ]), "language-of-the-text"), *reversed(grounds)]
    return ((code, ground) for language, ground in grounds for code in _speaking(language))


@lru_cache(maxsize=4096)
def region_before(text: str) -> str:
    """The country that is named right before a number, behind at most the number's label; "" where none is.

    >>> region_before("Klantenservice België: "), region_before("Wij leveren in België. Bel ")
    ('BE', '')
    """
    line = SENTENCE.split(labels().sub(" ", text[-NEAR:]))[-1]
    found = next(reversed(list(_names().finditer(line))), None)
    if found is None or re.search(r"\w", line[found.end() :]):
        return ""
    return region_of(found.group()) or ""


def of_addresses(text: str, words: frozenset[str] | None = None) -> Iterator[str]:
    """The countries that stand beside a postcode of theirs: a firm abroad writes its number as its own country dials it.

    >>> list(of_addresses("20 Canal Road, London, England, N1 7GU")), list(of_addresses("Wij leveren in Engeland en Duitsland."))
    (['GB'], [])
    """
    for name in _names().finditer(text, words):
        near = text[max(0, name.start() - IN_ADDRESS) : name.end() + IN_ADDRESS]
        code = region_of(name.group()) or ""
        if (known := country(code)) and re.search(known.postcode_pattern, near):
            yield code


@cache
def _names() -> Phrases:
    return Phrases(name for names in region_names().values() for name in names if len(name) >= LETTERS)


@lru_cache(maxsize=1024)
def _of_host(url: str) -> str:
    try:
        last = (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""
    return "" if last in regions().sold_to_all else _by_tld().get(last, last.upper())


@cache
def _by_tld() -> dict[str, str]:
    return {tld: code for code, country in countries().items() for tld in country.tlds}


def _language_of(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _region_of(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[2][:2].upper()


@lru_cache(maxsize=256)
def _speaking(language: str) -> tuple[str, ...]:
    """Where a language is spoken: as listed, else the countries whose file names it first."""
    listed = regions().spoken.get(language)
    return listed or tuple(code for code, known in countries().items() if known.languages[:1] == (language,))


def _of_vat(text: str) -> Iterator[str]:
    """The country of the first VAT id. Its letters are looked for first: the patterns alone take ten times as long."""
    known = _vat_ids()
    for letters in CAPITALS.finditer(text):
        for code, prefix, pattern in known.get(letters.group()[:2], ()):
            if text.startswith(prefix, letters.start()) and pattern.match(text, letters.start()):
                yield code
                return


@cache
def _vat_ids() -> Mapping[str, list[tuple[str, str, re.Pattern[str]]]]:
    """The letters and the pattern of each country's ids, by the first two letters; they stand at the beginning of a word."""
    found: dict[str, list[tuple[str, str, re.Pattern[str]]]] = {}
    for code, known in sorted(countries().items()):
        if known.vat_prefix:
            found.setdefault(known.vat_prefix[:2], []).append((code, known.vat_prefix, re.compile(known.vat_pattern)))
    return found


def _of_currency(text: str) -> Iterator[str]:
    """The countries whose money is the only one in which the page has prices; the euro tells nothing."""
    priced: set[str] = set()
    for code, sign, price in _prices():
        where = lowered(text) if sign.islower() else text
        if any(price.search(where, max(0, at - BESIDE), at + len(sign) + BESIDE) for at in _places(sign, where)):
            priced.add(code)
            if code == "EUR" or len(priced) > 1:
                return
    yield from (code for code, known in countries().items() if known.currency in priced)


def _places(sign: str, text: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


@cache
def _prices() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each sign of a currency with the pattern of an amount beside it."""
    return tuple((code, sign, _price(re.escape(sign))) for code, signs in regions().currency_signs.items() for sign in signs)


def _price(sign: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){sign}\s?\d|\d[.,–-]{{0,3}}\s?{sign}(?!\w)")
