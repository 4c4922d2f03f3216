"""A line of the shop list, good or bad."""

from dataclasses import dataclass

from crawler.model.reason import Reason
from crawler.model.shop import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list; every row ends in an outcome.

    `line` counts from 1 as a text editor does (for XLSX: the sheet's row number). A good row has a `shop`; a bad one has
    `reason` (`bad-row` or `duplicate-of`) and a `message` that says what is wrong and what to do.
    """

    line: int
    cells: tuple[tuple[str, str], ...]
    shop: Shop | None = None
    reason: Reason | None = None
    message: str = ""
