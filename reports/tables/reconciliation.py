"""P1: what became of each row of the list.

Every row has one outcome: not visited (and why), measured, or undetermined as a whole (and why). N is the number of rows.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.reason import Reason
from reports.answers import NOT_VISITED, unmeasured
from reports.table import Column, Level, Show, Table, TableRow, shared_row
from reports.verdict import Verdict

ID = "p1"
COLUMNS = (
    Column(key="outcome", show=Show.CODE, codes="outcome"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
)
UNVISITED = (Reason.BAD_ROW.value, Reason.DUPLICATE_OF.value, Reason.LEFT_OUT.value, NOT_VISITED)
VISITED = ("measured", *(reason.value for reason in Reason if reason.value not in UNVISITED))


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> str:
    """The one outcome of a row: `measured`, or the reason why not."""
    return unmeasured(verdict.dossier) or "measured"


def tabulate(counts: Counter[str]) -> Table:
    """Rows not visited, rows visited, and the total."""
    n = counts.total()
    lines = (*_section("not-visited-rows", UNVISITED, counts, n), *_section("visited", VISITED, counts, n))
    return Table(id=ID, columns=COLUMNS, rows=(*lines, shared_row("in-list", [n], n, Level.TOTAL)), n=n)


def _section(name: str, codes: tuple[str, ...], counts: Counter[str], n: int) -> tuple[TableRow, ...]:
    parts = tuple(shared_row(code, [counts[code]], n) for code in codes if counts[code] or code == "measured")
    return (shared_row(name, [sum(counts[code] for code in codes)], n, Level.SUM), *parts)
