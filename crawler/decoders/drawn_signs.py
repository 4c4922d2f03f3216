"""Addresses whose `@`, and maybe whose dots, are empty elements that a style or an icon draws.

`info<i class="fas fa-at"></i>shop.nl`, `info<span class="at"></span>shop<span class="dot"></span>nl`. A visitor reads an address;
the text of the page has none. What stands on both sides must be glued to the element, and be seen as one piece of text.

>>> [sign.parts for sign in written('Mail: info<i class="fas fa-at"></i>shop.nl', ["fas fa-at"])]
[('info', 'shop', 'nl')]
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from crawler.knowledge.unit_words import any_of
from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")
LOCAL = re.compile(r"[\w.+-]{1,40}\Z")
DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{2,40}){1,3}")
REACH, MOST = 400, 20
"""Characters behind a sign in which its domain ends, and signs of one page that are read."""


class Sign(NamedTuple):
    """An address around a drawn sign: its text in `parts`, as a page without the drawing has it, and with its signs."""

    parts: tuple[str, ...]
    address: str


def _drawn(classes: str) -> re.Pattern[str]:
    """An empty element of a class that stands for a sign; icon fonts may put a letter of their own into it."""
    return re.compile(
        rf"""
        <(?P<tag>[a-z]{{1,10}})\s [^<>]{{0,200}}? class="{classes}" [^<>]{{0,200}}> [\s\ue000-\uf8ff]{{0,3}} </(?P=tag)>
        """,
        re.VERBOSE,
    )


@cache
def _dot() -> re.Pattern[str]:
    return _drawn(rf"(?:[^\"<>]{{0,80}}[\s-])?{any_of(read_facts(FILE)['dot'])}(?:\s[^\"<>]{{0,80}})?")


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the addresses of a page whose signs are drawn, where the text of a block has the rest."""
    classes = {item.value for item in scene.document.attributes if item.name == "class"}
    if not classes:
        return
    for sign in written(scene.document.html, islice(sorted(classes), MOST)):
        shown = re.compile(r"[\s.]{0,3}".join(map(re.escape, sign.parts)))
        for number in scene.blocks_with(sign.parts[1]):
            block = scene.document.blocks[number]
            if found := shown.search(block.text):
                place = block.place if block.visible or block.closed else Place.HIDDEN
                yield Decoded(sign.address, "drawn-signs", place, number, as_shown=found.group())
                break


def written(html: str, classes: Iterable[str]) -> Iterator[Sign]:
    """The addresses in the source of a page whose sign is drawn by an element of these classes."""
    for drawn in islice(_drawn(any_of(classes).replace(r"\ ", r"\s+")).finditer(html), MOST):
        local = LOCAL.search(html, max(0, drawn.start() - REACH), drawn.start())
        domain = DOMAIN.match(_dot().sub(".", html[drawn.end() : drawn.end() + REACH]))
        if local and domain:
            labels = domain.group().split(".")
            yield Sign((local.group(), *labels), f"{local.group()}@{domain.group()}")
