"""CSV that a spreadsheet opens as it is meant: UTF-8 with byte order mark, and no cell that it takes for a formula."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reports.outputs.safe_text import plain
from reports.table import Cell

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet calculate (OWASP, CSV injection)."""


@contextmanager
def csv_lines(path: Path) -> Iterator[Callable[[Sequence[Cell]], object]]:
    """Open a CSV file and give the function that writes a line. Raises OSError as `open` does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        yield lambda cells: writer.writerow([neutral(cell) for cell in cells])


def neutral(cell: Cell) -> str | float:
    """A cell that cannot act: numbers stay numbers, text that begins like a formula gets an apostrophe before it.

    >>> neutral("=1+1"), neutral(-3), neutral(None), neutral("shop")
    ("'=1+1", -3, '', 'shop')
    """
    if cell is None or isinstance(cell, int | float):
        return "" if cell is None else cell
    text = plain(cell, 2000)
    return f"'{text}" if cell.startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text
