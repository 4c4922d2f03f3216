"""A table as a reader sees it: codes in words, numbers written out."""

from typing import NamedTuple

from markupsafe import Markup

from crawler.model.plain import plain
from reports.outputs.safe_text import shop_text
from reports.shares import LEVEL, Coverage
from reports.table import Cell, Column, Level, Show, Table, TableRow
from reports.texts.texts import Texts

ENDS = frozenset({Show.LOW, Show.HIGH})
"""Columns that stand in the cell of the share before them."""
NAMES = frozenset({Show.TEXT, Show.COUNTRY})
"""Columns whose parts are told by a name, and the rest by a code."""
LONGEST = 80
"""Characters of a name that a table shows."""


class RowView(NamedTuple):
    """A row: the code it stands for, its heading, its cells in words, and its level (part, sum or total)."""

    code: str
    head: str
    cells: tuple[str, ...]
    level: str


class TableView(NamedTuple):
    """A table in words."""

    id: str
    caption: Markup
    heads: tuple[Markup, ...]
    rows: tuple[RowView, ...]
    note: Markup


def view(table: Table, texts: Texts) -> TableView:
    """Put a table into the words of a language."""
    return TableView(
        id=table.id,
        caption=caption(table, texts),
        heads=tuple(texts.html(column.heading) for column in table.columns if column.show not in ENDS),
        rows=tuple(_row(table.columns, row, texts) for row in table.rows),
        note=note(table, texts),
    )


def caption(table: Table, texts: Texts) -> Markup:
    """The title of a table, with what it is about as the list writes it."""
    about = {"about": shop_text(table.about, LONGEST)} if table.about else {}
    return texts.html(f"table.{table.words}.caption", **about)


def plain_caption(table: Table, texts: Texts) -> str:
    """The title of a table as plain text."""
    about = {"about": plain(table.about, LONGEST)} if table.about else {}
    return texts.plain(f"table.{table.words}.caption", **about)


def note(table: Table, texts: Texts) -> Markup:
    """The denominator and the definition of a table; of a sample, how its shares are to be read."""
    sample = table.coverage is Coverage.SAMPLE
    told = texts.html(f"table.{table.words}.note", n=texts.html("table.n_sample" if sample else "table.n", count=table.n))
    intervals = any(column.show is Show.LOW for column in table.columns)
    return told + Markup(" ") + texts.html("table.intervals", level=100 * LEVEL) if intervals else told


def plain_cell(column: Column, cell: Cell, texts: Texts, level: Level = Level.PART) -> Cell:
    """A cell of a row of this level with a code in plain words; a name of the list, and a number, as it is."""
    key = f"{column.codes}.{cell}"
    if not isinstance(cell, str) or not (column.show is Show.CODE or column.show in NAMES):
        return cell
    if column.show in NAMES and level is Level.PART:
        return texts.country(cell) if column.show is Show.COUNTRY else cell
    return texts.plain(key) if key in texts else texts.plain("outcome.undetermined", reason=texts.plain(f"reason.{cell}"))


def _row(columns: tuple[Column, ...], row: TableRow, texts: Texts) -> RowView:
    words: list[str] = []
    for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        if column.show is Show.LOW and cell is not None:
            words[-1] = _with_interval(words[-1], cell, row.cells[place + 1], texts)
        elif column.show not in ENDS:
            words.append(_cell(column, cell, row.level, texts))
    return RowView(str(row.cells[0]), words[0], tuple(words[1:]), row.level.value)


def _with_interval(share: str, low: Cell, high: Cell, texts: Texts) -> Markup:
    """A share with its interval below it."""
    return Markup('{} <small class="interval">{}</small>').format(share, texts.html("number.interval", low=low, high=high))


def _cell(column: Column, cell: Cell, level: Level, texts: Texts) -> str:
    if column.show in NAMES and level is Level.PART:
        return texts.country(str(cell)) if column.show is Show.COUNTRY else shop_text(str(cell), LONGEST)
    if column.show is Show.CODE or column.show in NAMES:
        if cell is None:
            return texts.number(None)
        key = f"{column.codes}.{cell}"
        return texts.html(key) if key in texts else texts.html("outcome.undetermined", reason=texts.html(f"reason.{cell}"))
    return texts.share(cell) if column.show is Show.SHARE and not isinstance(cell, str) else texts.number(cell)
