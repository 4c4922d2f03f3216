"""What all pages of a shop tell of a value: repetition, contradictions, leftovers."""

from dataclasses import replace

import pytest

from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Owner, Place, Sighting, Use
from crawler.reading import compare, settle, settle_facts

SHOP = Shop(id="lampenhuis.nl", name="", url="https://lampenhuis.nl/", country="NL", language="nl")
KINDS = (PageKind.HOME, PageKind.CONTACT, PageKind.PRODUCT, PageKind.NEWS, PageKind.TERMS)
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
HOME, CONTACT, PRODUCT, NEWS, TERMS = range(5)


def phone(page: int, value: str = "+31205550136", place: Place = Place.BODY, **fields: object) -> Sighting:
    item = Sighting(
        page_id=page, channel=Channel.PHONE, value=value, as_shown=value, place=place, owner=Owner.TRADER, use=Use.SERVICE
    )
    return replace(item, technique="visible-phones", owner_reason="on-the-shops-page", **fields)  # type: ignore[arg-type]


def email(page: int, value: str, **fields: object) -> Sighting:
    return replace(phone(page, value), channel=Channel.EMAIL, **fields)  # type: ignore[arg-type]


def in_data(value: str, **fields: object) -> Sighting:
    """A value that stands in the JSON-LD of the home page."""
    return replace(phone(HOME, value, Place.SCRIPT), technique="json-ld", **fields)  # type: ignore[arg-type]


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


def test_one_or_two_numbers_are_not_those_of_branches_where_there_is_no_other() -> None:
    branches = [phone(CONTACT, f"+312055501{n}", use=Use.BRANCH) for n in (41, 42, 43)]
    assert [item.use for item in settled(*branches[:2])] == [Use.SERVICE, Use.SERVICE]
    assert {item.use for item in settled(*branches)} == {Use.BRANCH}
    assert settled(branches[0], phone(HOME))[0].use is Use.BRANCH
    assert settled(branches[0], phone(HOME, use=Use.ORDER))[0].use is Use.SERVICE


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


def test_a_shop_that_makes_its_goods_is_no_third_party_on_its_product_pages() -> None:
    notice = replace(phone(PRODUCT, owner=Owner.THIRD_PARTY), owner_reason="in-a-makers-notice")
    assert settled(phone(CONTACT), notice)[1].owner is Owner.TRADER
    assert settled(phone(CONTACT, "+31205550138"), notice)[1].owner is Owner.THIRD_PARTY


def differing(*items: Sighting) -> list[tuple[str, str]]:
    """What does not fit, with what it does not fit to."""
    return [(fact.value, fact.label) for fact in compare(SHOP, PAGES, items)]


FOOTER = (phone(HOME, place=Place.FOOTER), phone(CONTACT, place=Place.FOOTER), phone(TERMS, place=Place.FOOTER))
OTHER = "+31205550163"


def test_another_number_in_the_terms_than_in_all_footers_differs() -> None:
    assert differing(*FOOTER, phone(TERMS, OTHER)) == [(OTHER, "+31205550136")]
    assert compare(SHOP, PAGES, (*FOOTER, phone(TERMS, OTHER)))[0].kind is FactKind.CONTACT_DATA_DIFFERS


def test_another_number_in_the_terms_than_on_the_contact_page_differs() -> None:
    assert differing(phone(CONTACT), phone(TERMS, OTHER)) == [(OTHER, "+31205550136")]


@pytest.mark.parametrize(
    "items",
    [
        pytest.param((*FOOTER, phone(TERMS)), id="the same number"),
        pytest.param((phone(CONTACT), phone(CONTACT, OTHER), phone(TERMS, OTHER)), id="both on one page"),
        pytest.param((phone(CONTACT), phone(TERMS, "+31612340587")), id="a mobile beside a fixed line"),
        pytest.param((phone(CONTACT), phone(TERMS, "+3225550136")), id="a number for another country"),
        pytest.param((phone(CONTACT), phone(TERMS, OTHER, owner=Owner.THIRD_PARTY)), id="a number of others"),
        pytest.param((phone(CONTACT), phone(TERMS, OTHER, use=Use.ORDER)), id="a number for orders"),
        pytest.param((phone(CONTACT), phone(TERMS, OTHER, use=Use.FAX)), id="a fax"),
        pytest.param((phone(CONTACT), phone(NEWS, OTHER)), id="a number in a news item"),
        pytest.param((phone(CONTACT), phone(PRODUCT, OTHER)), id="a number on a product page"),
        pytest.param((phone(CONTACT), phone(TERMS, OTHER, place=Place.SCRIPT)), id="a number in a script"),
        pytest.param((phone(HOME, OTHER, place=Place.HEADER), *FOOTER, phone(TERMS, OTHER)), id="two numbers in the frame"),
        pytest.param((phone(CONTACT), *(phone(TERMS, f"+312055501{n}") for n in (41, 42, 43))), id="a shop of many numbers"),
        pytest.param((email(CONTACT, "info@lampenhuis.nl"), email(TERMS, "service@lampenhuis.nl")), id="two mailboxes"),
        pytest.param((email(CONTACT, "lampenhuis@gmail.com"), email(TERMS, "lampenhuis@ziggo.nl")), id="free mail"),
        pytest.param((email(CONTACT, "info@lampenhuis.nl"), email(TERMS, "info@lampenhuis.de")), id="another ending"),
    ],
)
def test_pages_that_fit_together_give_no_finding(items: tuple[Sighting, ...]) -> None:
    assert differing(*items) == []


