"""P14, second part: what became of each shop as a whole, both channels together.

The first that holds of either channel: worse, fixed, at another place, not settled on a side, unchanged; or the shop is in one
list only.
"""

from collections import Counter
from collections.abc import Iterable

from reports.comparison import Outcome, Pair, outcome
from reports.table import Column, Level, Show, Table, shared_row

ID = "p14-shops"
COLUMNS = (
    Column(key="changed", show=Show.CODE, codes="changed"),
    Column(key="rows", show=Show.COUNT, head="compare.count"),
    Column(key="rows_share", show=Show.SHARE),
)


def rows(pairs: Iterable[Pair]) -> Table:
    """Tabulate the pairs."""
    return tabulate(Counter(map(counted, pairs)))


def counted(pair: Pair) -> str:
    """What became of the shop."""
    return outcome(pair).value


def tabulate(counts: Counter[str]) -> Table:
    """Every outcome, also those of no shop."""
    n = counts.total()
    parts = (shared_row(item.value, [counts[item]], n) for item in Outcome)
    return Table(id=ID, columns=COLUMNS, rows=(*parts, shared_row("total", [n], n, Level.TOTAL)), n=n)
