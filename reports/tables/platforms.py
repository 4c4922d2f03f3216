"""P11: what is found by the software that a shop runs on.

It is told by marks in the pages read (generator, addresses of scripts and pictures, words in code). Most pages decide: a shop with
the marks of two platforms on as many pages counts under several, a measured shop without a mark under unknown.
"""

from collections import Counter
from types import MappingProxyType

from crawler.model.fact import FactKind
from reports import cross
from reports.cross import Group
from reports.table import Column, Show, Table
from reports.verdict import Verdict

ID = "p11-platform"
GROUP = Column(key="platform", show=Show.TEXT, codes="platform")
SHAPES = MappingProxyType(cross.shapes(ID, GROUP))


class Platforms:
    """The counts of a run by platform."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._counts: cross.Counts = Counter()

    def add(self, verdict: Verdict) -> None:
        """Count a verdict under its platform."""
        self._counts[group(verdict), cross.found(verdict)] += 1

    def tables(self) -> tuple[Table, ...]:
        """What is found, by platform."""
        return cross.tables(ID, ID, GROUP, self._counts)


def group(verdict: Verdict) -> Group:
    """The platform of a shop."""
    if not verdict.dossier.measured:
        return Group("undetermined", rest=True)
    names = {fact.value: fact.as_shown for fact in verdict.dossier.facts(FactKind.PLATFORM)}
    if len(names) > 1:
        return Group("several", rest=True)
    return Group(next(iter(names.values()))) if names else Group("unknown", rest=True)


counting = Platforms
