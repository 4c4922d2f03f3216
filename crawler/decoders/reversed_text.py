"""Text written backwards that CSS turns round: `unicode-bidi: bidi-override; direction: rtl`, or `<bdo dir="rtl">`.

>>> backwards("ln.pohs@ofni")
'info@shop.nl'
"""

import re
from collections.abc import Iterator

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


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give backward addresses, and where a page overrides the direction backward numbers, of pages whose styles turn text round."""
    html = scene.document.html
    found = [text for number in _with_address(scene) for text in _of_block(scene, number, ADDRESS)]
    if found and any(clue in html for clue in CLUES):
        yield from found
    if "bidi-override" in html:
        for number in scene.numbered:
            yield from _of_block(scene, number, NUMBER)


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
