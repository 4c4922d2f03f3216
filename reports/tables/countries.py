"""P10: what is found by the country of the list; rows without a country, and rows that name no shop, stand by themselves."""

from collections import Counter
from types import MappingProxyType

from reports import cross
from reports.cross import Group
from reports.table import Column, Show, Table
from reports.verdict import Verdict

ID = "p10"
GROUP = Column(key="country", show=Show.COUNTRY, codes="country")
SHAPES = MappingProxyType(cross.shapes(ID, GROUP))


class Countries:
    """The counts of a run by country."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._counts: cross.Counts = Counter()

    def add(self, verdict: Verdict) -> None:
        """Count a verdict under its country."""
        self._counts[group(verdict), cross.found(verdict)] += 1

    def tables(self) -> tuple[Table, ...]:
        """What is found, by country."""
        return cross.tables(ID, ID, GROUP, self._counts)


def group(verdict: Verdict) -> Group:
    """The country of a row."""
    shop = verdict.dossier.shop
    if shop is None:
        return Group("no-shop", rest=True)
    return Group(shop.country) if shop.country else Group("no-country", rest=True)


counting = Countries
