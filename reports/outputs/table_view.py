"""A table as a reader sees it: codes in words, numbers written out."""

from typing import NamedTuple

from markupsafe import Markup

from reports.table import Cell, Column, Show, Table, TableRow
from reports.texts.texts import Texts


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
        caption=texts.html(f"table.{table.id}.caption"),
        heads=tuple(texts.html(f"column.{column.key}") for column in table.columns),
        rows=tuple(_row(table.columns, row, texts) for row in table.rows),
        note=note(table, texts),
    )


def note(table: Table, texts: Texts) -> Markup:
    """The denominator and the definition of a table."""
    return texts.html(f"table.{table.id}.note", n=texts.html("table.n", count=table.n))


def _row(columns: tuple[Column, ...], row: TableRow, texts: Texts) -> RowView:
    words = tuple(_cell(column, cell, texts) for column, cell in zip(columns, row.cells, strict=True))
    return RowView(str(row.cells[0]), words[0], words[1:], row.level.value)


def _cell(column: Column, cell: Cell, texts: Texts) -> str:
    if column.show is Show.CODE:
        key = f"{column.codes}.{cell}"
        return texts.html(key) if key in texts else texts.html("outcome.undetermined", reason=texts.html(f"reason.{cell}"))
    return texts.share(cell) if column.show is Show.SHARE and not isinstance(cell, str) else texts.number(cell)
