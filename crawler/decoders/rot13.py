"""Addresses of which every letter is turned by thirteen; a script turns them back when the page is shown or clicked.

`data-enc-email="vasb[at]fubc.ay"` is that of the plugin Email Encoder: https://wordpress.org/plugins/email-encoder-bundle/

>>> turned("znvygb:vasb@fubc.ay")
'mailto:info@shop.nl'
"""

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

ENCODER = "data-enc-email"
CLUES = ("rot13", "ROT13", "rot-13", "znvygb", "str_rot", "+ 13", "+13")
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{3,100}(?![\w-])")


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the addresses of links and attributes that are turned, on pages that say so."""
    for link in scene.contact_links:
        if link.target.startswith("znvygb:"):
            yield Decoded(
                turned(link.target), "rot13", link.place if link.visible else Place.HIDDEN, link.block, as_shown=link.target
            )
    for attribute in scene.document.attributes:
        place = attribute.place if attribute.visible else Place.HIDDEN
        for shown in _turned_attribute(attribute.name, attribute.value):
            yield Decoded(turned(shown), "rot13", place, attribute.block, as_shown=attribute.value)
    for script in scene.document.scripts:
        for shown in _turned_in(script.text) if script.text else ():
            yield Decoded(turned(shown), "rot13", script.place, script.block, as_shown=shown)


def _turned_attribute(name: str, value: str) -> tuple[str, ...]:
    """The turned addresses of an attribute: its whole value, or what the script of a click turns."""
    if name == ENCODER:
        return (value.replace("[at]", "@"),)
    if name == "onclick" and "znvygb:" in value:
        return tuple(found.group() for found in ADDRESS.finditer(value.partition("znvygb:")[2]))
    return (value,) if "rot13" in name or value.startswith("znvygb:") else ()


@lru_cache(maxsize=1024)
def _turned_in(code: str) -> tuple[str, ...]:
    """The addresses of a script that turns letters; the same script stands on every page of a shop."""
    if "@" not in code or not any(clue in code for clue in CLUES):
        return ()
    return tuple(found.group() for found in ADDRESS.finditer(code, 0, 20_000))


def turned(text: str) -> str:
    """Turn the letters a to z and A to Z by thirteen."""
    return codecs.encode(text, "rot13")
