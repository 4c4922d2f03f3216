"""A document under construction: the text the walk is writing, and the lists it fills."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from crawler.document.addresses import Addresses
from crawler.document.node import Node
from crawler.document.styles import Styles
from crawler.document.surroundings import Names, Scope, quiet_names
from crawler.document.text import fold
from crawler.model.document import Attribute, Block, Field, Form, Image, Script
from crawler.model.link import Link

MOST_BLOCKS = 20_000
MOST_LINKS = 5_000
_LONGEST_LABEL = 120
_new = tuple.__new__
BLOCK_TAGS = frozenset(
    """html body head address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul
    caption button noscript optgroup template frameset video audio object""".split(),  # noqa: SIM905 - one word a line fills a page
)
"""Elements that begin and end a block."""
Trail = tuple[tuple[int, str], ...]
Attrs = Mapping[str, str | None]


class Capture:
    """Text being noted down for a link, heading, label or button: `start` in the parts under way, `done` of blocks before."""

    __slots__ = ("done", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.done: list[str] = []


class Buffer(NamedTuple):
    """The text of the block around an inline element that has another scope."""

    parts: list[str]
    captures: list[Capture]


class Held(NamedTuple):
    """What an element that changes the scope put aside, restored when it is left; `buffer` where it has text of its own."""

    scope: Scope
    trail: Trail
    buffer: Buffer | None


Open = tuple[Node, str, bool, "Callable[[Draft, Node], None] | None", Held | None]
"""An element being walked: its node, its name, whether it makes a block, what leaving it means, what it put aside."""


class OpenForm(NamedTuple):
    """A form under way: its fields so far, its first block and the headings above it."""

    fields: list[Field]
    block: int
    headings: tuple[str, ...]


class OpenLink(Capture):
    """A link under way: its text, its attributes and what it holds besides text that is seen."""

    __slots__ = ("attrs", "spare")

    def __init__(self, start: int, attrs: Attrs) -> None:
        self.start = start
        self.done = []
        self.attrs = attrs
        self.spare: list[str] = []


class Draft:
    """Everything gathered so far of one page."""

    __slots__ = (
        *("addresses", "after_link", "anchors", "attributes", "based", "blocks", "captures", "cell", "comments", "forms", "frames"),
        *("h1", "headings", "images", "label", "labels_for", "language", "later", "link", "links", "meta", "microdata", "nodes"),
        *("open_form", "parts", "problems", "quiet", "refresh", "ruled", "scope", "scripts", "stack", "structured", "styles"),
        *("title", "trail", "triggers"),
    )

    def __init__(self, url: str) -> None:
        self.addresses = Addresses(url)
        self.based = self.microdata = False
        self.triggers: set[str] = set()
        self.ruled: frozenset[str] = frozenset()
        self.quiet: set[Names] = quiet_names(frozenset())
        self.scope = Scope()
        self.stack: list[Open] = []
        self.styles = Styles(self.stack)
        self.parts: list[str] = []
        self.later: list[tuple[Scope, Node, str, str]] = []
        self.captures: list[Capture] = []
        self.link: OpenLink | None = None
        self.after_link = -1
        self.trail: Trail = ()
        self.headings: tuple[str, ...] = ()
        self.label = self.cell = ""
        self.open_form: OpenForm | None = None
        self.labels_for: dict[str, str] = {}
        self._lists()

    def _lists(self) -> None:
        self.blocks: list[Block] = []
        self.nodes: list[Node | None] = []
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.scripts: list[Script] = []
        self.attributes: list[Attribute] = []
        self.images: list[Image] = []
        self.frames: list[str] = []
        self.comments: list[str] = []
        self.structured: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.anchors: dict[str, int] = {}
        self.problems: dict[str, None] = {}
        self.language = self.title = self.h1 = self.refresh = ""

    def flush(self, node: Node | None, tag: str) -> None:
        """Close the block under way, which stands in the given element; what was hidden inside it becomes blocks after it."""
        parts = self.parts
        for capture in self.captures:
            capture.done += (*parts[capture.start :], " ")
            capture.start = 0
        text = fold(parts[0] if len(parts) == 1 else "".join(parts))
        self.parts = []
        self.after_link = -1
        if text:
            self.cell = text
            self._block(self.scope, node, tag, text)
        if self.later:
            later, self.later = self.later, []
            for scope, inner, name, words in later:
                self._block(scope, inner, name, words)

    def _block(self, scope: Scope, node: Node | None, tag: str, text: str) -> None:
        blocks = self.blocks
        number = len(blocks)
        if number >= MOST_BLOCKS:
            self.problems["too-many-blocks"] = None
            return
        by = scope.hidden_by
        # a named tuple's own constructor is a Python function: twice the time, hundreds of times a page
        blocks.append(_new(Block, (number, text, scope.place, tag, not by, scope.closed, by, self.headings, self.label)))
        self.nodes.append(node)

    def flush_before(self) -> None:
        """Close the block under way because another begins inside the same element."""
        for node, tag, block, _, held in reversed(self.stack):
            if block or (held is not None and held.buffer is not None):
                self.flush(node, tag)
                return
        self.flush(None, "body")

    def set_aside(self, node: Node, tag: str) -> None:
        """Close the text of an inline element with a scope of its own; it becomes a block after the block around it."""
        text = fold("".join(self.parts))
        self.parts = []
        if text:
            self.later.append((self.scope, node, tag, text))
            if self.link is not None:
                self.link.spare.append(text)

    def capture(self) -> None:
        """Begin to note down text."""
        self.captures.append(Capture(len(self.parts)))

    def captured(self) -> str:
        """The folded text since the last `capture`."""
        if not self.captures:
            return ""
        capture = self.captures.pop()
        done, start, parts = capture.done, capture.start, self.parts
        if not done and len(parts) == start + 1:
            return fold(parts[start])
        return fold("".join(done + parts[start:]))

    def last_written(self) -> int:
        """The number of the block that was written on last."""
        return len(self.blocks) if self.parts else max(len(self.blocks) - 1, 0)

    def heading(self, level: int, text: str) -> None:
        """Put a heading on the trail in place of those of its level and below."""
        self.trail = (*(one for one in self.trail if one[0] < level), (level, text[:200]))
        self.headings = tuple(one[1] for one in self.trail)

    def restore_trail(self, trail: Trail) -> None:
        """Go back to the headings that held outside a section."""
        if trail is not self.trail:
            self.trail = trail
            self.headings = tuple(one[1] for one in trail)

    def begin_cell(self) -> None:
        """The cell before, if short, is the label of what comes."""
        self.label = self.cell if len(self.cell) <= _LONGEST_LABEL else ""
