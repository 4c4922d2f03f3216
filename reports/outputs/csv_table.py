"""CSV that a spreadsheet opens as it is meant: UTF-8 with byte order mark, and no cell that it takes for a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from crawler.model.plain import plain
from reports.table import Cell

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet calculate (OWASP, CSV injection); their full-width forms do so in some languages."""

INNER_START = re.compile(r"([;\t|]['\"\s]*)(?=[=+\-@＝＋－＠])")
"""Where a cell would begin if the file were split by another separator than ours, as spreadsheets of many countries do."""


@contextmanager
def csv_lines(path: Path) -> Iterator[Callable[[Sequence[Cell]], object]]:
    """Open a CSV file and give the function that writes a line. Raises OSError as `open` does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        yield lambda cells: writer.writerow([neutral(cell) for cell in cells])


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as the text of a CSV file, byte order mark and all."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}"


def neutral(cell: Cell) -> str | float:
    """A cell that cannot act: numbers stay numbers, text that begins like a formula gets an apostrophe before it.

    >>> neutral("=1+1"), neutral(-3), neutral(None), neutral("shop"), neutral("a; @b")
    ("'=1+1", -3, '', 'shop', "a; '@b")
    """
    if cell is None or isinstance(cell, int | float):
        return "" if cell is None else cell
    return _neutral(cell)


@lru_cache(maxsize=4096)
def _neutral(cell: str) -> str:
    """A text that cannot act; many lines have the same codes."""
    text = INNER_START.sub(r"\1'", plain(cell, 2000))
    return f"'{text}" if calculates(cell) or calculates(text) else text


def calculates(text: str) -> bool:
    """Whether a spreadsheet takes a text for a formula."""
    return unicodedata.normalize("NFKC", text[:1]).startswith(FORMULA_STARTS)
