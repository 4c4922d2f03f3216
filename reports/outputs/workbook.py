"""A run as one workbook: what it is about, one line a row of the list, and a sheet for each table with its title, note and N."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.outputs import table_view, xlsx
from reports.outputs.csv_table import neutral
from reports.outputs.summary import RunFacts, Summary, standing_words, summed_up
from reports.table import Cell, Level, Show, Table, TableRow
from reports.tally import Tally
from reports.texts.texts import Texts, texts
from reports.verdict import Verdict

RESULTS = "results"
"""The sheet of the rows of the list."""
NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
LONGEST = 31
"""Characters of the name of a sheet (https://support.microsoft.com, "Rename a worksheet")."""
FIRST_DAY = "1980-01-01T00:00:00"
"""When a workbook without visits was made: the file must not differ from one writing to the next."""
HEAD = 4
"""The row of the heads in the sheet of a table, below its title, note and N."""
LABELS, FIGURES = 44, 16
"""Widths of the first column and of the others, in characters."""


class Styles(NamedTuple):
    """How cells look."""

    title: Format
    head: Format
    plain: Format
    share: Format
    total: Format
    total_share: Format


def write(
    verdicts: Iterable[Verdict], path: Path, facts: RunFacts, words: Texts | None = None, *, counted: Tally | None = None
) -> None:
    """Write the workbook, in English unless told otherwise. Raises TooManyRows, and OSError as writing files does.

    `counted` are the counts of its tables, where the rows that are shown hold too little to count them.
    """
    words, tally = words or texts(), counted or Tally()
    try:
        with Workbook(str(path), {"constant_memory": True}) as book:
            about = book.add_worksheet(words.plain("workbook.read_me"))
            xlsx.fill(book.add_worksheet(RESULTS), verdicts if counted else _counted(verdicts, tally))
            report, styles = summed_up(tally, facts), _styles(book)
            names = list(_names(report.tables))
            for name, table in zip(names, report.tables.values(), strict=True):
                _table(book.add_worksheet(name), table, words, styles)
            _read_me(about, report, names, words, styles)
            made = report.days[1] if report.days else FIRST_DAY
            book.set_properties({"title": words.plain("index.title"), "created": datetime.fromisoformat(made)})
    except FileCreateError as error:
        raise OSError(f"{path}: {error}") from error


def _counted(verdicts: Iterable[Verdict], tally: Tally) -> Iterator[Verdict]:
    for verdict in verdicts:
        tally.add(verdict)
        yield verdict


def _names(ids: Iterable[str]) -> Iterator[str]:
    """A name of a sheet for each table: its id, cut and numbered where sheets would not take it."""
    taken = {RESULTS}
    for number, table_id in enumerate(ids, 1):
        name = NO_NAME.sub("-", table_id)[:LONGEST]
        if name.lower() in taken:
            name = f"{name[: LONGEST - 6]}-{number}"
        taken.add(name.lower())
        yield name


def _styles(book: Workbook) -> Styles:
    title, head, bold = {"bold": True, "font_size": 13}, {"bold": True, "bottom": 1, "text_wrap": True}, {"bold": True}
    share = {"num_format": '0.0" %"'}
    made: tuple[dict[str, Any], ...] = (title, head, {}, share, bold, {**share, **bold})
    return Styles(*map(book.add_format, made))


def _read_me(sheet: Worksheet, report: Summary, names: list[str], words: Texts, styles: Styles) -> None:
    """What the workbook is about, and what stands on its sheets."""
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, 1, 3 * LABELS)
    facts = report.facts
    told: list[tuple[Cell, Cell]] = [
        (standing_words(facts, words), words.plain("page.masked") if facts.public else None),
        (words.plain("index.list"), facts.list_name),
        (words.plain("index.rows"), report.n),
        (words.plain("index.visited_from"), report.when(words).unescape()),
        (words.plain("index.run_with"), f"{words.plain('page.product')} {facts.version}"),
        (None, None),
    ]
    sheets = [(name, table_view.plain_caption(table, words)) for name, table in zip(names, report.tables.values(), strict=True)]
    xlsx.put(sheet, 0, [words.plain("index.title")], [styles.title])
    for number, line in enumerate(told, 2):
        xlsx.put(sheet, number, map(neutral, line))
    start = 2 + len(told)
    xlsx.put(sheet, start, [words.plain("workbook.sheet"), words.plain("workbook.content")], [styles.head, styles.head])
    for number, row in enumerate([(RESULTS, words.plain("workbook.results")), *sheets], start + 1):
        xlsx.put(sheet, number, map(neutral, row))


def _table(sheet: Worksheet, table: Table, words: Texts, styles: Styles) -> None:
    """A table with codes in words and figures as numbers."""
    sheet.set_column(0, 0, LABELS)
    sheet.set_column(1, len(table.columns) - 1, FIGURES)
    xlsx.put(sheet, 0, [neutral(table_view.plain_caption(table, words))], [styles.title])
    xlsx.put(sheet, 1, [neutral(table_view.note(table, words).unescape())])
    xlsx.put(sheet, 2, [words.plain("workbook.n"), table.n])
    heads = [neutral(words.plain(column.heading)) for column in table.columns]
    xlsx.put(sheet, HEAD, heads, [styles.head] * len(heads))
    for number, row in enumerate(table.rows, HEAD + 1):
        xlsx.put(sheet, number, _cells(table, row, words), [_style(column.show, row.level, styles) for column in table.columns])


def _cells(table: Table, row: TableRow, words: Texts) -> Iterator[str | float]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        yield neutral(table_view.plain_cell(column, cell, words, row.level))


def _style(show: Show, level: Level, styles: Styles) -> Format:
    shared = show in {Show.SHARE, Show.LOW, Show.HIGH}
    if level in {Level.SUM, Level.TOTAL}:
        return styles.total_share if shared else styles.total
    return styles.share if shared else styles.plain
