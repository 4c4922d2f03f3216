"""Bounds: what can be said of the shops, and what the open answers could make of it.

A claim holds of a row of the list, does not, or is open: what is not settled, and a place for which no rule was found. So it holds
of at least those it is settled for, and at most of these and the open ones. Where one channel decides, the other may be open.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel
from reports.shares import bounds
from reports.standing import Standing, standing
from reports.table import Column, Show, Table, TableRow, share
from reports.verdict import Verdict

ID = "bounds"
COLUMNS = (
    Column(key="claim", show=Show.CODE, codes="claim"),
    Column(key="yes", show=Show.PORTION, of="rows"),
    Column(key="yes_share", show=Show.SHARE, head="column.rows_share"),
    Column(key="open", show=Show.PORTION, of="rows"),
    Column(key="most", show=Show.MEASURE),
    Column(key="most_share", show=Show.SHARE, head="column.rows_share"),
    Column(key="no", show=Show.PORTION, of="rows"),
    Column(key="rows", show=Show.MEASURE),
)
Answer = bool | None
"""Yes, no, or open."""


def both(one: Answer, other: Answer) -> Answer:
    """Whether both hold; a no of one decides."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def no(answer: Answer) -> Answer:
    """The contrary; what is open stays open."""
    return None if answer is None else not answer


def in_class(place: Standing, wanted: PlaceClass) -> Answer:
    """Whether a channel is of a place class."""
    return None if place.place_class is PlaceClass.UNDETERMINED else place.place_class is wanted


CLAIMS: Mapping[str, Callable[[Standing, Standing], Answer]] = MappingProxyType({
    "both-logical": lambda phone, email: both(phone.logical, email.logical),
    "phone-only-logical": lambda phone, email: both(phone.logical, no(email.logical)),
    "email-only-logical": lambda phone, email: both(no(phone.logical), email.logical),
    "neither-logical": lambda phone, email: both(no(phone.logical), no(email.logical)),
    "no-phone-logical": lambda phone, _: no(phone.logical),
    "no-email-logical": lambda _, email: no(email.logical),
    "phone-anywhere": lambda phone, _: phone.shown,
    "email-anywhere": lambda _, email: email.shown,
    "no-phone-anywhere": lambda phone, _: no(phone.shown),
    "no-email-anywhere": lambda _, email: no(email.shown),
    "phone-legal-text": lambda phone, _: in_class(phone, PlaceClass.LEGAL_TEXT),
    "email-legal-text": lambda _, email: in_class(email, PlaceClass.LEGAL_TEXT),
    "phone-gated": lambda phone, _: in_class(phone, PlaceClass.GATED),
    "email-gated": lambda _, email: in_class(email, PlaceClass.GATED),
})  # fmt: skip


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[Answer, ...]:
    """The answer to each claim."""
    phone, email = standing(verdict, Channel.PHONE), standing(verdict, Channel.EMAIL)
    return tuple(claim(phone, email) for claim in CLAIMS.values())


def tabulate(counts: Counter[tuple[Answer, ...]]) -> Table:
    """A row for each claim."""
    answers = (Counter[Answer]() for _ in CLAIMS)
    lines = []
    for place, (code, found) in enumerate(zip(CLAIMS, answers, strict=True)):
        for given, count in counts.items():
            found[given[place]] += count
        lines.append(_row(code, found, counts.total()))
    return Table(id=ID, columns=COLUMNS, rows=tuple(lines), n=counts.total())


def _row(code: str, found: Counter[Answer], n: int) -> TableRow:
    it = bounds(found[True], found[None], n)
    cells = (code, it.fewest, share(it.fewest, n), found[None], it.most, share(it.most, n), found[False], n)
    return TableRow(cells=cells)
