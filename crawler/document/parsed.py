"""The document every engine gives."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter

from crawler.document.tree import Element, Tree
from crawler.model.document import Attribute, Block, Form, Image, Script
from crawler.model.link import Link


@dataclass(slots=True, kw_only=True)
class ParsedDocument:
    """A page as one walk read it; see `crawler.model.document.Document` for the fields."""

    url: str
    base_url: str
    language: str = ""
    title: str = ""
    h1: str = ""
    blocks: Sequence[Block] = ()
    links: Sequence[Link] = ()
    forms: Sequence[Form] = ()
    scripts: Sequence[Script] = ()
    attributes: Sequence[Attribute] = ()
    images: Sequence[Image] = ()
    frames: Sequence[str] = ()
    comments: Sequence[str] = ()
    structured: Sequence[str] = ()
    microdata: bool = False
    meta: Sequence[tuple[str, str]] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)
    refresh: str = ""
    charset: str = ""
    html: str = ""
    engine: str = ""
    problems: tuple[str, ...] = ()
    tree: Tree = field(default_factory=Tree)
    numbers: Sequence[int] = ()
    _text: str | None = None
    _positions: dict[int, int] = field(default_factory=dict)
    _links_in: dict[int, list[Link]] | None = None

    def links_in(self, block: int) -> Sequence[Link]:
        """The links that stand in a block, made on demand."""
        if self._links_in is None:
            self._links_in = defaultdict(list)
            for link in self.links:
                self._links_in[link.block].append(link)
        return self._links_in.get(block, ())

    def images_in(self, block: int) -> Iterator[Image]:
        """The images that stand in a block."""
        for number in range(bisect_left(self.images, block, key=attrgetter("block")), len(self.images)):
            image = self.images[number]
            if image.block != block:
                return
            yield image

    def selector(self, block: int) -> str:
        """A CSS path to the element of a block, made on demand; empty where there is none."""
        node = self.node(block)
        return css_path(node, self._positions) if node is not None else ""

    def node(self, block: int) -> Element | None:
        """The element in which a block stands; None where there is none."""
        number = self.numbers[block] if 0 <= block < len(self.numbers) else -1
        return Element(self.tree, number) if number >= 0 else None

    def text(self) -> str:
        """The visible text of the page, one block a line, made once."""
        if self._text is None:
            self._text = "\n".join(block.text for block in self.blocks if block.visible)
        return self._text


def css_path(node: Element, positions: dict[int, int]) -> str:
    """A CSS path from the nearest element with a plain id, or from the root.

    `positions` remembers, for the other paths of the page, where elements stand among their siblings.
    """
    steps: list[str] = []
    here: Element | None = node
    while here is not None and len(steps) < 60:
        tag = here.tag
        if tag.startswith("-"):
            break
        id_ = here.attributes.get("id", "")
        if id_.replace("-", "").replace("_", "").isalnum() and id_.isascii() and not id_[0].isdigit() and id_[0] != "-":
            steps.append(f"{tag}#{id_}")
            break
        steps.append(f"{tag}:nth-of-type({_position(here, tag, positions)})" if tag not in {"html", "body", "head"} else tag)
        here = here.parent
    return " > ".join(reversed(steps))


def _position(node: Element, tag: str, positions: dict[int, int]) -> int:
    """The element's number among its siblings of one name; those passed on the way are remembered too."""
    passed: list[int] = []
    here: Element | None = node
    while here is not None:
        if here.tag == tag:
            if here.number in positions:
                break
            passed.append(here.number)
        here = here.prev
    known = positions[here.number] if here is not None else 0
    positions.update(zip(reversed(passed), count(known + 1)))
    return positions[node.number]
