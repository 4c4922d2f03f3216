"""P8: how many of eight channels a shop offers: phone, e-mail, address, form, chat, WhatsApp, call-back, social media."""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.offered import offered
from reports.table import Column, Level, Show, Table, shared_row
from reports.verdict import Verdict

ID = "p8"
COLUMNS = (
    Column(key="offered", show=Show.CODE, codes="offered"),
    Column(key="rows", show=Show.COUNT),
    Column(key="rows_share", show=Show.SHARE),
)
UNDETERMINED = "undetermined"
CODES = (*(f"channels-{number}" for number in range(len(Channel) + 1)), UNDETERMINED)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> str:
    """How many channels are met; undetermined where one of them is."""
    met = offered(verdict)
    return UNDETERMINED if None in met else f"channels-{sum(map(bool, met))}"


def tabulate(counts: Counter[str]) -> Table:
    """Every number, from none to all."""
    n = counts.total()
    parts = (shared_row(code, [counts[code]], n) for code in CODES)
    return Table(id=ID, columns=COLUMNS, rows=(*parts, shared_row("total", [n], n, Level.TOTAL)), n=n)
