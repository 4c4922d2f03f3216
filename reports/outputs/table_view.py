"""A table as a reader sees it: codes in words, numbers written out."""

from typing import NamedTuple

from markupsafe import Markup

from reports.table import Cell, Column, Show, Table, TableRow
from reports.texts.labels import label, labels
from reports.texts.sentences import reason_text

NOTHING = "–"


class RowView(NamedTuple):
    """A row: its heading, its cells in words, and its level (part, sum or total)."""

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


def view(table: Table) -> TableView:
    """Put a table into words."""
    return TableView(
        id=table.id,
        caption=label(f"table.{table.id}.caption"),
        heads=tuple(label(f"column.{column.key}") for column in table.columns),
        rows=tuple(_row(table.columns, row) for row in table.rows),
        note=label(f"table.{table.id}.note", n=number(table.n)),
    )


def number(value: Cell) -> str:
    """A number as English readers write it, at most two decimals; a dash for nothing.

    >>> number(1234), number(1.5), number(2.0), number(None)
    ('1,234', '1.5', '2', '–')
    """
    if value is None:
        return NOTHING
    return (
        f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else value
    )


def _row(columns: tuple[Column, ...], row: TableRow) -> RowView:
    words = tuple(_cell(column, cell) for column, cell in zip(columns, row.cells, strict=True))
    return RowView(words[0], words[1:], row.level.value)


def _cell(column: Column, cell: Cell) -> str:
    if column.show is Show.CODE:
        key = f"{column.codes}.{cell}"
        return label(key) if key in labels() else label("outcome.undetermined", reason=reason_text(str(cell)))
    return f"{number(cell)}%" if column.show is Show.SHARE and cell is not None else number(cell)
