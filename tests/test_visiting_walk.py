"""A walk under way: order, budget, fates of links, and the reasons it gives."""

from collections.abc import Mapping

import pytest

from crawler.model.capture import Capture
from crawler.model.certificate import Fate
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.shop import Shop
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.visiting.budget import Budget
from crawler.visiting.walk import Walk
from tests.walking import AT, Answer, capture, walk

SHOP = Shop(id="tassen.nl", name="Tassen", url="https://tassen.nl/", country="NL", language="nl")
TEXT = "<p>Wij verkopen tassen van leer en linnen, met de hand gemaakt in een klein atelier in het oosten van het land.</p>"
Site = Mapping[str, str | bytes | int | Reason]


def page(*links: str, body: str = TEXT, title: str = "Tassen") -> str:
    anchors = " ".join(f'<a href="{target}">{text}</a>' for target, _, text in (link.partition(" ") for link in links))
    return f'<html lang="nl"><head><title>{title}</title></head><body><main>{body} {anchors}</main></body></html>'


def answers(site: Site) -> Answer:
    def answer(url: str) -> Capture | Reason:
        came = site.get(url.removeprefix("https://tassen.nl"), site.get(url, 404))
        if isinstance(came, Reason):
            return came
        if isinstance(came, int):
            return capture(url, b"<h1>Nee</h1>", status=came)
        if isinstance(came, bytes):
            return capture(url, came, kind="application/pdf")
        return capture(url, came.encode())

    return answer


def visit(site: Site, **more: object) -> Visit:
    return walk(SHOP, answers(site), **more)  # type: ignore[arg-type]


def paths_asked(seen: Visit) -> list[str]:
    """What was asked for, without the list of pages that a shop without a contact page is asked for at the end."""
    paths = [fetch.url.removeprefix("https://tassen.nl") for fetch in seen.fetches]
    return [path for path in paths if not path.endswith("/sitemap.xml")]


def fates(seen: Visit, channel: Channel = Channel.PHONE) -> dict[str, Fate]:
    certificate = seen.placement(channel).certificate
    assert certificate is not None
    return {link.url.removeprefix("https://tassen.nl"): link.fate for link in certificate.links}


def test_home_comes_first_then_contact_then_service_then_the_rest() -> None:
    site = {"/": page("/voorwaarden Voorwaarden", "/faq FAQ", "/klantenservice Klantenservice", "/contact Contact")}
    assert paths_asked(visit(site)) == ["/", "/contact", "/klantenservice", "/voorwaarden", "/faq"]


def test_every_contact_like_link_has_its_fate() -> None:
    site: Site = {
        "/": page(
            "/contact Contact", "/faq FAQ", "/over-ons Over ons", "/retour Retourneren", "/klacht Klachten", "/colofon Colofon"
        ),
        "/contact": page(title="Contact", body="<p>Schrijf ons.</p>"),
        "/faq": 500,
        "/over-ons": 404,
        "/retour": Reason.ROBOTS,
        "/klacht": Reason.TIMEOUT,
        "/colofon": Reason.NOT_HTML,
    }
    assert fates(visit(site)) == {
        "/contact": Fate.READ,
        "/faq": Fate.FAILED,
        "/over-ons": Fate.DEAD,
        "/retour": Fate.ROBOTS,
        "/klacht": Fate.FAILED,
        "/colofon": Fate.UNREADABLE,
    }


def test_the_26th_contact_like_link_counts() -> None:
    links = [f"/klantenservice/vraag-{number} Vraag" for number in range(30)]
    site = {"/": page(*links), **{link.split()[0]: page(body=f"<p>Antwoord {link}</p>") for link in links}}
    seen = visit(site)
    assert len(seen.pages) == 25
    assert sum(fate is Fate.BUDGET for fate in fates(seen).values()) == 6
    assert seen.placement(Channel.PHONE).reason is Reason.SEARCH_NOT_EXHAUSTED


@pytest.mark.parametrize("others", [2600, 4600])
def test_a_contact_link_behind_thousands_of_others_is_followed(others: int) -> None:
    menu = tuple(f"/{number} {number}" for number in range(others))
    site = {"/": page(*menu, "/over Contact"), "/over": page(title="Contact", body="<p>Bel 020 555 01 23</p>")}
    assert visit(site).placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE


