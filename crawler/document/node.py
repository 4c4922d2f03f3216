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
