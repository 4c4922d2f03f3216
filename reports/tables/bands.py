"""P16: how many shops in each band, and how many of them keep it with other weights.

Each row of the list is in one band, or has no score: a mandatory criterion is not settled, or the shop was not measured.
"""

from collections import Counter
from collections.abc import Iterable

from reports.scoring.points import points
from reports.scoring.stability import STEADY
from reports.table import Column, Level, Show, Table, TableRow, share
from reports.verdict import Verdict

ID = "p16"
COLUMNS = (
    Column(key="band", show=Show.CODE, codes="band"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
    Column(key="steady", show=Show.MEASURE),
)
NO_SCORE = "no-score"


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, bool]:
    """The band's letter, or `no-score`; and whether that band is steady."""
    return verdict.band or NO_SCORE, verdict.holds is not None and verdict.holds >= STEADY


def codes() -> tuple[str, ...]:
    """All bands, best first, then the rows without one."""
    return (*points().bands, NO_SCORE)


def tabulate(counts: Counter[tuple[str, bool]]) -> Table:
    """Every band, also those that hold no shop."""
    n = counts.total()
    parts = tuple(_row(code, counts[code, True] + counts[code, False], counts[code, True], n) for code in codes())
    total = _row("total", n, sum(count for (_, steady), count in counts.items() if steady), n, Level.TOTAL)
    return Table(id=ID, columns=COLUMNS, rows=(*parts, total), n=n)


def _row(code: str, rows: int, steady: int, n: int, level: Level = Level.PART) -> TableRow:
    return TableRow(cells=(code, rows, share(rows, n), None if code == NO_SCORE else steady), level=level)
