"""The street as a program: what the proxy answers, which odd answer counts, and how it is started by hand."""

import http.client
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from street.server import Street, open_street
from street.shop import FakeShop
from street.site import Asked

SHOP = """
[row]
name = "Winkel"
country = "NL"
language = "nl"
[truth]
outcome = "measured"
[answers."/agenda/*"]
body = "agenda"
[answers."/agenda/vandaag"]
body = "vandaag"
[answers."/traag"]
delay = 0.01
[answers."/poort"]
without_cookie = "binnen"
status = 302
headers = { Location = "/in?nummer={token}" }
[answers."/vreemd"]
page = "index.html"
charset = "windows-1252"
[answers."//hulp.example/weg"]
status = 410
"""


@pytest.fixture
def shop(tmp_path: Path) -> FakeShop:
    """Give a shop with one page, a second host and odd answers."""
    folder = tmp_path / "winkel.example"
    (folder / "@hulp.example").mkdir(parents=True)
    (folder / "shop.toml").write_text(SHOP, encoding="utf-8")
    (folder / "index.html").write_text("café {{ args.get('n', '') }} ☺", encoding="utf-8")
    (folder / "traag.html").write_text("traag", encoding="utf-8")
    (folder / "poort.html").write_text("binnen", encoding="utf-8")
    (folder / "@hulp.example" / "index.html").write_text("hulp van {{ shop.name }}", encoding="utf-8")
    return FakeShop(folder)


def said(shop: FakeShop, path: str, *, host: str = "winkel.example", query: str = "", **cookies: str) -> tuple[int, str]:
    answer = shop.answer(host, Asked(path=path, query=query, cookies=cookies))
    return answer.status, answer.body.decode("utf-8", "replace")


def test_the_nearest_odd_answer_counts(shop: FakeShop) -> None:
    assert said(shop, "/agenda/2027/01") == (200, "agenda")
    assert said(shop, "/agenda/vandaag") == (200, "vandaag")
    assert said(shop, "/traag") == (200, "traag"), "what an odd answer does not say is as usual"
    assert said(shop, "/", query="n=3") == (200, "café 3 ☺")
    assert said(shop, "/nergens")[0] == 404


def test_an_answer_may_wait_for_a_cookie(shop: FakeShop) -> None:
    assert said(shop, "/poort")[0] == 302
    assert said(shop, "/poort", binnen="ja") == (200, "binnen")
    first, second = (dict(shop.answer("winkel.example", Asked(path="/poort", query=query)).headers) for query in ("", "a=1"))
    assert first["Location"].startswith("/in?nummer=")
    assert first["Location"] != second["Location"]


def test_a_page_may_be_sent_in_another_charset_than_it_says(shop: FakeShop) -> None:
    assert shop.answer("winkel.example", Asked(path="/vreemd")).body == b"caf\xe9  &#9786;"


def test_a_second_host_has_pages_and_odd_answers_of_its_own(shop: FakeShop) -> None:
    assert said(shop, "/", host="hulp.example") == (200, "hulp van Winkel")
    assert said(shop, "/weg", host="hulp.example")[0] == 410
    assert said(shop, "/weg")[0] == 404
    assert said(shop, "/@hulp.example/")[0] == 404


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    hosts = {"fietsen-de-ketting.example", "modehuis-verdi.example", "oud-slot.example"}
    with open_street(hosts=hosts) as opened:
        yield opened


def proxy_of(street: Street) -> http.client.HTTPConnection:
    parts = urlsplit(street.url)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)


def asked(street: Street, method: str, url: str) -> tuple[int, dict[str, str], bytes]:
    connection = proxy_of(street)
    try:
        connection.request(method, url)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def test_a_head_has_the_length_of_the_page_and_no_body(street: Street) -> None:
    _, _, page = asked(street, "GET", "http://www.fietsen-de-ketting.example/")
    status, headers, body = asked(street, "HEAD", "http://fietsen-de-ketting.example/")
    assert (status, int(headers["Content-Length"]), body) == (200, len(page), b"")


def test_one_connection_serves_many_pages(street: Street) -> None:
    connection = proxy_of(street)
    try:
        for path in ("/", "/contact/", "/nergens/"):
            connection.request("GET", f"http://fietsen-de-ketting.example{path}")
            response = connection.getresponse()
            assert response.read()
            assert not response.will_close
    finally:
        connection.close()


def test_what_is_sent_is_not_taken_in_but_told(street: Street) -> None:
    assert asked(street, "POST", "http://fietsen-de-ketting.example/contact/")[0] == 405
    assert [(hit.method, hit.path) for hit in street.trapped("fietsen-de-ketting.example")] == [("POST", "/contact/")]


def test_a_host_that_is_not_on_the_street_is_not_found_by_its_proxy(street: Street) -> None:
    status, headers, _ = asked(street, "GET", "http://elsewhere.example/")
    assert (status, headers["Proxy-Status"]) == (502, "street; error=dns_error")


def test_the_hits_of_a_second_host_are_the_shops(street: Street) -> None:
    assert asked(street, "GET", "http://fashion-planet.example/")[0] == 200
    assert "/" in [hit.path for hit in street.hits("modehuis-verdi.example")]


def through_tunnel(street: Street, context: ssl.SSLContext) -> tuple[int, bytes]:
    parts = urlsplit(street.url)
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=10, context=context)
    connection.set_tunnel("oud-slot.example", 443)
    try:
        connection.request("GET", "/")
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_broken_tls_is_refused_by_whoever_checks_and_read_by_whoever_does_not(street: Street) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        through_tunnel(street, ssl.create_default_context())
    careless = ssl.create_default_context()
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    status, body = through_tunnel(street, careless)
    assert (status, b"Oud Slot" in body) == (200, True)
    status, headers, _ = asked(street, "GET", "http://oud-slot.example/x")
    assert (status, headers["Location"]) == (301, "https://oud-slot.example/x")


def by_hand(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "street", *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[1],
    )


def test_the_street_is_printed_as_a_list() -> None:
    done = by_hand("--list")
    assert done.returncode == 0, done.stderr
    assert done.stdout == Street().list_csv()
    assert "Oud Slot Antiek,https://oud-slot.example/,NL,nl,,\n" in done.stdout


def test_help_tells_how_to_look_at_a_shop() -> None:
    assert "curl -x" in by_hand("--help").stdout


def test_a_port_that_is_taken_is_told(street: Street) -> None:
    port = street.url.rpartition(":")[2]
    done = by_hand("--port", port)
    assert (done.returncode, f"street: port {port} cannot be used" in done.stderr) == (2, True), done.stderr
