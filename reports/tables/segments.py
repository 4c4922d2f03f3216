"""P9: what is found by each further column of the list: branch, size, member or not, whatever the list holds.

A column whose values name single shops (an id, an address) is no segment. The rule is stated and holds for every list: a column
becomes a table when it has at most MOST_VALUES different values, and on average at least two rows for each. Rows without a value,
and rows that name no shop, stand by themselves. The first table tells of each column whether it became tables, and why not.
"""

from collections import Counter
from types import MappingProxyType

from crawler.model.plain import plain
from reports import cross
from reports.cross import Found, Group
from reports.table import Column, Show, Table, TableRow
from reports.verdict import Verdict

ID = "p9"
SECTION = "p9-segment"
GROUP = Column(key="segment", show=Show.TEXT, codes="segment")
COLUMNS = (
    Column(key="list_column", show=Show.TEXT, codes="segment"),
    Column(key="filled", show=Show.MEASURE),
    Column(key="values", show=Show.MEASURE),
    Column(key="use", show=Show.CODE, codes="segment_use"),
)
SHAPES = MappingProxyType({ID: COLUMNS, **cross.shapes(SECTION, GROUP)})

MOST_VALUES = 50
"""Different values of a column that becomes a table."""
LEAST_ROWS = 2
"""Rows with a value for each different value, on average."""
MOST_COLUMNS = 20
"""Columns that become tables; a list with more has its first ones."""
LONGEST = 80
"""Characters of a value, and of the head of a column, that are kept."""

SEGMENT, TOO_MANY, TOO_FEW, EMPTY, BEYOND = "segment", "too-many-values", "too-few-rows", "empty", "beyond-the-first"
NO_VALUE, NO_SHOP = Group("no-value", rest=True), Group("no-shop", rest=True)

Key = tuple[Found, tuple[tuple[str, str], ...] | None]


class ColumnCounts:
    """What is counted of one column: nothing but how often it is filled once it has too many values."""

    def __init__(self, place: int) -> None:
        """Begin; `place` is where the column stands among the further columns."""
        self.place = place
        self.filled = 0
        self.values: set[str] | None = set()
        self.counts: cross.Counts = Counter()

    def add(self, value: str, what: Found) -> None:
        """Count a row under its value."""
        self.filled += 1
        if self.values is None:
            return
        self.values.add(value)
        self.counts[Group(value), what] += 1
        if len(self.values) > MOST_VALUES:
            self.values = None
            self.counts.clear()

    @property
    def use(self) -> str:
        """Whether the column is a segment, and why not."""
        if not self.filled:
            return EMPTY
        if self.values is None:
            return TOO_MANY
        return SEGMENT if self.filled >= LEAST_ROWS * len(self.values) else TOO_FEW


class Segments:
    """The counts of a run by each further column of its list."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._shops: Counter[Found] = Counter()
        self._without: Counter[Found] = Counter()
        self._columns: dict[str, ColumnCounts] = {}

    def count(self, key: Key) -> None:
        """Count a row under each of its values."""
        what, tags = Found(*key[0]), key[1]
        if tags is None:
            self._without[what] += 1
            return
        self._shops[what] += 1
        for place, (head, text) in enumerate(dict(tags).items()):
            column = self._columns.setdefault(head, ColumnCounts(place))
            column.place = min(column.place, place)
            if value := plain(text, LONGEST):
                column.add(value, what)

    def tables(self) -> tuple[Table, ...]:
        """The columns of the list, and the tables of those that are segments."""
        columns = sorted(self._columns.items(), key=lambda item: (item[1].place, item[0]))
        segments = [name for name, column in columns if column.use == SEGMENT]
        first = segments[:MOST_COLUMNS]
        uses = ((name, column, BEYOND if name in segments[MOST_COLUMNS:] else column.use) for name, column in columns)
        n = self._shops.total() + self._without.total()
        overview = Table(id=ID, columns=COLUMNS, rows=tuple(_told(*item) for item in uses), n=n)
        made = (self._crossed(number, name) for number, name in enumerate(first, 1))
        return (overview, *(table for tables in made for table in tables))

    def _crossed(self, number: int, name: str) -> tuple[Table, ...]:
        counts = self._columns[name].counts.copy()
        empty = self._shops.copy()
        for (_, what), count in counts.items():
            empty[what] -= count
        counts.update({(NO_VALUE, what): count for what, count in empty.items() if count})
        counts.update({(NO_SHOP, what): count for what, count in self._without.items()})
        return cross.tables(f"{ID}-{number}", SECTION, GROUP, counts, plain(name, LONGEST))


def _told(name: str, column: ColumnCounts, use: str) -> TableRow:
    values = None if column.values is None else len(column.values)
    return TableRow(cells=(plain(name, LONGEST), column.filled, values, use))


def counted(verdict: Verdict) -> Key:
    """What is found of a row, and what it has in the further columns of the list; None for a row that names no shop."""
    shop = verdict.dossier.shop
    return cross.found(verdict), shop.tags if shop else None


counting = Segments
