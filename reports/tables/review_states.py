"""P12: what persons made of the negatives.

A negative is suspected until a person confirms or corrects it on the evidence as it is now. Pending: set aside, or reviewers do not
agree. Gone: a person looked at it, and it is no negative any more. What rests on a person's own look is confirmed by that.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.people.reviewing import State, state
from reports.standing import CRITERIA
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p12"
COLUMNS = (
    Column(key="person", show=Show.CODE, codes="person"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """Where phone and e-mail stand with persons."""
    return state(verdict, CRITERIA[Channel.PHONE]).value, state(verdict, CRITERIA[Channel.EMAIL]).value


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """All states, also those that hold no shop."""
    return pair_table(ID, COLUMNS, counts, [item.value for item in State])
