"""Cookies that a visitor is asked to accept: nobody but the visitor may, so such a link is never followed.

A page that shows nothing of the shop before they are accepted is a wall, for a person to look behind.

>>> accepts("Accepteren en verder"), accepts("Welke betaalmethoden accepteren jullie?")
(True, False)
"""

from functools import cache
from pathlib import Path

from crawler.knowledge.spoken import words_in
from crawler.model.strict import read_facts
from crawler.visiting.words import tokens_of

_WORDS = Path(__file__).with_name("consent.toml")
_LONGEST = 8
"""Words of a button; a link that says more is a sentence about something else."""


def accepts(text: str) -> bool:
    """Whether the words of a link say that following it accepts cookies or the like."""
    tokens = tokens_of(text)
    if not tokens or len(tokens) > _LONGEST or tokens[0] not in _firsts():
        return False
    return any(tokens[: len(words)] == words for words in _links())


def asked(text: str) -> bool:
    """Whether a window before the whole page asks to accept cookies or the like.

    >>> asked("Wij gebruiken cookies. Alles accepteren"), asked("Schrijf u in voor de nieuwsbrief")
    (True, False)
    """
    tokens = tokens_of(text)
    return any(accepts(" ".join(tokens[place : place + _LONGEST])) for place in range(len(tokens)))


def wall(text: str) -> str:
    """What a page says that opens only for those who accept cookies, "" when it says nothing of the kind."""
    said = " ".join(words_in(text))
    return next((words for words in _walls() if words in said), "")


def shield(text: str) -> str:
    """What stands on a page in place of something that only shows after cookies are accepted, "" where nothing does.

    >>> shield("Accepteer cookies om ons telefoonnummer te zien.")
    'accepteer cookies om'
    """
    said = " ".join(words_in(text))
    return next((words for words in _shields() if words in said), "")


@cache
def _links() -> frozenset[tuple[str, ...]]:
    return frozenset(tokens_of(words) for words in read_facts(_WORDS)["links"])


@cache
def _firsts() -> frozenset[str]:
    return frozenset(words[0] for words in _links())


@cache
def _walls() -> tuple[str, ...]:
    return tuple(" ".join(words_in(words)) for words in read_facts(_WORDS)["walls"])


@cache
def _shields() -> tuple[str, ...]:
    return tuple(" ".join(words_in(words)) for words in read_facts(_WORDS)["shields"])
