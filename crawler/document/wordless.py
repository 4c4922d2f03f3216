"""Pictures of a rendered page that say nothing in words: one of them may be a number or an address drawn as a picture.

Icons are too small to be such, and pictures that lead to another site are somebody's sign. What is left is as large as a line of
text at least, and has no words of its own.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.document.marks import LOOK, MADE, UNSEEN
from crawler.document.places import place_of
from crawler.model.sighting import Place

_KINDS = ("img", "canvas", "svg", "object", "embed", "input[type=image]")
_DRAWN = "img, canvas, svg"
_PICTURES = ", ".join(f"{kind}[{LOOK}]" for kind in _KINDS)
_NARROWEST, _LOWEST = 50, 9
"""Pixels that a number takes at least."""
_ICON, _SQUARE = 120, 1.6
"""Pixels up to which a picture is an icon, if it is not so many times as wide as high."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)$|^(?:img|image|dsc|foto|photo|picture|afbeelding|bild)[\W_]*\d*$")
_TELLING = ("alt", "title", "aria-label")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "td", "label", "strong", "b", "p", "div", "span"})
_DEEPEST, _MOST, _LONGEST = 60, 40, 40
_SITE_BY = 2
"""Names at the end of a host by which a link to another site is told."""


class Picture(NamedTuple):
    """A picture without words: left, top, width and height in CSS pixels, the short text beside or above it, and its place."""

    box: tuple[float, float, float, float]
    beside: str
    place: Place = Place.BODY

    @property
    def in_content(self) -> bool:
        """Whether it stands in what the page itself says: headers, menus and footers are full of logos."""
        return self.place in {Place.BODY, Place.SIDEBAR}


def wordless(tree: LexborHTMLParser, url: str) -> Iterator[Picture]:
    """The pictures of a marked page at this address that a visitor sees, and that say nothing."""
    for node in tree.css(_PICTURES)[:_MOST]:
        box = _box(node)
        if box is None or not _sizeable(box[2], box[3]) or _says(node):
            continue
        place = _place(node, url)
        if place is not None:
            yield Picture(box, _beside(node), place)


def _box(node: LexborNode) -> tuple[float, float, float, float] | None:
    parts = (node.attributes.get(LOOK) or "").split()
    return (float(parts[0]), float(parts[1]), float(parts[2]), float(parts[3])) if len(parts) == 7 else None


def _sizeable(width: float, height: float) -> bool:
    icon = width <= _ICON and height <= _ICON and width < _SQUARE * height
    return width >= _NARROWEST and height >= _LOWEST and not icon


def _says(node: LexborNode) -> bool:
    """Whether it has words; the name of a file is none. A drawing's texts stand behind it."""
    told = " ".join(node.attributes.get(name) or "" for name in _TELLING).strip()
    if _WORD.search(told) and not _FILE.search(told.lower()):
        return True
    if node.tag != "svg":
        return node.tag != "img" and bool(_WORD.search(node.text()))
    behind = node.next
    return bool(node.text().strip()) or (behind is not None and (behind.attributes or {}).get(MADE) == "svg")


def _place(node: LexborNode, url: str) -> Place | None:
    """Where it stands; None where nobody sees it, or it leads to another site."""
    place: Place | None = None
    here: LexborNode | None = node
    for _ in range(_DEEPEST):
        if here is None or here.attributes is None or here.tag in {"html", "-undef"}:
            break
        said = here.attributes
        if UNSEEN in said or (here.tag == "a" and _elsewhere(said.get("href") or "", url)):
            return None
        name = here.tag or ""
        claimed = place_of(name, said.get("role") or "", said.get("id") or "", said.get("class") or "")
        place = claimed or place
        here = here.parent
    return place or Place.BODY


def _elsewhere(href: str, url: str) -> bool:
    target, own = urlsplit(href).hostname or "", urlsplit(url).hostname or ""
    return bool(target) and target.split(".")[-_SITE_BY:] != own.split(".")[-_SITE_BY:]


def _beside(node: LexborNode) -> str:
    """The short text that a picture follows: in the same block, else in the one before, unless that has a picture itself."""
    here = node
    for _ in range(4):
        before = here.prev
        while before is not None:
            if text := " ".join(before.text().split()):
                if before.tag != "-text" and before.css_first(_DRAWN) is not None:
                    return ""  # it is that picture's
                return text[-_LONGEST:] if before.tag not in _HEADINGS or len(text) <= _LONGEST else ""
            before = before.prev
        if here.parent is None or here.parent.tag in {"body", "main"}:
            return ""
        here = here.parent
    return ""
