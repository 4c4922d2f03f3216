"""The results of a run as a sheet of a workbook (Office Open XML): the columns of the CSV, one line a row of the list.

Every text is written as a text, never as a formula, a link or markup, and is as harmless as in the CSV, because workbooks become
CSV again. Rows leave memory as they are written.
"""

from collections.abc import Iterable
from itertools import chain, repeat

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.outputs.csv_table import neutral
from reports.outputs.flat_csv import COLUMNS, cells
from reports.verdict import Verdict

MOST_ROWS = 1_048_575
"""Rows below the head that a sheet holds (https://support.microsoft.com, "Excel specifications and limits")."""
WIDE = {"name": 28, "url": 34, "message": 30, "phone_values": 20, "email_values": 28, "phone_sentence": 60, "email_sentence": 60}
"""Columns wider than usual, in characters."""
NARROW = 14
RICH = "<r>"
"""A text between these is taken by XlsxWriter for markup that stands as it is."""


class TooManyRows(ValueError):  # noqa: N818 - named after what is refused
    """A list of more rows than a sheet holds; CSV has no such limit."""


def fill(sheet: Worksheet, verdicts: Iterable[Verdict]) -> None:
    """Write all rows. Raises TooManyRows."""
    _lay_out(sheet)
    for number, verdict in enumerate(verdicts, 1):
        if number > MOST_ROWS:
            raise TooManyRows(f"a sheet holds {MOST_ROWS} rows, the list has more: use --format csv")
        put(sheet, number, cells(verdict))


def as_text(cell: str) -> str:
    """A text that XlsxWriter writes as a text, and not as markup of its own.

    >>> as_text("shop"), as_text("<r><t>x</t></r>")
    ('shop', '<r><t>x</t></r> ')
    """
    return f"{cell} " if cell.startswith(RICH) else cell


def _lay_out(sheet: Worksheet) -> None:
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDE.get(name, NARROW))
    sheet.freeze_panes(1, 0)
    put(sheet, 0, [neutral(name) for name in COLUMNS])


def put(sheet: Worksheet, number: int, row: Iterable[str | float], styles: Iterable[Format | None] = ()) -> None:
    """Write a row of cells that are harmless already, each in its style."""
    for place, (cell, style) in enumerate(zip(row, chain(styles, repeat(None)), strict=False)):
        if isinstance(cell, str):
            sheet.write_string(number, place, as_text(cell), style)
        else:
            sheet.write_number(number, place, cell, style)
