"""Which first pages only lead on, and where to."""

import pytest

from crawler.document import parse
from crawler.model.shop import Shop
from crawler.visiting.doors import way_in
from crawler.visiting.link_sorting import LinkSorter
from tests.walking import capture

SHOP = Shop(id="brocche.it", name="Brocche", url="https://brocche.it/", country="IT", language="it")


def led_to(body: str, language: str = "it") -> str:
    document = parse(capture(SHOP.url, f'<html lang="{language}"><body>{body}</body></html>'.encode()))
    return way_in(document, SHOP, LinkSorter(SHOP, SHOP.url))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        pytest.param('<a href="home.htm"><img src="b.gif" alt=""></a><a href="home.htm">ENTRA</a>', "home.htm", id="enter"),
        pytest.param('<h1>Brocche</h1><a href="casa.php">Skip intro</a>', "casa.php", id="skip the film"),
        pytest.param('<a href="home.htm">Entra</a><a href="http://studio.it/">Studio</a>', "home.htm", id="a stranger beside it"),
        pytest.param('<a href="login.php">Entra</a>', "", id="a log-in"),
        pytest.param('<a href="a.htm">Entra</a><a href="b.htm">Vasi</a>', "", id="two ways"),
        pytest.param('<a href="privacy.htm">Privacy</a>', "", id="a page of its own"),
        pytest.param('<p>Tel. 0574 601122</p><a href="home.htm">Entra</a>', "", id="a number"),
        pytest.param('<a href="mailto:b@brocche.it">Scrivici</a><a href="home.htm">Entra</a>', "", id="an address"),
        pytest.param(f'<p>{"Brocche fatte a mano. " * 12}</p><a href="home.htm">Entra</a>', "", id="a text"),
        pytest.param('<form><input name="q"></form><a href="home.htm">Entra</a>', "", id="a form"),
        pytest.param("<h1>Brocche</h1>", "", id="no way"),
    ],
)
def test_an_entrance_has_one_way_and_nothing_else(body: str, path: str) -> None:
    assert led_to(body) == (SHOP.url + path if path else "")


@pytest.mark.parametrize(
    ("links", "path"),
    [
        pytest.param(("en/index.html", "it/index.html"), "it/index.html", id="the first file of a folder"),
        pytest.param(("en.htm", "it.htm"), "it.htm", id="a file"),
        pytest.param(("index_eng.html", "index_ita.html"), "index_ita.html", id="codes of three letters"),
        pytest.param(("english/", "italiano/"), "italiano/", id="names"),
        pytest.param(("en/vasi.html", "it/vasi.html"), "", id="other pages of two languages"),
        pytest.param(("vasi.htm", "olle.htm"), "", id="no languages"),
    ],
)
def test_flags_without_words_lead_to_versions(links: tuple[str, str], path: str) -> None:
    found = led_to("".join(f'<a href="{link}"><img src="flag.gif"></a>' for link in links), "")
    assert found == (SHOP.url + path if path else "")
