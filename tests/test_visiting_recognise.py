"""Pages that are not the page asked for are told by their words, and pages of the shop are not taken for them."""

import pytest

from crawler.document import parse
from crawler.model.document import Document
from crawler.model.reason import Reason
from crawler.visiting.recognise import by_content, is_missing
from tests.walking import capture


def document(title: str, body: str) -> Document:
    html = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return parse(capture("http://shop.example/", html.encode()))


@pytest.mark.parametrize(
    ("reason", "title", "text"),
    [
        (Reason.BLOCKED, "Even geduld", "Controleren of u een mens bent. Dit kan enkele seconden duren."),
        (Reason.BLOCKED, "Beveiligingscontrole", "Bevestig dat je geen robot bent om verder te gaan."),
        (Reason.BLOCKED, "Un instant", "Vérification que vous êtes un être humain."),
        (Reason.WAITING_ROOM, "Wachtruimte", "Het is druk. U gaat verder zodra u aan de beurt bent."),
        (Reason.MAINTENANCE, "Onderhoud", "Onze webshop is tijdelijk gesloten wegens onderhoud."),
        (Reason.PARKED, "shop.example", "Diese Domain wurde soeben freigeschaltet."),
        (None, "Winkel", "Wij verkopen tassen. Bel ons op 020 555 01 39."),
    ],
)
def test_what_stands_in_the_shops_place_is_named(reason: Reason | None, title: str, text: str) -> None:
    found = by_content(document(title, f"<p>{text}</p>"))
    assert (found.reason if found else None) is reason


@pytest.mark.parametrize(("field", "wall"), [("<textarea name=bericht></textarea>", False), ("<input name=code>", True)])
def test_the_check_for_robots_of_a_form_to_write_in_is_no_wall(field: str, wall: bool) -> None:
    form = f"<form><label>Naam <input name=naam></label>{field}<label>Bevestig dat je geen robot bent</label></form>"
    assert (by_content(document("Contact", f"<h1>Contact</h1>{form}")) is not None) is wall


@pytest.mark.parametrize(
    ("fields", "text", "locked"),
    [
        ("<input type=password name=pw><button>Seite öffnen</button>", "Diese Seite ist noch nicht öffentlich.", True),
        ("<input type=hidden name=t><input type=password name=code>", "Vorschau", True),
        ("<input type=email name=mail><input type=password name=pw>", "Anmelden", False),
        ("<input type=password name=pw>", "Wir eröffnen bald. Fragen? 0511 384217", False),
    ],
)
def test_a_form_for_a_password_alone_locks_the_shop(fields: str, text: str, locked: bool) -> None:
    found = by_content(document("Malerbetrieb", f"<h1>{text}</h1><form>{fields}</form>"))
    assert (found is not None and found.reason is Reason.NEEDS_PERSON) is locked


@pytest.mark.parametrize(
    "heading",
    [
        "Pagina niet gevonden",
        "Helaas, deze pagina bestaat niet",
        "Sorry, we can't find that page",
        "Die gewünschte Seite konnte nicht gefunden werden",
        "Cette page n'existe pas",
        "404",
    ],
)
def test_a_page_that_says_it_is_missing_is_missing(heading: str) -> None:
    assert is_missing(document("Winkel", f"<h1>{heading}</h1>"))


@pytest.mark.parametrize(
    "heading", ["Niet gevonden wat u zocht?", "Niet gevonden wat je zocht? Neem contact op", "Contact", "Deze week nieuw"]
)
def test_a_page_that_helps_those_who_found_nothing_is_read(heading: str) -> None:
    assert not is_missing(document(f"{heading} | Winkel", f"<h1>{heading}</h1>"))
