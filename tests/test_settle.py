"""What all pages of a shop tell of a value: repetition, contradictions, leftovers."""

from dataclasses import replace

import pytest

from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Owner, Place, Sighting, Use
from crawler.reading import settle

SHOP = Shop(id="lampenhuis.nl", name="", url="https://lampenhuis.nl/", country="NL", language="nl")
KINDS = (PageKind.HOME, PageKind.CONTACT, PageKind.PRODUCT, PageKind.NEWS)
PAGES = tuple(
    Page(
        id=number,
        url=f"https://lampenhuis.nl/{kind}",
        final_url=f"https://lampenhuis.nl/{kind}",
        status=200,
        kinds=frozenset({kind}),
    )
    for number, kind in enumerate(KINDS)
)
HOME, CONTACT, PRODUCT, NEWS = range(4)


def phone(page: int, value: str = "+31205550136", place: Place = Place.BODY, **fields: object) -> Sighting:
    item = Sighting(
        page_id=page, channel=Channel.PHONE, value=value, as_shown=value, place=place, owner=Owner.TRADER, use=Use.SERVICE
    )
    return replace(item, technique="visible-phones", owner_reason="on-the-shops-page", **fields)  # type: ignore[arg-type]


def email(page: int, value: str, **fields: object) -> Sighting:
    return replace(phone(page, value), channel=Channel.EMAIL, **fields)  # type: ignore[arg-type]


def settled(*items: Sighting) -> tuple[Sighting, ...]:
    result = settle(SHOP, PAGES, items)
    assert [(item.page_id, item.value) for item in result] == [(item.page_id, item.value) for item in items]
    return result


@pytest.mark.parametrize("reason", ["in-a-story", "words-before", "words-in-heading"])
def test_what_the_footers_show_is_the_traders_in_a_news_item_too(reason: str) -> None:
    story = replace(phone(NEWS, owner=Owner.THIRD_PARTY), owner_reason=reason)
    result = settled(phone(HOME, place=Place.FOOTER), phone(CONTACT, place=Place.FOOTER), story)
    assert result[2].owner is Owner.TRADER


def test_a_number_on_one_news_page_alone_is_not_the_traders() -> None:
    story = replace(phone(NEWS, "+31205550144", owner=Owner.THIRD_PARTY), owner_reason="in-a-story")
    assert settled(phone(HOME, place=Place.FOOTER), phone(CONTACT, place=Place.FOOTER), story)[2].owner is Owner.THIRD_PARTY


def test_a_number_once_on_a_product_page_without_a_word_is_nobodys() -> None:
    frame = (phone(HOME, place=Place.HEADER), phone(CONTACT, place=Place.HEADER))
    assert settled(*frame, phone(PRODUCT, "+31222002300"))[2].owner is Owner.UNKNOWN
    assert settled(*frame, phone(PRODUCT, "+31222002300", label="Tel"))[2].owner is Owner.TRADER


def test_a_fax_of_one_page_is_a_fax_where_no_word_stands_beside_it() -> None:
    fax = phone(CONTACT, "+31205550137", use=Use.FAX, label="Fax")
    assert settled(fax, phone(HOME, "+31205550137"))[1].use is Use.FAX
    assert settled(fax, phone(HOME, "+31205550137", label="Tel"))[1].use is Use.SERVICE


def test_the_only_number_of_a_shop_is_never_for_business_alone() -> None:
    only = phone(CONTACT, use=Use.BUSINESS)
    assert settled(only)[0].use is Use.SERVICE
    assert settled(only, phone(HOME, "+31205550138"))[0].use is Use.BUSINESS


def test_a_strangers_address_for_business_stays_so() -> None:
    assert settled(email(CONTACT, "ads@mediabureau.nl", use=Use.BUSINESS))[0].use is Use.BUSINESS
    assert settled(email(CONTACT, "lampenhuis@gmail.com", use=Use.BUSINESS))[0].use is Use.SERVICE


def test_where_nothing_else_is_shown_words_alone_do_not_give_a_number_to_others() -> None:
    other = replace(phone(CONTACT, owner=Owner.THIRD_PARTY), owner_reason="words-in-heading")
    assert settled(other)[0].owner is Owner.UNKNOWN
    assert settled(other, phone(HOME, "+31205550138"))[0].owner is Owner.THIRD_PARTY


def test_a_known_carrier_stays_one() -> None:
    carrier = replace(phone(CONTACT, owner=Owner.THIRD_PARTY), owner_reason="known-carrier")
    assert settled(carrier)[0].owner is Owner.THIRD_PARTY


def test_the_only_number_is_not_one_for_business_unless_words_leave_consumers_out() -> None:
    assert settled(phone(CONTACT, use=Use.BUSINESS, use_reason="words-in-heading"))[0].use is Use.SERVICE
    assert settled(phone(CONTACT, use=Use.BUSINESS, use_reason="only-for-business"))[0].use is Use.BUSINESS
