"""How numbers are written: runs of digits with the marks that stand inside numbers, and a text in which each is written plainly.

>>> cleaned("Tel 071 384'21'70 [1]")
'Tel 071 384 21 70~~~~'
>>> runs_of("Tel. (020) 555 01 63, Fax 06,12,34,56,78")
[(5, 20), (26, 40)]
"""

import re
from functools import lru_cache

from crawler.extractors._number_noise import blanked
from crawler.extractors._number_plans import SPELT
from crawler.extractors._value_labels import labels
from crawler.knowledge.languages import DIALLED

GAP = r"[ \t\u00a0\u00ad\u2002-\u200f\u202a-\u202f\u2060\u2066-\u2069()\[\]./\u2010-\u2015\u2212•·+-]"
RUN = re.compile(rf"(?:[(\[]{{0,2}}\+\s?|[(\[]{{0,2}})\d(?:{GAP}{{0,4}}+\d){{5,40}}+\)?")
"""A run of at least six digits with the marks that stand inside numbers: far looser than any number plan."""

ODD_MARKS = "[,_~*|:=]"
CLUE = re.compile(rf"[0-9](?:(?:{GAP}{{0,4}}+\d){{5}}|\d{{1,3}}(?:{ODD_MARKS} ?\d{{2,3}}){{3}})")
"""A cheap pattern that the digits of every run match."""

NOTE = re.compile(r"(?<=\d)(?:\s?\[\d{1,2}\]|\s\d\))(?![ ()./-]{0,3}\d)")
"""What points to a note at the foot of the page: `020 624 81 35 [1]`, `01805 32 48 61 1)`."""
MOST_OPEN = 40
"""Characters before a closing bracket in which its opening one is looked for."""

PAIRS = re.compile(r"(?<=\d)['’](?=\d\d(?!\d))")
"""What Swiss numbers part their pairs with (`071 384'21'70`); in prices it stands before three digits."""

TYPED_O = re.compile(r"(?<![\w.,/-])O(?=\)?\d{1,3}[ ./)-]{1,3}\d{2,3}[ ./-]?\d{2})")
"""The letter for the zero that a number begins with: `Tél : O5 59 39 70 23`, `+33 (O)6 12 34 56 78`."""

ODD = re.compile(rf"0(?<![\w.,/-]0)\d{{1,3}}(?P<mark>{ODD_MARKS}) ?\d{{2,3}}(?:(?P=mark) ?\d{{2,3}}){{2,3}}(?!\w|(?P=mark) ?\d)")
"""A number whose groups a mark parts that stands in no other: read right behind a word for phone (`Tél : 06,12,34,56,78`)."""

ODD_REACH = 30
BETWEEN = re.compile(r"[\s.:]{0,4}")

Span = tuple[int, int]
"""Where something begins and ends in a text."""


@lru_cache(maxsize=4096)
def cleaned(text: str) -> str:
    """A text with plain dashes and spaces, and without what can only be hours, dates or prices; its length stays."""
    plain = text if text.isascii() else text.translate(SPELT)
    if "O" in plain:
        plain = TYPED_O.sub("0", plain)
    plain = ODD.sub(_with_dots, plain)
    if "'" in plain or "’" in plain:
        plain = PAIRS.sub(" ", plain)
    return blanked(NOTE.sub(_without_note, plain) if "]" in plain or ")" in plain else plain)


def _without_note(found: re.Match[str]) -> str:
    """A mark of a note with tildes in its place; `(0180 5 32 48 6 1)` closes the number's own bracket."""
    shown, before = found.group(), found.string[max(0, found.start() - MOST_OPEN) : found.start()]
    is_own = "[" not in shown and before.rfind("(") > before.rfind(")")
    return shown if is_own else "~" * len(shown)


def _with_dots(odd: re.Match[str]) -> str:
    """A number with dots for its odd marks where it stands right behind a word for phone."""
    before = odd.string[max(0, odd.start() - ODD_REACH) : odd.start()]
    said = next(reversed(list(labels(*DIALLED).finditer(before))), None)
    return odd.group().replace(odd["mark"], ".") if said and BETWEEN.fullmatch(before, said.end()) else odd.group()


def runs_of(text: str) -> list[Span]:
    """Where the runs of digits of a text stand."""
    return [run.span() for run in RUN.finditer(cleaned(text))]
