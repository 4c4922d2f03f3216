"""A page rendered as a customer would: what is pressed, what is left alone, and what that leaves open."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from crawler.browser.find import find_browser
from crawler.browser.renderer import ChromiumRenderer
from crawler.model.rendering import RenderBudget, Rendering
from crawler.model.shop import Shop
from crawler.model.sighting import GateKind
from tests.browsing import HEADERS, NAMES
from tests.guarding import SHOPS, Names, guard
from tests.loopback import Reply, serve

pytestmark = pytest.mark.xdist_group("browser")

Render = Callable[..., Rendering]
NAMED = ("nummer", "adres", "e-mailadres", "telefoonnummer", "gegevens", "contactgegevens")


def first(many: int, cases: list[Any]) -> list[Any]:
    """Cases of which the first are tried each time, the others with the slow tests: each has a page of its own opened."""
    slow = (pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow) for case in cases[many:])
    return [*cases[:many], *slow]


@pytest.fixture(scope="module")
def render() -> Iterator[Render]:
    """Renders a page with this content, `chats` opened, again after `late` seconds; `asked` gets when the shop was asked for it."""
    if find_browser() is None:
        pytest.skip("no Chromium or Chrome was found; see `bereikbaar doctor`")
    with serve({}, address=SHOPS) as server, asyncio.Runner() as runner:
        shop = Shop(id="shop.example", name="Shop", url=f"http://shop.example:{server.port}/", country="NL", language="nl")
        ways = {
            (chats, late): ChromiumRenderer(
                lambda _: HEADERS, lambda: guard(Names(NAMES)), browsers=1, open_chats=chats, budget=RenderBudget(late=late)
            )
            for chats, late in ((True, 0), (False, 0), (True, RenderBudget().late))
        }

        def rendered(
            page: str,
            *,
            pause: float = 0.0,
            asked: list[float] | None = None,
            chats: bool = True,
            contact: bool = True,
            late: float = 0,
        ) -> Rendering:
            del server.journal[:]
            server.answers = lambda _host, path: (
                Reply(body=page.encode(), headers=(("Content-Type", "text/html; charset=utf-8"),)) if path == "/contact" else None
            )
            came = runner.run(ways[chats, late].render(f"{shop.url}contact", shop, contact_page=contact, pause=pause))
            if asked is not None:
                asked.extend(item.at for item in server.journal if item.path == "/contact")
            return came

        try:
            yield rendered
        finally:
            for renderer in ways.values():
                runner.run(renderer.close())


def shown(rendering: Rendering) -> str:
    """All that any view says."""
    return " ".join(view.html.decode() for view in rendering.views)


def test_what_a_button_shows_is_another_view(render: Render) -> None:
    came = render("<p>Bel ons</p><button onclick=\"this.outerHTML='020-5550131'\">Toon nummer</button>")
    assert (came.clicked, [view.opened for view in came.views]) == (("Toon nummer",), ["", "", "Toon nummer"])
    assert "020-5550131" in came.views[-1].html.decode()
    assert came.problems == ()


def test_of_many_questions_each_is_opened(render: Render) -> None:
    questions = "".join(
        f'<button aria-expanded=false onclick="this.nextSibling.textContent=`antwoord {number}`">Vraag {number}</button><p></p>'
        for number in range(40)
    )
    came = render(questions)
    assert all(f"antwoord {number}<" in shown(came) for number in range(40))
    assert len(came.clicked) == 40
    assert came.problems == ()


def test_what_lies_under_something_else_is_left_alone_and_leaves_the_search_open(render: Render) -> None:
    came = render(
        '<div style="position:relative;width:200px;height:60px">'
        '<button style="width:200px;height:60px" onclick="document.title=\'geopend\'">Toon nummer</button>'
        '<a href=/weg style="position:absolute;inset:0">Korting</a></div>'
    )
    assert (came.clicked, came.problems) == ((), ("clicks: 1 controls were not pressed",))


def test_an_icon_under_something_else_leaves_nothing_open(render: Render) -> None:
    came = render(
        '<div style="position:relative;width:200px;height:60px">'
        '<button class="icon-phone" style="width:200px;height:60px"></button>'
        '<a href=/weg style="position:absolute;inset:0">Korting</a></div>'
    )
    assert (came.clicked, came.problems) == ((), ())


def test_a_bar_that_sticks_to_the_windows_end_hides_no_control(render: Render) -> None:
    came = render(
        "<div style='height:745px'></div><button onclick=\"this.outerHTML='020-' + 5550134\">Toon nummer</button>"
        "<div style='height:2000px'></div>"
        '<div style="position:fixed;inset:auto 0 0 0;height:120px;background:#eee"><a href=/weg>Cookies</a></div>'
    )
    assert (came.clicked, came.problems) == (("Toon nummer",), ())
    assert "020-5550134" in shown(came)


def test_what_is_open_is_not_pressed_shut(render: Render) -> None:
    came = render(
        "<details open><summary>Contact</summary>Bel 020-5550135</details><details><summary>Bezorging</summary>Snel</details>"
    )
    assert (came.clicked, came.problems) == (("Bezorging",), ())


def test_a_control_that_leads_away_is_come_back_from(render: Render) -> None:
    came = render(
        "<button onclick=\"location.href='/weg'\">Toon nummer</button>"
        "<button onclick=\"this.outerHTML='020-' + 5550132\">Toon e-mailadres</button>"
    )
    assert (came.clicked, came.problems) == (("Toon nummer", "Toon e-mailadres"), ())
    assert "020-5550132" in shown(came)
    assert [(led.text, led.url.rpartition("/")[2]) for led in came.led] == [("Toon nummer", "weg")]


def test_more_controls_that_lead_away_than_are_come_back_from_leave_the_search_open(render: Render) -> None:
    came = render("".join(f"<button onclick=\"location.href='/{word}'\">Toon {word}</button>" for word in NAMED))
    assert len(came.led) == 4
    assert came.problems == ("clicks: 2 controls were not pressed",)


DRAWN = """<div id=app></div><script>
const pages = {start: "<h1>Welkom</h1><a href='#mail'>Schrijf een e-mail</a>", service: "<h1>Service</h1>",
    contact: "<h1>Contact</h1><p>020-5550131</p>", mail: "<p>info@shop.example</p>"};
