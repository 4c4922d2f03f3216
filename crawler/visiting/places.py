"""Where on the site a channel stands: the place class of each sighting, and of the channel.

The classes are those of the method; the best class over the shop's own customer sightings counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crawler.model.gate import UNTRIED_WAYS, Gate
from crawler.model.link import ANSWERING, LEGAL_KINDS, PageKind
from crawler.model.page import Page
from crawler.model.placement import MOST_CLICKS_TO_CONTACT, PLACED, PlaceClass
from crawler.model.sighting import FRAME, UNSEEN, Channel, GateKind, Owner, Place, Sighting, Use

SHELVES = frozenset({PageKind.PRODUCT, PageKind.CATEGORY})
_STRANGERS = frozenset({Owner.THIRD_PARTY, Owner.PLACEHOLDER, Owner.PLATFORM})
_MACHINE = frozenset({Place.HIDDEN, Place.SCRIPT, Place.HEAD})
_CALLING_BACK = frozenset({GateKind.CALLBACK})


class Spot(NamedTuple):
    """One sighting's place class, the clicks to it (None: no way that a customer can see) and its number in the visit."""

    place_class: PlaceClass
    clicks: int | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The pages of a visit as places are judged on them.

    `parts`: framed page -> the page it is shown in. `foreign`: pages meant for another country.
    `contact_sections`: pages with a section to which a "Contact" link leads. `has_shelves`: the shop has
    category or product pages, visited or not.
    """

    pages: Mapping[int, Page]
    parts: Mapping[int, int] = field(default_factory=dict)
    foreign: frozenset[int] = frozenset()
    contact_sections: frozenset[int] = frozenset()
    has_shelves: bool = False

    def page(self, page_id: int) -> Page:
        """The page a value stands on: for a framed page the one that shows it."""
        return self.pages[self.parts.get(page_id, page_id)]

    def judged(self) -> Iterable[Page]:
        """The shop's own pages that a customer looks at: no documents, no forwarding or framed pages, no other domain."""
        return (
            page
            for page in self.pages.values()
            if page.own_site and not page.document and not page.forwarding and page.id not in self.parts
        )


def own_sightings(sightings: Sequence[Sighting], channel: Channel) -> list[int]:
    """Numbers of the sightings that decide a channel's class: the trader's own, for customers.

    Order lines count only where nothing else is there; a value that is for service on one page is no mere order line on another.
    """
    own = [index for index, item in enumerate(sightings) if item.channel is channel and _counts(item)]
    serving = {sightings[index].value for index in own if sightings[index].use is not Use.ORDER}
    return [index for index in own if sightings[index].value in serving] or own


def spots(site: Site, sightings: Sequence[Sighting], channel: Channel) -> list[Spot]:
    """Where each deciding sighting of a channel stands, best first."""
    own = own_sightings(sightings, channel)
    in_view = [sightings[number] for number in own if _in_view(sightings[number])]
    frame = {site.page(item.page_id).id for item in in_view if item.place in FRAME}
    everywhere = on_every_page(site, {site.page(item.page_id).id for item in in_view}, frame)
    found = [_spot(site, sightings[number], number, everywhere=everywhere) for number in own]
    return sorted(found, key=lambda spot: (spot.place_class.rank, spot.clicks is None, spot.clicks or 0, spot.number))


def pictured(site: Site, sightings: Sequence[Sighting], channel: Channel) -> list[Spot]:
    """Where a channel's values stand that are pictures of text, best first: seen, and to be read by a person."""
    found = [
        _spot(site, item, number, everywhere=False)
        for number, item in enumerate(sightings)
        if item.channel is channel and item.pictured
    ]
    return sorted(found, key=lambda spot: (spot.place_class.rank, spot.clicks is None, spot.clicks or 0, spot.number))


def on_every_page(site: Site, showing: set[int], in_frame: set[int]) -> bool:
    """The rule for `every-page`, by kinds of page: `showing` are the pages on which a value is in view on load.

    Home and two further kinds must have it, one of them a product or category page where the shop has such pages; at most
    one kind lacks it. Home may be that one where the pages that have it `in_frame`, in the header, menu or footer, are enough
    by themselves. A page without a known kind is a kind of its own.
    """
    return _on_every_kind(site, showing, with_home=True) or _on_every_kind(site, showing & in_frame, with_home=False)


def _on_every_kind(site: Site, showing: set[int], *, with_home: bool) -> bool:
    having: set[str] = set()
    lacking: set[str] = set()
    for page in site.judged():
        (having if page.id in showing else lacking).update(page.kinds or {str(page.id)})
    lacking -= having
    shelves = bool(having & SHELVES) or not site.has_shelves
    home = PageKind.HOME in having or not with_home
    return home and len(having - {PageKind.HOME}) >= 2 and shelves and len(lacking) <= 1


def offered_way(gates: Iterable[Gate], channel: Channel) -> GateKind | None:
    """The first way to the shop that is offered; no way is taken to its end. A call-back is none to an address."""
    ways = UNTRIED_WAYS - _CALLING_BACK if channel is Channel.EMAIL else UNTRIED_WAYS
    return next((gate.kind for gate in gates if gate.kind in ways), None)


def _counts(item: Sighting) -> bool:
    if item.channel in PLACED:
        return item.for_customers
    return item.owner not in _STRANGERS


def _in_view(item: Sighting) -> bool:
    return _on_load(item) and not _legal(item)


def _on_load(item: Sighting) -> bool:
    """Seen without doing anything; what stands beneath an age gate counts as well."""
    return item.on_load or (item.gate is GateKind.AGE and not item.closed and item.place not in UNSEEN)


def _legal(item: Sighting) -> bool:
    return bool(item.section) and all(kind in LEGAL_KINDS for kind in item.section)


def _spot(site: Site, item: Sighting, index: int, *, everywhere: bool) -> Spot:
    page = site.page(item.page_id)
    if item.gate not in {None, GateKind.AGE}:
        return Spot(PlaceClass.GATED, None, index)
    if item.place in _MACHINE and not item.closed:
        return Spot(PlaceClass.MACHINE_ONLY, None, index)
    extra = 0 if _on_load(item) else 1
    clicks = None if page.clicks is None else page.clicks + extra
    if everywhere and _in_view(item) and page.own_site and not page.document:
        return Spot(PlaceClass.EVERY_PAGE, clicks, index)
    return Spot(_class_of_page(site, page, item), clicks, index)


def _class_of_page(site: Site, page: Page, item: Sighting) -> PlaceClass:
    """The class of a page's kinds: a legal section makes legal text, otherwise the best kind counts."""
    if _legal(item):
        return PlaceClass.LEGAL_TEXT
    if PageKind.HOME in page.kinds:
        return PlaceClass.HOME
    if page.id in site.foreign:
        return PlaceClass.OTHER_PAGE
    in_section = page.id in site.contact_sections and any(kind in ANSWERING for kind in item.section)
    if page.kinds & ANSWERING or in_section:
        near = page.clicks is not None and page.clicks <= MOST_CLICKS_TO_CONTACT
        return PlaceClass.CONTACT_PAGE if near else PlaceClass.OTHER_PAGE
    if PageKind.IMPRINT in page.kinds:
        return PlaceClass.IMPRINT
    return PlaceClass.LEGAL_TEXT if page.kinds and page.kinds <= LEGAL_KINDS else PlaceClass.OTHER_PAGE
