"""What looking with a browser changes about a visit: a negative may be settled, and only when every page was seen in full."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.model.capture import Capture, Via
from crawler.model.gate import Gate
from crawler.model.placement import PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.rendering import Led, Rendered, Step, Way
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind
from crawler.model.visit import Visit
from crawler.visiting.walk import Walk
from tests.walking import AT, capture

SHOP = Shop(id="winkel.example", name="Winkel", url="https://winkel.example/", country="NL", language="nl")
BOTH = ("1280x800", "390x844")
PAGES = {
    "/": '<html lang="nl"><title>Winkel</title><h1>Knopen en garen</h1><p>Alles voor wie graag naait, al dertig jaar, ook aan de'
    " deur en op de markt. Elke week vers garen, en op donderdag naailes in de schuur.</p>"
    '<a href="/contact">Contact</a><a href="/voorwaarden">Algemene voorwaarden</a>',
    "/contact": '<html lang="nl"><title>Contact</title><h1>Contact</h1><p>Mail ons: info@winkel.example</p>',
    "/voorwaarden": '<html lang="nl"><title>Algemene voorwaarden</title><h1>Algemene voorwaarden</h1><p>Artikel 1. Definities.</p>',
}
Look = Callable[[str], Rendered]


def looked_at(path: str) -> Rendered:
    assert path in PAGES
    return Rendered(viewports=BOTH)


def visit(look: Look) -> Visit:
    walk = Walk(SHOP, 2, started_at=AT)
    captures: dict[str, Capture] = {}
    while (want := walk.next()) is not None:
        path = want.url.removeprefix("https://winkel.example")
        found = PAGES.get(path)
        came = capture(want.url, (found or "<h1>Niet gevonden</h1>").encode(), status=200 if found else 404)
        captures[want.url] = replace(came, via=Via.BROWSER)
        walk.arrived(want, captures[want.url], look(path) if found else Rendered(viewports=BOTH))
    pages = walk.pages
    return walk.close(finished_at=AT, body_of=lambda number: captures[pages[number].url])


def phone(look: Look) -> Placement:
    return visit(look).placement(Channel.PHONE)


def only_on(page: str, **what: object) -> Look:
    return lambda path: replace(looked_at(path), **what) if path == page else looked_at(path)  # type: ignore[arg-type]


def test_a_number_that_no_page_shows_is_absent_once_all_were_looked_at() -> None:
    seen = phone(looked_at)
    assert (seen.place_class, seen.settled) == (PlaceClass.ABSENT, True)
    assert seen.certificate is not None
    assert seen.certificate.viewports == BOTH
    rendered = visit(looked_at)
    assert rendered.rendered == 3
    assert all(page.rendered for page in rendered.pages)


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        (only_on("/contact", viewports=BOTH[:1]), Reason.NEEDS_BROWSER),
        (only_on("/voorwaarden", failed_own=("https://winkel.example/app.js",)), Reason.SEARCH_NOT_EXHAUSTED),
        (only_on("/contact", problems=("memory: 900 MB",)), Reason.SEARCH_NOT_EXHAUSTED),
    ],
)
def test_a_page_that_was_not_seen_in_full_leaves_it_open(look: Look, reason: Reason) -> None:
    seen = phone(look)
    assert (seen.place_class, seen.reason) == (PlaceClass.UNDETERMINED, reason)


def test_what_fails_elsewhere_is_noted_and_stops_nothing() -> None:
    seen = phone(only_on("/", failed_other=("https://advertenties.example/banner.js",)))
    assert seen.place_class is PlaceClass.ABSENT
    assert seen.certificate is not None
    assert seen.certificate.failed_other_resources == ("https://advertenties.example/banner.js",)


def test_a_chat_that_only_the_browser_meets_is_a_way_that_was_not_taken() -> None:
    seen = phone(only_on("/contact", gates=(Gate(page_id=0, kind=GateKind.CHAT, vendor="tawk"),)))
    assert (seen.place_class, seen.gate, seen.gate_passed) == (PlaceClass.GATED, GateKind.CHAT, False)


def test_a_page_without_a_contact_link_leaves_nothing_open_once_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "/", PAGES["/"].partition("<a ")[0])
    assert phone(looked_at).place_class is PlaceClass.ABSENT


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (' bereikbaar-wall="Wij gebruiken cookies. Alles accepteren"', Reason.NEEDS_PERSON),
        (' bereikbaar-wall="Welkom! Ben je 18 jaar of ouder? Ja Nee"', Reason.NEEDS_PERSON),
        (' bereikbaar-wall="Är du över 18 år? Ja Nej"', Reason.NEEDS_PERSON),
        (' bereikbaar-wall="Schrijf u in voor de nieuwsbrief"', None),
        (' bereikbaar-wall="Wij verkopen geen alcohol onder de 18 jaar"', None),
        ("", None),
    ],
)
def test_cookies_that_can_only_be_accepted_are_left_to_a_person(
    before: str, reason: Reason | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = f'<html bereikbaar-view="1280x800"{before} lang="nl">'
    monkeypatch.setitem(PAGES, "/", PAGES["/"].replace('<html lang="nl">', marked))
    assert phone(looked_at).reason is reason


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("<form method=post action=/12><button>Contact</button></form>", Reason.NEEDS_PERSON),
        (
            "<form method=post action=/12><input type=hidden name=p value=9><input type=submit value=Klantenservice></form>",
            Reason.NEEDS_PERSON,
        ),
        ("<form method=post action=/12><button>In winkelwagen</button></form>", None),
        ("<form method=post action=/12><textarea name=t></textarea><button>Contact</button></form>", None),
    ],
)
def test_a_contact_page_behind_a_form_is_left_to_a_person(
    form: str, reason: Reason | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PAGES, "/", PAGES["/"] + form)
    assert phone(looked_at).reason is reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", Reason.SEARCH_NOT_EXHAUSTED),
        ('<canvas bereikbaar-look="0 0 1280 800 16 ? 1"></canvas>', Reason.NEEDS_PERSON),
        ('<img src="/i.png" bereikbaar-look="0 0 24 24 16 ? 1">', Reason.SEARCH_NOT_EXHAUSTED),
    ],
    ids=["nothing", "all drawn on one canvas", "an icon"],
)
def test_a_shop_that_shows_nothing_is_accused_of_nothing(body: str, reason: Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "/", f'<!doctype html>\n<html bereikbaar-view="1280x800"><title></title><body>{body}</body>')
    seen = phone(looked_at)
    assert (seen.place_class, seen.reason) == (PlaceClass.UNDETERMINED, reason)


def test_a_page_that_a_control_led_to_is_visited() -> None:
    """No link leads there: a script does, when the control is pressed."""
    number = '<html lang="nl"><title>Bel ons</title><h1>Bel ons</h1><p>Telefoon 020 555 01 23</p>'
    led = Led("Klantenservice", "https://winkel.example/k/12")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PAGES, "/k/12", number)
        seen = phone(only_on("/", led=(led,)))
    assert (seen.place_class, seen.clicks) == (PlaceClass.CONTACT_PAGE, 1)


APP, LOST = "digest of the app", "digest of a page for lost ways"
NUMBER = '<html lang="nl"><title>Winkel</title><h1>Zin om samen te werken?</h1><p>Bel direct: 020 555 01 23</p>'


@pytest.mark.parametrize(
    ("received", "drawn", "seen"),
    [
        (APP, NUMBER, PlaceClass.CONTACT_PAGE),
        (LOST, NUMBER, PlaceClass.ABSENT),
        ("", NUMBER, PlaceClass.ABSENT),
        (APP, NUMBER.replace("Zin om samen te werken?", "Pagina niet gevonden"), PlaceClass.ABSENT),
    ],
)
def test_a_server_of_one_page_says_not_found_and_the_page_draws_what_was_asked_for(
    received: str, drawn: str, seen: PlaceClass
) -> None:
    """GitHub Pages and its like: 404.html is the home page once more."""
    walk = Walk(SHOP, 2, started_at=AT)
    captures: dict[str, Capture] = {}
    while (want := walk.next()) is not None:
        home = want.url == SHOP.url
        body = PAGES["/"].replace('<a href="/voorwaarden">Algemene voorwaarden</a>', "") if home else drawn
        captures[want.url] = replace(capture(want.url, body.encode(), status=200 if home else 404), via=Via.BROWSER)
        walk.arrived(want, captures[want.url], Rendered(received=APP if home else received, viewports=BOTH))
    pages = walk.pages
    came = walk.close(finished_at=AT, body_of=lambda number: captures[pages[number].url]).placement(Channel.PHONE)
    assert came.seen is seen


@pytest.mark.parametrize("status", [404, 403, 500])
@pytest.mark.parametrize(
    ("through", "drawn", "seen"),
    [
        (SHOP.url, NUMBER, PlaceClass.CONTACT_PAGE),
        (SHOP.url, PAGES["/"], PlaceClass.ABSENT),
        (SHOP.url, NUMBER.replace("Zin om samen te werken?", "Pagina niet gevonden"), PlaceClass.ABSENT),
        ("", NUMBER, PlaceClass.ABSENT),
    ],
)
def test_what_a_link_draws_counts_whatever_its_address_says(through: str, drawn: str, seen: PlaceClass, status: int) -> None:
    walk = Walk(SHOP, 2, started_at=AT)
    captures: dict[str, Capture] = {}
    while (want := walk.next()) is not None:
        home = want.url == SHOP.url
        body = PAGES["/"] if home else drawn
        captures[want.url] = replace(capture(want.url, body.encode(), status=200 if home else status), via=Via.BROWSER)
        walk.arrived(want, captures[want.url], Rendered(viewports=BOTH, through="" if home else through))
    pages = walk.pages
    came = walk.close(finished_at=AT, body_of=lambda number: captures[pages[number].url]).placement(Channel.PHONE)
    assert came.seen is seen


def test_the_way_to_a_page_begins_where_an_address_gives_one() -> None:
    """Home leads to service, which only a press draws, and that to contact."""
    parts = {
        "/": '<title>Winkel</title><h1>Knopen</h1><p>Alles voor wie graag naait.</p><a href="/klantenservice">Klantenservice</a>',
        "/klantenservice": '<title>Hulp</title><h1>Klantenservice</h1><a href="/klantenservice/contact">Contact</a>',
    }
    walk = Walk(SHOP, 2, started_at=AT)
    ways: dict[str, Way | None] = {}
    while (want := walk.next()) is not None:
        path = want.url.removeprefix("https://winkel.example")
        ways[path] = walk.way_to(want)
        came = capture(want.url, parts.get(path, NUMBER).encode(), status=200 if path == "/" else 404)
        walk.arrived(want, replace(came, via=Via.BROWSER), Rendered(viewports=BOTH, through="" if path == "/" else SHOP.url))
    first, second = Step(f"{SHOP.url}klantenservice", "Klantenservice"), Step(f"{SHOP.url}klantenservice/contact", "Contact")
    assert ways["/"] is None
    assert ways["/klantenservice"] == Way(SHOP.url, (first,))
    assert ways["/klantenservice/contact"] == Way(SHOP.url, (first, second))


def test_the_home_page_in_place_of_a_lost_one_is_no_contact_page() -> None:
    walk = Walk(SHOP, 2, started_at=AT)
    while (want := walk.next()) is not None:
        came = capture(want.url, PAGES["/"].encode(), status=200 if want.url == SHOP.url else 404)
        walk.arrived(want, replace(came, via=Via.BROWSER), Rendered(received=APP, viewports=BOTH))
    assert [sorted(page.kinds) for page in walk.pages] == [["home"]]
