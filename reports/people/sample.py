"""The random sample of both verdicts that the quality of a measurement is told from (table P17), as lines to fill in.

Strata are channel and verdict: positives say where a value stands, negatives that nothing better is there, and the two err in other
ways. Within a stratum each shop has the same chance; how many it holds stands in each line, so that shares can be weighted. What
is undetermined, or rests on a person's look already, says nothing about the program and is not drawn.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from crawler.model.dossier import Dossier
from crawler.model.placement import PLACED, PlaceClass
from crawler.model.sighting import Channel

FILLED_IN = ("right", "true_place_class", "true_value", "true_page", "note", "initials", "date")
COLUMNS = (
    *("stratum", "in_stratum", "drawn", "shop", "name", "link", "channel", "place_class", "clicks", "value", "page"),
    *FILLED_IN,
)


class Verdicts(NamedTuple):
    """A stratum: all settled verdicts of one kind on one channel."""

    channel: Channel
    positive: bool

    @property
    def name(self) -> str:
        """Such as `phone-negative`."""
        return f"{self.channel}-{'positive' if self.positive else 'negative'}"


class Case(NamedTuple):
    """A settled verdict that may be drawn: the deciding value and its page are "" where there is none."""

    shop: str
    name: str
    link: str
    channel: Channel
    place_class: PlaceClass
    clicks: int | None
    value: str
    page: str


class Drawn(NamedTuple):
    """A case that was drawn, its stratum, how many that holds, and how many were drawn of it."""

    stratum: str
    in_stratum: int
    drawn: int
    case: Case

    @property
    def cells(self) -> tuple[str | int | None, ...]:
        """The line in the order of COLUMNS, with empty cells for who looks."""
        case = self.case
        told = (case.shop, case.name, case.link, case.channel.value, case.place_class.value, case.clicks, case.value, case.page)
        return (self.stratum, self.in_stratum, self.drawn, *told, *("" for _ in FILLED_IN))


def draw(dossiers: Iterable[Dossier], size: int, seed: str) -> list[Drawn]:
    """Draw at most `size` cases, as evenly from the strata as they allow; the same run and seed give the same cases."""
    strata: dict[Verdicts, list[Case]] = {Verdicts(channel, positive): [] for channel in PLACED for positive in (True, False)}
    for stratum, case in _cases(dossiers):
        strata[stratum].append(case)
    shares = _shares({stratum: len(cases) for stratum, cases in strata.items()}, size)
    return [
        Drawn(stratum.name, len(cases), shares[stratum], case)
        for stratum, cases in strata.items()
        for case in _chosen(cases, shares[stratum], f"{seed}:{stratum.name}")
    ]


def _cases(dossiers: Iterable[Dossier]) -> Iterator[tuple[Verdicts, Case]]:
    for dossier in dossiers:
        visit = dossier.visit
        if visit is None or visit.reason is not None:
            continue
        for channel in PLACED:
            placement = visit.placement(channel)
            if not placement.settled or placement.observed is not None:
                continue
            met = [visit.sightings[number] for number in placement.sightings[:1]]
            value, page = (met[0].value, dossier.page(met[0].page_id).final_url) if met else ("", "")
            shop, placed = visit.shop, placement.place_class
            yield (
                Verdicts(channel, placed.positive),
                Case(shop.id, shop.name, shop.url, channel, placed, placement.clicks, value, page),
            )


def _shares(sizes: Mapping[Verdicts, int], size: int) -> dict[Verdicts, int]:
    """How many to draw of each stratum: one each in turn, until there are enough or no more."""
    shares = dict.fromkeys(sizes, 0)
    while sum(shares.values()) < size and (open_ones := [item for item in sizes if shares[item] < sizes[item]]):
        for stratum in open_ones[: size - sum(shares.values())]:
            shares[stratum] += 1
    return shares


def _chosen(cases: list[Case], count: int, seed: str) -> list[Case]:
    """A random choice that does not depend on the order of the list."""
    # No secret is made of it: who has the seed can draw again.
    return random.Random(seed).sample(sorted(cases, key=lambda case: case.shop), count)  # noqa: S311
