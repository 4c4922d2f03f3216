"""Which version of a shop is followed for a row's country and language."""

import pytest

from crawler.document import parse
from crawler.model.document import Document
from crawler.model.shop import Shop
from crawler.visiting.choosing import choice, elsewhere
from tests.walking import capture

LONG = "<p>" + "Tassen van leer en linnen, met de hand gemaakt. " * 20 + "</p>"


def shop(country: str | None, language: str | None) -> Shop:
    return Shop(id="tassen.com", name="Tassen", url="https://tassen.com/", country=country, language=language)


def page(links: str, *, language: str = "", body: str = "") -> Document:
    source = f'<html lang="{language}"><body>{body}{links}</body></html>'
    return parse(capture("https://tassen.com/", source.encode()))


BELGIUM = '<a href="/nl-be/">Nederlands</a><a href="/fr-be/">Français</a><a href="/nl-nl/">Nederland</a><a href="/de/">Deutsch</a>'


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [
        ("BE", "nl", "https://tassen.com/nl-be/"),
        ("BE", "fr", "https://tassen.com/fr-be/"),
        ("NL", "nl", "https://tassen.com/nl-nl/"),
        ("DE", "de", "https://tassen.com/de/"),
        ("PL", "pl", ""),
        (None, None, ""),
    ],
)
def test_a_chooser_gives_the_version_of_the_row(country: str | None, language: str | None, expected: str) -> None:
    assert choice(page(BELGIUM), shop(country, language)) == expected


def test_a_page_in_another_language_is_left_for_the_rows_own() -> None:
    links = '<a href="/en/">English</a><a href="/nl/">Nederlands</a><a href="/nl/contact">Contact</a>'
    assert choice(page(links, language="en", body=LONG), shop("NL", "nl")) == "https://tassen.com/nl/"
    assert choice(page(links, language="nl", body=LONG), shop("NL", "nl")) == ""


def test_words_in_a_text_do_not_make_a_version() -> None:
    links = '<a href="/thee">English breakfast</a><a href="/kaas">Nederlandse kaas</a><a href="/it">IT</a>'
    assert choice(page(links, language="de", body=LONG), shop("NL", "nl")) == ""


@pytest.mark.parametrize(
    ("path", "abroad"), [("/en-us/", True), ("/nl-nl/", False), ("/nl/", False), ("/", False), ("/be-fr/", True)]
)
def test_a_path_may_name_another_country(path: str, abroad: bool) -> None:
    assert elsewhere(f"https://tassen.com{path}", shop("NL", "nl")) == abroad