def test_a_number_that_only_the_data_for_search_engines_give_differs_in_a_way_of_its_own() -> None:
    found = compare(SHOP, PAGES, (*FOOTER, in_data(OTHER)))
    assert [(fact.kind, fact.value, fact.label) for fact in found] == [(FactKind.MACHINE_DATA_DIFFERS, OTHER, "+31205550136")]
    mail = in_data("info@verlichtingshal.nl", channel=Channel.EMAIL)
    found = compare(SHOP, PAGES, (email(CONTACT, "info@lampenhuis.nl"), mail))
    assert [(fact.kind, fact.value) for fact in found] == [(FactKind.MACHINE_DATA_DIFFERS, "info@verlichtingshal.nl")]


@pytest.mark.parametrize(
    "items",
    [
        pytest.param((phone(CONTACT), in_data("+31205550136")), id="the same number"),
        pytest.param((phone(CONTACT), phone(TERMS, OTHER, use=Use.ORDER), in_data(OTHER)), id="shown with another use"),
        pytest.param((phone(CONTACT), phone(NEWS, OTHER, owner=Owner.THIRD_PARTY), in_data(OTHER)), id="shown as another's"),
        pytest.param((in_data(OTHER),), id="nothing is shown"),
        pytest.param((phone(CONTACT), in_data("+31612340587")), id="a mobile beside a fixed line"),
        pytest.param((phone(CONTACT), in_data(OTHER, owner=Owner.PLACEHOLDER)), id="a leftover"),
        pytest.param((phone(CONTACT), *(in_data(f"+312055501{n}") for n in (41, 42, 43))), id="data of many branches"),
    ],
)
def test_data_for_search_engines_that_fit_give_no_finding(items: tuple[Sighting, ...]) -> None:
    assert differing(*items) == []


def test_the_same_mailbox_at_a_former_domain_differs() -> None:
    items = (email(CONTACT, "info@lampenhuis.nl"), email(TERMS, "info@verlichtingshal.nl"))
    assert differing(*items) == [("info@verlichtingshal.nl", "info@lampenhuis.nl")]


@pytest.mark.parametrize("domain", ["lampenhius.nl", "lampenhui.nl", "lampenhuiss.nl", "lampemhuis.nl", "lapmenhuis.de"])
def test_one_slip_in_the_shops_own_domain_is_a_finding(domain: str) -> None:
    items = (email(HOME, "info@lampenhuis.nl"), email(CONTACT, f"info@{domain}"))
    assert [(fact.kind, fact.value, fact.label) for fact in compare(SHOP, PAGES, items)] == [
        (FactKind.MISSPELT_DOMAIN, f"info@{domain}", "lampenhuis.nl")
    ]


@pytest.mark.parametrize("domain", ["lampenhuis.de", "mail.lampenhuis.nl", "lichthuis.nl", "gmail.com", "lampenhuizen.nl"])
def test_another_domain_is_no_misspelling(domain: str) -> None:
    assert differing(email(HOME, "info@lampenhuis.nl"), email(CONTACT, f"service@{domain}")) == []


def test_a_longer_name_where_the_own_domain_has_no_mailbox_may_be_a_second_name() -> None:
    assert differing(email(CONTACT, "info@lampenhuiss.nl")) == []
    assert differing(email(CONTACT, "info@lampenhius.nl")) == [("info@lampenhius.nl", "lampenhuis.nl")]


def test_a_misspelt_address_of_others_is_theirs() -> None:
    assert differing(email(CONTACT, "info@lampenhius.nl", owner=Owner.THIRD_PARTY)) == []


def platform(page: int, value: str) -> Fact:
    return Fact(page_id=page, kind=FactKind.PLATFORM, value=value, as_shown="a mark", place=Place.SCRIPT, label=value.title())


def test_shop_software_is_told_once_for_a_shop() -> None:
    facts = [platform(page, "shopify") for page in (HOME, CONTACT, PRODUCT)]
    assert settle_facts(facts) == (facts[0],)


def test_one_picture_from_another_platforms_host_is_no_platform() -> None:
    facts = [platform(NEWS, "shopify"), *(platform(page, "woocommerce") for page in (HOME, CONTACT, PRODUCT))]
    assert [fact.value for fact in settle_facts(facts)] == ["woocommerce"]


def test_two_platforms_on_most_pages_are_two() -> None:
    facts = [platform(page, value) for page in (HOME, CONTACT) for value in ("wix", "ecwid")]
    assert [fact.value for fact in settle_facts(facts)] == ["wix", "ecwid"]


def test_other_facts_stay_as_they_are_when_the_platform_is_settled() -> None:
    vat = replace(platform(TERMS, "NL1"), kind=FactKind.VAT_ID)
    assert settle_facts([vat, vat, platform(HOME, "wix")]) == (vat, vat, platform(HOME, "wix"))
