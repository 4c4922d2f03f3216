"""P15: how many shops the named lists have: no phone number shown, no e-mail address shown; and how many of them a person checked.

The lists themselves are no tables of counts: they name each shop, with its evidence (`reports.outputs.named_lists`).
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.people.reviewing import CHECKED, State, state
from reports.standing import CRITERIA, standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p15"
COLUMNS = (
    Column(key="named", show=Show.CODE, codes="named"),
    Column(key="phone", show=Show.COUNT, head="column.no_phone"),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT, head="column.no_email"),
    Column(key="email_share", show=Show.SHARE),
)
SHOWN, UNDETERMINED = "shown", "undetermined"
LISTED = (State.CONFIRMED.value, State.PENDING.value, State.SUSPECTED.value)
"""Where a shop that is named on a list stands."""


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """Where the row stands on the list without phone, and on that without e-mail."""
    return listed(verdict, Channel.PHONE), listed(verdict, Channel.EMAIL)


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """The shops on the lists by what persons made of them, then those that are not on them."""
    return pair_table(ID, COLUMNS, counts, [*LISTED, SHOWN, UNDETERMINED])


def listed(verdict: Verdict, channel: Channel) -> str:
    """Where a row stands on the list of shops that do not show a channel: one of LISTED, shown, or undetermined."""
    place = standing(verdict, channel)
    if place.shown is None:
        return UNDETERMINED
    if place.shown:
        return SHOWN
    found = state(verdict, CRITERIA[channel])
    if found in CHECKED:
        return State.CONFIRMED.value
    return State.PENDING.value if found is State.PENDING else State.SUSPECTED.value