def test_links_of_the_footer_that_no_word_is_known_of_are_tried_last() -> None:
    untold = "".join(f'<a href="/{number}">Wilgentak {number}</a>' for number in range(8))
    site = {
        "/": page("/producten Producten").replace("</main>", f"</main><footer>{untold}</footer>"),
        "/producten": page("/p/12 Tas", body="<p>Tassen</p>"),
        "/p/12": page(body="<p>Een tas</p>"),
        "/5": page(title="Contact", body="<p>Bel 020 555 01 23</p>"),
    }
    seen = visit(site)
    assert paths_asked(seen) == ["/", "/producten", "/p/12", *(f"/{number}" for number in range(6))]
    assert seen.placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE


def test_a_menu_that_no_word_is_known_of_is_read_where_no_link_leads_to_contact() -> None:
    menu = tuple(f"/w{number} Wilgentak {number}" for number in range(8))
    site = {"/": page(*menu), **{link.split()[0]: page(body=f"<p>Over {link}</p>") for link in menu}}
    site["/w6"] = page(body="<p>Bel 020 555 01 23</p>")
    assert visit(site).placement(Channel.PHONE).seen is PlaceClass.OTHER_PAGE


def test_a_menu_that_no_word_is_known_of_waits_where_a_link_leads_to_contact() -> None:
    menu = tuple(f"/w{number} Wilgentak {number}" for number in range(8))
    site = {"/": page(*menu, "/over Contact"), "/over": page(title="Contact", body="<p>Wij staan klaar</p>")}
    assert "/w6" not in paths_asked(visit(site))


@pytest.mark.parametrize(("place", "read"), [("footer", True), ("main", False)])
def test_a_link_of_the_footer_that_only_its_path_takes_for_a_product_is_tried(place: str, read: bool) -> None:
    told = f'<{place}><a href="/p/123-zo-hoor-je-ons">Zo hoor je ons</a></{place}>'
    site = {
        "/": page("/p/12 Tas").replace("</body>", f"{told}</body>"),
        "/p/12": page(body="<p>Een tas</p>"),
        "/p/123-zo-hoor-je-ons": page(body="<p>Bel 020 555 01 23</p>"),
    }
    assert ("/p/123-zo-hoor-je-ons" in paths_asked(visit(site))) is read


def test_a_page_that_only_a_tracking_name_tells_is_read() -> None:
    site = {"/": page("/index.php?ref=contact Contact"), "/index.php?ref=contact": page(body="<p>Bel 020 555 01 23</p>")}
    assert visit(site).placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE


