"""Text written backwards that CSS turns round: `unicode-bidi: bidi-override; direction: rtl`, or `<bdo dir="rtl">`.

A number is one forwards too, so the element that it stands in must be turned: stars of a rating often are.

>>> backwards("ln.pohs@ofni")
'info@shop.nl'
"""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

CLUES = ("bidi-override", "<bdo", "direction:rtl", "direction: rtl", "rev-mail", "reverse-email", "reversed-email")
CLUE = re.compile(r"\.[\w.-]{1,100}@")
"""A cheap pattern that every backward address matches."""

ADDRESS = re.compile(r"(?<![\w.+-])(?:[a-z]{2,24}|ku\.oc)\.[\w.-]{1,100}@[\w+-][\w.+-]{0,63}")

LONGEST = 5_000
"""Characters of a block that are read."""

NUMBER = re.compile(r"(?<!\d)\d[\d\s()./-]{7,20}\+?(?!\d)")


OVERRIDE = "bidi-override"
RULE = re.compile(rf"([^{{}}<>]{{1,300}})\{{[^{{}}]{{0,600}}{OVERRIDE}")
NAME = re.compile(r"[.#]([\w-]+)")
WORD = re.compile(r"[\w-]+")
REACH, TAGS, MOST_RULES = 1_000, 3, 50
"""Characters and tags before a number in which the turned element begins, and rules that turn text round."""


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give backward addresses, and where a page overrides the direction backward numbers, of pages whose styles turn text round."""
    html = scene.document.html
    found = [text for number in _with_address(scene) for text in _of_block(scene, number, ADDRESS)]
    if found and any(clue in html for clue in CLUES):
        yield from found
    if OVERRIDE in html:
        names = _turned_names(html)
        for number in scene.numbered:
            yield from (found for found in _of_block(scene, number, NUMBER) if _is_turned(html, found.as_shown, names))


def _turned_names(html: str) -> frozenset[str]:
    """Classes and ids that a page's rules turn round."""
    selectors = (found[1] for found in islice(RULE.finditer(html), MOST_RULES))
    return frozenset(name for selector in selectors for name in NAME.findall(selector))


def _is_turned(html: str, shown: str, names: frozenset[str]) -> bool:
    """Whether a text stands in an element that is turned round, by its own style or by one of these names."""
    at = html.find(shown)
    for tag in html[max(0, at - REACH) : at].split("<")[: -TAGS - 1 : -1]:
        if tag.startswith("/"):
            return False
        if tag.startswith("bdo") or OVERRIDE in tag or not names.isdisjoint(WORD.findall(tag.partition(">")[0])):
            return True
    return False


def _with_address(scene: Scene) -> Iterator[int]:
    return (number for number in scene.blocks_with("@") if CLUE.search(scene.document.blocks[number].text, 0, LONGEST))


def _of_block(scene: Scene, number: int, pattern: re.Pattern[str]) -> Iterator[Decoded]:
    block = scene.document.blocks[number]
    place = block.place if block.visible or block.closed else Place.HIDDEN
    for found in pattern.finditer(block.text[:LONGEST]):
        yield Decoded(backwards(found.group()), "reversed-text", place, number, as_shown=found.group())


def backwards(text: str) -> str:
    """Turn a text round."""
    return text[::-1]
