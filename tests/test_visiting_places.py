"""Place classes, clicks and paths on hand-made pages and sightings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.gate import Gate
from crawler.model.link import Link, PageKind
from crawler.model.page import Page
from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from crawler.visiting.paths import Graph
from crawler.visiting.places import Site, offered_way, on_every_page, own_sightings, spots

KINDS = (
    {PageKind.HOME},
    {PageKind.CONTACT},
    {PageKind.PRODUCT},
    {PageKind.TERMS},
    {PageKind.IMPRINT},
    {PageKind.FAQ},
)


def page(number: int, kinds: set[PageKind], clicks: int | None = 1, **more: object) -> Page:
    url = f"https://shop.nl/{number or ''}"
    return Page(id=number, url=url, final_url=url, status=200, kinds=frozenset(kinds), clicks=clicks, **more)  # type: ignore[arg-type]


def site(*pages: Page, has_shelves: bool = True) -> Site:
    return Site(pages={item.id: item for item in pages}, has_shelves=has_shelves)


def phone(page_id: int, **more: object) -> Sighting:
    given_ = {"owner": Owner.TRADER, "use": Use.SERVICE, "place": Place.BODY, "value": "+31205550123", **more}
    return Sighting(page_id=page_id, channel=Channel.PHONE, as_shown="020 555 01 23", **given_)  # type: ignore[arg-type]


WHOLE = site(*(page(number, kinds, clicks=min(number, 1)) for number, kinds in enumerate(KINDS)))


def best(where: Site, *sightings: Sighting) -> tuple[PlaceClass, int | None]:
    found = spots(where, sightings, Channel.PHONE)
    return (found[0].place_class, found[0].clicks) if found else (PlaceClass.ABSENT, None)


@pytest.mark.parametrize(
    ("sightings", "expected"),
    [
        ([phone(number) for number in range(6)], (PlaceClass.EVERY_PAGE, 0)),
        ([phone(number, place=Place.HEADER) for number in range(1, 6)], (PlaceClass.EVERY_PAGE, 1)),
        ([phone(number) for number in range(1, 6)], (PlaceClass.CONTACT_PAGE, 1)),
        ([phone(number) for number in (0, 1, 2, 4, 5)], (PlaceClass.EVERY_PAGE, 0)),
        ([phone(number) for number in (0, 1, 2)], (PlaceClass.HOME, 0)),
        ([phone(number) for number in (0, 1, 3, 4, 5)], (PlaceClass.HOME, 0)),
        ([phone(number, place=Place.POPUP) for number in range(6)], (PlaceClass.HOME, 1)),
        ([phone(0, closed=True)], (PlaceClass.HOME, 1)),
        ([phone(1)], (PlaceClass.CONTACT_PAGE, 1)),
        ([phone(1), phone(3)], (PlaceClass.CONTACT_PAGE, 1)),
        ([phone(1, closed=True)], (PlaceClass.CONTACT_PAGE, 2)),
        ([phone(1, section=("privacy",))], (PlaceClass.LEGAL_TEXT, 1)),
        ([phone(5, section=("contact",))], (PlaceClass.OTHER_PAGE, 1)),
        ([phone(3)], (PlaceClass.LEGAL_TEXT, 1)),
        ([phone(4)], (PlaceClass.IMPRINT, 1)),
        ([phone(5)], (PlaceClass.OTHER_PAGE, 1)),
        ([phone(5), phone(3)], (PlaceClass.OTHER_PAGE, 1)),
        ([phone(1, gate=GateKind.ORDER_STEP)], (PlaceClass.GATED, None)),
        ([phone(1, gate=GateKind.AGE)], (PlaceClass.CONTACT_PAGE, 1)),
        ([phone(1, place=Place.HEAD)], (PlaceClass.MACHINE_ONLY, None)),
        ([phone(0, use=Use.FAX), phone(3)], (PlaceClass.LEGAL_TEXT, 1)),
        ([phone(0, use=Use.ORDER, value="+31205550199"), phone(3)], (PlaceClass.LEGAL_TEXT, 1)),
        ([phone(0, use=Use.ORDER), phone(3)], (PlaceClass.HOME, 0)),
        ([phone(0, use=Use.ORDER)], (PlaceClass.HOME, 0)),
        ([phone(0, owner=Owner.THIRD_PARTY)], (PlaceClass.ABSENT, None)),
        ([phone(0, owner=Owner.UNKNOWN)], (PlaceClass.ABSENT, None)),
    ],
)
def test_the_best_class_of_the_shops_own_sightings_counts(
    sightings: list[Sighting], expected: tuple[PlaceClass, int | None]
) -> None:
    assert best(WHOLE, *sightings) == expected


def test_a_shop_of_one_page_has_its_values_on_home() -> None:
    assert best(site(page(0, {PageKind.HOME}, 0)), phone(0)) == (PlaceClass.HOME, 0)


def test_a_contact_page_three_clicks_away_or_without_a_way_is_another_page() -> None:
    for clicks in (3, None):
        where = site(page(0, {PageKind.HOME}, 0), page(1, {PageKind.CONTACT}, clicks))
        assert best(where, phone(1)) == (PlaceClass.OTHER_PAGE, clicks)


def test_a_section_is_a_contact_page_where_a_contact_link_leads_into_it() -> None:
    where = Site(pages=WHOLE.pages, contact_sections=frozenset({5}))
    assert best(where, phone(5, section=("contact",))) == (PlaceClass.CONTACT_PAGE, 1)
    assert best(where, phone(5)) == (PlaceClass.OTHER_PAGE, 1)


def test_without_product_and_category_pages_two_other_kinds_make_every_page() -> None:
    pages = (page(0, {PageKind.HOME}, 0), page(1, {PageKind.CONTACT}), page(2, {PageKind.TERMS}))
    assert on_every_page(site(*pages, has_shelves=False), {0, 1, 2}, set())
    assert not on_every_page(site(*pages), {0, 1, 2}, set())


def test_documents_framed_and_foreign_pages_do_not_decide_every_page() -> None:
    extra = (page(6, {PageKind.RETURNS}, document=True), page(7, {PageKind.DELIVERY}, own_site=False))
    where = site(*WHOLE.pages.values(), *extra)
    assert best(where, *(phone(number) for number in (0, 1, 2, 4, 5)))[0] is PlaceClass.EVERY_PAGE


def test_an_order_line_counts_only_where_nothing_else_is() -> None:
    sightings = [phone(0, use=Use.ORDER, value="+31205550199"), phone(1)]
    assert own_sightings(sightings, Channel.PHONE) == [1]
    assert own_sightings(sightings[:1], Channel.PHONE) == [0]


def test_a_service_number_called_an_order_line_elsewhere_counts_there_too() -> None:
    assert own_sightings([phone(0, use=Use.ORDER), phone(1)], Channel.PHONE) == [0, 1]


def test_a_call_back_is_a_way_to_a_voice_and_none_to_an_address() -> None:
    gates = [Gate(page_id=0, kind=GateKind.CALLBACK)]
    assert offered_way(gates, Channel.PHONE) is GateKind.CALLBACK
    assert offered_way(gates, Channel.EMAIL) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Place)), st.booleans()), max_size=8), st.integers(0, 5))
def test_one_more_own_visible_sighting_never_worsens_the_class(some: list[tuple[int, Place, bool]], more: int) -> None:
    sightings = [phone(number, place=place, closed=closed) for number, place, closed in some]
    assert best(WHOLE, *sightings, phone(more))[0].rank <= best(WHOLE, *sightings)[0].rank


def link(number: int, text: str, kinds: set[PageKind] = frozenset(), **more: object) -> Link:  # type: ignore[assignment]
    return Link(f"https://shop.nl/{number}", text, **{"place": Place.BODY, "kinds": frozenset(kinds), **more})  # type: ignore[arg-type]


def graph(*pages: Page, parts: dict[int, int] | None = None) -> Graph:
    return Graph(pages, {f"shop.nl/{item.id or ''}": item.id for item in pages}, parts or {})


def test_clicks_are_the_fewest_links_that_a_customer_can_see() -> None:
    found = graph(
        page(0, {PageKind.HOME}, links=(link(1, "Help"), link(2, "Contact", visible=False))),
        page(1, {PageKind.SERVICE}, links=(link(2, "Contact"),)),
        page(2, {PageKind.CONTACT}),
        page(3, {PageKind.TERMS}),
    )
    assert [found.clicks(number) for number in range(4)] == [0, 1, 2, None]
    assert [step.link_text for step in found.shortest(2)] == ["Help", "Contact", ""]
    assert found.shortest(3) == ()


def test_a_menu_costs_nothing_and_an_accordion_one_click() -> None:
    found = graph(
        page(0, {PageKind.HOME}, links=(link(1, "Contact", place=Place.NAV, closed=True), link(2, "FAQ", closed=True))),
        page(1, {PageKind.CONTACT}),
        page(2, {PageKind.FAQ}),
    )
    assert (found.clicks(1), found.clicks(2)) == (1, 2)


def test_a_framed_page_costs_nothing() -> None:
    found = graph(
        page(0, {PageKind.HOME}, links=(link(1, "Contact"),)),
        page(1, {PageKind.CONTACT}),
        page(2, {PageKind.CONTACT}),
        parts={2: 1},
    )
    assert found.clicks(2) == 1


def test_the_likely_path_takes_the_best_link_and_a_dead_end_costs_a_step_back() -> None:
    found = graph(
        page(0, {PageKind.HOME}, links=(link(1, "Contact", {PageKind.CONTACT}), link(2, "FAQ", {PageKind.FAQ}))),
        page(1, {PageKind.CONTACT}),
        page(2, {PageKind.FAQ}),
    )
    assert [step.link_text for step in found.likely(frozenset({2}))] == ["Contact", "", "FAQ", ""]
    assert [step.page_id for step in found.likely(frozenset({0}))] == [0]
