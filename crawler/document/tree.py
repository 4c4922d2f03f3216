"""The elements of a page in their order, and which stands in which."""

from typing import NamedTuple

from crawler.document.tag import Attrs, Tag


class Tree:
    """The tags of the elements met so far and, for each, the number of the element around it (-1: none)."""

    __slots__ = ("parents", "tags")

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.parents: list[int] = []

    def before(self, number: int) -> int:
        """The number of the sibling before an element, or -1."""
        parents, parent = self.parents, self.parents[number]
        before = number - 1
        while before > parent and parents[before] != parent:
            before = parents[before]
        return before if before > parent else -1


class Element(NamedTuple):
    """One element, for those who ask after the walk."""

    tree: Tree
    number: int

    @property
    def tag(self) -> str:
        """The element's name; that of a comment begins with a hyphen."""
        return self.tree.tags[self.number].name

    @property
    def attributes(self) -> Attrs:
        """The element's attributes."""
        return self.tree.tags[self.number].attributes

    @property
    def parent(self) -> "Element | None":
        """The element around it."""
        return self._at(self.tree.parents[self.number])

    @property
    def prev(self) -> "Element | None":
        """The sibling before it."""
        return self._at(self.tree.before(self.number))

    def _at(self, number: int) -> "Element | None":
        return Element(self.tree, number) if number >= 0 else None
