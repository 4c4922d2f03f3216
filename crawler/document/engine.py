"""Which parser stands behind a document."""

from enum import StrEnum


class Engine(StrEnum):
    """A way to parse a page: `fast` for every page, `tolerant` as second opinion, `pdf` chosen by content."""

    FAST = "fast"
    TOLERANT = "tolerant"
    PDF = "pdf"