def test_links_that_act_or_lead_away_are_told_and_not_followed() -> None:
    site = {
        "/": page(
            "/?action=add_contact Contact", "https://elders.nl/contact Contact", "/over-ons Over ons", "/winkel?add-to-cart=3 Koop"
        )
    }
    seen = visit(site)
    assert paths_asked(seen) == ["/", "/over-ons"]
    assert set(fates(seen).values()) == {Fate.ACTS, Fate.OUT_OF_SCOPE, Fate.DEAD}


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("/checkout/contact Contact", True),
        ("/favorieten/klantenservice.html Klantenservice", True),
        ("/wishlist/contact Verlanglijst", False),
        ("/wishlist Contact", False),
        ("/checkout/add-to-cart/contact Contact", False),
        ("/logout/contact Contact", False),
    ],
)
def test_a_contact_link_to_a_page_in_a_folder_that_acts_is_followed(link: str, followed: bool) -> None:
    path = link.partition(" ")[0]
    seen = visit({"/": page(link, "/over-ons Over ons"), "/over-ons": page(), path: page(body="<p>Bel 020 555 01 23</p>")})
    assert (path in paths_asked(seen)) is followed


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("/wishlist Contact", Reason.SEARCH_NOT_EXHAUSTED),
        ("/?action=add_contact Klantenservice", Reason.SEARCH_NOT_EXHAUSTED),
        ("/?currency=USD&page=contact USD", Reason.NEEDS_BROWSER),
    ],
)
def test_a_contact_link_that_acts_keeps_the_search_open(link: str, reason: Reason) -> None:
    seen = visit({"/": page(link, "/over-ons Over ons"), "/over-ons": page(body="<p>Wij.</p>")})
    assert seen.placement(Channel.PHONE).reason is reason


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("/contact.jpg Contact", Reason.SEARCH_NOT_EXHAUSTED),
        ("/info.txt Contact", Reason.SEARCH_NOT_EXHAUSTED),
        ("/contact.jpg Tas", Reason.NEEDS_BROWSER),
    ],
)
def test_a_contact_link_to_what_is_no_page_keeps_the_search_open(link: str, reason: Reason) -> None:
    seen = visit({"/": page(link, "/over-ons Over ons"), "/over-ons": page(body="<p>Wij.</p>")})
    assert seen.placement(Channel.PHONE).reason is reason


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ('<form action="/12"><button>Contact</button></form>', True),
        ('<form action="/12" method="post"><button>Contact</button></form>', False),
        ('<form action="/12"><input name="q"><button>Contact</button></form>', False),
        ('<form action="/12"><button>Bestel</button></form>', False),
        ('<form action="/12"><input type="image" src="/knop.gif" alt="Contact"></form>', True),
        ('<form action="/12"><input type="image" src="/knop.gif" alt="Contact"><input name="q"></form>', False),
        ('<form action="/12"><input type="image" src="/knop.gif" alt="Zoek"></form>', False),
        ('<form action="/12"><input type="hidden" name="p" value="a b"><button>Contact</button></form>', True),
        ('<form action="/12"><input type="hidden" name="action" value="logout"><button>Contact</button></form>', False),
        ('<form action="/12"><input type="hidden" name="p"><input name="q"><button>Contact</button></form>', False),
    ],
)
def test_a_form_that_is_but_a_contact_button_is_a_link(form: str, asked: bool) -> None:
    seen = visit({"/": page(body=TEXT + form), "/12": page(title="Contact", body="<p>Bel 020 555 01 23</p>")})
    assert any(path.startswith("/12") for path in paths_asked(seen)) == asked


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ('<option>Service<option value="/12">Contact', True),
        ('<option value="0">Service<option value="0" data-url="/12?a=1">Klantenservice', True),
        ('<option value="12.html">Contact', True),
        ('<option value="/12?sort=prijs">Prijs', False),
        ('<option value="12">Contact', False),
        ('<option value="#12">Contact', False),
        ('<option value="/12/logout">Contact', False),
        ('<option value="https://elders.example/12">Contact', False),
    ],
)
def test_an_option_that_stands_for_a_contact_page_is_a_link(options: str, asked: bool) -> None:
    found = page(title="Contact", body="<p>Bel 020 555 01 23</p>")
    seen = visit({"/": page(body=TEXT + f"<footer><select onchange=go(this)>{options}</select></footer>"), "/12": found})
    assert any("/12" in path for path in paths_asked(seen)) == asked


def test_an_option_costs_a_click_as_a_link_does() -> None:
    choice = '<select onchange="location=this.value"><option value="/12">Contact</option></select>'
    site = {"/": page(body=TEXT + choice), "/12": page(title="Contact", body="<p>Bel 020 555 01 23</p>")}
    placed = visit(site).placement(Channel.PHONE)
    assert (placed.place_class, placed.clicks) == (PlaceClass.CONTACT_PAGE, 1)


def test_a_help_desk_behind_a_contact_link_is_one_hop_away() -> None:
    desk = "https://tassen.zendesk.com/hc/nl"
    site = {"/": page(f"{desk} Klantenservice"), desk: page("/hc/nl/2 Retourneren", body="<p>Bel 020 555 01 23</p>")}
    seen = visit(site)
    assert [fetch.url for fetch in seen.fetches] == ["https://tassen.nl/", desk]
    assert not seen.pages[1].own_site
    assert seen.placement(Channel.PHONE).notes == ("on-other-domain",)
    assert seen.placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE


