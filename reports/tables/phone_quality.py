"""P7: what kind of phone number is shown: one that customers can use, one whose tariff has to be checked, or another.

A number that may cost more than the usual rate is never said to do so: its tariff text has to be read.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.criteria import phone_usable
from reports.quality import NOT_JUDGED, NOTHING, PLACEHOLDER, UNDETERMINED, quality
from reports.table import Column, Level, Show, Table, shared_row
from reports.verdict import Verdict

ID = "p7-phone"
COLUMNS = (
    Column(key="number", show=Show.CODE, codes="number_quality"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
)
USABLE = ("usable-number", "free-number")
OTHERS = ("check-tariff", "only-foreign-number", "only-for-orders", "only-of-branches", "only-whatsapp")
CODES = (*USABLE, *OTHERS, PLACEHOLDER, NOTHING, NOT_JUDGED, UNDETERMINED)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> str:
    """The kind of number."""
    return quality(verdict, Channel.PHONE, phone_usable.ID, (*USABLE, *OTHERS))


def tabulate(counts: Counter[str]) -> Table:
    """Every kind, also those of no shop."""
    n = counts.total()
    parts = (shared_row(code, [counts[code]], n) for code in CODES)
    return Table(id=ID, columns=COLUMNS, rows=(*parts, shared_row("total", [n], n, Level.TOTAL)), n=n)
