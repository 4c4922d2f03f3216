"""P17, second part: how often the program errs, and its shares with that put right.

Of each kind of verdict on each channel: how many there are, how many were checked, and on how many of these the truth is of the
other kind. The share of shops with a channel in a logical place is corrected by that, as by Rogan and Gladen (`reports.shares`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import ceil, floor

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel
from reports.shares import Checked, Coverage, Interval, reviewed, wilson
from reports.table import Cell, Column, Show, Table, TableRow, share
from reports.tables.audit_sample import MISSED, NOT_CHECKED, OUTDATED, TOO_GOOD, audited
from reports.verdict import Verdict

ID = "p17-errors"
COLUMNS = (
    Column(key="stratum", show=Show.CODE, codes="stratum"),
    Column(key="verdicts", show=Show.MEASURE),
    Column(key="checked", show=Show.MEASURE),
    Column(key="wrong", show=Show.MEASURE),
    Column(key="rate", show=Show.SHARE),
    Column(key="rate_low", show=Show.SHARE, head="column.low"),
    Column(key="rate_high", show=Show.SHARE, head="column.high"),
)
POSITIVE, NEGATIVE, OPEN = "positive", "negative", "open"
Key = tuple[tuple[str, str], ...]


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> Key:
    """The kind of verdict on each channel, and what its check gave."""
    return tuple((_kind(verdict, channel), audited(verdict, channel)) for channel in PLACED)


def tabulate(counts: Counter[Key]) -> Table:
    """The four kinds of verdict, then the share in a logical place, as found and corrected."""
    lines: list[TableRow] = []
    for place, channel in enumerate(PLACED):
        told: Counter[tuple[str, str]] = Counter()
        for key, count in counts.items():
            told[key[place]] += count
        lines += _of_channel(channel, told)
    return Table(id=ID, columns=COLUMNS, rows=tuple(lines), n=counts.total())


def _of_channel(channel: Channel, told: Counter[tuple[str, str]]) -> list[TableRow]:
    found = {kind: sum(count for (one, _), count in told.items() if one == kind) for kind in (POSITIVE, NEGATIVE)}
    checked = {kind: _checked(kind, told) for kind in found}
    lines = []
    for kind, item in checked.items():
        wrong = item.of - item.right
        ends = _ends(wilson(wrong, item.of)) if item.of else (None, None)
        lines.append(TableRow(cells=(f"{channel}-{kind}", found[kind], item.of, wrong, share(wrong, item.of), *ends)))
    return [*lines, _corrected(channel, found, checked, Coverage.CENSUS)]


def of_sample(table: Table) -> Table:
    """The table of a list that is itself a sample: the corrected shares are less sure by the chance of that draw too."""
    rows = {row.cells[0]: row for row in table.rows}
    for channel in PLACED:
        told = {kind: rows[f"{channel}-{kind}"].cells[1:4] for kind in (POSITIVE, NEGATIVE)}
        counts = {kind: tuple(cell for cell in cells if isinstance(cell, int)) for kind, cells in told.items()}
        found = {kind: verdicts for kind, (verdicts, _, _) in counts.items()}
        checked = {kind: Checked(of - wrong, of) for kind, (_, of, wrong) in counts.items()}
        rows[f"{channel}-corrected"] = _corrected(channel, found, checked, Coverage.SAMPLE)
    return replace(table, rows=tuple(rows.values()))


def _corrected(channel: Channel, found: Mapping[str, int], checked: Mapping[str, Checked], coverage: Coverage) -> TableRow:
    n = found[POSITIVE] + found[NEGATIVE]
    made = reviewed(found[POSITIVE], n, checked[POSITIVE], checked[NEGATIVE], coverage) if n else None
    whole = _percent(made.share) if made and made.share is not None else None
    ends = _ends(made.interval) if made and made.interval else (None, None)
    return TableRow(cells=(f"{channel}-corrected", n, None, None, whole, *ends))


def _checked(kind: str, told: Counter[tuple[str, str]]) -> Checked:
    of = sum(count for (one, code), count in told.items() if one == kind and code not in {NOT_CHECKED, OUTDATED})
    wrong = sum(told[kind, code] for code in (MISSED, TOO_GOOD))
    return Checked(of - wrong, of)


def _kind(verdict: Verdict, channel: Channel) -> str:
    """The kind of a verdict that the program gave; what a person saw by hand is none of it."""
    placement = (verdict.before or verdict).dossier.placement(channel)
    if placement is None or not placement.settled or placement.observed is not None or not verdict.dossier.measured:
        return OPEN
    return POSITIVE if placement.place_class.positive else NEGATIVE


def _ends(interval: Interval) -> tuple[Cell, Cell]:
    """The ends in percent with one decimal, rounded outward."""
    return floor(1000 * interval.low) / 10, ceil(1000 * interval.high) / 10


def _percent(part: float) -> float:
    return round(100 * part, 1)
