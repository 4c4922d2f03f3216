"""One complete look at one shop."""

from dataclasses import dataclass

from crawler.model.fact import Fact
from crawler.model.gate import Gate
from crawler.model.look import Look
from crawler.model.page import Page
from crawler.model.placement import Observation, Placement
from crawler.model.reason import Reason
from crawler.model.second_opinion import SecondOpinion
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Sighting

PURGED = "evidence-purged"
"""The finding about a visit whose evidence was removed on purpose."""

BROWSER = "browser"
"""The name in a visit's `versions` of the browser that it was looked at with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request of a visit and what came of it: `status` 0 when no response came, `reason` None when it was read."""

    url: str
    status: int
    reason: Reason | None = None
    detail: str = ""
    at: str = ""
    page_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit saw. `reason` None means measured; else the shop as a whole is undetermined for it.

    It never holds bodies: those are in the shop's WARC. `placements` always has phone and e-mail, also when nothing was read.
    Times are ISO 8601 UTC. `second_opinion` is None where it was not counted: no page was read, or the program was older.
    `observations` are what persons saw, joined when a visit is read from the store: `kept_out` is then the reason that the visit
    had where a person's word on a channel took its place.
    """

    shop: Shop
    number: int
    started_at: str
    finished_at: str
    reason: Reason | None = None
    detail: str = ""
    pages: tuple[Page, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    facts: tuple[Fact, ...] = ()
    gates: tuple[Gate, ...] = ()
    looks: tuple[Look, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    placements: tuple[Placement, ...] = ()
    findings: tuple[str, ...] = ()
    rendered: int = 0
    warc: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    second_opinion: SecondOpinion | None = None
    observations: tuple[Observation, ...] = ()
    kept_out: Reason | None = None

    def placement(self, channel: Channel) -> Placement:
        """The placement of a channel. Raises StopIteration for a channel that is not placed."""
        return next(item for item in self.placements if item.channel is channel)
