"""Marked HTML, asked what was measured of an element that a reader found.

A block's text may stand in many elements; the one that holds the value itself is the one that was looked at.
"""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.document.marks import LOOK, OPENED, UNSEEN, VIEW, WALL
from crawler.document.wordless import Picture, wordless

Box = tuple[float, float, float, float]
_MOST = 2_000
_DEEPEST = 400
_DIGITS = 7
"""Last digits by which a link's number is known again, however it is written."""


class Measured(NamedTuple):
    """What was measured: left, top, width and height in CSS pixels of the page, font size in pixels, contrast ratio.

    `box` is None where there is none; `contrast` and `fold` (in the first window) are None where they are not known. `unseen` says
    why nothing of it is seen, "" where it is.
    """

    box: Box | None
    size: float | None
    contrast: float | None
    fold: bool | None
    unseen: str


class MarkedPage:
    """One view of a page. `viewport` is its window, `opened` the text of the control clicked before, `wall` what lies before it."""

    def __init__(self, html: bytes) -> None:
        self._tree = LexborHTMLParser(html)
        root = self._tree.root
        said = root.attributes if root is not None else {}
        width, _, height = (said.get(VIEW) or "0x0").partition("x")
        self.viewport = (int(width), int(height)) if width.isdigit() and height.isdigit() else (0, 0)
        self.opened = said.get(OPENED) or ""
        self.wall = said.get(WALL) or ""

    def measured(self, selector: str, value: str, as_shown: str) -> Measured | None:
        """What was measured of a value in the element at a CSS path; None where the page has no such element.

        `as_shown` is "" where only the address of a link holds the value.
        """
        element = self._at(selector)
        if element is None:
            return None
        holder = _holder(element, as_shown) or self._link(value) or element
        looks = [look for node in _looked(holder) if (look := _look(node)) is not None]
        if not looks:
            return Measured(None, None, None, None, _unseen(holder))
        first = looks[0]
        return first._replace(box=_around([look.box for look in looks if look.box]), unseen=_unseen(holder))

    def wordless(self, url: str) -> tuple[Picture, ...]:
        """The pictures that say nothing in words; `url` is the page's address."""
        return tuple(wordless(self._tree, url))

    def _link(self, value: str) -> LexborNode | None:
        """A link to the value, which may stand before the element; one that is seen where there are several."""
        end = value[-_DIGITS:] if value[-_DIGITS:].isdigit() else value
        links = [node for node in self._tree.css("a[href]") if end in _bare(node.attributes.get("href") or "")] if end else []
        return next((node for node in links if not _unseen(node)), links[0] if links else None)

    def _at(self, selector: str) -> LexborNode | None:
        try:
            return self._tree.css_first(selector) if selector else None
        except (SelectolaxError, ValueError):
            return None


def _holder(element: LexborNode, as_shown: str) -> LexborNode | None:
    """The innermost element inside, or the element itself, whose text holds the value."""
    wanted = _bare(as_shown)
    around = [element, *element.css("*")[:_MOST]] if wanted else []
    return next((node for node in reversed(around) if wanted in _bare(node.text())), None)


def _looked(holder: LexborNode) -> list[LexborNode]:
    own = [holder] if LOOK in holder.attributes else []
    return own or holder.css(f"[{LOOK}]")[:_MOST]


def _look(node: LexborNode) -> Measured | None:
    parts = (node.attributes.get(LOOK) or "").split()
    if len(parts) != 7:
        return None
    left, top, width, height, size = map(float, parts[:5])
    return Measured((left, top, width, height), size, None if parts[5] == "?" else float(parts[5]), parts[6] == "1", "")


def _unseen(node: LexborNode) -> str:
    here: LexborNode | None = node
    for _ in range(_DEEPEST):
        if here is None or here.attributes is None:
            return ""
        if why := here.attributes.get(UNSEEN):
            return why
        here = here.parent
    return ""


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return left, top, max(box[0] + box[2] for box in boxes) - left, max(box[1] + box[3] for box in boxes) - top


def _bare(text: str) -> str:
    return "".join(text.split()).lower()
