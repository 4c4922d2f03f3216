"""P2, second part: why a channel is undetermined.

The undetermined of P2 by reason; settled answers are one row, so that each column adds up to N.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from reports.answers import NOT_VISITED
from reports.standing import standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p2-reasons"
COLUMNS = (
    Column(key="reason", show=Show.CODE, codes="outcome"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
SETTLED = "settled"


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """Why phone and e-mail are not settled, or `settled`."""
    return standing(verdict, Channel.PHONE).reason or SETTLED, standing(verdict, Channel.EMAIL).reason or SETTLED


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """The settled ones, then each reason that occurs."""
    met = {code for pair in counts for code in pair}
    reasons = (*(reason.value for reason in Reason), NOT_VISITED)
    return pair_table(ID, COLUMNS, counts, [SETTLED, *(code for code in reasons if code in met)])
