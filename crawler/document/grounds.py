"""Which element around a block gave it its place on the page: for people who ask, never in a crawl."""

from collections.abc import Iterator

from crawler.document.parsed import ParsedDocument
from crawler.document.places import place_of
from crawler.document.tree import Element
from crawler.model.document import Document

TOLD = ("role", "id", "class")
DEEPEST = 400
LONGEST = 80


def ground_of_place(document: Document, block: int) -> str:
    """The start tag of the outermost element whose name, role, id or classes say the block's place; "" where none does."""
    if not isinstance(document, ParsedDocument) or document.node(block) is None:
        return ""
    around = reversed(list(_around(document.node(block))))
    place = document.blocks[block].place
    return next((start_tag(node) for node in around if _claims(node) is place), "")


def start_tag(node: Element) -> str:
    """An element's start tag with what tells its place, in short."""
    attributes = node.attributes
    said = "".join(f' {name}="{value[:LONGEST]}"' for name in TOLD if (value := attributes.get(name)))
    return f"<{node.tag}{said}>"


def _around(node: Element | None) -> Iterator[Element]:
    """The element and those around it, the innermost first."""
    for _ in range(DEEPEST):
        if node is None or node.tag.startswith("-"):
            return
        yield node
        node = node.parent


def _claims(node: Element) -> object:
    get = node.attributes.get
    return place_of(node.tag, get("role", "")[:40], get("id", "")[:200], get("class", "")[:1_000])
