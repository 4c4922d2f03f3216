"""P6: what must be done, beyond looking, before the phone number or the e-mail address shows, and whether it was done.

Nothing is ever sent, so what a chat or a form would give stays untested; a gate was passed only where the value was met behind it.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel, GateKind
from reports.answers import placed
from reports.standing import standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p6"
COLUMNS = (
    Column(key="gate", show=Show.CODE, codes="gated"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
OTHER, NOT_GATED, UNDETERMINED = "other", "not-gated", "undetermined"
PASSED = "passed"
GATES = tuple(f"{kind}{end}" for kind in (*GateKind, OTHER) for end in ("", f"-{PASSED}"))


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """The gate before phone and e-mail."""
    return _code(verdict, Channel.PHONE), _code(verdict, Channel.EMAIL)


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """Each gate that was met, then the rows without one."""
    met = {code for pair in counts for code in pair}
    return pair_table(ID, COLUMNS, counts, [*(code for code in GATES if code in met), NOT_GATED, UNDETERMINED])


def _code(verdict: Verdict, channel: Channel) -> str:
    place = standing(verdict, channel)
    if place.place_class is PlaceClass.UNDETERMINED:
        return UNDETERMINED
    if place.place_class is not PlaceClass.GATED:
        return NOT_GATED
    placement = placed(verdict.dossier, channel)
    kind = placement.gate.value if placement.gate else OTHER
    return f"{kind}-{PASSED}" if placement.gate_passed else kind
