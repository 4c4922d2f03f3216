"""P7, second part: what kind of e-mail address is shown, or a form in place of one."""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.criteria import email_usable
from reports.quality import NOT_JUDGED, NOTHING, PLACEHOLDER, UNDETERMINED, quality
from reports.table import Column, Level, Show, Table, shared_row
from reports.verdict import Verdict

ID = "p7-email"
COLUMNS = (
    Column(key="address", show=Show.CODE, codes="address_quality"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
)
KINDS = ("usable-address", "only-for-orders", "only-no-reply", "form-instead-of-address")
CODES = (*KINDS, PLACEHOLDER, NOTHING, NOT_JUDGED, UNDETERMINED)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> str:
    """The kind of address."""
    return quality(verdict, Channel.EMAIL, email_usable.ID, KINDS)


def tabulate(counts: Counter[str]) -> Table:
    """Every kind, also those of no shop."""
    n = counts.total()
    parts = (shared_row(code, [counts[code]], n) for code in CODES)
    return Table(id=ID, columns=COLUMNS, rows=(*parts, shared_row("total", [n], n, Level.TOTAL)), n=n)
