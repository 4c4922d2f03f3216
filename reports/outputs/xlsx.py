"""The results of a run as a workbook (Office Open XML): the columns of the CSV, one line a row of the list.

Every text is written as a text, never as a formula, a link or markup, and is as harmless as in the CSV, because workbooks become
CSV again. Rows leave memory as they are written.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
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


FIRST_DAY = "1980-01-01T00:00:00"
"""When a workbook without visits was made: the file must not differ from one writing to the next."""


class TooManyRows(ValueError):  # noqa: N818 - named after what is refused
    """A list of more rows than a sheet holds; CSV has no such limit."""


def write(verdicts: Iterable[Verdict], path: Path) -> None:
    """Write the workbook. Raises TooManyRows, and OSError as writing files does."""
    try:
        with Workbook(str(path), {"constant_memory": True}) as book:
            made = _fill(book.add_worksheet("results"), verdicts)
            book.set_properties({"title": "Bereikbaar", "created": datetime.fromisoformat(made)})
    except FileCreateError as error:
        raise OSError(f"{path}: {error}") from error


def _fill(sheet: Worksheet, verdicts: Iterable[Verdict]) -> str:
    """Write all rows; gives when the last visit ended."""
    _lay_out(sheet)
    made = FIRST_DAY
    for number, verdict in enumerate(verdicts, 1):
        if number > MOST_ROWS:
            raise TooManyRows(f"a sheet holds {MOST_ROWS} rows, the list has more: use --format csv")
        _row(sheet, number, cells(verdict))
        made = max(made, verdict.dossier.visit.finished_at if verdict.dossier.visit else made)
    return made


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
    _row(sheet, 0, [neutral(name) for name in COLUMNS])


def _row(sheet: Worksheet, number: int, row: Iterable[str | float]) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, place, as_text(cell))
        else:
            sheet.write_number(number, place, cell)
