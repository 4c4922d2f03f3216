"""Words that join two things, in all languages: a line of contact data mixes them."""

import re
from functools import cache
from pathlib import Path

from crawler.knowledge.unit_words import any_of, unit_words

FILE = Path(__file__).with_suffix(".toml")


@cache
def joints(*, either: bool) -> tuple[str, ...]:
    """Words for "and", and with `either` those for "or" too."""
    return (*unit_words(FILE, "both"), *(unit_words(FILE, "either") if either else ()))


def parts_of(text: str, *, shortest: int = 1) -> list[str]:
    """The parts of a short list; words for "and" of fewer than `shortest` letters join none.

    >>> parts_of("Konzept, Design & Umsetzung"), parts_of("Diseño y desarrollo"), parts_of("Diseño y desarrollo", shortest=2)
    (['Konzept', 'Design', 'Umsetzung'], ['Diseño', 'desarrollo'], ['Diseño y desarrollo'])
    """
    return _between(shortest).split(text)


@cache
def _between(shortest: int) -> re.Pattern[str]:
    words = any_of([word for word in joints(either=False) if len(word) >= shortest])
    return re.compile(rf"\s*[&/+|,]\s*|\s+{words}\s+", re.IGNORECASE)


@cache
def also() -> tuple[str, ...]:
    """Words for "also"."""
    return unit_words(FILE, "also")


@cache
def within_names() -> tuple[str, ...]:
    """The small words inside a name, of a firm or a town."""
    return unit_words(FILE, "within")
