"""What a person saw of a shop, told in a filled row or shown by a recorded visit; kept beside what the program saw.

It joins a visit when the visit is read: the store keeps the program's own answer as it was, and refuses as before to hold a
negative of the program's without a complete certificate.
"""

from dataclasses import replace
from enum import StrEnum

from crawler.model.capture import Via
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import SHOWN, Observation, PlaceClass, Placement, Step, Way
from crawler.model.sighting import Channel, Owner, Place, Sighting, Use
from crawler.model.visit import Visit

BY_HAND = "by-hand"
"""The technique, and the reason of owner and use, of a value that a person wrote into a row."""

ASKED = ("shop", "channel")
ANSWERED = ("place_class", "value", "page", "clicks", "gate", "gate_passed", "note", "initials", "date")
"""Columns of a worklist that say what is asked, and those that a person fills in."""


class Refused(StrEnum):
    """Why an answer is not taken for a channel."""

    SETTLED = "settled"
    BETTER_SEEN = "better-seen"


_KINDS = {
    PlaceClass.EVERY_PAGE: PageKind.HOME,
    PlaceClass.HOME: PageKind.HOME,
    PlaceClass.CONTACT_PAGE: PageKind.CONTACT,
    PlaceClass.IMPRINT: PageKind.IMPRINT,
    PlaceClass.LEGAL_TEXT: PageKind.TERMS,
}


def why_refused(visit: Visit, channel: Channel, place_class: PlaceClass) -> Refused | None:
    """Why a person's answer does not join what the program saw of a channel, None where it does.

    What the program settled stays, but for a way to the shop that it did not take. An answer that nothing better is there than what
    the program itself met in plain sight is contradicted by it.
    """
    placement = visit.placement(channel)
    if placement.settled and not (placement.place_class is PlaceClass.GATED and not placement.gate_passed):
        return Refused.SETTLED
    if placement.seen in SHOWN and place_class.rank > placement.seen.rank and _legible(visit, placement):
        return Refused.BETTER_SEEN
    return None


def _legible(visit: Visit, placement: Placement) -> bool:
    return not any(visit.sightings[number].pictured for number in placement.sightings[:1])


def with_observations(visit: Visit, observations: tuple[Observation, ...]) -> Visit:
    """The visit with what persons saw joined to it: of rows about one channel the last one counts."""
    if not observations:
        return visit
    rows = {item.channel: item for item in observations if item.channel is not None}
    joined = replace(_marked(visit, observations), observations=observations)
    for item in rows.values():
        if item.channel is not None and why_refused(visit, item.channel, item.place_class) is None:
            joined = settled(joined, item)
    return joined


def _marked(visit: Visit, observations: tuple[Observation, ...]) -> Visit:
    """The visit with each placement that rests on a recorded page naming the recording."""
    recordings = [item for item in observations if item.way is not Way.ROW]
    if not recordings:
        return visit
    by_hand = {page.id for page in visit.pages if page.via is Via.HAND}
    marked = (
        replace(item, observed=recordings[-1]) if item.sightings and visit.sightings[item.sightings[0]].page_id in by_hand else item
        for item in visit.placements
    )
    return replace(visit, placements=tuple(marked))


def settled(visit: Visit, item: Observation) -> Visit:
    """The visit with one channel settled on a person's word, and what was seen as a page and a sighting of its own."""
    before = visit.placement(item.channel or Channel.PHONE)
    number = (len(visit.sightings),) if item.value else ()
    page = _page(visit, item) if item.value else None
    after = replace(
        before,
        place_class=item.place_class,
        seen=item.place_class,
        settled=True,
        reason=None,
        clicks=item.clicks,
        path=_path(visit, page),
        likely_path=(),
        sightings=number,
        gate=item.gate,
        gate_passed=item.gate_passed,
        notes=(),
        observed=item,
    )
    return replace(
        visit,
        reason=None,
        kept_out=visit.kept_out or visit.reason,
        pages=(*visit.pages, page) if page else visit.pages,
        sightings=(*visit.sightings, _sighting(page, item)) if page else visit.sightings,
        placements=tuple(after if one.channel is item.channel else one for one in visit.placements),
    )


def _page(visit: Visit, item: Observation) -> Page:
    kind = _KINDS.get(item.place_class)
    return Page(
        id=len(visit.pages),
        url=item.page,
        final_url=item.page,
        status=0,
        kinds=frozenset({kind}) if kind else frozenset(),
        clicks=item.clicks,
        via=Via.HAND,
        fetched_at=item.on,
    )


def _path(visit: Visit, page: Page | None) -> tuple[Step, ...]:
    """The way from the home page, where it is no longer than one click: what lies between, the row does not tell."""
    if page is None or page.clicks not in {0, 1} or page.clicks > len(visit.pages):
        return ()
    home = tuple(Step(page_id=item.id, url=item.final_url) for item in visit.pages[: page.clicks])
    return (*home, Step(page_id=page.id, url=page.url))


def _sighting(page: Page, item: Observation) -> Sighting:
    return Sighting(
        page_id=page.id,
        channel=item.channel or Channel.PHONE,
        value=item.value,
        as_shown=item.as_shown,
        place=Place.HIDDEN if item.place_class is PlaceClass.MACHINE_ONLY else Place.BODY,
        owner=Owner.TRADER,
        use=Use.SERVICE,
        gate=item.gate,
        snippet=item.note,
        technique=BY_HAND,
        owner_reason=BY_HAND,
        use_reason=BY_HAND,
    )
