"""The page as Chromium holds it at one moment: DevTools' `DOMSnapshot.captureSnapshot`, one call.

It is taken outside the page's own scripts, which can neither see nor change it. Its nodes are those of the flat tree: the content
of open and closed shadow roots stands in its host, slots are filled, text made by `::before` is a node of its own. Nodes that are
not laid out have no box. https://chromedevtools.github.io/devtools-protocol/tot/DOMSnapshot/
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

STYLES = (
    "display",
    "visibility",
    "opacity",
    "position",
    "overflow-x",
    "overflow-y",
    "clip",
    "clip-path",
    "-webkit-text-fill-color",
    "background-color",
    "background-image",
    "background-clip",
    "font-size",
    "direction",
    "unicode-bidi",
    "content-visibility",
    "transform",
    "filter",
    "perspective",
    "will-change",
    "contain",
    "pointer-events",
    "text-shadow",
    "-webkit-text-stroke-width",
    "white-space-collapse",
    "mix-blend-mode",
    "cursor",
)
"""The computed styles that decide over what is seen, in the order of `crawler.browser.style.style_of`."""

CAPTURE = "DOMSnapshot.captureSnapshot"
ASKED: Mapping[str, Any] = {
    "computedStyles": list(STYLES),
    "includePaintOrder": True,
    "includeDOMRects": True,
    "includeBlendedBackgroundColors": True,
    "includeTextColorOpacities": True,
}
"""The call, for `send` of a DevTools session of the page."""

MOST_NODES = 100_000
"""Nodes of one document that are looked at: no page of a shop was seen with a third as many."""

ELEMENT, TEXT, COMMENT = 1, 3, 8


class Box(NamedTuple):
    """A rectangle in CSS pixels of its document."""

    left: float
    top: float
    right: float
    bottom: float

    def moved(self, right: float, down: float) -> "Box":
        """The same, elsewhere."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)


