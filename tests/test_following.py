"""Links that only draw another part of a shop are pressed where their addresses give no page."""

from collections.abc import Iterator

import pytest

from crawler.browser.following import follow, may_be_drawn
from crawler.browser.tab import Tab
from crawler.model.rendering import Step, Way
from tests.browsing import Browsing, Page, browsing, text
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


def steps(here: Browsing, *paths: str) -> tuple[Step, ...]:
    """Presses on links to these paths, whose words are the paths with a capital."""
    return tuple(Step(here.url(f"/{path}"), path.capitalize()) for path in paths)


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
        way = Way(here.url("/home"), steps(here, "contact"))
        assert await may_be_drawn(tab, way)
        came.append((await follow(tab, way), await text(tab)))

    tab = here.look(answer, path="/contact", then=then, home=home)
    [(drawn, said)] = came
    assert drawn == bool(shown)
    assert shown in said
    assert tab.page.url == here.url("/home") if drawn else "Niet gevonden" in said
    assert tab.final_url == here.url("/contact")


def test_several_links_are_pressed_one_after_another_and_what_fades_in_is_waited_for(here: Browsing) -> None:
    """Only the page of service leads to contact, and neither has an address that the server knows."""
    home = """<main id=main><a href=service>Service</a></main><script>
    const parts = {service: "<a href=contact>Contact</a>", contact: "Bel 020-5550138"};
    addEventListener("click", told => {
        const part = parts[(told.target.getAttribute("href"))];
        if (part) { told.preventDefault(); setTimeout(() => { main.innerHTML = part }, 1200); }
    });</script>"""
    came: list[tuple[bool, str]] = []

    async def then(tab: Tab) -> None:
        came.append((await follow(tab, Way(here.url("/home"), steps(here, "service", "contact"))), await text(tab)))

    here.look(LOST, path="/contact", then=then, home=home)
    assert came == [(True, "Bel 020-5550138")]


WORDS = "<p>" + "Wij helpen u graag met al uw vragen over garen, knopen en stof. " * 2


@pytest.mark.parametrize(("page", "may"), [(WORDS, False), ("<div id=app></div>", True), (LOST, True), (HOME_AGAIN, True)])
def test_an_error_nothing_to_read_or_the_page_with_the_link_is_no_answer(page: Page, may: bool, here: Browsing) -> None:
    came: list[bool] = []

    async def then(tab: Tab) -> None:
        came.append(await may_be_drawn(tab, Way(here.url("/home"), steps(here, "contact"))))

    here.look(page, path="/contact", then=then, home=WORDS)
    assert came == [may]