def test_a_help_desks_own_contact_page_is_read() -> None:
    desk = "https://tassen.zendesk.com/hc/nl"
    articles = page("/hc/nl/1 Retourneren", "/hc/nl/2 Contact", "https://www.zendesk.com/contact Contact")
    site = {
        "/": page(f"{desk} Klantenservice"),
        desk: articles,
        f"{desk}/2": page(title="Contact", body="<p>Bel 020 555 01 23</p>"),
    }
    seen = visit(site)
    assert [fetch.url for fetch in seen.fetches] == ["https://tassen.nl/", desk, f"{desk}/2"]
    assert (seen.placement(Channel.PHONE).place_class, seen.placement(Channel.PHONE).clicks) == (PlaceClass.CONTACT_PAGE, 2)


@pytest.mark.parametrize("reason", [Reason.DNS, Reason.TLS, Reason.REFUSED, Reason.TIMEOUT, Reason.ROBOTS, Reason.TOO_SLOW])
def test_a_home_page_that_can_not_be_read_gives_its_reason_to_the_visit_and_both_placements(reason: Reason) -> None:
    seen = walk(SHOP, lambda _: reason)
    assert {seen.reason, *(item.reason for item in seen.placements)} == {reason}
    assert [item.channel for item in seen.placements] == [Channel.PHONE, Channel.EMAIL]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (404, "", Reason.NOT_FOUND),
        (410, "", Reason.NOT_FOUND),
        (403, "", Reason.BLOCKED),
        (429, "", Reason.BLOCKED),
        (500, "", Reason.SERVER_ERROR),
        (503, "<p>Wij zijn bezig met onderhoud</p>", Reason.MAINTENANCE),
        (503, "<title>Just a moment...</title>", Reason.BLOCKED),
        (401, "", Reason.NEEDS_PERSON),
        (200, "<title>Index of /</title><a href='a/'>a</a>", Reason.NOT_A_SHOP),
        (200, "<title>Welcome to nginx!</title>", Reason.NOT_A_SHOP),
        (200, "<title>tassen.nl</title><p>This domain is for sale</p>", Reason.PARKED),
        (200, "<p>U staat in de wachtrij.</p>", Reason.WAITING_ROOM),
        (200, "<title>Access denied</title><p>Reference 12</p>", Reason.BLOCKED),
    ],
)
def test_an_answer_that_is_no_shop_is_told_by_what_it_says(status: int, body: str, reason: Reason) -> None:
    seen = walk(SHOP, lambda url: capture(url, f"<html><body>{body}</body></html>".encode(), status=status))
    assert seen.reason is reason


def test_a_home_page_that_is_no_html_is_told() -> None:
    seen = walk(SHOP, lambda url: capture(url, b"\x89PNG\r\n", kind="image/png"))
    assert seen.reason is Reason.NOT_HTML


def test_an_unknown_host_is_tried_once_with_www() -> None:
    site: Site = {"https://www.tassen.nl/": page(body=TEXT)}
    seen = walk(SHOP, lambda url: answers(site)(url) if "www." in url else Reason.DNS)
    assert paths_asked(seen) == ["/", "https://www.tassen.nl/"]
    assert seen.reason is None


def test_the_same_text_at_two_addresses_is_read_once() -> None:
    same = page(body="<p>Bel ons op 020 555 01 23.</p>")
    seen = visit({"/": page("/contact Contact", "/klantenservice Klantenservice"), "/contact": same, "/klantenservice": same})
    assert len(seen.pages) == 2
    assert seen.pages[1].kinds == {"contact", "service"}
    assert sum(item.channel is Channel.PHONE for item in seen.sightings) == 1


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ('<img src="/blad.png" alt="Bel ons op 020 555 01 23">', "+31205550123"),
        ('<a href="tel:+31205550123"><img src="/telefoon.png" alt=""></a>', "+31205550123"),
        ('<img src="/telefoonnummer.png" alt="">', ""),
    ],
)
def test_pages_of_pictures_whose_menus_have_one_text_are_told_apart(shown: str, value: str) -> None:
    menu = "/contact Contact"
    seen = visit({"/": page(menu, body=""), "/contact": page(menu, body=shown)})
    assert [item.value for item in seen.sightings if item.channel is Channel.PHONE] == [value]
    assert [sorted(item.kinds) for item in seen.pages] == [["home"], ["contact"]]


