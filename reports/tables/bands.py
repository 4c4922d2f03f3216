"""P16: how many shops in each band.

Each row of the list is in one band, or has no score: a mandatory criterion is not settled, or the shop was not measured.
"""

from collections import Counter
from collections.abc import Iterable

from reports.scoring.points import points
from reports.table import Column, Level, Show, Table, shared_row
from reports.verdict import Verdict

ID = "p16"
COLUMNS = (
    Column(key="band", show=Show.CODE, codes="band"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
)
NO_SCORE = "no-score"


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> str:
    """The band's letter, or `no-score`."""
    return verdict.band or NO_SCORE


def codes() -> tuple[str, ...]:
    """All bands, best first, then the rows without one."""
    return (*points().bands, NO_SCORE)


def tabulate(counts: Counter[str]) -> Table:
    """Every band, also those that hold no shop."""
    n = counts.total()
    parts = (shared_row(code, [counts[code]], n) for code in codes())
    return Table(id=ID, columns=COLUMNS, rows=(*parts, shared_row("total", [n], n, Level.TOTAL)), n=n)
