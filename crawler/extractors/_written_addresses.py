"""How a country writes addresses: its postcodes, its words for streets, and the order of the parts.

The facts stand in the country's own file, what it has no place for and the United States in `addresses.toml`.
"""

import re
from functools import cache
from pathlib import Path

from crawler.knowledge.countries import country
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import any_of
from crawler.model.strict import read_facts

FILE = Path(__file__).with_name("addresses.toml")


@cache
def written(how: str) -> frozenset[str]:
    """The countries, or the words, that a list of `addresses.toml` holds."""
    return frozenset(read_facts(FILE)[how])


NUMBERLESS = any_of(written("numberless"))
"""A pattern of what stands where a house has no number."""


@cache
def districts() -> dict[str, int]:
    """Countries where a house's number may stand right behind the village -> the highest number that is a town's district."""
    return dict(read_facts(FILE)["districts"])


@cache
def postcode(code: str) -> re.Pattern[str]:
    """A postcode in its usual place, before or behind the town."""
    known = country(code)
    return re.compile((known.postcode_pattern if known else read_facts(FILE).get(code, {}).get("postcode_pattern")) or "(?!)")


@cache
def postcode_behind_town(code: str) -> re.Pattern[str]:
    """A postcode where it seldom stands, behind its town."""
    spelt = read_facts(FILE)["behind_town"].get(code)
    return re.compile(rf"(?<![\d.,/-]){spelt}(?![\d-]|[.,]\d)" if spelt else "(?!)")


def is_street(code: str, text: str) -> bool:
    """Whether a text holds a street word: by itself in French and English, at a word's end in Dutch and German."""
    if code in written("words_apart"):
        return street_words(code).search(text) is not None
    return _street_ends(code).search(text.lower()) is not None


@cache
def street_words(code: str) -> Phrases:
    """The words for streets."""
    return Phrases(_words(code))


@cache
def id_labels(code: str) -> Phrases:
    """What stands before the ids of a firm."""
    known = country(code)
    return Phrases((*known.register_labels, *known.vat_labels) if known else ())


@cache
def _street_ends(code: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word.strip()) for word in _words(code))
    return re.compile(rf"(?:{words})(?!\w)" if words else "(?!)")


def _words(code: str) -> tuple[str, ...]:
    known = country(code)
    return known.street_words if known else tuple(read_facts(FILE).get(code, {}).get("street_words", ()))
