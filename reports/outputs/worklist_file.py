"""The worklist as a file to fill in: CSV, or a workbook whose cells offer what may be written into them."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from crawler.model.by_hand import ANSWERED
from crawler.model.placement import PlaceClass
from crawler.model.sighting import GateKind
from reports.outputs.csv_table import csv_text, neutral
from reports.outputs.xlsx import as_text
from reports.people.worklist import COLUMNS, WorkRow

CHOICES = {
    "place_class": [item.value for item in PlaceClass if item is not PlaceClass.UNDETERMINED],
    "gate": [item.value for item in GateKind],
    "gate_passed": ["yes", "no"],
}
WIDE = {"shop": 26, "name": 26, "link": 32, "missing": 48, "how": 60, "look_at": 40, "value": 28, "page": 40, "note": 40}
NARROW = 13
FIRST_DAY = datetime.fromisoformat("1980-01-01T00:00:00")
"""When the workbook says it was made: the file must not differ from one writing to the next."""


def worklist_csv(rows: Iterable[WorkRow]) -> str:
    """The head and one line a row."""
    return csv_text([COLUMNS, *(row.cells for row in rows)])


def write_workbook(rows: Iterable[WorkRow], path: Path) -> None:
    """Write the rows as XLSX. Raises OSError."""
    try:
        with Workbook(str(path)) as book:
            book.set_properties({"title": "Bereikbaar", "created": FIRST_DAY})
            _fill(book, book.add_worksheet("worklist"), list(rows))
    except FileCreateError as error:
        raise OSError(f"{path}: {error}") from error


def _fill(book: Workbook, sheet: Worksheet, rows: list[WorkRow]) -> None:
    # As text, else a spreadsheet takes the plus and the zeros from a number.
    text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    for place, name in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDE.get(name, NARROW), text if name in ANSWERED else None)
        sheet.write_string(0, place, name, head)
        if rows and name in CHOICES:
            sheet.data_validation(1, place, len(rows), place, {"validate": "list", "source": CHOICES[name]})
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row.cells):
            if cell:
                sheet.write_string(number, place, as_text(str(neutral(cell))))
    sheet.freeze_panes(1, 1)
