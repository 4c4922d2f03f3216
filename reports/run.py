"""A stored run as a report sees it: every row of its list, judged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from crawler.model.by_hand import with_observations
from crawler.model.dossier import Dossier
from crawler.store.read import Archive
from reports.norms.norms import Norm, chosen
from reports.people.reviewing import with_said
from reports.shares import Coverage
from reports.verdict import Verdict, judge

SAMPLE = "sample"
"""The setting of a run that tells whether its list is a random sample: "yes", or all there is."""
NORM = "norm"
"""The setting of a run that names the country whose norm holds for all its shops; "" or none: each country's own."""


def verdicts(archive: Archive) -> Iterator[Verdict]:
    """Judge each row of a run in its order, one at a time; links of pages are left out."""
    with_persons = judge_of(archive)
    return (with_persons(dossier) for dossier in archive.dossiers(links=False))


def verdict(archive: Archive, shop: str) -> Verdict:
    """Judge one shop, by its id, host or home page. Raises KeyError when the list has no such shop."""
    return judge_of(archive)(archive.dossier(shop))


def judged(archive: Archive, read_again: Iterable[Dossier]) -> Iterator[Verdict]:
    """Judge rows on another reading of their visits, with what persons saw of the shops."""
    with_persons = judge_of(archive)
    for dossier in read_again:
        visit = dossier.visit
        if visit is not None:
            visit = with_observations(visit, archive.observations(visit.shop.id))
        yield with_persons(replace(dossier, visit=visit))


def judge_of(archive: Archive, packs: Mapping[str, Norm] | None = None) -> Callable[[Dossier], Verdict]:
    """Give what judges a shop of a run, by its own norms or by other packs, with what persons said of its findings."""
    packs, spoken_of = norms_of(archive) if packs is None else packs, archive.spoken_of()

    def with_persons(dossier: Dossier) -> Verdict:
        found = judge(dossier, packs)
        shop = dossier.shop
        return with_said(found, archive.said(shop.id), packs) if shop is not None and shop.id in spoken_of else found

    return with_persons


def yardstick(archive: Archive, packs: Mapping[str, Norm]) -> Callable[[Dossier, str | None], Verdict]:
    """Give what judges a shop of a run under some norms, as a shop of the country told (None: of none)."""
    with_persons = judge_of(archive, packs)

    def judged_in(dossier: Dossier, country: str | None) -> Verdict:
        shop = dossier.shop
        if shop is not None and shop.country != country:
            dossier = replace(dossier, row=replace(dossier.row, shop=replace(shop, country=country)))
        return with_persons(dossier)

    return judged_in


def coverage(archive: Archive) -> Coverage:
    """Whether the list of a run is all there is, or a sample."""
    return Coverage.SAMPLE if archive.chosen(SAMPLE) == "yes" else Coverage.CENSUS


def norms_of(archive: Archive) -> Mapping[str, Norm]:
    """The norms that a run is judged by, by country code."""
    return chosen(archive.run()["settings"].get(NORM, ""))
