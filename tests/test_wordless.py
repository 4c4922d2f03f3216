"""Pictures without words keep a negative from being settled where they may be a number or an address."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from crawler.document.marked_page import MarkedPage
from crawler.document.wordless import Picture
from crawler.extractors.pictured_values import channel_told
from crawler.model.placement import PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.rendering import Kept
from crawler.model.sighting import Channel
from tests.rendered import CASES, look_at
from tests.test_visiting_rendered import PAGES, looked_at, only_on, phone, visit

pytestmark = pytest.mark.xdist_group("browser")

MARKS = 'bereikbaar-look="74 345 {} 16 ? 1"'


@pytest.fixture(scope="module")
def html(browser: Browser) -> bytes:
    return look_at(browser, (CASES / "pictures-that-may-be-numbers.html").as_uri())


def boxes(html: bytes, *kinds: str) -> list[tuple[float, ...]]:
    nodes = [node for kind in kinds for node in LexborHTMLParser(html).css(f'[data-is="{kind}"], svg.{kind}')]
    return sorted(tuple(map(float, (node.attributes["bereikbaar-look"] or "").split()[:4])) for node in nodes)


def pictures(html: bytes) -> Sequence[Picture]:
    return MarkedPage(html).wordless("https://winkel.example/contact")


def test_pictures_that_may_be_a_line_of_text_are_told_from_icons_signs_and_those_with_words(html: bytes) -> None:
    assert sorted(one.box for one in pictures(html) if one.in_content) == boxes(html, "in", "phone", "email")


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL])
def test_the_label_before_a_picture_tells_what_it_is(html: bytes, channel: Channel) -> None:
    assert [one.box for one in pictures(html) if channel_told(one.beside) is channel] == boxes(html, channel.value)


def with_picture(monkeypatch: pytest.MonkeyPatch, path: str, picture: str, before: str = "") -> Placement:
    shown = {key: page.replace("<html ", '<!doctype html>\n<html bereikbaar-view="1280x800" ', 1) for key, page in PAGES.items()}
    for key in PAGES:
        monkeypatch.setitem(PAGES, key, shown[key] + (f"{before}<p>{picture}</p>" if key == path else ""))
    return phone(looked_at)


def test_a_picture_without_words_on_the_contact_page_leaves_the_number_open(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_picture(monkeypatch, "/contact", f'<img src="/m/c7.png" alt="" {MARKS.format("240 44")}>')
    assert (found.place_class, found.reason) == (PlaceClass.UNDETERMINED, Reason.NEEDS_PERSON)
    assert visit(looked_at).placement(Channel.EMAIL).place_class is PlaceClass.CONTACT_PAGE


def test_a_drawing_under_a_label_is_seen_on_that_page_and_left_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_picture(monkeypatch, "/", f"<canvas {MARKS.format('300 48')}></canvas>", before="<h2>Telefoon</h2>")
    assert (found.place_class, found.reason) == (PlaceClass.UNDETERMINED, Reason.NEEDS_PERSON)
    assert found.seen is PlaceClass.HOME


@pytest.mark.parametrize(("path", "size"), [("/voorwaarden", "240 44"), ("/contact", "32 32")])
def test_an_icon_or_a_picture_among_the_terms_leaves_nothing_open(monkeypatch: pytest.MonkeyPatch, path: str, size: str) -> None:
    assert with_picture(monkeypatch, path, f'<img src="/m/c7.png" alt="" {MARKS.format(size)}>').place_class is PlaceClass.ABSENT


def test_what_is_read_in_a_picture_tells_where_it_was_seen_and_settles_nothing() -> None:
    look = only_on("/contact", pictures=(Kept(0, 99, "", "", "Bel 010 555 0142"),))
    found = phone(look)
    assert (found.place_class, found.reason, found.seen) == (PlaceClass.UNDETERMINED, Reason.NEEDS_PERSON, PlaceClass.CONTACT_PAGE)
    read = visit(look).sightings[found.sightings[0]]
    assert (read.value, read.for_customers) == ("+31105550142", False)
