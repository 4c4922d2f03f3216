"""P8, third part: the mean and median number of channels, over the shops of which it is known.

Studies of customer service do not count a postal address, so a second row leaves it out.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, repeat
from statistics import median

from crawler.model.sighting import Channel
from reports.offered import offered
from reports.table import Cell, Column, Show, Table, TableRow
from reports.verdict import Verdict

ID = "p8-mean"
COLUMNS = (
    Column(key="counted_channels", show=Show.CODE, codes="counted_channels"),
    Column(key="known", show=Show.MEASURE, head="column.shown"),
    Column(key="mean", show=Show.MEASURE),
    Column(key="median", show=Show.MEASURE),
)
ADDRESS = tuple(Channel).index(Channel.ADDRESS)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[int, int] | None:
    """How many channels are met, with and without the address; None where one of them is not settled."""
    met = offered(verdict)
    number = sum(map(bool, met))
    return None if None in met else (number, number - bool(met[ADDRESS]))


def tabulate(counts: Counter[tuple[int, int] | None]) -> Table:
    """All eight channels, and all but the address."""
    known = Counter({pair: count for pair, count in counts.items() if pair is not None})
    lines = (
        TableRow(cells=(code, *_measures([(pair[place], count) for pair, count in known.items()])))
        for place, code in enumerate(("all", "without-address"))
    )
    return Table(id=ID, columns=COLUMNS, rows=tuple(lines), n=counts.total())


def _measures(numbers: list[tuple[int, int]]) -> tuple[Cell, ...]:
    each = sorted(chain.from_iterable(repeat(number, count) for number, count in numbers))
    return (len(each), round(sum(each) / len(each), 2), float(median(each))) if each else (0, None, None)
