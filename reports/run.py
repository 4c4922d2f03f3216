"""A stored run as a report sees it: every row of its list, judged."""

from collections.abc import Iterator
from dataclasses import replace

from crawler.model.by_hand import with_observations
from crawler.model.dossier import Dossier
from crawler.model.visit import Visit
from crawler.store.read import Archive
from reports.norms.norms import chosen
from reports.verdict import Verdict, judge

NORM = "norm"
"""The setting of a run that names the country whose norm holds for all its shops; "" or none: each country's own."""


def verdicts(archive: Archive) -> Iterator[Verdict]:
    """Judge each row of a run in its order, one at a time; links of pages are left out."""
    packs = chosen(archive.run()["settings"].get(NORM, ""))
    return (judge(dossier, packs) for dossier in archive.dossiers(links=False))


def verdict(archive: Archive, shop: str) -> Verdict:
    """Judge one shop, by its id, host or home page. Raises KeyError when the list has no such shop."""
    return judge(archive.dossier(shop), chosen(archive.run()["settings"].get(NORM, "")))


def judged(archive: Archive, dossier: Dossier, visit: Visit | None) -> Verdict:
    """Judge a row on another reading of its visit, with what persons saw of the shop."""
    if visit is not None:
        visit = with_observations(visit, archive.observations(visit.shop.id))
    return judge(replace(dossier, visit=visit), chosen(archive.run()["settings"].get(NORM, "")))