def test_a_link_that_announces_the_area_leads_to_numbers_of_others() -> None:
    area = page(body="<p>De Gouden Kan, Kerkstraat 1, 020 555 01 24</p>", title="Logement")
    seen = visit({"/": page("/a Bezienswaardigheden", body="<p>Bel ons op 020 555 01 23.</p>"), "/a": area})
    owners = {item.value: item.owner.value for item in seen.sightings if item.channel is Channel.PHONE}
    assert owners == {"+31205550123": "trader", "+31205550124": "third-party"}


BOTH = "<p>Telefoon: 020 555 01 23</p><p>E-mail: hallo@tassen.nl</p>"
TRADER = "<p>Tassen, Kerkstraat 1, 1017 GA Amsterdam. KvK-nummer: 33031431. Btw-nummer: NL004495445B01.</p>"


@pytest.mark.parametrize(("trader", "asked"), [(TRADER, ["/", "/contact"]), ("", ["/", "/contact", "/over-ons", "/privacy"])])
def test_a_visit_that_has_met_both_channels_ends_when_the_trader_is_known(trader: str, asked: list[str]) -> None:
    links = ("/contact Contact", "/faq FAQ", "/over-ons Over ons", "/privacy Privacy", "/klacht Klachten")
    paths = ("/", "/contact", "/faq", "/over-ons", "/privacy", "/klacht")
    seen = visit({path: page(*links, body=BOTH + trader + path) for path in paths})
    assert [fetch.url.removeprefix("https://tassen.nl") for fetch in seen.fetches] == asked


def test_the_fourth_document_is_left_unread_and_told() -> None:
    links = [f"/{word}.pdf {word}" for word in ("voorwaarden", "garantie", "klachten", "herroeping", "retourneren")]
    seen = visit({"/": page(*links)}, budget=Budget(documents=0))
    certificate = seen.placement(Channel.PHONE).certificate
    assert certificate is not None
    assert paths_asked(seen) == ["/"]
    assert len(certificate.documents_unread) == 5
    assert seen.placement(Channel.PHONE).reason is Reason.SEARCH_NOT_EXHAUSTED


def test_a_visit_that_takes_too_long_stops_and_says_so() -> None:
    seen = visit({"/": page("/contact Contact"), "/contact": page()}, budget=Budget(seconds=-1))
    certificate = seen.placement(Channel.PHONE).certificate
    assert certificate is not None
    assert not certificate.budget_left
    assert len(seen.fetches) == 1


def test_a_second_parse_that_fails_leaves_the_certificate_incomplete() -> None:
    under_way = Walk(SHOP, 1, started_at=AT)
    want = under_way.next()
    assert want is not None
    unseen = page(body=f"{TEXT}<select><option>020 555 01 23</option></select>")
    under_way.arrived(want, capture(want.url, unseen.encode()))

    def body_of(_: int) -> Capture:
        raise OSError("gone")

    certificate = under_way.close(finished_at=AT, body_of=body_of).placement(Channel.PHONE).certificate
    assert certificate is not None
    assert "second-parse" in certificate.missing


def test_nothing_settles_a_negative_before_pages_are_rendered() -> None:
    seen = visit({"/": page("/contact Contact"), "/contact": page(title="Contact", body="<p>Schrijf ons.</p>")})
    placement = seen.placement(Channel.PHONE)
    assert (placement.place_class, placement.seen, placement.settled) == (PlaceClass.UNDETERMINED, PlaceClass.ABSENT, False)
    assert placement.reason is Reason.NEEDS_BROWSER
    assert placement.certificate is not None
    assert placement.certificate.missing == ("viewports",)


def test_a_walk_never_raises_on_what_a_shop_sends() -> None:
    for body in (b"", b"\x00" * 100, b"<" * 1000, b"%PDF-1.4 broken", "<a href='http://[::'>Contact</a>".encode("utf-16")):
        assert walk(SHOP, lambda url, body=body: capture(url, body)).placements  # type: ignore[misc]


