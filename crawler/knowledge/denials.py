"""Words that deny what follows, in all languages: a line of contact data mixes them."""

from functools import cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words

FILE = Path(__file__).with_suffix(".toml")


@cache
def denials() -> tuple[str, ...]:
    """Words such as "no" and "without"."""
    return unit_words(FILE, "denials")


@cache
def denied() -> Phrases:
    """The same, to be looked for in a text."""
    return Phrases(denials())
