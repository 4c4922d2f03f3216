"""P14, third part: from which place class to which, for one channel, over the shops that both lists have.

A row is the class before, a column the class after; `all` counts the row, the last row the columns. N is the shops in both lists.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel
from reports.comparison import Pair
from reports.standing import standing
from reports.table import Column, Level, Show, Table, TableRow


@dataclass(frozen=True, slots=True)
class Moves:
    """The table of one channel."""

    channel: Channel

    @property
    def ID(self) -> str:  # noqa: N802 - as a module's constant
        """The name of its files."""
        return f"p14-{self.channel}"

    @property
    def COLUMNS(self) -> tuple[Column, ...]:  # noqa: N802 - as a module's constant
        """The class before, every class after, and all of them."""
        before = Column(key="before", show=Show.CODE, codes="place_class", head="compare.before_after")
        after = (Column(key=item.value, show=Show.PORTION, head=f"place_class.{item}", of="all") for item in PlaceClass)
        return (before, *after, Column(key="all", show=Show.COUNT, head="place_class.total"))

    def rows(self, pairs: Iterable[Pair]) -> Table:
        """Tabulate the pairs."""
        return self.tabulate(Counter(map(self.counted, pairs)))

    def counted(self, pair: Pair) -> tuple[PlaceClass, PlaceClass] | None:
        """The classes before and after, None for a shop that one list lacks."""
        if pair.before is None or pair.after is None:
            return None
        return standing(pair.before, self.channel).place_class, standing(pair.after, self.channel).place_class

    def tabulate(self, counts: Counter[tuple[PlaceClass, PlaceClass] | None]) -> Table:
        """Every class by every class."""
        met: Counter[tuple[PlaceClass, PlaceClass]] = Counter({key: count for key, count in counts.items() if key})
        grid = [[met[before, after] for after in PlaceClass] for before in PlaceClass]
        lines = (TableRow(cells=(before.value, *line, sum(line))) for before, line in zip(PlaceClass, grid, strict=True))
        sums = [sum(column) for column in zip(*grid, strict=True)]
        total = TableRow(cells=("total", *sums, sum(sums)), level=Level.TOTAL)
        return Table(id=self.ID, columns=self.COLUMNS, rows=(*lines, total), n=sum(sums))
