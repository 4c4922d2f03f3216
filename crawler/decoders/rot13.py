"""Addresses of which every letter is turned by thirteen; a script turns them back when the page is shown or clicked.

>>> turned("znvygb:vasb@fubc.ay")
'mailto:info@shop.nl'
"""

import codecs
import re
from collections.abc import Iterator

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

CLUES = ("rot13", "ROT13", "rot-13", "znvygb", "str_rot", "+ 13", "+13")
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{3,100}(?![\w-])")


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the addresses of links and attributes that are turned, on pages that say so."""
    for link in scene.document.links:
        if link.target.startswith("znvygb:"):
            yield Decoded(
                turned(link.target), "rot13", link.place if link.visible else Place.HIDDEN, link.block, as_shown=link.target
            )
    for attribute in scene.document.attributes:
        if "rot13" in attribute.name or attribute.value.startswith("znvygb:"):
            place = attribute.place if attribute.visible else Place.HIDDEN
            yield Decoded(turned(attribute.value), "rot13", place, attribute.block, as_shown=attribute.value)
    for script in scene.document.scripts:
        if "@" in script.text and any(clue in script.text for clue in CLUES):
            for found in ADDRESS.finditer(script.text, 0, 20_000):
                yield Decoded(turned(found.group()), "rot13", script.place, script.block, as_shown=found.group())


def turned(text: str) -> str:
    """Turn the letters a to z and A to Z by thirteen."""
    return codecs.encode(text, "rot13")
