"""The tables of a run, filled in one pass over its verdicts: what is kept of them is counts, whatever the run."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Self

from reports.table import Table
from reports.tables.roster import SEVERAL, TABLES
from reports.verdict import Verdict


class Tally:
    """The counts of a run under way. `days` are the first and last moment of its visits (ISO 8601 UTC), None without a visit.

    `norms` counts the rows held against each country's pack, by its id; `versions` are those of what the shops were visited with.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.days: tuple[str, str] | None = None
        self.norms: Counter[str] = Counter()
        self.versions: set[tuple[str, str]] = set()
        self._counts: dict[str, Counter[Any]] = {unit.ID: Counter() for unit in TABLES}
        self._several = tuple(unit.counting() for unit in SEVERAL)

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Self:
        """Count all verdicts of a run."""
        tally = cls()
        for verdict in verdicts:
            tally.add(verdict)
        return tally

    def add(self, verdict: Verdict) -> None:
        """Count a verdict in every table."""
        for unit in TABLES:
            self._counts[unit.ID][unit.counted(verdict)] += 1
        for counting in self._several:
            counting.add(verdict)
        visit = verdict.dossier.visit
        if visit is not None:
            self.norms[verdict.norm] += 1
            self.versions.update(visit.versions)
            first, last = self.days or (visit.started_at, visit.finished_at)
            self.days = min(first, visit.started_at), max(last, visit.finished_at)

    def tables(self) -> dict[str, Table]:
        """The tables by id, in the order of the roster. Raises TableError when one does not add up."""
        single = (unit.tabulate(self._counts[unit.ID]) for unit in TABLES)
        several = (table for counting in self._several for table in counting.tables())
        return {table.id: table for table in (*single, *several)}
