"""The tables of a sample: after each share stand the ends of its interval.

Only shares of shops get one. What became of the rows of this very list, and how well it was measured, is known of all its rows.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor

from reports.shares import Coverage, wilson
from reports.table import Cell, Column, Level, Show, Table, TableRow
from reports.tables import audit_errors, open_answers, reconciliation

SHARE = "_share"
OF_THE_LIST = frozenset({reconciliation.ID, open_answers.ID, "p12", "p13", "p15", "p17", audit_errors.ID})
"""Tables about the list and its measurement, not about the shops that it was drawn from."""


def covered(table: Table, coverage: Coverage) -> Table:
    """The table as it is for a census; for a sample with its intervals."""
    if coverage is Coverage.CENSUS:
        return table
    if table.id in OF_THE_LIST:
        return replace(audit_errors.of_sample(table) if table.id == audit_errors.ID else table, coverage=coverage)
    columns = tuple(item for column in table.columns for item in _columns(table, column))
    rows = tuple(replace(row, cells=tuple(_cells(table, row))) for row in table.rows)
    return replace(table, columns=columns, rows=rows, coverage=coverage)


def ends(count: Cell, of: Cell) -> tuple[float, float] | tuple[None, None]:
    """The ends of the interval in percent with one decimal, rounded outward; None where there is nothing to count.

    >>> ends(12, 100), ends(0, 10), ends(0, 0)
    ((6.9, 19.9), (0.0, 27.8), (None, None))
    """
    if not isinstance(count, int) or not isinstance(of, int) or not of:
        return None, None
    low, high = wilson(count, of)
    return floor(1000 * low) / 10, ceil(1000 * high) / 10


def _columns(table: Table, column: Column) -> Iterator[Column]:
    yield column
    if _counted(table, column) is not None:
        yield Column(key=f"{column.key}_low", show=Show.LOW, head="column.low")
        yield Column(key=f"{column.key}_high", show=Show.HIGH, head="column.high")


def _cells(table: Table, row: TableRow) -> Iterator[Cell]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        yield cell
        count = _counted(table, column)
        if count is not None:
            of = row.cells[_place(table, column.per)] if column.per else table.n
            yield from (None, None) if row.level is Level.TOTAL else ends(row.cells[count], of)


def _counted(table: Table, column: Column) -> int | None:
    """Where the count stands that a share is of; None for what is no share of a count."""
    if column.show is not Show.SHARE or not column.key.endswith(SHARE):
        return None
    return _place(table, column.key.removesuffix(SHARE))


def _place(table: Table, key: str) -> int:
    return next(place for place, column in enumerate(table.columns) if column.key == key)
