"""P2: where on the site the phone number and the e-mail address are shown.

Each row of the list has one place class per channel; what is not settled is `undetermined` and never counted as anything else.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel
from reports.standing import standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p2"
COLUMNS = (
    Column(key="place_class", show=Show.CODE, codes="place_class"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """The place classes of phone and e-mail."""
    return standing(verdict, Channel.PHONE).place_class.value, standing(verdict, Channel.EMAIL).place_class.value


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """All ten classes, best first, also those that hold no shop."""
    return pair_table(ID, COLUMNS, counts, [item.value for item in PlaceClass])
