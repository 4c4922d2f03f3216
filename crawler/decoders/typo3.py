r"""TYPO3's spam protection: each letter of the address is shifted within its alphabet (a Caesar cipher).

`linkTo_UnCryptMailto('nbjmup+jogpAtipq\/om')` in older versions, `data-mailto-token` with `data-mailto-vector` since 10:
https://docs.typo3.org/m/typo3/reference-typoscript/main/en-us/Setup/Config/Index.html#spamprotectemailaddresses

>>> unshift("nbjmup+jogpAtipq/om", -1)
'mailto:info@shop.nl'
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from urllib.parse import unquote

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

CALL = re.compile(r"""UnCryptMailto\(\s*(?:%27|['"]|&#39;|&quot;)(.{5,300}?)(?:%27|['"]|&#39;|&quot;)\s*(?:,\s*(-?\d{1,2}))?""")
RANGES = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))
"""`+` to `:`, `@` to `Z`, `a` to `z`: the alphabets of TYPO3's own script."""

MOST = 400
"""Protected links of one page that are read."""


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the addresses of protected links."""
    for attribute in scene.document.attributes:
        if attribute.name == "data-mailto-token":
            yield from _decoded(attribute.value, "", attribute.place if attribute.visible else Place.HIDDEN, attribute.block)
    linked = scene.document.links if "UnCryptMailto" in scene.targets else ()
    for link in scene.ends([link for link in linked if "UnCryptMailto" in link.target], MOST, "protected-links"):
        if found := CALL.search(link.target):
            yield from _decoded(found[1], found[2], link.place if link.visible else Place.HIDDEN, link.block)


def _decoded(token: str, offset: str | None, place: Place, block: int) -> Iterator[Decoded]:
    token = unquote(token).replace("\\/", "/")
    for shift in (int(offset),) if offset else _shifts(token[:1]):
        text = unshift(token, shift)
        if text.startswith("mailto:"):
            yield Decoded(text, "typo3", place, block, as_shown=token)
            return


@lru_cache(maxsize=256)
def _shifts(letter: str) -> tuple[int, ...]:
    """The shifts that make an m of a letter, as "mailto:" begins."""
    return tuple(shift for shift in range(-26, 27) if unshift(letter, shift) == "m")


def unshift(token: str, offset: int) -> str:
    """Shift every letter back by `offset` within its range."""
    return token[:300].translate(_letters(offset))


@cache
def _letters(offset: int) -> Mapping[int, int]:
    """What each letter of the ranges becomes."""
    return {low + at: low + (at + offset) % (high - low + 1) for low, high in RANGES for at in range(high - low + 1)}
