"""Several views of one page become one reading: which window counts, what costs a click, what nobody sees."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from crawler.document import parse
from crawler.document.marked_page import MarkedPage
from crawler.model.look import Look
from crawler.model.page import Page
from crawler.model.rendering import DESKTOP, PHONE
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind, Place, Sighting
from crawler.reading import Reading
from crawler.visiting.views import NOT_ON_PHONE_WIDTH, Seen, View, merged, read_views
from tests.rendered import CASES, capture_of, look_at

pytestmark = pytest.mark.xdist_group("browser")

SHOP = Shop(id="winkel", name="Winkel", url="https://winkel.example/", country="NL", language="nl")
PAGE = Page(id=3, url="https://winkel.example/contact", final_url="https://winkel.example/contact", status=200)


@pytest.fixture(scope="module")
def seen(browser: Browser) -> Seen:
    address = (CASES / "what-the-views-show.html").as_uri()
    takes: list[dict[str, Any]] = [{}, {"phone": True}, {"press": "#show"}]
    captures = [capture_of(look_at(browser, address, **how)) for how in takes]
    return read_views(PAGE, SHOP, captures, [parse(capture) for capture in captures])


def phones(seen: Seen) -> dict[str, tuple[int, Sighting]]:
    return {item.value[-2:]: (number, item) for number, item in enumerate(seen.sightings) if item.channel is Channel.PHONE}


def look(seen: Seen, number: int, viewport: tuple[int, int], opened: str = "") -> Look:
    (found,) = [one for one in seen.looks if one.sighting == number and one.viewport == viewport and one.opened == opened]
    return found


def test_the_better_window_counts_and_a_click_costs_one(seen: Seen) -> None:
    told = {
        end: ("seen" if item.on_load else "closed" if item.closed else item.place.value) for end, (_, item) in phones(seen).items()
    }
    assert told == {"11": "seen", "12": "seen", "13": "seen", "14": "hidden", "15": "closed", "16": "seen"}


def test_what_a_phone_does_not_show_is_noted(seen: Seen) -> None:
    assert seen.notes == ((phones(seen)["11"][0], NOT_ON_PHONE_WIDTH),)


def test_a_value_has_a_look_in_each_window_it_was_looked_for_in(seen: Seen) -> None:
    wide, narrow = phones(seen)["11"][0], phones(seen)["12"][0]
    first = look(seen, wide, DESKTOP)
    assert (first.page_id, first.visible, first.font_size, first.above_fold, first.why_not) == (3, True, 18, True, "")
    assert first.contrast == pytest.approx(12.63, abs=0.02)
    assert first.box is not None
    assert first.box[0] == 8
    assert (look(seen, wide, PHONE).visible, look(seen, wide, PHONE).why_not) == (False, "display:none")
    assert look(seen, narrow, DESKTOP).why_not == "display:none"
    assert look(seen, narrow, PHONE).visible


def test_a_link_without_text_is_as_wide_as_its_picture(seen: Seen) -> None:
    found = look(seen, phones(seen)["13"][0], DESKTOP)
    assert found.visible
    assert found.box is not None
    assert found.box[2] == 20


def test_what_a_click_shows_is_looked_at_after_it(seen: Seen) -> None:
    number = phones(seen)["15"][0]
    assert look(seen, number, DESKTOP, "Toon nummer").visible
    assert not look(seen, number, DESKTOP).visible
    assert not [
        one for one in seen.looks if one.opened and one.sighting != number and seen.sightings[one.sighting].value.endswith("11")
    ]


def test_what_stands_far_below_is_not_above_the_fold(seen: Seen) -> None:
    found = look(seen, phones(seen)["16"][0], DESKTOP)
    assert (found.visible, found.above_fold) == (True, False)


def view(*sightings: Sighting, window: str = "1280x800", opened: str = "", gate: GateKind | None = None) -> View:
    html = f'<!doctype html>\n<html bereikbaar-view="{window}" bereikbaar-opened="{opened}"><p>x</p>'
    return View(page=MarkedPage(html.encode()), reading=Reading(sightings=sightings), gate=gate)


def sighting(value: str, place: Place = Place.BODY, *, closed: bool = False) -> Sighting:
    return Sighting(page_id=0, channel=Channel.PHONE, value=value, as_shown=value, place=place, closed=closed)


def test_of_two_views_the_better_sighting_of_a_value_stays_in_its_row() -> None:
    hidden, other = sighting("+311", Place.HIDDEN), sighting("+312")
    better = sighting("+311", Place.FOOTER)
    done = merged(0, [view(hidden, other), view(better, window="390x844")])
    assert done.sightings == (better, other)


def test_a_click_makes_no_seen_value_worse_and_no_hidden_one_free() -> None:
    done = merged(
        0,
        [
            view(sighting("+311")),
            view(sighting("+311"), sighting("+312", Place.POPUP), sighting("+313", Place.HIDDEN), opened="Meer"),
        ],
    )
    assert [(item.value, item.closed, item.place) for item in done.sightings] == [
        ("+311", False, Place.BODY),
        ("+312", True, Place.POPUP),
    ]


def test_what_an_opened_chat_gives_stays_behind_it_in_later_views() -> None:
    told, fresh = sighting("+311"), sighting("+312")
    chat = view(told, opened="Chat", gate=GateKind.CHAT)
    done = merged(0, [view(), chat, view(told, fresh, opened="Vragen")])
    assert [(item.value, item.gate, item.closed) for item in done.sightings] == [
        ("+311", GateKind.CHAT, False),
        ("+312", None, True),
    ]


def test_what_a_page_shows_without_its_chat_is_behind_no_gate() -> None:
    shown, closed = sighting("+311"), sighting("+312", closed=True)
    done = merged(0, [view(shown, closed), view(shown, closed, opened="Chat", gate=GateKind.CHAT)])
    assert done.sightings == (shown, closed)


def test_views_taken_in_again_give_the_same() -> None:
    views = [
        view(sighting("+311"), sighting("+312", Place.HIDDEN)),
        view(sighting("+312"), window="390x844"),
        view(sighting("+313"), opened="Meer"),
    ]
    assert merged(0, views) == merged(0, views)
    assert merged(0, []) == Seen()
