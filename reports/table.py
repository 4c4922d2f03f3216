"""A published table: its columns, rows and note, and the rule that it adds up.

Tables are filled in one pass over the verdicts of a run: a unit of `reports.tables` says with `counted` what it counts of one
verdict (a small hashable key), and with `tabulate` makes its table of the counts. Memory holds counts only, whatever the run.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from reports.verdict import Verdict

Cell = str | int | float | None
"""A code, a number, or None where there is nothing to tell. Wording and number format come later."""


class TableError(ValueError):
    """A table that does not add up; it is never published."""


class Show(StrEnum):
    """How the cells of a column are meant."""

    CODE = "code"
    COUNT = "count"
    SHARE = "share"
    MEASURE = "measure"


class Level(StrEnum):
    """What a row is: a part (parts add up to N), a sum over some parts, or the total."""

    PART = "part"
    SUM = "sum"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `key` names it in CSV, JSON and the catalogue; `codes` is the catalogue section of a code column's cells."""

    key: str
    show: Show
    codes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row, with a cell for each column."""

    cells: tuple[Cell, ...]
    level: Level = Level.PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table over all `n` rows of the list. Title and note stand in the catalogue under its id.

    Raises TableError when a row has a cell too many or too few, or the parts of a count column do not add up to `n`.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    n: int

    def __post_init__(self) -> None:
        """Check the shape and the sums."""
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise TableError(f"table {self.id}: a row and the columns differ in length")
        for place, column in enumerate(self.columns):
            if column.show is Show.COUNT and self._parts(place) != self.n:
                raise TableError(f"table {self.id}: column {column.key} adds up to {self._parts(place)}, not to {self.n}")

    def _parts(self, place: int) -> float:
        cells = (row.cells[place] for row in self.rows if row.level is Level.PART)
        return sum(cell for cell in cells if isinstance(cell, int))

    def value(self, code: str, column: str) -> Cell:
        """The cell of the row whose first cell is `code`. Raises KeyError when there is no such row or column."""
        place = next((i for i, item in enumerate(self.columns) if item.key == column), None)
        row = next((row for row in self.rows if row.cells[0] == code), None)
        if place is None or row is None:
            raise KeyError(f"table {self.id} has no {code} x {column}")
        return row.cells[place]

    def as_json(self) -> dict[str, Any]:
        """The table as plain data: codes and numbers, with the kind of each row."""
        keys = [column.key for column in self.columns]
        rows = [{"row": row.level.value, **dict(zip(keys, row.cells, strict=True))} for row in self.rows]
        return {"id": self.id, "n": self.n, "columns": keys, "rows": rows}

    def as_lines(self) -> list[list[Cell]]:
        """The table as lines for CSV, headings first; the last column tells parts from sums."""
        head: list[Cell] = [column.key for column in self.columns]
        return [[*head, "row"], *([*row.cells, row.level.value] for row in self.rows)]


class TableUnit(Protocol):
    """What a module of `reports.tables` offers."""

    @property
    def ID(self) -> str:  # noqa: N802 - a module's constant
        """The name of its files, and its section of the catalogue."""

    @property
    def COLUMNS(self) -> tuple[Column, ...]:  # noqa: N802 - a module's constant
        """Its columns."""

    def counted(self, verdict: Verdict, /) -> Hashable:
        """What the table counts of one verdict."""

    def tabulate(self, counts: Counter[Any], /) -> Table:
        """The table of all counts."""


def share(count: int, of: int) -> float | None:
    """Percentage with one decimal; None of nothing."""
    return round(100 * count / of, 1) if of else None


def shared_row(code: str, counts: Sequence[int], of: int, level: Level = Level.PART) -> TableRow:
    """A row of counts, each followed by its share of `of`."""
    cells: list[Cell] = [code]
    for count in counts:
        cells += [count, share(count, of)]
    return TableRow(cells=tuple(cells), level=level)


def pair_table(table_id: str, columns: tuple[Column, ...], counts: Counter[tuple[str, str]], codes: Sequence[str]) -> Table:
    """A table of two counted columns, each with its share: a row for each of `codes`, and the total.

    Raises TableError when something counted has no row.
    """
    n = counts.total()
    left, right = Counter[str](), Counter[str]()
    for (first, second), count in counts.items():
        left[first] += count
        right[second] += count
    parts = (shared_row(code, [left[code], right[code]], n) for code in codes)
    return Table(id=table_id, columns=columns, rows=(*parts, shared_row("total", [n, n], n, Level.TOTAL)), n=n)
