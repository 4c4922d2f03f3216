"""Computed styles, read once for all elements that share them."""

import re
from typing import NamedTuple

from crawler.browser.colours import CLEAR, Colour, colour
from crawler.browser.snapshot import Box, Tree

_HOLDS_FIXED = re.compile(r"transform|perspective|filter|contain")
_CONTAINS = re.compile(r"paint|layout|strict|content")
_PIXELS = re.compile(r"(-?\d*\.?\d+)px")
_PARTS = re.compile(r"(-?\d*\.?\d+)(px|%)?")
_BLUR = re.compile(r"blur\((\d*\.?\d+)px")
_ILLEGIBLE = 0.3
"""Radius of a blur, as a share of the font's size, from which text is not read."""
_NO_FILTER = re.compile(r"opacity\(0(?:\.0\d*)?%?\)")
_KEEPING = frozenset({"preserve", "preserve-breaks", "break-spaces"})
_ROWS = frozenset({"flex", "inline-flex", "grid", "inline-grid"})
_BLOCKS = frozenset({"block", "flow-root", "flex", "grid", "table", "list-item", "table-row", "table-caption"})


class Style(NamedTuple):
    """What the computed styles of an element mean for what is seen of it.

    `across` and `down` are its overflow; `moving`: it keeps its place in the window while the page scrolls; `holds`: absolute
    elements inside it are placed (and clipped) by it; `holds_fixed`: fixed ones too. `turned`: its text is shown from its last
    character to its first. `blurred`: no text of it can be read. `mixed`: filters and blending make its colours unknown. `plain`:
    it changes nothing for what it holds.
    """

    display: str
    visible: bool
    opacity: float
    position: str
    across: str
    down: str
    clip: str
    clip_path: str
    fill: Colour | None
    ground: Colour | None
    pictured: bool
    cut_to_text: bool
    size: float
    leftward: bool
    turned: bool
    skips: str
    moving: bool
    holds: bool
    holds_fixed: bool
    catches: bool
    blurred: bool
    outlined: bool
    keeps_lines: bool
    mixed: bool
    plain: bool

    @property
    def in_rows(self) -> bool:
        """Whether its children stand beside each other whatever they are."""
        return self.display in _ROWS

    @property
    def as_block(self) -> bool:
        """Whether it begins a line of its own."""
        return self.display in _BLOCKS


