"""The tables over two runs, in their order."""

from collections import Counter
from collections.abc import Hashable
from typing import Any, Protocol

from crawler.model.placement import PLACED
from reports.comparison import Pair
from reports.table import Column, Table
from reports.tables import before_after, changed_shops
from reports.tables.moves import Moves


class PairUnit(Protocol):
    """A table over pairs: as `TableUnit`, but what it counts is a shop in two runs."""

    @property
    def ID(self) -> str:  # noqa: N802 - a module's constant
        """The name of its files, and its section of the catalogue."""

    @property
    def COLUMNS(self) -> tuple[Column, ...]:  # noqa: N802 - a module's constant
        """Its columns."""

    def counted(self, pair: Pair, /) -> Hashable:
        """What the table counts of one pair."""

    def tabulate(self, counts: Counter[Any], /) -> Table:
        """The table of all counts."""


PAIR_TABLES: tuple[PairUnit, ...] = (before_after, changed_shops, *map(Moves, PLACED))
