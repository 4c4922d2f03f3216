"""The second opinion: Python's html.parser under BeautifulSoup, which keeps what stricter parsers drop."""

from collections.abc import Mapping

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, NavigableString, PageElement, PreformattedString, Tag

from crawler.document.draft import Draft
from crawler.document.node import Node
from crawler.document.tokens import tokens_of_tree
from crawler.document.walk import walk


class SoupNode:
    """A BeautifulSoup element, seen as the walk sees a node."""

    __slots__ = ("_element",)

    def __init__(self, element: PageElement) -> None:
        self._element = element

    @property
    def tag(self) -> str | None:
        """The element's name, or the kind of node."""
        element = self._element
        if isinstance(element, Tag):
            return element.name.lower() if element.name != "[document]" else "-document"
        if isinstance(element, Comment):
            return "-comment"
        if isinstance(element, PreformattedString) and not isinstance(element, CData):
            return "-doctype"
        return "-text"

    @property
    def mem_id(self) -> int:
        """A number that no other node of the page has."""
        return id(self._element)

    @property
    def attributes(self) -> Mapping[str, str | None]:
        """The attributes as written, an empty value as None."""
        element = self._element
        if not isinstance(element, Tag):
            return {}
        return {name.lower(): str(value) or None for name, value in element.attrs.items()}

    @property
    def text_content(self) -> str | None:
        """The text of a text node."""
        return str(self._element) if isinstance(self._element, NavigableString) else None

    @property
    def comment_content(self) -> str | None:
        """The text of a comment."""
        return str(self._element) if isinstance(self._element, Comment) else None

    @property
    def first_child(self) -> Node | None:
        """The first child node."""
        element = self._element
        return SoupNode(element.contents[0]) if isinstance(element, Tag) and element.contents else None

    @property
    def next(self) -> Node | None:
        """The next sibling node."""
        after = self._element.next_sibling
        return SoupNode(after) if after is not None else None

    @property
    def prev(self) -> Node | None:
        """The previous sibling node."""
        before = self._element.previous_sibling
        return SoupNode(before) if before is not None else None

    @property
    def parent(self) -> Node | None:
        """The element around it."""
        above = self._element.parent
        return SoupNode(above) if above is not None else None


def read_tolerant(text: str, draft: Draft) -> None:
    """Parse with html.parser and walk once."""
    soup = BeautifulSoup(text, "html.parser", multi_valued_attributes=None)
    walk(tokens_of_tree(SoupNode(soup), _inside), draft)


def _inside(node: Node) -> Node | None:
    return node.first_child
