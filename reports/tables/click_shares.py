"""P4, second part: mean, median, and how many within 1, 2 and 3 clicks, only over shops where the value is shown.

Its denominator is not N but the number of shops whose clicks are known; that number is its first column.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel
from reports.standing import standing
from reports.table import Cell, Column, Show, Table, TableRow, share
from reports.verdict import Verdict

ID = "p4-shares"
COLUMNS = (
    Column(key="channel", show=Show.CODE, codes="channel"),
    Column(key="shown", show=Show.MEASURE),
    Column(key="mean", show=Show.MEASURE),
    Column(key="median", show=Show.MEASURE),
    Column(key="within_1", show=Show.MEASURE),
    Column(key="within_1_share", show=Show.SHARE, head="column.of_shown", per="shown"),
    Column(key="within_2", show=Show.MEASURE),
    Column(key="within_2_share", show=Show.SHARE, head="column.of_shown", per="shown"),
    Column(key="within_3", show=Show.MEASURE),
    Column(key="within_3_share", show=Show.SHARE, head="column.of_shown", per="shown"),
)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[int | None, int | None]:
    """The clicks to phone and to e-mail, None where it is not shown."""
    return standing(verdict, Channel.PHONE).clicks, standing(verdict, Channel.EMAIL).clicks


def tabulate(counts: Counter[tuple[int | None, int | None]]) -> Table:
    """One row a channel."""
    lines = []
    for place, channel in enumerate(PLACED):
        clicks = Counter[int]()
        for pair, count in counts.items():
            number = pair[place]
            if number is not None:
                clicks[number] += count
        lines.append(TableRow(cells=(channel.value, *_measures(clicks))))
    return Table(id=ID, columns=COLUMNS, rows=tuple(lines), n=counts.total())


def _measures(clicks: Counter[int]) -> tuple[Cell, ...]:
    shown = clicks.total()
    mean = round(sum(number * count for number, count in clicks.items()) / shown, 2) if shown else None
    within = [sum(count for number, count in clicks.items() if number <= most) for most in (1, 2, 3)]
    return (shown, mean, _median(clicks), *(cell for count in within for cell in (count, share(count, shown))))


def _median(clicks: Counter[int]) -> float | None:
    """The middle of the counted numbers; half-way between the two in the middle when they are even in number."""
    shown = clicks.total()
    if not shown:
        return None
    lower, upper = _nth(clicks, (shown - 1) // 2), _nth(clicks, shown // 2)
    return (lower + upper) / 2


def _nth(clicks: Counter[int], place: int) -> int:
    for number in sorted(clicks):
        place -= clicks[number]
        if place < 0:
            return number
    raise IndexError(place)