function draw() {
    const part = pages[location.hash.slice(1)] || pages.start;
    app.innerHTML = "<a href='#service'>Service</a> <a href='#contact'>Contact</a>" + part;
}
window.addEventListener("hashchange", draw);
draw();
</script>"""


def test_what_a_click_draws_anew_is_pressed_as_it_stands_then(render: Render) -> None:
    """A shop of one page, which draws all of it again for each part: the menu is the same to a customer, and new to the browser."""
    came = render(DRAWN)
    assert {"Service", "Contact"} <= set(came.clicked)
    assert "020-5550131" in shown(came)


def test_what_a_click_took_away_is_pressed_on_the_page_loaded_again(render: Render) -> None:
    asked: list[float] = []
    came = render(DRAWN, asked=asked)
    assert came.clicked[-1] == "Schrijf een e-mail"
    assert "info@shop.example" in shown(came)
    assert came.problems == ()
    assert len(asked) == 2


def test_what_is_opened_later_is_pressed_then(render: Render) -> None:
    came = render(
        "<style>#box { visibility: hidden } #box.open { visibility: visible }</style>"
        "<div id=box><a href='#c' onclick='this.textContent=`020-5550131`'>Toon nummer</a></div>"
        "<button onclick='box.classList.add(`open`)'>Contact</button>"
    )
    assert came.clicked == ("Contact", "Toon nummer")
    assert "020-5550131" in shown(came)
    assert came.problems == ()


def test_what_hears_a_click_is_pressed_where_its_words_tell(render: Render) -> None:
    """A menu of plain elements: each has a listener that a script gave it, or a hand, or stands in the menu."""
    came = render(
        "<nav><span>Klantenservice</span></nav><div id=a>Contact</div><p style=cursor:pointer>Bel ons</p>"
        "<div id=b class=icon-phone><svg width=9 height=9></svg></div><p>Mail ons</p>"
        "<script>for (const id of 'ab') document.getElementById(id).addEventListener('click', () => {})</script>"
    )
    assert set(came.clicked) == {"Klantenservice", "Contact", "Bel ons", "icon phone"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("display: none", "display: block"),
        ("visibility: hidden", "visibility: visible"),
        ("opacity: 0", "opacity: 1"),
        ("display: block; max-height: 0; overflow: hidden", "max-height: 9em"),
        ("position: absolute; top: 100% } li { position: relative; overflow: hidden; height: 20px", "top: 0"),
    ],
)
def test_what_shows_a_value_to_who_points_at_it_is_pointed_at(before: str, after: str, render: Render) -> None:
    rules = f"li span {{{before}}} li:hover span {{{after}}}"
    came = render(f"<style>{rules}</style><ul><li>Hier <span>020-5550140</span></ul><i>Daar <b hidden>winkel</b></i>")
    assert (came.clicked, [view.opened for view in came.views[2:]]) == (("Hier",), ["Hier"])


@pytest.mark.parametrize(
    ("rules", "number"),
    first(
        1,
        [
            ("b:hover { filter: none }", "<b>020-5550158</b>"),
            ("", "<b onclick=\"this.style.filter = 'none'\">020-5550158</b>"),
            ("", "<b>020-5550158</b>"),
        ],
    ),
)
def test_a_blurred_number_is_pointed_at_and_pressed(rules: str, number: str, render: Render) -> None:
    came = render(f"<style>b {{ filter: blur(6px) }} {rules}</style><p>Telefoon: {number}</p>")
    assert any(b"unseen" not in view.html for view in came.views) == (bool(rules) or "onclick" in number)


ROTATING = "<script>setTimeout(() => { for (const b of document.querySelectorAll('b')) b.hidden = !b.hidden }, 5000)</script>"


@pytest.mark.parametrize(
    ("turns", "later"),
    [
        ("<b>Thee</b><b hidden>020-5550143</b>" + ROTATING, 1),
        ("<b class='bar shown'>Thee</b><b class=bar hidden>020-5550147</b>" + ROTATING, 1),
        ("<b class=bar>Thee</b><b class=box hidden>020-5550148</b>" + ROTATING, 0),
        ("<i>Thee</i><b hidden>020-5550144</b>" + ROTATING, 0),
        ("<b>Thee</b><b hidden>020-5550145</b><p>020-5550145</p>" + ROTATING, 0),
    ],
)
def test_what_takes_turns_is_waited_for_where_the_page_shows_it_nowhere(turns: str, later: int, render: Render) -> None:
    came = render(f"<div>{turns}</div>")
    assert [view.viewport for view in came.views[2:] if not view.opened] == [(1280, 800)] * later
    assert came.problems == ()


def test_a_bar_that_comes_when_the_page_is_scrolled_is_seen(render: Render) -> None:
    came = render(
        "<p id=b style='position: fixed; top: 0; display: none'>020-5550146</p>"
        + "<p>Thee</p>" * 120
        + "<script>onscroll = () => { b.style.display = scrollY > 200 ? 'block' : 'none' }</script>"
    )
    assert [(view.opened, b'unseen="display:none"' in view.html) for view in came.views] == [("", True), ("", True), ("", False)]


def test_a_part_of_the_page_is_not_pointed_at_for_a_value_it_hides(render: Render) -> None:
    came = render("<main>" + "<p>Thee</p>" * 40 + "<p style='display: none'>020-5550141</p></main><body>020-5550142")
    assert came.clicked == ()


def test_what_holds_a_link_or_stands_in_one_is_no_control(render: Render) -> None:
    came = render(
        "<div id=a>Contact <a href=/thee>Thee</a></div><a href=/contact><span id=b>Klantenservice</span></a>"
        "<form><div id=c>Vragen? <button>Verstuur</button></div></form><div id=d>Contact in winkelwagen</div>"
        "<script>for (const id of 'abcd') document.getElementById(id).addEventListener('click', () => {})</script>"
    )
    assert came.clicked == ()


def test_what_comes_to_sight_is_pressed_too(render: Render) -> None:
    came = render(
        "<div id=a>Contact</div><script>a.addEventListener('click', () => { a.outerHTML ="
        " `<p onclick=\"this.textContent='020-' + 5550135\" style=cursor:pointer>Toon nummer</p>` })</script>"
    )
    assert came.clicked == ("Contact", "Toon nummer")
    assert "020-5550135" in shown(came)


def test_what_a_click_has_another_program_open_is_a_link_of_its_view(render: Render) -> None:
    came = render(
        "<button onclick=\"location='mailto:' + ['info', 'winkel.example'].join('@')\">Mail ons</button>"
        "<button onclick=\"location.href='tel:+3120' + 5550138\">Bel ons</button>"
    )
    assert '<a href="mailto:info@winkel.example" bereikbaar-made="script">Mail ons</a>' in shown(came)
    assert '<a href="tel:+31205550138" bereikbaar-made="script">Bel ons</a>' in shown(came)


@pytest.mark.parametrize(
    ("before", "words", "led"),
    [
        ("", "Verstuur een e-mail", True),
        ("", "Envoyer un e-mail", True),
        ("<form><input name=q><textarea></textarea></form>", "E-Mail senden", True),
        ("", "Versturen", False),
        ("<input type=email><textarea></textarea>", "Send e-mail", False),
        ("<p>Uw adres: <input type=email>", "Stuur mij de e-mail toe: verzenden", False),
    ],
)
def test_words_of_sending_e_mail_are_pressed_where_nothing_can_be_filled_in(
    before: str, words: str, led: bool, render: Render
) -> None:
    came = render(f"{before}<button onclick=\"location.href='mailto:' + ['info', 'winkel.example'].join('@')\">{words}</button>")
    assert (came.clicked, "mailto:info@winkel.example" in shown(came)) == ((words,) if led else (), led)


@pytest.mark.parametrize(
    ("way", "pressed"),
    [
        ("<a href='#/voorwaarden'>Algemene voorwaarden</a>", True),
        ("<a href='#deel' onclick='show()'>Algemene voorwaarden</a>", True),
        ("<a href='#dicht'>Algemene voorwaarden</a>", True),
        ("<button onclick='show()'>Algemene voorwaarden</button>", True),
        ("<a href='#deel'>Algemene voorwaarden</a>", False),
        ("<a href='#naam'>Algemene voorwaarden</a>", False),
        ("<a href='#' id=w>Algemene voorwaarden</a><script>w.addEventListener('click', () => show())</script>", True),
        ("<a href='#/privacy'>Privacyverklaring</a>", True),
        ("<a href='#deel'>Privacyverklaring</a>", False),
        ("<button onclick='show()'>Privacyverklaring</button>", False),
        ("<a href='#/nieuws'>Nieuws</a>", False),
    ],
)
def test_a_way_into_the_page_is_pressed_where_only_a_script_can_go_it(way: str, pressed: bool, render: Render) -> None:
    """A shop of one page shows its terms so, and the number may stand there alone."""
    came = render(
        f"{way}<p id=deel>Deel</p><a name=naam></a><p id=dicht style='display:none'>Dicht</p><p id=p></p><script>"
        "function show() { p.textContent = '020-' + 5550131 }"
        "addEventListener('hashchange', () => { if (location.hash[1] == '/' || location.hash == '#dicht') show() })</script>",
        contact=False,
    )
    assert (bool(came.clicked), "020-5550131" in shown(came)) == (pressed, pressed)


def test_words_of_sending_e_mail_in_a_form_are_left_alone(render: Render) -> None:
    assert render("<form><input name=q><button type=button onclick=f()>E-mail versturen</button></form>").clicked == ()


def test_what_a_dialog_says_that_a_click_brings_is_in_its_view(render: Render) -> None:
    came = render(
        "<script>alert('Wij zijn open')</script><a href=# onclick=\"alert('Bel 020-5550139\\nof mail'); return false\">Bel ons</a>"
    )
    view = came.views[-1]
    assert (view.opened, "Wij zijn open</p>" in shown(came)) == ("Bel ons", False)
    assert '<p bereikbaar-made="dialog">Bel 020-5550139<br>of mail</p>' in view.html.decode()


def test_a_window_that_a_click_opens_is_where_the_control_leads(render: Render) -> None:
    came = render("<button onclick=\"window.open('/weg')\">Contact</button>")
    assert [(led.text, led.url.rpartition("/")[2]) for led in came.led] == [("Contact", "weg")]


def test_a_control_whose_sign_changes_is_not_pressed_shut(render: Render) -> None:
    toggle = "this.textContent = 'Contact -'; this.nextSibling.hidden = !this.nextSibling.hidden"
    came = render(f'<p style=cursor:pointer onclick="{toggle}">Contact +</p><p hidden>Bel 020-5550140</p>')
    assert came.clicked == ("Contact +",)


def test_an_option_that_promises_contact_is_chosen(render: Render) -> None:
    came = render(
        "<select id=s><option value=0>Kies<option value=1>Contact<option value=2>Blauw</select>"
        "<form><select><option>Kies<option>Klantenservice</select><input name=q></form><p id=p></p>"
        "<script>s.addEventListener('change', () => { p.textContent = s.value + '020-' + 5550136 })</script>",
        contact=False,
    )
    assert came.clicked == ("Contact",)
    assert "1020-5550136" in shown(came)


def test_a_label_that_opens_by_a_box_is_pressed(render: Render) -> None:
    came = render(
        "<style>div{display:none}:checked~div{display:block}</style>"
        "<input type=checkbox id=a hidden><label for=a>Meer weten?</label><div>Bel 020-5550137</div>"
        "<form><input type=checkbox id=b><label for=b>Contact mag</label></form>"
    )
    assert came.clicked == ("Meer weten?",)


def test_topics_that_hear_a_click_are_pressed_and_answers_are_not(render: Render) -> None:
    words = ("Mijn bestelling", "Ja", "Nuttig", "English", "EUR", ">>")
    came = render(
        "".join(f"<button type=button>{word}</button>" for word in words)
        + "<script>for (const one of document.querySelectorAll('button')) one.addEventListener('click', () => {})</script>"
    )
    assert came.clicked == ("Mijn bestelling",)


SHOWS = "<p id=o></p><script>function show() { o.textContent = 'Bel 020-' + 5550150 }</script>"
HEARD = SHOWS + "<script>document.addEventListener('click', event => { if (event.target.closest('.k')) show() })</script>"


@pytest.mark.parametrize(
    "control",
    first(
        6,
        [
            "<input type=button value='Toon telefoonnummer' onclick=show()>",
            "<img alt='Toon telefoonnummer' width=90 height=30 onclick=show()>",
            "<a href=# class=k><img alt='Winkel Utrecht' width=90 height=30></a>",
            "<a href='' onclick='show(); return false'>Winkel Utrecht</a>",
            "<button onclick='setTimeout(show, 1500)'>Toon telefoonnummer</button>",
            "<button onclick='setTimeout(show, 1200)'>Contact</button>",
            "<button class=k>Winkel Utrecht</button>",
            "<div role=button class=k>Winkel Utrecht</div>",
            "<span tabindex=0 class=k>Winkel Utrecht</span>",
            "<a href=#o class=k data-bs-toggle=offcanvas>Winkel</a>",
            "<div style=cursor:pointer onclick=show()>Liever iemand spreken? " + "Wij zitten klaar. " * 5 + "</div>",
            "<button onclick=show()>020-55•• •••</button>",
            "<a href=# onclick=show()>info@win...</a><a href=# onclick=show()>in***@winkel.example</a>",
            "<div class=k style=cursor:pointer>Telefonisch bestellen</div>",
            "<div class=k style=cursor:pointer>Hoe kan ik bestellen?</div>",
            "<h3><button type=button class=k aria-expanded=false>Bestellen en betalen</button></h3>",
            "<form><main><input name=q><input type=checkbox id=a><label for=a onclick=show()>Meer weten?</label></main></form>",
        ],
    ),
)
def test_what_customers_would_press_on_a_contact_page_is_pressed(control: str, render: Render) -> None:
    assert "020-5550150" in shown(render(control + HEARD))


@pytest.mark.parametrize(
    ("control", "clicked"),
    first(
        2,
        [
            ("<p>Telefoon: <b class=k style=cursor:pointer>klik om te tonen</b></p>", ("Telefoon: klik om te tonen",)),
            ("<p>Telefoon 020-5550149</p><div class='k card' style=cursor:pointer>Tonen</div>", ()),
            (
                "<ul><li class=mail onclick=0>Tonen</li><li class='k phone' style=cursor:pointer>Tonen</li></ul>",
                ("mail: Tonen", "phone: Tonen"),
            ),
            ("<dl><dt>E-mail<dd class=k style=cursor:pointer>Zie</dl>", ("E-mail: Zie",)),
            ("<p>Bel ons elke dag, of kijk in de winkel. <b class=k style=cursor:pointer>Tonen</b></p>", ()),
        ],
    ),
)
def test_words_that_only_show_are_pressed_where_a_value_is_announced(control: str, clicked: tuple[str], render: Render) -> None:
    came = render(control + HEARD, contact=False)
    assert (came.clicked, "020-5550150" in shown(came)) == (clicked, bool(clicked))


@pytest.mark.parametrize(
    "control",
    first(
        4,
        [
            "<input type=submit value='Toon telefoonnummer' onclick=show()>",
            "<form action=/weg><button class=k>Winkel Utrecht</button></form>",
            "<a href=#o class=k>Winkel Utrecht</a>",
            "<div class=k style=cursor:pointer>Nu bestellen</div>",
            "<div class=k style=cursor:pointer>Nu bestellen?</div>",
            "<button type=button class=k aria-expanded=false aria-controls=mand>In winkelwagen</button>",
            "<button type=button class=k data-bs-toggle=offcanvas>In winkelwagen</button>",
            "<div class=k style=cursor:pointer>Telefoon in winkelwagen</div>",
            "<form><input name=q><input type=checkbox id=a><label for=a onclick=show()>Meer weten?</label></form>",
        ],
    ),
)
def test_what_sends_or_buys_or_leads_down_the_page_is_left_alone(control: str, render: Render) -> None:
    came = render(control + HEARD)
    assert (came.clicked, "020-5550150" in shown(came)) == ((), False)


def test_each_of_many_alike_is_pressed(render: Render) -> None:
    """Below each part of the page stands the same word, and only the last says something of use."""
    parts = "".join(f"<h3>{part}</h3><button onclick=tell(this)>Meer informatie</button>" for part in ("Winkel", "Pers", "Klanten"))
    tell = "<script>let n = 0; function tell(one) { one.outerHTML = ++n == 3 ? 'Bel 020-' + 5550151 : 'Kom langs' }</script>"
    came = render(parts + tell)
    assert (came.clicked, "020-5550151" in shown(came)) == (("Meer informatie",) * 3, True)


ONE_AT_A_TIME = """<script>
document.addEventListener("click", event => {
    const part = event.target.nextElementSibling;
    for (const one of document.querySelectorAll("i")) one.style = "%s";
    if (part) part.style = "";
});
for (const one of document.querySelectorAll("i")) one.style = "%s";
</script>"""


@pytest.mark.parametrize("shut", first(1, ["display: none", "display: block; max-height: 0; overflow: hidden"]))
def test_of_parts_that_shut_each_other_each_is_seen(shut: str, render: Render) -> None:
    parts = "".join(
        f"<button type=button>Vraag {number}</button><i>{'Bel 020-5550152' if number == 11 else 'Antwoord'}</i><br>"
        for number in range(14)
    )
    came = render(parts + ONE_AT_A_TIME % (shut, shut))
    assert [
        view.opened
        for view in came.views
        if b"5550152</i" in view.html and b"unseen" not in view.html.partition(b"5550152")[0][-90:]
    ]


OVERLAY = (
    "<style>#w { position: fixed; inset: 0; background: #fff }</style><button onclick=show()>Bel ons</button>"
    "<div id=w><p>Korting?</p>%s</div>" + SHOWS
)


@pytest.mark.parametrize(
    ("goes", "pressed"),
    first(
        2,
        [
            ("<script>addEventListener('keydown', event => { if (event.key == 'Escape') w.remove() })</script>", True),
            ("<button aria-label=Sluiten onclick=w.remove()></button>", True),
            ("<span onclick=w.remove()>×</span>", True),
            ("<p>Wij gebruiken cookies</p><span onclick=w.remove()>×</span>", False),
            ("", False),
        ],
    ),
)
def test_what_lies_over_a_control_is_sent_away_first(goes: str, pressed: bool, render: Render) -> None:
    came = render(OVERLAY % goes)
    assert ("020-5550150" in shown(came), came.problems == ()) == (pressed, pressed)


def test_a_window_over_the_page_that_stays_is_got_rid_of_by_loading_anew(render: Render) -> None:
    came = render(
        "<style>.w { position: fixed; inset: 0; background: #fff }</style><div id=w></div><script>"
        "function put(said) { w.className = 'w'; w.textContent = said }</script>"
        "<button onclick=\"put('info@' + 'winkel.example')\">Mail ons</button>"
        "<button onclick=\"put('020-' + 5550153)\">Bel ons</button>"
    )
    assert ("info@winkel.example" in shown(came), "020-5550153" in shown(came), came.problems) == (True, True, ())


@pytest.mark.parametrize(
    ("form", "left"),
    first(
        2,
        [
            ("<form method=post><button>Toon telefoonnummer</button></form>", 1),
            ("<form method=post><input type=hidden><input type=submit value='Toon nummer'></form>", 1),
            ("<form><button>Toon telefoonnummer</button></form>", 0),
            ("<form method=post><input name=bestelling><button>Toon gegevens</button></form>", 0),
            ("<form method=post><button>Bekijk winkels</button></form>", 0),
        ],
    ),
)
def test_a_button_that_sends_for_a_value_leaves_the_search_open(form: str, left: int, render: Render) -> None:
    came = render(form)
    assert (came.clicked, came.problems) == ((), (f"clicks: {left} controls were not pressed",) if left else ())


def test_an_option_of_a_short_list_is_chosen_where_nothing_is_sent(render: Render) -> None:
    options = "<option>Kies<option value=1>Verkoop<option value=2>Inkoop</select>"
    came = render(
        f"<header><select>{options}</header><form><select>{options}</form><select id=s>{options}<p id=p></p>"
        "<script>s.onchange = () => { p.textContent = 'Bel 020-' + (5550153 + +s.value) }</script>"
    )
    assert came.clicked == ("Verkoop", "Inkoop")
    assert ("020-5550154" in shown(came), "020-5550155" in shown(came)) == (True, True)


@pytest.mark.parametrize(
    ("what", "later"), first(1, [("o.textContent = 'Bel 020-' + 5550156", 1), ("o.textContent = 'Welkom'", 0)])
)
def test_what_a_script_writes_late_is_waited_for(what: str, later: int, render: Render) -> None:
    came = render(f"<p id=o></p><script>setTimeout(() => {{ {what} }}, 5000)</script>", late=RenderBudget().late)
    assert len(came.views) == 2 + later


@pytest.mark.parametrize(
    ("tip", "shows"),
    first(
        1,
        [
            ("<b data-tip='Bel 020-5550157'>Wijs hier</b>", True),
            ("<b data-tip='Artikel 2055501570'>Wijs hier</b>", False),
            ("<b data-tip='Bel 020-5550157'>Bel 020-5550157</b>", False),
        ],
    ),
)
def test_a_tip_of_an_attribute_is_seen_by_who_points_at_it(tip: str, shows: bool, render: Render) -> None:
    came = render(f"<style>b:hover::after {{ content: attr(data-tip) }}</style>{tip}")
    assert bool(came.clicked) == shows


def test_a_menu_is_opened_on_the_first_page_alone(render: Render) -> None:
    """The module's window has had pages before."""
    came = render("<button aria-label='Open menu'><svg width=9 height=9></svg></button>")
    assert came.clicked == ()


