"""Post boxes: `Postbus 123, 1000 AB Amsterdam`. A letter gets there, a customer does not: it is no street address.

>>> boxes().search("Postbus 90215, 1006 BE Amsterdam")["number"], without_box("12 rue Verte, BP 112, ")
('90215', '12 rue Verte, , ')
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crawler.knowledge.phrases import WORD, words_of
from crawler.knowledge.unit_words import unit_words
from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene

FILE = Path(__file__).with_suffix(".toml")
DOUBTFUL = frozenset("bp box boks cs cp pl pb tsa skr skrytka apartado".split())  # noqa: SIM905 - a line of words
"""Names, without their full stops, that are also something else: they count only where a postcode stands behind."""

NUMBER = r"\s{0,2}(?:nr?[.º°]?\s?)?(?P<number>\d{1,3}(?:[ .]?\d{2,3})?(?:[ ]\d{2}(?=[\s,]{1,3}\d{5}))?)(?!\d)"
"""The number of a box, of up to three groups (`10 12 34` in Germany)."""

POSTCODE = re.compile(r"\W{1,4}(?:[A-Z]{1,3}-)?\d{4,5}\b|\W{1,4}\d{3}\s\d{2}\b|\W{1,4}\d{2}-\d{3}\b")
ENDED = re.compile(r"[\s,.;|·•–-]{0,6}(?:[A-Z]{1,2}\s?-\s?)?$")
MOST, MOST_BLOCKS = 5, 3_000
LONGEST = 100_000
"""Post boxes, and blocks with digits of one page, and characters of one block, that are looked at."""


def find(scene: Scene) -> Iterator[Fact]:
    """Give each post box once a page."""
    if _names().isdisjoint(scene.words):
        return
    seen: set[str] = set()
    for number in scene.ends(scene.numbered, MOST_BLOCKS, "streets"):
        block = scene.document.blocks[number]
        if not (block.visible or block.closed) or _names().isdisjoint(words_of(block.text)):
            continue
        for match in boxes().finditer(block.text, 0, LONGEST):
            if _is_doubtful(match) and not POSTCODE.match(block.text, match.end()):
                continue
            if match.group() not in seen and len(seen) < MOST:
                seen.add(match.group())
                shown = block.text[match.start() : match.end() + 40].partition("\n")[0]
                yield Fact(
                    page_id=scene.page.id,
                    kind=FactKind.POST_BOX,
                    value=" ".join(match.group().split()),
                    as_shown=shown,
                    place=block.place,
                    selector=scene.document.selector(number),
                    snippet=shown,
                    technique="post-boxes",
                )


def without_box(before: str) -> str:
    """The text before a postcode without a post box in it: what is left may be a street."""
    for match in boxes().finditer(before):
        if not _is_doubtful(match) or ENDED.match(before, match.end()):
            return before[: match.start()] + before[match.end() :]
    return before


@cache
def boxes() -> re.Pattern[str]:
    """Any name of a post box, with its number."""
    names = sorted(set(unit_words(FILE, "names")), key=len, reverse=True)
    spelt = "|".join(re.escape(name).replace(r"\ ", r"\s?") for name in names)
    return re.compile(rf"(?<!\w)(?P<name>{spelt})(?:(?<=\.)|(?!\w)){NUMBER}", re.IGNORECASE)


def _is_doubtful(match: re.Match[str]) -> bool:
    return match["name"].casefold().replace(".", "") in DOUBTFUL


@cache
def _names() -> frozenset[str]:
    """A word of each name, also of one whose words are written as one: without any of them no block is searched."""
    spelt = (part for name in unit_words(FILE, "names") for part in (name.casefold(), name.casefold().replace(" ", "")))
    return frozenset(max(WORD.findall(name), key=len) for name in spelt)