class Run(NamedTuple):
    """A piece of a text that stands on one line: where it begins in the text, and its box."""

    start: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One document: its nodes by number, each after the one it stands in.

    `parents`, `kinds`, `children` and `laid` are by node; `laid` gives the numbers of its boxes: an element has one, a
    pseudo-element one more for each text it makes. `shadows`, `typed` (what a field holds), `pseudo` and `inner` (the number of a
    frame's document) are of the nodes that have such a thing. `clickable` are those that hear a click, by a listener of their own
    or as links. `scroll` and `size` are in CSS pixels. `problems`: `too-many-nodes`.
    """

    url: str
    base: str
    scroll: tuple[float, float]
    size: tuple[float, float]
    strings: Sequence[str]
    parents: Sequence[int]
    kinds: Sequence[int]
    children: Sequence[Sequence[int]]
    laid: Sequence[Sequence[int]]
    shadows: Mapping[int, str]
    typed: Mapping[int, str]
    pseudo: Mapping[int, str]
    inner: Mapping[int, int]
    clickable: frozenset[int]
    problems: tuple[str, ...]
    _nodes: Mapping[str, Any]
    _layout: Mapping[str, Any]
    _runs: Mapping[int, Sequence[Run]]

    def name(self, node: int) -> str:
        """Its name as DevTools gives it: upper case for elements of HTML."""
        return self._said(self._nodes["nodeName"][node])

    def value(self, node: int) -> str:
        """The text of a text node or comment."""
        return self._said(self._nodes["nodeValue"][node])

    def attributes(self, node: int) -> Iterator[tuple[str, str]]:
        """Names and values of an element's attributes, as written."""
        told = self._nodes["attributes"][node]
        return zip(map(self._said, told[::2]), map(self._said, told[1::2]), strict=False)

    def box(self, laid: int) -> Box:
        """Where a box stands in the document, transforms included, whatever is scrolled or clipped."""
        left, top, width, height = self._layout["bounds"][laid]
        return Box(left, top, left + width, top + height)

    def backend(self, node: int) -> int:
        """The number by which other calls of DevTools know it."""
        return int(self._nodes["backendNodeId"][node])

    def styles(self, laid: int) -> tuple[int, ...]:
        """The numbers of its STYLES among the strings."""
        return tuple(self._layout["styles"][laid])

    def hand(self, node: int) -> bool:
        """Whether the cursor becomes a hand over an element."""
        laid = self.laid[node]
        return bool(laid) and self._said(self._layout["styles"][laid[0]][-1]) == "pointer"

    def text(self, laid: int) -> str:
        """The text of a box as laid out: upper case where styles ask for it, dots for what is kept secret; "" where it is none."""
        return self._said(self._layout["text"][laid])

    def runs(self, laid: int) -> Sequence[Run]:
        """The lines of a text."""
        return self._runs.get(laid, ())

    def order(self, laid: int) -> int:
        """When it is painted: what is painted later lies on top. One count for all documents of the page."""
        return int(self._layout["paintOrders"][laid])

    def ground(self, laid: int) -> str:
        """The colour behind an element's text as Chromium blends it; "" where pictures or gradients make it unknown."""
        return self._said(self._layout["blendedBackgroundColors"][laid])

    def border(self, laid: int) -> tuple[float, float, float, float]:
        """Left and top border, inner width and height (without scroll bars)."""
        return _four(self._layout["clientRects"][laid])

    def scrolled(self, laid: int) -> tuple[float, float, float, float]:
        """How far an element is scrolled to the right and down, and width and height of what can be scrolled to."""
        return _four(self._layout["scrollRects"][laid])

    def _said(self, number: int) -> str:
        return self.strings[number] if number >= 0 else ""


def trees_of(answer: Mapping[str, Any]) -> tuple[Tree, ...]:
    """The documents of an answer to CAPTURE: the page first, then those of its frames."""
    strings = answer["strings"]
    return tuple(_tree(document, strings) for document in answer["documents"])


def _tree(document: Mapping[str, Any], strings: Sequence[str]) -> Tree:
    nodes, layout = document["nodes"], document["layout"]
    parents = nodes["parentIndex"][:MOST_NODES]
    pseudo = _rare(nodes, "pseudoType", strings)
    children: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents):
        if parent >= 0 and pseudo.get(node) != "after":
            children[parent].append(node)
    # they are told before the children they stand behind
    for node, kind in pseudo.items():
        if kind == "after" and node < len(parents):
            children[parents[node]].append(node)
    laid: list[list[int]] = [[] for _ in parents]
    for number, node in enumerate(layout["nodeIndex"]):
        if node < MOST_NODES:
            laid[node].append(number)
    return Tree(
        url=strings[document["documentURL"]],
        base=strings[document["baseURL"]] if document["baseURL"] >= 0 else "",
        scroll=(document.get("scrollOffsetX") or 0.0, document.get("scrollOffsetY") or 0.0),
        size=(document.get("contentWidth") or 0.0, document.get("contentHeight") or 0.0),
        strings=strings,
        parents=parents,
        kinds=nodes["nodeType"],
        children=children,
        laid=laid,
        shadows=_rare(nodes, "shadowRootType", strings),
        typed=_rare(nodes, "textValue", strings) | _rare(nodes, "inputValue", strings),
        pseudo=pseudo,
        inner=dict(zip(nodes["contentDocumentIndex"]["index"], nodes["contentDocumentIndex"]["value"], strict=True)),
        clickable=frozenset(nodes.get("isClickable", {}).get("index", ())),
        problems=("too-many-nodes",) if len(nodes["parentIndex"]) > MOST_NODES else (),
        _nodes=nodes,
        _layout=layout,
        _runs=_lines(document["textBoxes"]),
    )


def _rare(nodes: Mapping[str, Any], name: str, strings: Sequence[str]) -> dict[int, str]:
    told = nodes.get(name) or {"index": [], "value": []}
    return {node: strings[said] if said >= 0 else "" for node, said in zip(told["index"], told["value"], strict=True)}


def _lines(told: Mapping[str, Any]) -> dict[int, list[Run]]:
    lines: dict[int, list[Run]] = {}
    for laid, start, (left, top, width, height) in zip(told["layoutIndex"], told["start"], told["bounds"], strict=True):
        lines.setdefault(laid, []).append(Run(start, Box(left, top, left + width, top + height)))
    return lines


def _four(told: Sequence[float]) -> tuple[float, float, float, float]:
    return (told[0], told[1], told[2], told[3]) if len(told) == 4 else (0.0, 0.0, 0.0, 0.0)
