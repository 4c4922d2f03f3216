"""P4: how many clicks from the home page, at most.

The distribution has a row for every shop where the value is shown, and says how many have none. Clicks are an upper bound over
the pages visited.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.standing import Standing, standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p4"
COLUMNS = (
    Column(key="clicks", show=Show.CODE, codes="clicks"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
MANY = 5
"""From here on, clicks share one row."""

NUMBERS = (*(f"clicks-{number}" for number in range(MANY)), "clicks-many")
CODES = (*NUMBERS, "clicks-unknown", "not-shown", "undetermined")


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """The row of the table for phone and for e-mail."""
    return _code(standing(verdict, Channel.PHONE)), _code(standing(verdict, Channel.EMAIL))


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """All numbers of clicks, then the rows without one."""
    return pair_table(ID, COLUMNS, counts, CODES)


def _code(place: Standing) -> str:
    if place.shown is None:
        return "undetermined"
    if not place.shown:
        return "not-shown"
    return "clicks-unknown" if place.clicks is None else NUMBERS[min(place.clicks, MANY)]
