"""P10: what is found by the country of the list; rows without a country, and rows that name no shop, stand by themselves."""

from functools import partial
from types import MappingProxyType

from reports import cross
from reports.cross import Group
from reports.table import Column, Show
from reports.verdict import Verdict

ID = "p10"
GROUP = Column(key="country", show=Show.COUNTRY, codes="country")
SHAPES = MappingProxyType(cross.shapes(ID, GROUP))


def group(verdict: Verdict) -> Group:
    """The country of a row."""
    shop = verdict.dossier.shop
    if shop is None:
        return Group("no-shop", rest=True)
    return Group(shop.country) if shop.country else Group("no-country", rest=True)


counted = partial(cross.grouped, group)
counting = partial(cross.Cut, ID, GROUP)
