"""Text written backwards that CSS turns round: `unicode-bidi: bidi-override; direction: rtl`.

>>> backwards("ln.pohs@ofni")
'info@shop.nl'
"""

import re
from collections.abc import Iterator

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

CLUE = re.compile(r"bidi-override|direction\s*:\s*rtl|\brev(?:erse)?(?:d)?[-_]?(?:mail|email)", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w.-])[a-z]{2,24}\.[\w.-]{1,100}@[\w.+-]{1,64}(?![\w.+-])", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\d)\d[\d\s()./-]{7,20}\+?(?!\d)")


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give backward addresses and numbers of the visible text, on pages whose styles turn text round."""
    html = scene.document.html
    if ("rtl" not in html and "bidi" not in html) or not CLUE.search(html):
        return
    for number, block in enumerate(scene.document.blocks):
        place = block.place if block.visible or block.closed else Place.HIDDEN
        for pattern in (ADDRESS, NUMBER):
            for found in pattern.finditer(block.text[:5_000]):
                yield Decoded(backwards(found.group()), "reversed-text", place, number, as_shown=found.group())


def backwards(text: str) -> str:
    """Turn a text round."""
    return text[::-1]
