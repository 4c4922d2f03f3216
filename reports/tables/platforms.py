"""P11: what is found by the software that a shop runs on.

It is told by marks in the pages read (generator, addresses of scripts and pictures, words in code). Most pages decide: a shop with
the marks of two platforms on as many pages counts under several, a measured shop without a mark under unknown.
"""

from functools import partial
from types import MappingProxyType

from crawler.model.fact import FactKind
from reports import cross
from reports.cross import Group
from reports.table import Column, Show
from reports.verdict import Verdict

ID = "p11-platform"
GROUP = Column(key="platform", show=Show.TEXT, codes="platform")
SHAPES = MappingProxyType(cross.shapes(ID, GROUP))


def group(verdict: Verdict) -> Group:
    """The platform of a shop."""
    if not verdict.dossier.measured:
        return Group("undetermined", rest=True)
    names = {fact.value: fact.as_shown for fact in verdict.dossier.facts(FactKind.PLATFORM)}
    if len(names) > 1:
        return Group("several", rest=True)
    return Group(next(iter(names.values()))) if names else Group("unknown", rest=True)


counted = partial(cross.grouped, group)
counting = partial(cross.Cut, ID, GROUP)
