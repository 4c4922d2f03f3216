"""What two addresses must share to be one page: its text, and what it shows without words.

A page drawn as pictures has the text of its menu alone: so have all pages of such a site, and one of them holds the number.
"""

import hashlib
from collections.abc import Iterator

from crawler.model.document import Document

READ_OUT = frozenset({"title", "alt", "aria-label"})
"""Attributes that a visitor meets."""


def likeness(document: Document) -> str:
    """A digest that two captures of one page share, whatever session their addresses name; "" for a page without any text."""
    return digest("\n".join(_shown(document))) if document.text() else ""


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _shown(document: Document) -> Iterator[str]:
    yield document.text()
    yield from (image.src.partition("?")[0] for image in document.images if not image.src.startswith("data:"))
    yield from (item.value for item in document.attributes if item.name in READ_OUT)
    yield from (link.target for link in document.links if not link.target.startswith("http"))
    yield from (frame.partition("?")[0] for frame in document.frames)
