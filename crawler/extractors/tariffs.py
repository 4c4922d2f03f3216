"""What a shop says a call costs: the charge beside a phone number, as `EUR 0.15/min`, `EUR 0.45/call`, `free` or `usual`.

A word of tariff counts right behind a number (also in the next short block), or a few letters before it: "gratis verzending,
bel 020-..." tells the cost of something else. A charge that is not one of these is given in the page's own words.

>>> charge("0900-1234 (€ 0,15 per minuut)"), charge("15 ct/min aus dem Festnetz"), charge("gebruikelijke belkosten")
('EUR 0.15/min', 'EUR 0.15/min', '')
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crawler.extractors._number_spelling import RUN
from crawler.knowledge.phrases import Phrases, phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import Block
from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene

FILE = Path(__file__).with_suffix(".toml")
BEHIND, BEFORE = 90, 25
"""Letters between a number and a word of tariff behind it, and before it."""

SHORT = 90
FEW = 6
"""Letters that may stand beside "free" in the line below a number: "free entry" is no tariff."""

MOST = 10
SHORT_NUMBER = re.compile(r"(?<![\d.,])(?:0[89]\d\d|118\d{0,3}|1[0-9]{3})(?![\d.,])")
BREAK = re.compile(r"[.!?]\s+[A-ZÀ-Ý]|\n")
CHARGE = re.compile(
    r"""
    (?: (?P<sign>€|eur\.?|euro|£|gbp)\s?(?P<whole>\d{1,2}[.,]\d{1,4})       # € 0,15
      | (?P<amount>\d{1,2}[.,]\d{1,4})\s?(?P<behind>€|euros?|eur|£|gbp)      # 0,15 €
      | (?P<small>\d{1,3}(?:[.,]\d{1,2})?)\s?(?P<cents>ct\.?|cents?|eurocents?|centimes?|c€|pence|p)\b )   # 15 ct
    (?P<unit>[^\d\n]{0,25}?(?:min|m\b|call|gesprek|anruf|appel|llamada|chiamata|chamada))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
CALLS = re.compile(r"call|gesprek|anruf|appel|llamada|chiamata|chamada", re.IGNORECASE)


def find(scene: Scene) -> Iterator[Fact]:
    """Give the charge beside each number that has one."""
    seen: set[int] = set()
    for match in phrases(scene.languages, "tariff_words").finditer(scene.text, scene.words):
        number = scene.block_at(match.start())
        block = scene.document.blocks[number]
        if number in seen or len(seen) >= MOST or not (block.visible or block.closed):
            continue
        start = match.start() - scene.starts[number]
        if not _is_beside(scene, number, start, start + len(match.group())):
            continue
        seen.add(number)
        yield _fact(scene, number, block, match.group(), start)


def _fact(scene: Scene, number: int, block: Block, word: str, start: int) -> Fact:
    shown = block.text[max(0, start - BEHIND) : start + BEHIND]
    return Fact(
        page_id=scene.page.id,
        kind=FactKind.TARIFF,
        value=charge(shown) or _sort(word),
        as_shown=shown,
        place=block.place,
        label=word,
        selector=scene.document.selector(number),
        snippet=shown,
        technique="tariffs",
    )


def _is_beside(scene: Scene, number: int, start: int, end: int) -> bool:
    """Whether a word of tariff stands beside a number, and speaks of a call."""
    blocks = scene.document.blocks
    text = blocks[number].text
    if _others().search(text[max(0, start - BEFORE) : end + BEFORE]):
        return False
    before, behind = text[max(0, start - BEHIND) : start], text[end : end + BEFORE]
    ends = [run.end() for pattern in (RUN, SHORT_NUMBER) for run in pattern.finditer(before)]
    if any(not BREAK.search(before, at) for at in ends):
        return True
    if any(pattern.search(behind) for pattern in (RUN, SHORT_NUMBER)) and not BREAK.search(behind):
        return True
    above = blocks[number - 1].text if number else ""
    alone = _sort(text[start:end]) != "free" or len(text) - (end - start) <= FEW
    return alone and start < BEFORE and len(above) <= SHORT and any(pattern.search(above) for pattern in (RUN, SHORT_NUMBER))


def charge(text: str) -> str:
    """The amount a text tells, a minute or a call; "" where it tells none."""
    found = CHARGE.search(text)
    if found is None or not found["unit"]:
        return ""
    amount = float((found["whole"] or found["amount"] or found["small"]).replace(",", "."))
    sign = (found["sign"] or found["behind"] or found["cents"]).lower()
    money = "GBP" if sign in ("£", "gbp", "p", "pence") else "EUR"
    return f"{money} {amount / 100 if found['small'] else amount:.2f}/{'call' if CALLS.search(found['unit']) else 'min'}"


def _sort(word: str) -> str:
    """`free` or `usual` where the word says so, else the word."""
    word = " ".join(word.casefold().split())
    return next((sort for sort in ("free", "usual") if word in _words(sort)), word)


@cache
def _words(field: str) -> frozenset[str]:
    return frozenset(unit_words(FILE, field))


@cache
def _others() -> Phrases:
    return Phrases(_words("others"))
