"""P8, second part: which channels the shops offer: each row adds up to N."""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.offered import offered
from reports.table import Column, Show, Table, TableRow, share
from reports.verdict import Verdict

ID = "p8-channels"
COLUMNS = (
    Column(key="channel", show=Show.CODE, codes="channel"),
    Column(key="rows", show=Show.MEASURE),
    Column(key="met", show=Show.PORTION, of="rows"),
    Column(key="met_share", show=Show.SHARE, head="column.rows_share"),
    Column(key="not_met", show=Show.PORTION, of="rows"),
    Column(key="not_met_share", show=Show.SHARE, head="column.rows_share"),
    Column(key="open", show=Show.PORTION, head="channels.undetermined", of="rows"),
    Column(key="open_share", show=Show.SHARE, head="column.rows_share"),
)
Met = tuple[bool | None, ...]


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> Met:
    """Which channels are met."""
    return offered(verdict)


def tabulate(counts: Counter[Met]) -> Table:
    """One row a channel."""
    n = counts.total()
    return Table(id=ID, columns=COLUMNS, rows=tuple(_row(place, counts, n) for place in range(len(Channel))), n=n)


def _row(place: int, counts: Counter[Met], n: int) -> TableRow:
    answers = [sum(count for met, count in counts.items() if met[place] is answer) for answer in (True, False, None)]
    shared = (cell for number in answers for cell in (number, share(number, n)))
    return TableRow(cells=(tuple(Channel)[place].value, n, *shared))
