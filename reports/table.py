"""A published table: its columns, rows and note, and the rule that it adds up.

Tables are filled in one pass over the verdicts of a run: a unit of `reports.tables` says with `counted` what it counts of one
verdict (a small hashable key), and with `tabulate` makes its table of the counts. A unit of several tables, or of tables that
depend on the list, counts the keys by itself. Memory holds counts only, whatever the run. A key is made of text, numbers, truth
values, None and tuples of them, so that it can be kept as text and counted again.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from reports.shares import Coverage
from reports.verdict import Verdict

Cell = str | int | float | None
"""A code, a number, or None where there is nothing to tell. Wording and number format come later."""


class TableError(ValueError):
    """A table that does not add up; it is never published."""


class Show(StrEnum):
    """How the cells of a column are meant.

    A count adds up to N over the parts of its column. A portion adds up, with the portions beside it, to the cell of its row that
    they are `of`. A text is a name that stands in no catalogue, of the list or of a maker; a country is its ISO 3166 code. A share
    may have the ends of its interval after it, low and high, in the table of a sample.
    """

    CODE = "code"
    TEXT = "text"
    COUNTRY = "country"
    COUNT = "count"
    PORTION = "portion"
    SHARE = "share"
    LOW = "low"
    HIGH = "high"
    MEASURE = "measure"


class Level(StrEnum):
    """What a row is: a part (parts add up to N), a sum over some parts, or the total.

    The rest is a part too; its first cell is a code where the others have a text.
    """

    PART = "part"
    REST = "rest"
    SUM = "sum"
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `key` names it in CSV and JSON, and its head in the catalogue unless `head` does.

    `codes` is the catalogue section of a column's codes; `of` the key of the column that a portion is of. A share `x_share` is that
    of the count in column `x`, of N or of what stands in the column `per`.
    """

    key: str
    show: Show
    codes: str = ""
    head: str = ""
    of: str = ""
    per: str = ""

    @property
    def heading(self) -> str:
        """The key of its head in the catalogue."""
        return self.head or f"column.{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row, with a cell for each column."""

    cells: tuple[Cell, ...]
    level: Level = Level.PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table over all `n` rows of the list. Title and note stand in the catalogue under `texts`, which is its id unless told.

    `about` is what a table is about whose title cannot tell: the name of a column of the list. `coverage`: whether the list is all
    there is, or a sample. Raises TableError when a row has a
    cell too many or too few, the parts of a count column do not add up to `n`, or portions not to what they are of.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    n: int
    texts: str = ""
    about: str = ""
    coverage: Coverage = Coverage.CENSUS

    def __post_init__(self) -> None:
        """Check the shape and the sums."""
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise TableError(f"table {self.id}: a row and the columns differ in length")
        for place, column in enumerate(self.columns):
            if column.show is Show.COUNT and self._parts(place) != self.n:
                raise TableError(f"table {self.id}: column {column.key} adds up to {self._parts(place)}, not to {self.n}")
        for key in {column.of for column in self.columns if column.of}:
            self._check_portions(key)

    def _check_portions(self, key: str) -> None:
        keys = [column.key for column in self.columns]
        whole = keys.index(key)
        portions = [place for place, column in enumerate(self.columns) if column.of == key]
        for row in self.rows:
            if (found := _sum(row.cells[place] for place in portions)) != row.cells[whole]:
                raise TableError(f"table {self.id}: row {row.cells[0]} adds up to {found}, not to {row.cells[whole]}")
        for row in (row for row in self.rows if row.level is Level.TOTAL):
            if wrong := [keys[place] for place in portions if row.cells[place] != self._parts(place)]:
                raise TableError(f"table {self.id}: the parts of {', '.join(wrong)} do not add up to the total")

    def _parts(self, place: int) -> int:
        return _sum(row.cells[place] for row in self.rows if row.level in {Level.PART, Level.REST})

    @property
    def words(self) -> str:
        """The section of the catalogue that holds its title and note."""
        return self.texts or self.id

    def value(self, code: str, column: str) -> Cell:
        """The cell of the row whose first cell is `code`. Raises KeyError when there is no such row or column."""
        place = next((i for i, item in enumerate(self.columns) if item.key == column), None)
        row = next((row for row in self.rows if row.cells[0] == code), None)
        if place is None or row is None:
            raise KeyError(f"table {self.id} has no {code} x {column}")
        return row.cells[place]

    def as_json(self) -> dict[str, Any]:
        """The table as plain data: codes and numbers, with the kind of each row; `about` where a title needs it."""
        keys = [column.key for column in self.columns]
        rows = [{"row": row.level.value, **dict(zip(keys, row.cells, strict=True))} for row in self.rows]
        about = {"about": self.about} if self.about else {}
        return {"id": self.id, "n": self.n, "coverage": self.coverage.value, **about, "columns": keys, "rows": rows}

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


class Counting(Protocol):
    """What a unit of several tables keeps of a run under way: counts only."""

    def count(self, key: Any, /) -> None:
        """Count a row by its key."""

    def tables(self) -> tuple[Table, ...]:
        """The tables of all that was counted."""


class TablesUnit(Protocol):
    """What a module of `reports.tables` offers that gives several tables, or tables that depend on the list."""

    @property
    def ID(self) -> str:  # noqa: N802 - a module's constant
        """What the ids of its tables begin with."""

    @property
    def SHAPES(self) -> Mapping[str, tuple[Column, ...]]:  # noqa: N802 - a module's constant
        """The columns of each kind of table that it gives, by the section of the catalogue with its title and note."""

    def counted(self, verdict: Verdict, /) -> Hashable:
        """What the tables count of one verdict."""

    def counting(self) -> Counting:
        """Begin to count."""


def _sum(cells: Iterable[Cell]) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))


def share(count: int, of: int) -> float | None:
    """Percentage with one decimal, four where one would make it none or all; None of nothing.

    >>> share(1, 3), share(2999, 3000), share(3000, 3000)
    (33.3, 99.9667, 100.0)
    """
    if not of:
        return None
    told = round(100 * count / of, 1)
    return told if 0 < told < 100 or count in {0, of} else round(100 * count / of, 4)


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
