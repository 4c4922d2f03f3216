"""Cross-tables: a grouping of the rows of the list by what is found. Each column adds up to N, each row to its own number of rows.

One grouping gives three tables: which channels are shown at a logical place, and the place classes of phone and of e-mail.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from crawler.model.placement import PLACED, PlaceClass
from reports.standing import standing
from reports.table import Column, Level, Show, Table, TableRow, share
from reports.tables import both_channels
from reports.verdict import Verdict

FOUND = (*both_channels.CODES.values(), both_channels.UNDETERMINED)
ROWS = Column(key="rows", show=Show.COUNT)


class Group(NamedTuple):
    """A group of rows: a name that stands in no catalogue, or with `rest` a code of those that have none."""

    name: str
    rest: bool = False


class Found(NamedTuple):
    """What is found of a row: the channels at a logical place, and the place classes of phone and e-mail."""

    channels: str
    phone: PlaceClass
    email: PlaceClass


Key = tuple[Group, Found]
Counts = Counter[Key]


def found(verdict: Verdict) -> Found:
    """What the cross-tables count of a verdict."""
    classes = (standing(verdict, channel).place_class for channel in PLACED)
    return Found(both_channels.counted(verdict)[0], *classes)


def grouped(group: Callable[[Verdict], Group], verdict: Verdict) -> Key:
    """The group of a verdict, and what is found of it: what a `Cut` counts."""
    return group(verdict), found(verdict)


def shapes(section: str, group: Column) -> Mapping[str, tuple[Column, ...]]:
    """The columns of the three tables, by the section of the catalogue with their texts."""
    classes = tuple(Column(key=item.value, show=Show.PORTION, head=f"place_class.{item}", of=ROWS.key) for item in PlaceClass)
    of_class = (group, ROWS, *classes)
    return {section: (group, ROWS, *chain.from_iterable(map(_shared, FOUND))), **{f"{section}-{item}": of_class for item in PLACED}}


def tables(table_id: str, section: str, group: Column, counts: Counts, about: str = "") -> tuple[Table, ...]:
    """The three tables of a grouping: the largest group first, then the rest, then the total."""
    made = zip(shapes(section, group).items(), (FOUND, tuple(PlaceClass), tuple(PlaceClass)), strict=True)
    return tuple(
        Table(
            id=f"{table_id}{texts.removeprefix(section)}",
            columns=columns,
            rows=tuple(_lines(counts, place, codes, shared=not place)),
            n=counts.total(),
            texts=texts,
            about=about,
        )
        for place, ((texts, columns), codes) in enumerate(made)
    )


class Cut:
    """The counts of a run by one grouping of its rows. A unit that is no more than that gives its own as `counting`."""

    def __init__(self, section: str, column: Column) -> None:
        """Begin with nothing counted; `column` is that of the groups, `section` the id of the tables and of their texts."""
        self._section, self._column = section, column
        self._counts: Counts = Counter()

    def count(self, key: Key) -> None:
        """Count a row under its group."""
        group, what = key
        self._counts[Group(*group), Found(*what)] += 1

    def tables(self) -> tuple[Table, ...]:
        """What is found, by group."""
        return tables(self._section, self._section, self._column, self._counts)


def _shared(code: str) -> tuple[Column, Column]:
    portion = Column(key=code, show=Show.PORTION, head=f"channels.{code}", of=ROWS.key)
    return portion, Column(key=f"{code}_share", show=Show.SHARE, head="column.of_row", per=ROWS.key)


def _lines(counts: Counts, place: int, codes: Sequence[str], *, shared: bool) -> Iterator[TableRow]:
    """A line of each group and of all, that counts the codes which stand at one place of what is found."""
    by_group: dict[Group, Counter[str]] = defaultdict(Counter)
    everything = Counter[str]()
    for (group, what), count in counts.items():
        by_group[group][what[place]] += count
        everything[what[place]] += count
    for group in sorted(by_group, key=lambda item: (item.rest, -by_group[item].total(), item.name)):
        yield _line(group.name, Level.REST if group.rest else Level.PART, by_group[group], codes, shared=shared)
    yield _line("total", Level.TOTAL, everything, codes, shared=shared)


def _line(name: str, level: Level, counted: Counter[str], codes: Sequence[str], *, shared: bool) -> TableRow:
    n = counted.total()
    cells = ((counted[code], share(counted[code], n)) if shared else (counted[code],) for code in codes)
    return TableRow(cells=(name, n, *chain.from_iterable(cells)), level=level)
