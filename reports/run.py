"""A stored run as a report sees it: every row of its list, judged."""

from collections.abc import Iterator

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
