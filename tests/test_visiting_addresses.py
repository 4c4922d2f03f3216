"""Which addresses are one page, which are never followed, and what belongs to the shop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.knowledge.hosts import registrable_domain
from crawler.visiting.addresses import clean, forwarded, key, why_never
from crawler.visiting.scope import help_desk, same_site, sister


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://shop.nl/", "https://www.shop.nl"),
        ("https://shop.nl/contact", "https://shop.nl/contact/#form"),
        ("https://shop.nl/index.html", "https://shop.nl/"),
        ("https://shop.nl/nl/index.php", "https://shop.nl/nl/"),
        ("https://shop.nl/a?x=1&y=2", "https://shop.nl/a?y=2&x=1"),
        ("https://shop.nl/a?osCsid=abc", "https://shop.nl/a"),
        ("https://shop.nl/a?utm_source=mail&fbclid=1", "https://shop.nl/a"),
        ("https://shop.nl/?ref=nav_logo", "https://shop.nl/"),
        ("https://shop.nl/?utm_source=contact", "https://shop.nl/"),
        ("https://shop.nl/tassen?ref=contact", "https://shop.nl/tassen"),
        ("https://shop.nl/index.php?route=terms&ref=contact", "https://shop.nl/index.php?route=terms"),
        ("https://shop.nl/a;jsessionid=1F", "https://shop.nl/a"),
        ("https://shop.nl/(S(lit3py55t21z5v55))/a", "https://shop.nl/a"),
        ("https://shop.nl/(A(x1)S(lit3py55t21z5v55))/", "https://shop.nl/"),
        ("https://shop.nl:443/a", "https://shop.nl/a"),
        ("https://shop.nl/%C3%BCber-uns", "https://shop.nl/über-uns"),
        ("https://shop.nl//a//b", "https://shop.nl/a/b"),
        ("https://müller.de/", "https://xn--mller-kva.de/"),
    ],
)
def test_two_addresses_are_one_page(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://shop.nl/index.php?route=contact", "https://shop.nl/index.php?route=terms"),
        ("https://shop.nl/index.php?ref=contact", "https://shop.nl/"),
        ("https://shop.nl/page.php?ref=klantenservice", "https://shop.nl/page.php?ref=voorwaarden"),
        ("https://shop.nl/a", "https://shop.nl/b"),
        ("https://help.shop.nl/", "https://shop.nl/"),
        ("https://shop.nl:8080/", "https://shop.nl/"),
        ("https://shop.nl/(sale)/a", "https://shop.nl/a"),
        ("https://shop.nl/home.html", "https://shop.nl/"),
    ],
)
def test_two_addresses_are_two_pages(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.nl/?add-to-cart=12",
        "https://shop.nl/product_info.php?products_id=4&action=buy_now",
        "https://shop.nl/index.php?action=add_product",
        "https://shop.nl/index.php?action=notify_remove",
        "https://shop.nl/poll?action=vote",
        "https://shop.nl/?set_currency=USD",
        "https://shop.nl/index.php?currency=USD",
        "https://shop.nl/account/logout",
        "https://shop.nl/uitloggen",
        "https://shop.nl/wishlist/",
        "https://shop.nl/catalog/product_compare/add/product/1",
        "https://shop.nl/cart/add?id=1",
        "https://shop.nl/checkout/",
        "https://shop.nl/checkout/contact",
        "https://shop.nl/index.php?route=account/logout",
        "https://shop.nl/index.php?remove_item=ab",
    ],
)
def test_a_link_that_acts_is_never_followed(url: str) -> None:
    assert why_never(url) == "acts"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://shop.nl/logo.png", "type"),
        ("https://shop.nl/feed/", "machine"),
        ("https://shop.nl/wp-json/wp/v2", "machine"),
        ("https://shop.nl/xmlrpc.php", "machine"),
        ("https://shop.nl/catalog.zip", "type"),
        ("mailto:a@shop.nl", "type"),
        ("https://shop.nl/tassen?sort=price", "trap"),
        ("https://shop.nl/tassen?filter[color]=red", "trap"),
        ("https://shop.nl/a/b/a/b/a/b/a/b", "trap"),
        ("https://shop.nl/wp-content/uploads/voorwaarden.pdf", ""),
        ("https://shop.nl/index.php?action=contact", ""),
        ("https://shop.nl/index.php?main_page=contact_us", ""),
        ("https://shop.nl/cart", ""),
        ("https://shop.nl/static/agb.html", ""),
        ("https://shop.nl/order-information", ""),
    ],
)
def test_why_an_address_is_left_alone(url: str, why: str) -> None:
    assert why_never(url) == why


def test_an_address_to_ask_for_has_no_fragment_session_or_space() -> None:
    assert clean("HTTPS://Shop.nl/a b?PHPSESSID=1&x=é#top") == "https://shop.nl/a%20b?x=%C3%A9"
    assert clean("https://shop.nl/a%20b") == "https://shop.nl/a%20b"
    assert clean("javascript:alert(1)") == ""


def test_a_forwarding_address_gives_its_target() -> None:
    assert forwarded("https://shop.nl/redirect/?url=https://shop.nl/impressum") == "https://shop.nl/impressum"
    assert forwarded("https://shop.nl/contact?url=https://shop.nl/x") == ""


def test_a_shop_is_its_registrable_domain_by_the_private_list_too() -> None:
    assert registrable_domain("a.mine.github.io") == "mine.github.io"
    assert registrable_domain("www.shop.co.uk") == "shop.co.uk"
    assert registrable_domain("127.0.0.1") == "127.0.0.1"
    assert same_site("https://help.shop.nl/", "http://www.shop.nl/x")
    assert not same_site("https://one.github.io/", "https://two.github.io/")


def test_a_help_desk_and_a_sister_are_known() -> None:
    assert help_desk("https://shop.zendesk.com/hc/nl")
    assert not help_desk("https://myzendesk.com/")
    assert sister("https://shopje.nl/", "https://www.shopje.com/")
    assert sister("https://shopje.nl/", "https://shopje-service.nl/")
    assert not sister("https://abc.nl/", "https://other.com/")


@given(st.text(max_size=300))
def test_no_text_breaks_an_address(text: str) -> None:
    for url in (text, f"https://{text}", f"https://shop.nl/{text}", f"https://shop.nl/?{text}"):
        key(url)
        why_never(url)
        forwarded(url)
        assert clean(clean(url)) == clean(url)
