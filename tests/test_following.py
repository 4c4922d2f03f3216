"""Links that only draw another part of a shop are pressed where their addresses give no page."""

from collections.abc import Iterator

import pytest

from crawler.browser.following import follow, may_be_drawn
from crawler.browser.tab import Tab
from crawler.model.rendering import Way
from tests.browsing import Browsing, browsing, text
from tests.loopback import Reply

pytestmark = pytest.mark.xdist_group("browser")

DRAWS = """<main id=main></main><script>
addEventListener("click", told => {
    if (told.target.matches("a, button:not(.menu)")) { told.preventDefault(); main.textContent = "Bel 020-5550136"; }
});
</script>"""
MENU = "<button class=menu onclick='this.outerHTML=`<a href=contact>Contact</a>`'>Menu</button>"
LINK = '<a href="contact">Contact</a>'
LOST = Reply(status=404, body=b"<h1>Niet gevonden</h1>")
HOME_AGAIN = Reply(status=302, body=b"", headers=(("Location", "/home"),))


@pytest.fixture(scope="module")
def here() -> Iterator[Browsing]:
    with browsing() as made:
        yield made


@pytest.mark.parametrize(
    ("answer", "home", "shown"),
    [
        (LOST, LINK + DRAWS, "Bel 020-5550136"),
        (HOME_AGAIN, LINK + DRAWS, "Bel 020-5550136"),
        (LOST, MENU + DRAWS, "Bel 020-5550136"),
        (LOST, "<button>Contact</button>" + DRAWS, "Bel 020-5550136"),
        (LOST, LINK, ""),
        (LOST, DRAWS, ""),
    ],
    ids=["drawn", "drawn where the address sends home", "drawn by a link in a menu", "drawn by a button", "a dead link", "no link"],
)
def test_a_link_is_pressed_where_its_address_gives_no_page(answer: Reply, home: str, shown: str, here: Browsing) -> None:
    came: list[tuple[bool, str]] = []

    async def then(tab: Tab) -> None:
        way = Way(here.url("/home"), "Contact")
        assert may_be_drawn(tab, way)
        came.append((await follow(tab, way), await text(tab)))

    tab = here.look(answer, path="/contact", then=then, home=home)
    [(drawn, said)] = came
    assert drawn == bool(shown)
    assert shown in said
    assert tab.page.url == here.url("/home") if drawn else "Niet gevonden" in said
    assert tab.final_url == here.url("/contact")


def test_only_an_error_or_the_page_with_the_link_is_no_answer(here: Browsing) -> None:
    tab = here.look("<p>Bel 020-5550137</p>", path="/contact")
    assert not may_be_drawn(tab, Way(here.url("/home"), "Contact"))
