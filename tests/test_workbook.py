"""The workbook has a sheet for each table, with title, note and N, and its figures are those of the table."""

from itertools import product
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from crawler.model.placement import PlaceClass
from crawler.model.plain import plain
from reports.outputs import table_view, workbook
from reports.outputs.summary import RunFacts, Summary, summed_up
from reports.shares import Coverage
from reports.table import Show, Table
from reports.tally import Tally
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.handmade import placed, street

HEAD = workbook.HEAD + 1
"""As openpyxl counts rows, from one."""


def verdicts() -> list[Verdict]:
    return [*street(), *(placed(at, *pair, (at % 4, at % 7)) for at, pair in enumerate(product(PlaceClass, PlaceClass), 20))]


def read_back(path: Path, facts: RunFacts, language: str = "en") -> tuple[Workbook, Summary]:
    workbook.write(verdicts(), path, facts, texts(language))
    return openpyxl.load_workbook(path), summed_up(Tally.of(verdicts()), facts)


@pytest.fixture(scope="module", params=Coverage)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Summary]:
    """A workbook as another program reads it, and the tables it was made of."""
    facts = RunFacts("=cmd|'/c calc'!A1.csv", "0.1.0", coverage=request.param)
    return read_back(tmp_path_factory.mktemp("book") / "x.xlsx", facts)


def figures(sheet: Worksheet, table: Table) -> list[list[object]]:
    rows = sheet.iter_rows(min_row=HEAD + 1, max_col=len(table.columns), values_only=True)
    return [[None if cell == "" else cell for cell in row] for row in rows]


def test_there_is_a_sheet_for_each_table_after_what_it_is_about_and_the_rows(both: tuple[Workbook, Summary]) -> None:
    book, report = both
    assert book.sheetnames == ["Read me", workbook.RESULTS, *report.tables]
    assert book.active.title == "Read me"
    assert book[workbook.RESULTS].max_row == report.n + 1


def test_the_sheet_of_a_table_has_its_title_its_note_and_its_n(both: tuple[Workbook, Summary]) -> None:
    book, report = both
    for name, table in report.tables.items():
        sheet = book[name]
        assert sheet["A1"].value == table_view.plain_caption(table, texts())
        assert sheet["A2"].value == table_view.note(table, texts()).unescape()
        assert sheet["B3"].value == report.n


def test_the_figures_are_those_of_the_table_and_are_numbers(both: tuple[Workbook, Summary]) -> None:
    book, report = both
    compared = 0
    for name, table in report.tables.items():
        for told, row in zip(figures(book[name], table), table.rows, strict=True):
            for column, cell, ours in zip(table.columns, told, row.cells, strict=True):
                if column.show not in {Show.CODE, Show.TEXT, Show.COUNTRY}:
                    assert cell == ours, (name, column.key)
                    compared += 1
    assert compared > 300


def test_what_a_count_counts_adds_up_in_the_sheet_too(both: tuple[Workbook, Summary]) -> None:
    book, report = both
    sheet = book["p2"]
    at = [column.key for column in report.tables["p2"].columns].index("phone")
    counts = [row[at] for row in figures(sheet, report.tables["p2"])]
    assert sum(counts[:-1]) == counts[-1] == report.n  # type: ignore[arg-type]


def test_no_cell_of_any_sheet_acts(both: tuple[Workbook, Summary]) -> None:
    book, _ = both
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
        assert not [cell for cell in cells if cell.hyperlink]
    told = {unescape(str(row[1])) for row in book["Read me"].iter_rows(values_only=True)}
    assert "'=cmd|'/c calc'!A1.csv" in told


@pytest.mark.parametrize("language", languages())
def test_it_is_written_in_the_language_asked_for(language: str, tmp_path: Path) -> None:
    book, report = read_back(tmp_path / "x.xlsx", RunFacts("winkels.csv", "0.1.0", public=True), language)
    words = texts(language)
    assert book.sheetnames[0] == words.plain("workbook.read_me")
    assert book["p2"]["A6"].value == words.plain("place_class.every-page")
    about = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {plain(words.plain("page.draft")), plain(words.plain("page.masked")), report.n} <= set(about)


def test_names_that_sheets_would_not_take_are_made_ones_that_they_do() -> None:
    long = "p9-" + "x" * 40
    assert list(workbook._names(["p1", "p9-a/b:c", long, long, "results", "P1"])) == [
        "p1", "p9-a-b-c", long[:31], f"{long[:25]}-4", "results-5", "P1-6",
    ]  # fmt: skip
