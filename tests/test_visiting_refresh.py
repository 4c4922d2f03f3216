"""Where a page sends its reader by a refresh, and what only looks like it."""

from dataclasses import replace

import pytest

from crawler.model.capture import Capture
from crawler.model.certificate import Fate
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from tests.test_visiting_walk import SHOP, TEXT, answers, fates, page, paths_asked, visit
from tests.walking import walk


def sending(content: str, body: str = "") -> str:
    refresh = f'<meta http-equiv="refresh" content="{content}">'
    return f'<html lang="nl"><head>{refresh}<title>Tassen</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("content", ["0;url=/winkel", "5; URL='/winkel'", "0, /winkel", "1 url=/winkel", "0.5;url=/winkel"])
def test_a_home_page_that_sends_on_is_passed_through(content: str) -> None:
    seen = visit({"/": sending(content), "/winkel": page("/contact Contact")})
    assert paths_asked(seen)[:2] == ["/", "/winkel"]
    assert seen.pages[0].final_url == "https://tassen.nl/winkel"


@pytest.mark.parametrize("content", ["30", "300", "1800;url=/sessie-verlopen", "0;url=/account/logout", "url=/winkel", ""])
def test_a_home_page_that_loads_again_or_ends_a_session_is_the_home_page(content: str) -> None:
    seen = visit({"/": sending(content, TEXT + "<a href=/contact>Contact</a>"), "/contact": page()})
    assert paths_asked(seen) == ["/", "/contact"]
    assert seen.reason is None


@pytest.mark.parametrize(("content", "asked"), [("0;url=/winkel", "/winkel"), ("1800;url=/winkel", "/contact"), ("0", "/contact")])
def test_a_header_sends_on_as_an_element_does(content: str, asked: str) -> None:
    site = {"/": page("/contact Contact"), "/winkel": page("/contact Contact"), "/contact": page()}
    told = answers(site)

    def answer(url: str) -> Capture | Reason:
        came = told(url)
        assert isinstance(came, Capture)
        return replace(came, headers=(("refresh", content), *came.headers)) if url == SHOP.url else came

    assert paths_asked(walk(SHOP, answer))[:2] == ["/", asked]


def test_a_home_page_that_sends_to_another_shop_is_away() -> None:
    seen = visit({"/": sending("3;url=https://elders.nl/")})
    assert (seen.reason, seen.detail) == (Reason.REDIRECTED_AWAY, "elders.nl")


def test_a_home_page_that_sends_to_the_shops_other_domain_is_followed() -> None:
    seen = visit({"/": sending("0;url=https://tassen.com/"), "https://tassen.com/": page("/contact Contact")})
    assert seen.pages[0].final_url == "https://tassen.com/"


def test_a_contact_page_that_sends_on_leads_to_the_page_behind_it() -> None:
    seen = visit(
        {
            "/": page("/contact Contact"),
            "/contact": sending("0;url=/nl/loket"),
            "/nl/loket": sending("0;url=/nl/loket/welkom"),
            "/nl/loket/welkom": page(body="<p>Bel 020 555 01 23</p>"),
        }
    )
    phone = seen.placement(Channel.PHONE)
    assert (phone.place_class, phone.clicks) == (PlaceClass.CONTACT_PAGE, 1)
    assert fates(seen) == {"/contact": Fate.READ}
    assert len(paths_asked(seen)) == 4


def test_a_contact_page_that_sends_on_to_a_missing_page_is_dead() -> None:
    seen = visit({"/": page("/contact Contact"), "/contact": sending("0;url=/weg")})
    assert fates(seen) == {"/contact": Fate.DEAD}
    assert paths_asked(seen) == ["/", "/contact", "/weg"]


def test_a_contact_page_that_sends_to_a_stranger_was_not_read() -> None:
    seen = visit({"/": page("/contact Contact"), "/contact": sending("0;url=https://loket.nl/tassen")})
    assert fates(seen)["/contact"] is Fate.OUT_OF_SCOPE
    assert seen.placements[0].reason is Reason.SEARCH_NOT_EXHAUSTED
