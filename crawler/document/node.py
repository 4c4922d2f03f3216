"""What the walk needs of a parser's node; selectolax's nodes are such nodes already."""

from collections.abc import Mapping
from typing import Protocol


class Node(Protocol):
    """An element (`tag` its lower-case name), a text (`-text`) or a comment (`-comment`)."""

    @property
    def tag(self) -> str | None:
        """The element's name, or the kind of node."""

    @property
    def mem_id(self) -> int:
        """A number that no other node of the page has."""

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """The element's attributes, lower-case names; a value is None where none was written."""

    @property
    def text_content(self) -> str | None:
        """The text of a text node."""

    @property
    def comment_content(self) -> str | None:
        """The text of a comment."""

    @property
    def first_child(self) -> "Node | None":
        """The first child node."""

    @property
    def next(self) -> "Node | None":
        """The next sibling node."""

    @property
    def prev(self) -> "Node | None":
        """The previous sibling node."""

    @property
    def parent(self) -> "Node | None":
        """The element around it."""


def inner_text(node: Node, most: int = 2_000_000) -> str:
    """The text of the node's own text children, joined: what scripts, styles and titles consist of."""
    parts: list[str] = []
    child = node.first_child
    while child is not None and most > 0:
        if child.tag == "-text":
            text = child.text_content or ""
            parts.append(text[:most])
            most -= len(text)
        child = child.next
    return parts[0] if len(parts) == 1 else "".join(parts)
