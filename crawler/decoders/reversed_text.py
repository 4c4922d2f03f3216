"""Text written backwards that CSS turns round: `unicode-bidi: bidi-override; direction: rtl`.

>>> backwards("ln.pohs@ofni")
'info@shop.nl'
"""

import re
from collections.abc import Iterator

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

CLUES = ("bidi-override", "direction:rtl", "direction: rtl", "rev-mail", "reverse-email", "reversed-email")
ADDRESS = re.compile(r"[\w.+-]{1,100}@[\w.+-]{1,64}")
NUMBER = re.compile(r"(?<!\d)\d[\d\s()./-]{7,20}\+?(?!\d)")


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give backward addresses, and where a page overrides the direction backward numbers, of pages whose styles turn text round."""
    html = scene.document.html
    if not any(clue in html for clue in CLUES):
        return
    at = scene.text.find("@")
    while at >= 0:
        number = scene.block_at(at)
        yield from _of_block(scene, number, ADDRESS)
        at = scene.text.find("@", scene.starts[number] + len(scene.document.blocks[number].text))
    if "bidi-override" in html:
        for number in scene.numbered:
            yield from _of_block(scene, number, NUMBER)


def _of_block(scene: Scene, number: int, pattern: re.Pattern[str]) -> Iterator[Decoded]:
    block = scene.document.blocks[number]
    place = block.place if block.visible or block.closed else Place.HIDDEN
    for found in pattern.finditer(block.text[:5_000]):
        yield Decoded(backwards(found.group()), "reversed-text", place, number, as_shown=found.group())


def backwards(text: str) -> str:
    """Turn a text round."""
    return text[::-1]
