"""The tables of a run, filled in one pass over its verdicts: what is kept of them is counts, whatever the run."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Self

from reports.table import Table
from reports.tables.roster import SEVERAL, TABLES
from reports.verdict import Verdict


def keys(verdict: Verdict) -> tuple[Hashable, ...]:
    """What each unit counts of a verdict: first the units of one table, then those of several."""
    return (*(unit.counted(verdict) for unit in TABLES), *(unit.counted(verdict) for unit in SEVERAL))


class Tally:
    """The counts of a run under way. `days` are the first and last moment of its visits (ISO 8601 UTC), None without a visit.

    `norms` counts the rows held against each country's pack, by its id; `versions` are those of what the shops were visited with.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.days: tuple[str, str] | None = None
        self.norms: Counter[str] = Counter()
        self.versions: set[tuple[str, str]] = set()
        self._counts: tuple[Counter[Any], ...] = tuple(Counter() for _ in TABLES)
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
        self.count(keys(verdict))
        if (visit := verdict.dossier.visit) is not None:
            self.visit(verdict.norm, visit.versions, visit.started_at, visit.finished_at)

    def count(self, found: Sequence[Any]) -> None:
        """Count a row by what `keys` gave of its verdict."""
        for counts, key in zip(self._counts, found, strict=False):
            counts[key] += 1
        for counting, key in zip(self._several, found[len(TABLES) :], strict=True):
            counting.count(key)

    def visit(self, norm: str, versions: Iterable[tuple[str, str]], started_at: str, finished_at: str) -> None:
        """Count a visit, which was held against a norm."""
        self.norms[norm] += 1
        self.versions.update(versions)
        first, last = self.days or (started_at, finished_at)
        self.days = min(first, started_at), max(last, finished_at)

    def tables(self) -> dict[str, Table]:
        """The tables by id, in the order of the roster. Raises TableError when one does not add up."""
        single = (unit.tabulate(counts) for unit, counts in zip(TABLES, self._counts, strict=True))
        several = (table for counting in self._several for table in counting.tables())
        return {table.id: table for table in (*single, *several)}
