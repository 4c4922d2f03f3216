"""P17: the quality of the measurement: verdicts that were drawn at random and checked by a person.

What is checked is what the program itself found, whatever persons corrected since. Missed: a better place class exists. Too good:
a logical place was found, and there is none. Outdated: the verdict is another now than the one that was checked.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.placement import PLACED
from crawler.model.review import Check
from crawler.model.sighting import Channel
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p17"
COLUMNS = (
    Column(key="audited", show=Show.CODE, codes="audited"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
RIGHT, MISSED, TOO_GOOD, OTHER_CLASS, OUTDATED, NOT_CHECKED = (
    "right",
    "missed",
    "too-good",
    "other-class",
    "outdated",
    "not-checked",
)
CODES = (RIGHT, MISSED, TOO_GOOD, OTHER_CLASS, OUTDATED, NOT_CHECKED)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """What the check of phone and of e-mail gave."""
    phone, email = (audited(verdict, channel) for channel in PLACED)
    return phone, email


def audited(verdict: Verdict, channel: Channel) -> str:
    """What the last check of a channel gave."""
    check = next((item for item in reversed(verdict.checks) if item.channel is channel), None)
    if check is None:
        return NOT_CHECKED
    placement = (verdict.before or verdict).dossier.placement(channel)
    if placement is None or placement.place_class is not check.found:
        return OUTDATED
    return _of(check)


def _of(check: Check) -> str:
    if check.found is check.true:
        return RIGHT
    if check.found.positive is check.true.positive:
        return OTHER_CLASS
    return TOO_GOOD if check.found.positive else MISSED


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """All that a check can give, also what none gave."""
    return pair_table(ID, COLUMNS, counts, CODES)
