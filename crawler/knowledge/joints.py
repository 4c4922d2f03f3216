"""Words that join two things, in all languages: a line of contact data mixes them."""

from functools import cache
from pathlib import Path

from crawler.knowledge.unit_words import unit_words

FILE = Path(__file__).with_suffix(".toml")


@cache
def joints(*, either: bool) -> tuple[str, ...]:
    """Words for "and", and with `either` those for "or" too."""
    return (*unit_words(FILE, "both"), *(unit_words(FILE, "either") if either else ()))


@cache
def also() -> tuple[str, ...]:
    """Words for "also"."""
    return unit_words(FILE, "also")


@cache
def within_names() -> tuple[str, ...]:
    """The small words inside a name, of a firm or a town."""
    return unit_words(FILE, "within")
