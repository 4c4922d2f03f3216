"""All that is known of one shop: what criteria look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import Placement
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Sighting
from crawler.model.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A row and its last visit. A bad row has neither shop nor visit."""

    row: Row
    visit: Visit | None = None

    @property
    def shop(self) -> Shop | None:
        """The shop the row names, if it is a good row."""
        return self.row.shop

    @property
    def measured(self) -> bool:
        """Whether the shop as a whole could be looked at."""
        return self.visit is not None and self.visit.reason is None

    def placement(self, channel: Channel) -> Placement | None:
        """The channel's placement, None where there was no visit."""
        return self.visit.placement(channel) if self.visit else None

    def sightings(self, channel: Channel) -> Iterator[Sighting]:
        """All sightings of a channel, whoever's they are."""
        return (item for item in (self.visit.sightings if self.visit else ()) if item.channel is channel)

    def own(self, channel: Channel) -> Iterator[Sighting]:
        """The trader's own sightings of a channel that are meant for customers."""
        return (item for item in self.sightings(channel) if item.for_customers)

    def facts(self, kind: FactKind) -> Iterator[Fact]:
        """All facts of a kind."""
        return (item for item in (self.visit.facts if self.visit else ()) if item.kind is kind)

    def pages(self, kind: PageKind) -> Iterator[Page]:
        """The pages of a kind."""
        return (page for page in (self.visit.pages if self.visit else ()) if kind in page.kinds)

    def page(self, page_id: int) -> Page:
        """The page with this number. Raises KeyError when there is none."""
        for page in self.visit.pages if self.visit else ():
            if page.id == page_id:
                return page
        raise KeyError(page_id)
