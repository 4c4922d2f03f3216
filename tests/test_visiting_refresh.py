"""Where a page sends its reader by a meta refresh, and what only looks like it."""

import pytest

from crawler.model.certificate import Fate
from crawler.model.reason import Reason
from tests.test_visiting_walk import TEXT, fates, page, paths_asked, visit


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


def test_a_home_page_that_sends_to_another_shop_is_away() -> None:
    seen = visit({"/": sending("3;url=https://elders.nl/")})
    assert (seen.reason, seen.detail) == (Reason.REDIRECTED_AWAY, "elders.nl")


def test_a_home_page_that_sends_to_the_shops_other_domain_is_followed() -> None:
    seen = visit({"/": sending("0;url=https://tassen.com/"), "https://tassen.com/": page("/contact Contact")})
    assert seen.pages[0].final_url == "https://tassen.com/"


def test_a_contact_page_that_sends_to_a_stranger_was_not_read() -> None:
    seen = visit({"/": page("/contact Contact"), "/contact": sending("0;url=https://loket.nl/tassen")})
    assert fates(seen)["/contact"] is Fate.OUT_OF_SCOPE
    assert seen.placements[0].reason is Reason.SEARCH_NOT_EXHAUSTED
