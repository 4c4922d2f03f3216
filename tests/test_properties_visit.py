"""What must hold for every shop: one more value in sight never makes it worse, and settling keeps every sighting.

By the method a service value decides over an order line, a value for business counts only where there is no other, and a bare
number on a product page is nobody's where the shop shows its own: there a further value may rightly change whose a value is. Those
are left out of what is drawn here.
"""

from dataclasses import replace
from typing import NamedTuple

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PlaceClass
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from crawler.reading import settle
from crawler.visiting.places import Site, spots

SHOP = Shop(id="winkel", name="", url="https://winkel.nl/", country="NL", language="nl")
NUMBERS = st.sampled_from(("+31205550136", "+31105550144", "+31305550155"))
IN_SIGHT = (Place.HEADER, Place.NAV, Place.BODY, Place.SIDEBAR, Place.FOOTER)
USES = tuple(use for use in Use if use not in {Use.ORDER, Use.BUSINESS})
REASONS = ("on-the-shops-page", "words-before", "in-a-story", "carrier", "maker")
MANY = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


class Scenery(NamedTuple):
    """A shop as a visit saw it, and one sighting more."""

    site: Site
    sightings: tuple[Sighting, ...]
    further: Sighting


IN_HEADER = Sighting(
    page_id=0, channel=Channel.PHONE, value="+31205550136", as_shown="", place=Place.HEADER, owner=Owner.TRADER, use=Use.SERVICE
)
kinds = st.frozensets(st.sampled_from([kind for kind in PageKind if kind is not PageKind.HOME]), max_size=2)
shelves = st.sampled_from((PageKind.PRODUCT, PageKind.CATEGORY, PageKind.CONTACT, PageKind.FAQ)).map(lambda kind: frozenset({kind}))


@st.composite
def sceneries(draw: st.DrawFn) -> Scenery:
    """Draw a shop of one to six pages, the first of them home."""
    count = draw(st.integers(1, 6))
    pages = {number: draw(_page(number)) for number in range(count)}
    numbers = st.integers(0, count - 1)
    site = Site(
        pages=pages,
        foreign=draw(st.frozensets(numbers, max_size=1)),
        contact_sections=draw(st.frozensets(numbers, max_size=1)),
        has_shelves=draw(st.booleans()),
    )
    framed = (replace(IN_HEADER, page_id=number) for number in sorted(draw(st.frozensets(numbers))))
    sightings = (*framed, *draw(st.lists(_sighting(numbers), max_size=3)))
    return Scenery(site, sightings, draw(_further(numbers)))


@st.composite
def _page(draw: st.DrawFn, number: int) -> Page:
    url = f"https://winkel.nl/{number}"
    own = shelves | kinds if number else st.just(frozenset({PageKind.HOME}))
    clicks = draw(st.none() | st.integers(1, 4)) if number else 0
    few = st.integers(0, 9).map(lambda roll: number > 0 and roll == 0)
    return Page(
        id=number, url=url, final_url=url, status=200, kinds=draw(own), clicks=clicks, own_site=not draw(few), document=draw(few)
    )


def _sighting(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Sighting]:
    return st.builds(
        Sighting,
        page_id=numbers,
        channel=st.just(Channel.PHONE),
        value=NUMBERS,
        as_shown=st.just(""),
        place=st.sampled_from(IN_SIGHT) | st.sampled_from(Place),
        owner=st.just(Owner.TRADER) | st.sampled_from(Owner),
        use=st.just(Use.SERVICE) | st.sampled_from(USES),
        closed=st.booleans(),
        gate=st.none() | st.sampled_from(GateKind),
        section=st.just(()) | kinds.map(tuple),
        label=st.sampled_from(("", "tel")),
        technique=st.just("tel-links"),
        owner_reason=st.sampled_from(REASONS),
    )


def _further(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[Sighting]:
    plain = {"owner": Owner.TRADER, "use": Use.SERVICE, "closed": False, "gate": None}
    return st.builds(lambda item, place: replace(item, place=place, **plain), _sighting(numbers), st.sampled_from(IN_SIGHT))


def place_class(site: Site, sightings: tuple[Sighting, ...]) -> PlaceClass:
    found = spots(site, sightings, Channel.PHONE)
    return found[0].place_class if found else PlaceClass.ABSENT


def page_of(number: int, kind: PageKind) -> Page:
    url = f"https://winkel.nl/{number}"
    return Page(id=number, url=url, final_url=url, status=200, kinds=frozenset({kind}), clicks=min(number, 1))


ALL_BUT_HOME = Scenery(
    Site(
        pages={
            number: page_of(number, kind)
            for number, kind in enumerate((PageKind.HOME, PageKind.CONTACT, PageKind.PRODUCT, PageKind.FAQ, PageKind.PRODUCT))
        },
        has_shelves=True,
    ),
    tuple(replace(IN_HEADER, page_id=number) for number in (1, 2, 3)),
    replace(IN_HEADER, page_id=4, place=Place.BODY),
)
"""In the header of every kind of page but home, and then in the text of one more."""


@MANY
@example(ALL_BUT_HOME)
@given(sceneries())
def test_one_more_value_in_sight_never_worsens_a_place_class(scenery: Scenery) -> None:
    site, sightings, further = scenery
    assert place_class(site, (*sightings, further)).rank <= place_class(site, sightings).rank


@MANY
@example(ALL_BUT_HOME)
@given(sceneries())
def test_nor_does_it_when_all_pages_are_settled_together(scenery: Scenery) -> None:
    site, sightings, further = scenery
    before = place_class(site, settle(SHOP, site.pages.values(), sightings))
    after = place_class(site, settle(SHOP, site.pages.values(), (*sightings, further)))
    assert after.rank <= before.rank


@MANY
@given(sceneries())
def test_the_order_of_sightings_does_not_change_a_place_class(scenery: Scenery) -> None:
    site, sightings, further = scenery
    assert place_class(site, (further, *reversed(sightings))) is place_class(site, (*sightings, further))


@MANY
@given(sceneries())
def test_settling_keeps_number_order_and_what_was_seen(scenery: Scenery) -> None:
    site, sightings, further = scenery
    before = (*sightings, further)
    after = settle(SHOP, site.pages.values(), before)
    told = {"owner": Owner.UNKNOWN, "use": Use.OTHER, "owner_reason": "", "use_reason": "", "confidence": 0.0}
    assert [replace(item, **told) for item in after] == [replace(item, **told) for item in before]


@MANY
@given(sceneries())
def test_settling_what_is_settled_changes_nothing_for_customers(scenery: Scenery) -> None:
    site, sightings, _ = scenery
    once = settle(SHOP, site.pages.values(), sightings)
    twice = settle(SHOP, site.pages.values(), once)
    assert [(item.for_customers, item.owner) for item in twice] == [(item.for_customers, item.owner) for item in once]
