"""A document under construction: the text sheet the walk writes on, and the lists it fills."""

from typing import NamedTuple

from crawler.document.addresses import Addresses
from crawler.document.node import Node
from crawler.document.surroundings import Scope, Triggered
from crawler.document.text import fold
from crawler.model.document import Attribute, Block, Form, Image, Script
from crawler.model.link import Link

MOST_BLOCKS = 20_000
MOST_LINKS = 5_000
_LABEL = 120


class Held(NamedTuple):
    """What an element put aside when it was entered, to be restored when it is left."""

    scope: Scope
    tag: str
    node: Node | None
    parts: list[str]
    number: int
    captures: list[list[str]]
    headings: tuple[tuple[int, str], ...]
    swapped: bool
    leave: object = None


class Draft:
    """Everything gathered so far of one page. The walk calls it; nothing else does."""

    def __init__(self, url: str, html: str) -> None:
        self.addresses = Addresses(url)
        self.triggered = Triggered(html)
        self.rules: set[str] = set()
        self.scope = Scope()
        self.tag = "body"
        self.node: Node | None = None
        self.parts: list[str] = []
        self.number = -1
        self.captures: list[list[str]] = []
        self.spare: list[str] | None = None
        self.after_link = -1
        self.trail: tuple[tuple[int, str], ...] = ()
        self.headings: tuple[str, ...] = ()
        self.label = ""
        self.cell = ""
        self.blocks: list[Block] = []
        self.nodes: list[Node | None] = []
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.open_form: list[object] | None = None
        self.scripts: list[Script] = []
        self.attributes: list[Attribute] = []
        self.images: list[Image] = []
        self.frames: list[str] = []
        self.comments: list[str] = []
        self.structured: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.anchors: dict[str, int] = {}
        self.labels_for: dict[str, str] = {}
        self.language = self.title = self.h1 = self.refresh = ""
        self.microdata = self.based = False
        self.problems: dict[str, None] = {}

    def here(self) -> int:
        """The number of the block under way, or of the next one."""
        return self.number if self.number >= 0 else len(self.blocks)

    def write(self, text: str) -> None:
        """Add text to the block under way."""
        if text.isspace():
            if self.parts:
                self.parts.append(" ")
            for capture in self.captures:
                capture.append(" ")
            return
        if self.number < 0:
            self._open()
        self.parts.append(text)
        for capture in self.captures:
            capture.append(text)

    def _open(self) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            self.problems["too-many-blocks"] = None
            self.number = MOST_BLOCKS - 1
            return
        self.number = len(self.blocks)
        self.blocks.append(_NONE)
        self.nodes.append(self.node)

    def flush(self) -> None:
        """Close the block under way, if it has text."""
        number = self.number
        if number >= 0:
            scope = self.scope
            text = fold("".join(self.parts))
            self.blocks[number] = Block(
                number, text, scope.place, self.tag, not scope.hidden_by, scope.closed, scope.hidden_by, self.headings, self.label
            )
            self.cell = text
            self.number = -1
        if self.parts:
            self.parts = []
            self.after_link = -1

    def hold(self, *, swapped: bool = False) -> Held:
        """What must be restored when the element now entered is left."""
        return Held(self.scope, self.tag, self.node, self.parts, self.number, self.captures, self.trail, swapped)

    def heading(self, level: int, text: str) -> None:
        """Put a heading on the trail in place of those of its level and below."""
        text = text[:200]
        self.trail = (*(one for one in self.trail if one[0] < level), (level, text))
        self.headings = tuple(one[1] for one in self.trail)

    def restore_trail(self, trail: tuple[tuple[int, str], ...]) -> None:
        """Go back to the headings that held outside a section."""
        if trail is not self.trail:
            self.trail = trail
            self.headings = tuple(one[1] for one in trail)

    def label_of(self, text: str) -> str:
        """A cell's text as label of the next cell."""
        return text if len(text) <= _LABEL else ""


_NONE = Block(-1, "", Scope().place)
