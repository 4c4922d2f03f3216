"""P13: what shops answered to what was found.

Each row of the list has one answer, the last that was noted. Waiting: it was written to, and nothing was noted since.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.review import Answer
from reports.table import Column, Level, Show, Table, shared_row
from reports.verdict import Verdict

ID = "p13"
COLUMNS = (
    Column(key="heard", show=Show.CODE, codes="heard"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
)
NOT_WRITTEN_TO, WAITING = "not-written-to", "waiting"
CODES = (NOT_WRITTEN_TO, WAITING, *(item.value for item in Answer))


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> str:
    """What was last noted of a shop."""
    if not verdict.replies:
        return NOT_WRITTEN_TO
    return verdict.replies[-1].answer or WAITING


def tabulate(counts: Counter[str]) -> Table:
    """All answers, also those that no shop gave."""
    n = counts.total()
    parts = (shared_row(code, [counts[code]], n) for code in CODES)
    return Table(id=ID, columns=COLUMNS, rows=(*parts, shared_row("total", [n], n, Level.TOTAL)), n=n)