def test_more_controls_than_are_pressed_leave_the_search_open(render: Render) -> None:
    came = render("".join(f"<button aria-expanded=false>Vraag {number}</button>" for number in range(80)))
    assert came.problems == ("clicks: 12 controls were not pressed",)


def test_a_chat_that_was_opened_is_a_gate_that_was_passed(render: Render) -> None:
    came = render("<button onclick=\"this.nextSibling.textContent='Bel 020-5550133'\">Chat met ons</button><p></p>")
    assert [(gate.kind, gate.passed, gate.snippet) for gate in came.gates] == [(GateKind.CHAT, True, "Chat met ons")]


def test_a_chat_that_is_left_shut_is_a_way_that_was_not_taken(render: Render) -> None:
    came = render("<button>Chat met ons</button><p>Onze chat is er elke dag voor u</p>", chats=False)
    assert [(gate.kind, gate.passed, gate.snippet) for gate in came.gates] == [(GateKind.CHAT, False, "Chat met ons")]
    assert came.clicked == ()


def test_the_shop_is_left_alone_before_a_page_is_rendered_again(render: Render) -> None:
    """The page is well until it is scrolled: then its messages have no end, and it is opened anew with those kept shut."""
    asked: list[float] = []
    rings = "onscroll = () => { const ring = () => { alert(1); setTimeout(ring) }; ring() }"
    came = render(f"<p>Bel 020-5550134</p><div style=height:9000px></div><script>{rings}</script>", pause=1.5, asked=asked)
    assert "020-5550134" in shown(came)
    assert len(asked) > 1
    assert all(later - sooner >= 1.5 for sooner, later in pairwise(asked))