def test_another_languages_version_of_a_page_is_not_walked() -> None:
    site = {
        "/": page("/contact Contact", "/en/contact English", "/en/ EN"),
        "/contact": page(title="Contact", body="<p>Schrijf.</p>"),
    }
    assert [fetch.url for fetch in visit(site).fetches] == ["https://tassen.nl/", "https://tassen.nl/contact"]


def test_a_contact_page_that_speaks_of_walls_and_queues_is_read() -> None:
    body = "<p>Het is erg druk op onze website. Onze website is tijdelijk niet bereikbaar op zondag. Bel 020 555 01 23.</p>"
    links = tuple(f"/tas-{number} Tas" for number in range(6))
    seen = visit({"/": page("/contact Contact"), "/contact": page(*links, title="Contact", body=body)})
    assert seen.placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE


@pytest.mark.parametrize(
    ("title", "dead"), [("Pagina niet gevonden", True), ("404 - Tassen", True), ("Peugeot 404 onderdelen", False)]
)
def test_a_page_that_says_it_does_not_exist_is_dead(title: str, dead: bool) -> None:
    seen = visit({"/": page("/contact Contact"), "/contact": page(title=title, body="<p>Hm.</p>")})
    assert (fates(seen)["/contact"] is Fate.DEAD) == dead


@pytest.mark.parametrize(
    ("title", "seen"),
    [("Contact | Tassen", PlaceClass.CONTACT_PAGE), ("Tassen", PlaceClass.ABSENT), ("404 | Contact", PlaceClass.ABSENT)],
)
def test_a_contact_page_with_the_status_of_a_missing_one_is_read(title: str, seen: PlaceClass) -> None:
    contact = capture(f"{SHOP.url}contact", page(title=title, body="<p>Bel 020 555 01 23</p>").encode(), status=404)
    home = answers({"/": page("/contact Contact")})
    found = walk(SHOP, lambda url: contact if url == contact.url else home(url))
    assert found.placement(Channel.PHONE).seen is seen


@pytest.mark.parametrize("told", ["<p>Bel 020 555 01 23</p>", "<p>Schrijf ons.</p>"])
def test_a_contact_page_of_a_failing_server_is_read_and_settles_no_negative(told: str) -> None:
    whole = page(title="Contact", body=told).encode()
    home = page("/contact Contact").encode()
    seen = walk(SHOP, lambda url: capture(url, whole, status=500) if "contact" in url else capture(url, home))
    met = PlaceClass.CONTACT_PAGE if "Bel" in told else PlaceClass.UNDETERMINED
    reason = None if "Bel" in told else Reason.SEARCH_NOT_EXHAUSTED
    assert (seen.placement(Channel.PHONE).place_class, seen.placement(Channel.PHONE).reason) == (met, reason)


SHELVES = ("/tassen Tassen", "/koffers Koffers", "/riemen Riemen", "/contact Contact", "/faq FAQ", "/retour Retourneren")


@pytest.mark.parametrize("status", [404, 410, 500, 503])
@pytest.mark.parametrize(
    ("title", "body", "read"),
    [
        ("Tassen", TEXT * 6, True),
        ("Tassen", TEXT, False),
        ("Pagina niet gevonden", TEXT * 6, False),
        ("Tassen", "<h1>Onze webshop is tijdelijk gesloten wegens onderhoud.</h1>" + TEXT * 6, False),
        ("Tassen", "<p>This domain is for sale</p>" + TEXT * 6, False),
        ("Index of /", TEXT * 6, False),
    ],
)
def test_a_home_page_with_an_error_status_is_read_where_it_shows_a_shop(status: int, title: str, body: str, read: bool) -> None:
    home = page(*SHELVES, title=title, body=body).encode()
    contact = page(title="Contact", body="<p>Bel 020 555 01 23</p>").encode()
    seen = walk(SHOP, lambda url: capture(url, contact) if "contact" in url else capture(url, home, status=status))
    assert (seen.reason is None) is read
    assert (seen.placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE) is read
    assert seen.placement(Channel.EMAIL).reason in ({Reason.SEARCH_NOT_EXHAUSTED} if read else {seen.reason})