class Styles:
    """The styles of the documents of one page: hundreds of elements share one."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Style] = {}
        self.none = style_of(_NOTHING)

    def of(self, tree: Tree, laid: int) -> Style:
        """The styles of a box; those of a plain block where it has none, as the document itself."""
        numbers = tree.styles(laid)
        known = self._known.get(numbers)
        if known is None:
            said = [tree.strings[number] if number >= 0 else "" for number in numbers]
            known = self._known[numbers] = style_of(said) if said else self.none
        return known


def style_of(said: list[str]) -> Style:
    """Read the computed styles of `crawler.browser.snapshot.STYLES`."""
    told = dict(zip(_NAMES, said, strict=True))
    position, ground = told["position"], colour(told["ground"])
    pictured, mixed = _set(told["image"]), _set(told["filter"]) or told["blend"] not in {"normal", ""}
    opacity = 0.0 if _NO_FILTER.search(told["filter"]) else float(told["opacity"] or 1)
    holds_fixed = _takes_fixed(told)
    clips = told["clip"] not in {"auto", ""} or _set(told["clip_path"])
    flat = told["across"] == told["down"] == "visible" and position == "static" and not clips and not holds_fixed
    skips = told["skips"] if told["skips"] in {"auto", "hidden"} else ""
    return Style(
        display=told["display"],
        visible=told["visibility"] == "visible",
        opacity=opacity,
        position=position,
        across=told["across"],
        down=told["down"],
        clip=told["clip"] if position in {"absolute", "fixed"} and told["clip"] != "auto" else "",
        clip_path=told["clip_path"] if told["clip_path"] != "none" else "",
        fill=colour(told["fill"]),
        ground=ground,
        pictured=pictured,
        cut_to_text="text" in told["background_clip"],
        size=_pixels(told["size"]),
        leftward=told["direction"] == "rtl",
        turned=told["direction"] == "rtl" and "override" in told["bidi"],
        skips=skips,
        moving=position in {"fixed", "sticky"},
        holds=position != "static" or holds_fixed,
        holds_fixed=holds_fixed,
        catches=told["pointer"] != "none",
        blurred=(blur := _BLUR.search(told["filter"])) is not None and float(blur[1]) >= _ILLEGIBLE * _pixels(told["size"]),
        outlined=_set(told["shadow"]) or _pixels(told["stroke"]) > 0,
        keeps_lines=told["lines"] in _KEEPING,
        mixed=mixed,
        plain=flat and opacity >= 1 and not mixed and ground == CLEAR and not pictured and not skips,
    )


_NAMES = (
    *("display", "visibility", "opacity", "position", "across", "down", "clip", "clip_path", "fill", "ground", "image"),
    *("background_clip", "size", "direction", "bidi", "skips", "transform", "filter", "perspective", "will_change", "contain"),
    *("pointer", "shadow", "stroke", "lines", "blend", "cursor"),
)
_NOTHING = ["block", "visible", "1", "static", "visible", "visible", *[""] * 21]


def _set(written: str) -> bool:
    return written not in {"none", ""}


def _takes_fixed(told: dict[str, str]) -> bool:
    """Whether fixed elements inside are placed by this one instead of the window."""
    moved = _set(told["transform"]) or _set(told["perspective"]) or _set(told["filter"])
    return moved or bool(_HOLDS_FIXED.search(told["will_change"]) or _CONTAINS.search(told["contain"]))


def _pixels(written: str) -> float:
    found = _PIXELS.match(written)
    return float(found[1]) if found else 0.0


def clipped(style: Style, box: Box) -> Box:
    """What `clip` and `clip-path` leave of a box; shapes that leave something of it count as the whole."""
    if style.clip:
        box = _rect(style.clip, box)
    return _shape(style.clip_path, box) if style.clip_path else box


def _rect(written: str, box: Box) -> Box:
    """`rect(top, right, bottom, left)`, from the left upper corner."""
    parts = written.removeprefix("rect(").rstrip(")").replace(",", " ").split()
    if len(parts) != 4:
        return box
    top, right, bottom, left = (None if part == "auto" else _pixels(part) for part in parts)
    return Box(
        box.left + (left or 0),
        box.top + (top or 0),
        box.right if right is None else box.left + right,
        box.bottom if bottom is None else box.top + bottom,
    )


def _shape(written: str, box: Box) -> Box:
    name, _, rest = written.partition("(")
    if name == "inset":
        return _inset(rest, box)
    numbers = _PARTS.findall(rest.partition(" at ")[0])
    if name in {"circle", "ellipse"} and numbers and not any(float(number) for number, _ in numbers):
        return Box(box.left, box.top, box.left, box.top)
    if name == "polygon" and len(numbers) > 3 and (len(set(numbers[::2])) == 1 or len(set(numbers[1::2])) == 1):
        return Box(box.left, box.top, box.left, box.top)
    return box


def _inset(written: str, box: Box) -> Box:
    parts = _PARTS.findall(written.partition(" round ")[0])[:4]
    if not parts:
        return box
    sides = (parts * 4)[:4] if len(parts) != 3 else [*parts, parts[1]]
    top, right, bottom, left = (
        float(number) * (size / 100 if unit == "%" else 1)
        for (number, unit), size in zip(sides, (box.bottom - box.top, box.right - box.left) * 2, strict=True)
    )
    return Box(box.left + left, box.top + top, box.right - right, box.bottom - bottom)
