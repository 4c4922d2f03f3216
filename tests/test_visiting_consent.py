"""Nobody but the visitor accepts cookies, and a page that waits for it is a wall."""

import pytest

from crawler.document import parse
from crawler.model.capture import Capture
from crawler.model.reason import Reason
from crawler.visiting.addresses import why_never
from crawler.visiting.consent import accepts
from crawler.visiting.recognise import by_content


@pytest.mark.parametrize(
    "text",
    [
        "Accepteren",
        "Ja, ik accepteer cookies",
        "Akkoord en doorgaan",
        "Accept all",
        "Alle akzeptieren",
        "J’accepte",
        "Tout accepter",
        "Aceptar todas las cookies",
        "Accetta i cookie e continua",
        "Aceito",
        "Akceptuję i przechodzę dalej",
        "Přijmout vše",
        "Jag accepterar",
        "Tillad alle",
        "Hyväksy kaikki",
    ],
)
def test_a_link_that_accepts_is_known(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Welke betaalmethoden accepteren jullie?",
        "Acceptgiro",
        "Accepted payments",
        "Aceptamos tarjetas",
        "Accettiamo PayPal",
        "Akceptowane karty",
        "Hyväksytyt maksutavat",
        "Contact",
        "Alles over cookies",
        "Accept our apologies and read how to return an order within a month of its delivery",
        "",
    ],
)
def test_a_link_that_only_speaks_of_it_is_followed(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize(
    "url", ["https://shop.nl/accept-cookies", "https://shop.nl/cookies/accept?back=/", "https://shop.nl/?cookie_consent=1"]
)
def test_an_address_that_accepts_is_never_followed(url: str) -> None:
    assert why_never(url) == "acts"


def trouble_of(body: str) -> Reason | None:
    html = f"<html lang=nl><title>Winkel</title><body>{body}</body></html>".encode()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    url = "http://shop.example/"
    capture = Capture(url=url, final_url=url, status=200, headers=headers, body=html, sha256="", fetched_at="")
    found = by_content(parse(capture))
    return found.reason if found else None


def test_a_page_that_opens_only_after_cookies_is_for_a_person() -> None:
    assert (
        trouble_of("<p>Om deze website te bezoeken, moet u cookies accepteren.</p><a href=/ja>Akkoord</a>") is Reason.NEEDS_PERSON
    )
    assert trouble_of("<p>Vous devez accepter l’utilisation des cookies.</p>") is Reason.NEEDS_PERSON


def test_a_shop_with_a_cookie_banner_is_no_wall() -> None:
    assert trouble_of("<div class=cookies>Wij gebruiken cookies. <a href=/ja>Accepteren</a></div><p>Bel 020 123 4567</p>") is None