@pytest.mark.parametrize("name", ["Oeps Speelgoed", "404"])
def test_a_shop_whose_name_sounds_like_a_missing_page_is_read(name: str) -> None:
    site = {
        "/": page("/contact Contact", title=f"Welkom | {name}"),
        "/contact": page(title=f"Contact | {name}", body="<p>Bel 020 555 01 23</p>"),
    }
    assert visit(site).placement(Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("https://moederbedrijf.nl/contact Contact", Reason.SEARCH_NOT_EXHAUSTED),
        ("https://moederbedrijf.nl/official Colofon", Reason.SEARCH_NOT_EXHAUSTED),
        ("https://moederbedrijf.nl/ Over ons", Reason.NEEDS_BROWSER),
        ("https://wa.me/31205550123 Contact", Reason.NEEDS_BROWSER),
        ("https://www.facebook.com/tassen Contact", Reason.NEEDS_BROWSER),
        ("https://www.postnl.nl/klantenservice Contact", Reason.NEEDS_BROWSER),
        ("https://www.postnl.nl/colofon Colofon", Reason.NEEDS_BROWSER),
    ],
)
def test_a_contact_link_to_a_stranger_keeps_the_search_open(target: str, reason: Reason) -> None:
    seen = visit({"/": page(target, "/over-ons Over ons"), "/over-ons": page(body="<p>Wij.</p>")})
    assert seen.placement(Channel.EMAIL).reason is reason


@pytest.mark.parametrize(
    ("promised", "seen"), [("/colofon Colofon", PlaceClass.OTHER_PAGE), ("/contact Contact", PlaceClass.ABSENT)]
)
def test_a_menu_is_read_where_no_link_but_that_to_the_legal_notice_promises_contact(promised: str, seen: PlaceClass) -> None:
    plain = ("/licht Licht", "/hout Hout", "/glas Glas", "/steen Steen", "/buurten Buurten")
    pages = {link.split()[0]: page(body=TEXT) for link in (promised, *plain)}
    site = {**pages, "/": page(promised, *plain), "/buurten": page(body="<p>Bel 020 555 01 23</p>")}
    assert visit(site).placement(Channel.PHONE).seen is seen


@pytest.mark.parametrize("style", ["display:none", "width:0;position:fixed;overflow:hidden"])
@pytest.mark.parametrize(("others", "seen"), [(3, PlaceClass.CONTACT_PAGE), (0, PlaceClass.OTHER_PAGE)])
def test_a_hidden_menu_can_be_opened_a_single_hidden_link_can_not(others: int, seen: PlaceClass, style: str) -> None:
    links = "".join(f'<li><a href="/tas-{number}">Tas {number}</a></li>' for number in range(others))
    drawer = f'<div id="drawer" style="{style}"><ul><li><a href="/contact">Contact</a></li>{links}</ul></div>'
    site = {"/": page(body=TEXT + drawer), "/contact": page(title="Contact", body="<p>Bel 020 555 01 23</p>")}
    assert visit(site).placement(Channel.PHONE).seen is seen


def test_a_contact_page_that_no_link_leads_to_is_found_in_the_list_of_pages() -> None:
    entries = "".join(f"<url><loc>https://tassen.nl/{name}</loc></url>" for name in ("tas-12", "contact", "blog/contactloos"))
    site = {
        "/": page("/tas Tas"),
        "/contact": page(title="Contact", body="<p>Bel 020 555 01 23</p>"),
        "/tas": page(body="<p>Tas</p>"),
    }
    seen = visit({**site, "/sitemap.xml": f'<?xml version="1.0"?><urlset>{entries}</urlset>'})
    assert [fetch.url.removeprefix("https://tassen.nl") for fetch in seen.fetches] == ["/", "/tas", "/sitemap.xml", "/contact"]
    placement = seen.placement(Channel.PHONE)
    assert (placement.seen, placement.clicks, placement.settled) == (PlaceClass.OTHER_PAGE, None, False)
