"""A document under construction: the text the walk is writing, and the lists it fills."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import NamedTuple

from crawler.document.addresses import Addresses
from crawler.document.styles import Styles
from crawler.document.surroundings import Scope
from crawler.document.tag import Attrs, Tag
from crawler.document.text import LINE, fold, joined
from crawler.document.tree import Tree
from crawler.model.document import Attribute, Block, Field, Form, Image, Script
from crawler.model.link import Link

_MOST_BLOCKS = 20_000
_MOST_LINKS = 5_000
_LONGEST_LABEL = 120
_MARKS = frozenset(":-–—|.")
"""Marks that have a cell of their own between a label and its value."""
_LONGEST_NOTED = 20_000
"""Characters of a link, heading, label or button that are noted down; elements around elements would note the same text again."""
NOWHERE = -1
"""Stands for the element of a block outside all elements."""
_MOST_OPEN = 20
"""Elements around a text that note it down at once."""
_FARTHEST = 500
"""Inline elements between a text and the block around it."""
_NEVER = 1 << 30
"""Where text begins that is not noted down: behind all of it."""
_new = tuple.__new__
Trail = tuple[tuple[int, str], ...]


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


class OpenForm(NamedTuple):
    """A form under way: its start tag and scope, its fields so far, its first block and the headings above it.

    `table` is the element whose rows have its fields, where it was closed between a table and its rows, and `end` the block
    behind the last of these.
    """

    tag: Tag
    scope: Scope
    fields: list[Field]
    block: int
    headings: tuple[str, ...]
    table: int = NOWHERE
    end: int | None = None


class OpenLink(Capture):
    """A link under way: its text, its attributes, what it holds besides text that is seen, what elements in it are called."""

    __slots__ = ("attrs", "named", "spare")

    def __init__(self, start: int, attrs: Attrs) -> None:
        self.start = start
        self.done = []
        self.attrs = attrs
        self.spare: list[str] = []
        self.named: list[str] = []


class Draft:
    """Everything gathered so far of one page."""

    __slots__ = (
        *("addresses", "after_link", "anchors", "attributes", "based", "blocks", "captures", "cell", "comments", "forms", "frames"),
        *(
            "h1",
            "holds",
            "headings",
            "images",
            "label",
            "labels_for",
            "language",
            "later",
            "link",
            "links",
            "marked",
            "meta",
            "microdata",
        ),
        *("nodes", "open_form", "parts", "problems", "refresh", "scope", "scripts", "structured", "styles"),
        *("title", "trail", "tree", "triggers"),
    )

    def __init__(self, url: str, problems: Iterable[str] = (), *, marked: bool = False) -> None:
        self.marked = marked
        self.begin(url, problems)

    def begin(self, url: str, problems: Iterable[str]) -> None:
        """Begin, or begin again: nothing of the page is known but its address and what was cut of it."""
        self.addresses = Addresses(url)
        self.problems: dict[str, None] = dict.fromkeys(problems)
        self.based = self.microdata = False
        self.triggers: dict[str, bool] = {}
        self.scope = Scope()
        self.holds: dict[int, Held] = {}
        self.tree = Tree()
        self.styles = Styles(self.tree)
        self.parts: list[str] = []
        self.later: list[tuple[Scope, int, str, str]] = []
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
        self.nodes: list[int] = []
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
        self.language = self.title = self.h1 = self.refresh = ""

    def flush(self, node: int, name: str) -> None:
        """Close the block under way, which stands in the given element; what was hidden inside it becomes blocks after it."""
        parts = self.parts
        if name == "pre" and len(parts) == 1 and node == len(self.tree.tags) - 1:
            parts[0] = parts[0].replace("\n", LINE)
        for capture in self.captures[-_MOST_OPEN:]:
            capture.done += (*parts[capture.start :], " ")
            capture.start = 0
        text = fold(parts[0] if len(parts) == 1 else joined(parts))
        self.parts = []
        self.after_link = -1
        if text:
            self.cell = self.cell if text in _MARKS else text
            self._block(self.scope, node, name, text)
        if self.later:
            later, self.later = self.later, []
            for scope, inner, its, words in later:
                self._block(scope, inner, its, words)

    def _block(self, scope: Scope, node: int, name: str, text: str) -> None:
        blocks = self.blocks
        number = len(blocks)
        if number >= _MOST_BLOCKS:
            self.problems["too-many-blocks"] = None
            return
        by = scope.hidden_by
        # a named tuple's own constructor is a Python function: twice the time, hundreds of times a page
        blocks.append(_new(Block, (number, text, scope.place, name, not by, scope.closed, by, self.headings, self.label)))
        self.nodes.append(node)

    def flush_before(self) -> None:
        """Close the block under way because the element met last begins another."""
        tags, parents, holds = self.tree.tags, self.tree.parents, self.holds
        node = parents[-1]
        for _ in range(_FARTHEST):
            if node < 0:
                break
            if tags[node].block or (node in holds and holds[node].buffer is not None):
                self.flush(node, tags[node].name)
                return
            node = parents[node]
        self.flush(NOWHERE, "body")

    def set_aside(self, node: int, name: str) -> None:
        """Close the text of an inline element with a scope of its own; it becomes a block after the block around it."""
        text = fold(joined(self.parts))
        self.parts = []
        if text:
            self.later.append((self.scope, node, name, text))
            if self.link is not None:
                self.link.spare.append(text)

    def capture(self, capture: Capture | None = None) -> None:
        """Begin to note down text; what stands around too many elements that do so goes without."""
        captures = self.captures
        captures.append(capture or Capture(len(self.parts)))
        if len(captures) > _MOST_OPEN:
            outer = captures[-_MOST_OPEN - 1]
            outer.done, outer.start = [], _NEVER

    def captured(self) -> str:
        """The folded text since the last `capture`."""
        if not self.captures:
            return ""
        capture = self.captures.pop()
        done, start, parts = capture.done, capture.start, self.parts
        if not done:
            more = len(parts) - start
            if more <= 1:
                return fold(parts[start][:_LONGEST_NOTED]) if more == 1 else ""
        return fold(_beginning(chain(done, islice(parts, start, None))))

    def is_full_of_links(self) -> bool:
        """Whether no further link is kept; the problems of the page tell so then."""
        full = len(self.links) >= _MOST_LINKS
        if full:
            self.problems["too-many-links"] = None
        return full

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


def _beginning(pieces: Iterable[str]) -> str:
    """The first pieces, joined, up to what is noted down."""
    kept: list[str] = []
    left = _LONGEST_NOTED
    for piece in pieces:
        kept.append(piece if len(piece) <= left else piece[:left])
        left -= len(piece)
        if left <= 0:
            break
    return "".join(kept)
