"""P14: what became of the phone number and the e-mail address of each shop between two runs.

Each shop of either list is in one row per channel: those compared, those without a rule for the place, those not settled on a
side, those that only one list has. N is the shops in both lists, the joiners and the leavers.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.comparison import COMPARED, NO_RULE, OPEN, Change, Pair, change
from reports.table import Column, Level, Show, Table, TableRow, shared_row

ID = "p14"
COLUMNS = (
    Column(key="change", show=Show.CODE, codes="change"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
SECTIONS = {"compared": COMPARED, "no-rule": NO_RULE, "open": OPEN, "one-list": (Change.JOINED, Change.LEFT)}
"""The sums, each over the rows that follow it."""


def rows(pairs: Iterable[Pair]) -> Table:
    """Tabulate the pairs."""
    return tabulate(Counter(map(counted, pairs)))


def counted(pair: Pair) -> tuple[str, str]:
    """What became of phone and e-mail."""
    return change(pair, Channel.PHONE).value, change(pair, Channel.EMAIL).value


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """Every change, also those that happened to no shop."""
    phone, email = Counter[str](), Counter[str]()
    for (of_phone, of_email), count in counts.items():
        phone[of_phone] += count
        email[of_email] += count
    n = counts.total()

    def line(code: str, over: Iterable[Change], level: Level) -> TableRow:
        parts = tuple(over)
        return shared_row(code, [sum(of[item] for item in parts) for of in (phone, email)], n, level)

    lines: list[TableRow] = []
    for code, parts in SECTIONS.items():
        lines += [line(code, parts, Level.SUM), *(line(item.value, [item], Level.PART) for item in parts)]
    return Table(id=ID, columns=COLUMNS, rows=(*lines, line("total", Change, Level.TOTAL)), n=n)
