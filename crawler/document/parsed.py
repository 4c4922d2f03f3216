"""The document every engine gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from crawler.document.node import Node
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
    nodes: Sequence[Node | None] = ()
    _text: str | None = None
    _positions: dict[int, int] = field(default_factory=dict)

    def selector(self, block: int) -> str:
        """A CSS path to the element of a block, made on demand; empty where there is none."""
        node = self.nodes[block] if 0 <= block < len(self.nodes) else None
        return css_path(node, self._positions) if node is not None else ""

    def text(self) -> str:
        """The visible text of the page, one block a line, made once."""
        if self._text is None:
            self._text = "\n".join(block.text for block in self.blocks if block.visible)
        return self._text


def css_path(node: Node, positions: dict[int, int]) -> str:
    """A CSS path from the nearest element with a plain id, or from the root.

    `positions` remembers, for the other paths of the page, where elements stand among their siblings.
    """
    steps: list[str] = []
    here: Node | None = node
    while here is not None and len(steps) < 60:
        tag = here.tag or ""
        if not tag or tag.startswith("-"):
            break
        id_ = here.attributes.get("id") or ""
        if id_.replace("-", "").replace("_", "").isalnum() and id_.isascii() and not id_[0].isdigit() and id_[0] != "-":
            steps.append(f"{tag}#{id_}")
            break
        steps.append(f"{tag}:nth-of-type({_position(here, tag, positions)})" if tag not in {"html", "body", "head"} else tag)
        here = here.parent
    return " > ".join(reversed(steps))


def _position(node: Node, tag: str, positions: dict[int, int]) -> int:
    """The element's number among its siblings of one name; those passed on the way are remembered too."""
    passed: list[int] = []
    here: Node | None = node
    while here is not None:
        if here.tag == tag:
            if here.mem_id in positions:
                break
            passed.append(here.mem_id)
        here = here.prev
    known = positions[here.mem_id] if here is not None else 0
    positions.update(zip(reversed(passed), count(known + 1)))
    return positions[node.mem_id]
