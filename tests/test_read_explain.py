"""`bereikbaar read --explain`: one page told with all reasons, and nothing on it reaches the terminal as it is."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from bereikbaar import page_account, read
from bereikbaar.__main__ import main
from bereikbaar.one_page import MOST_REJECTED, OnePage, look
from bereikbaar.page_account import told
from crawler.extractors._number_noise import SHAPES, words
from crawler.model.link import PageKind
from crawler.model.sighting import Channel
from crawler.reading import DECODERS
from street.server import Street
from tests.test_elements import CASES, case_of

SCHEMA = json.loads(read.SCHEMA.read_text(encoding="utf-8"))
URL = "https://lampenhuis.example/contact"
PAGE = """<html lang=nl><head><title>Contact | Lampenhuis</title></head><body>
<p>Bel ons: 020-555 01 36, ma-vr 09.00-17.30</p>
<footer class="site-footer"><p>Fax: 020-555 01 37</p><p>KvK 30155512</p>
<p style="display:none">Mail: info@lampenhuis.example</p>
<details><summary>Meer</summary><p>Of mail winkel [at] lampenhuis [punt] example</p></details></footer></body></html>"""
MOST_LINKS, LARGE = 18, 200_000
"""Addresses of one shop, and bytes of a page, up to which the street is walked."""

ESCAPES = "\x1b]0;owned\x07\x1b[2J\u202e"
HOSTILE = f"""<html lang="nl{ESCAPES}"><head><title>{ESCAPES}Contact</title></head><body><h1>{ESCAPES}</h1>
<footer class="site-footer {ESCAPES}" id="x{ESCAPES}"><p>Bel {ESCAPES} 020-555 01 36</p>
<p>KvK{ESCAPES} 30155512</p><a href="mailto:info@lampenhuis.example" title="{ESCAPES}">{ESCAPES}mail</a>
<a href="mailto:?subject={ESCAPES}">x</a><form action="/contact{ESCAPES}"><textarea></textarea><input type=email></form></footer>"""


def explain(page: str, *words: str, url: str = URL, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["read", "--explain", "-", "--url", url, *words], input=page.encode(), color=color)


def parts(result: Result) -> dict[str, str]:
    """The account of each value and section, by its first line."""
    found: dict[str, str] = {}
    name = ""
    for line in result.stdout.splitlines():
        if not line.startswith("    "):
            name = line.strip()
        found[name] = found.get(name, "") + line + "\n"
    return found


def test_a_page_is_told_with_what_it_was_taken_for() -> None:
    told_of = explain(PAGE, "--country", "NL").stdout
    for text in (
        "Title: Contact | Lampenhuis",
        "Kinds of page: contact (the address of the page)",
        "Language: nl; words looked for in nl, en",
        "NL: the country given, the language the page names",
    ):
        assert text in told_of


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (
            "+31205550136",
            ("Counts: yes, as contact-page", "Label: Bel ons", "»020-555 01 36«, ma-vr", "Seen on load: yes", "Where: body"),
        ),
        (
            "+31205550137",
            ("Counts: no; one for fax", "word beside it says fax", 'Where: footer, by the element <footer class="site-footer">'),
        ),
        ("info@lampenhuis.example", ("Counts: not by this page's code", "Seen on load: no; display:none")),
        ("winkel@lampenhuis.example", ("by at-words", "the page itself opens it", "»winkel [at] lampenhuis [punt] example«")),
    ],
)
def test_a_value_is_told_with_its_reasons(value: str, texts: tuple[str, ...]) -> None:
    said = parts(explain(PAGE, "--country", "NL"))[value]
    assert [text for text in texts if text not in said] == []


def test_what_was_not_taken_is_told_with_its_reason() -> None:
    said = explain(PAGE, "--country", "NL").stdout.partition("Looked at, and not taken")[2]
    assert "09.00-17.30: opening hours" in said
    assert "30155512: a number of a trade register" in said


def test_the_json_is_as_the_schema_says() -> None:
    account = json.loads(explain(PAGE, "--format", "json").stdout)
    Draft202012Validator({"$ref": "#/$defs/account", "$defs": SCHEMA["$defs"]}).validate(account)
    assert {item["reason"] for item in account["rejected"]} == {"hours", "register-number"}


def test_an_account_has_the_very_sightings_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    line = read.answer_of({"id": "a", "path": str(path), "url": URL})
    account = json.loads(explain(PAGE, "--format", "json").stdout)
    added = {"ground", "hidden_by", "place_class"}
    assert [{key: item[key] for key in item.keys() - added} for item in account["sightings"]] == line["sightings"]
    assert (account["facts"], account["gates"]) == (line["facts"], line["gates"])


@pytest.mark.parametrize("form", ["text", "json"])
def test_escapes_of_a_page_reach_no_terminal(form: str) -> None:
    result = explain(HOSTILE, "--format", form, color=True)
    assert result.exit_code == 0
    for text in ("\x1b]", "\x1b[2J", "\x07", "\u202e"):
        assert text not in result.stdout


def test_an_account_is_plain_where_there_is_no_terminal() -> None:
    assert "\x1b" not in explain(PAGE).stdout
    assert "\x1b[1m" in explain(PAGE, color=True).stdout


@pytest.mark.parametrize("page", ["", "\x00\x01", "<p>" + "020-5550136 <a href='x'>" * 3_000, "9" * 100_000, "@" * 50_000])
def test_any_page_can_be_told(page: str) -> None:
    assert explain(page, "--country", "NL").exit_code == 0


def test_of_many_candidates_only_the_first_are_told() -> None:
    page = "<p>" + "</p><p>".join(f"KvK 301{number:05}" for number in range(MOST_REJECTED + 7)) + "</p>"
    assert "and 7 more" in explain(page, "--country", "NL").stdout


@pytest.mark.parametrize(
    ("words_given", "message"),
    [
        (("--explain", "nowhere.html", "--url", URL), "'nowhere.html' does not exist"),
        (("--explain", ".", "--url", URL), "is a directory"),
        (("--explain", "-", "--url", "lampenhuis.example"), "has no host"),
        (("--explain", "-", "--url", "https:///contact"), "has no host"),
        (("--explain", "-", "--url", "https://[x"), "is no address"),
        (("--explain", "-"), "needs --url"),
        (("--explain", "-", "--url", URL, "--country", "Holland"), "no country"),
        (("--explain", "-", "--url", URL, "--language", "xx"), "no words in 'xx'"),
        (("--url", URL), "go with --explain"),
        (("--format", "json"), "go with --explain"),
    ],
)
def test_what_can_not_be_read_is_told_with_status_two(words_given: tuple[str, ...], message: str) -> None:
    result = CliRunner().invoke(main, ["read", *words_given], input=b"")
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def pages_of_the_street() -> Iterator[tuple[str, OnePage]]:
    """The pages of every shop of the street that links lead to, read as a customer of that shop gets them."""
    street = Street()
    for shop in street.shops.values():
        row = {"country": shop.row["country"], "language": shop.row["language"]}
        waiting, known = deque([shop.url]), {shop.url}
        while waiting and len(known) < MOST_LINKS:
            url = waiting.popleft()
            answer = street.answer("GET", url, {})
            kind = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
            if answer.status != 200 or "html" not in kind or len(answer.body) > LARGE:
                continue
            request = {"id": shop.host, "url": url, "content_type": kind, **row}
            yield url, look(answer.body, request)
            links = (link.target.partition("#")[0] for link in read.parsed(answer.body, request)[1].links)
            fresh = [link for link in dict.fromkeys(links) if link not in known and urlsplit(link).hostname in shop.hosts]
            waiting += fresh
            known.update(fresh)


WRITTEN = {"visible-phones", "visible-emails", "tel-links", "mailto-links", "short-numbers", "attribute-values"}
"""Techniques whose values a visitor reads as they stand in the text, or as the text of a link."""


def lacks(page: OnePage) -> Iterator[str]:
    """What a sighting of the page should say and does not."""
    for item in page.seen:
        one = item.sighting
        said: Mapping[str, Any] = {"technique": one.technique, "owner_reason": one.owner_reason, "snippet": one.snippet}
        yield from (f"{one.value}: no {name}" for name, value in said.items() if not value)
        if one.technique in WRITTEN and one.value and not page_account._marked(one.snippet, one.as_shown):
            yield f"{one.as_shown}: not in its snippet {one.snippet!r}"
        if one.technique == "decoded-values" and not one.decoder:
            yield f"{one.value}: no decoder"
        if one.channel in (Channel.PHONE, Channel.EMAIL) and not (one.selector or one.place in ("script", "head")):
            yield f"{one.value}: no element"


@pytest.mark.slow
def test_every_sighting_of_the_street_says_all_that_it_should() -> None:
    told_of = {url: list(lacks(page)) for url, page in pages_of_the_street()}
    assert len(told_of) > 280
    assert {url: lacking for url, lacking in told_of.items() if lacking} == {}


@cache
def page_of(path: Path) -> OnePage:
    case = case_of(path.read_text(encoding="utf-8"))
    request = {
        "id": "case",
        "url": case.settings.get("url", "https://winkel.example/"),
        "country": case.settings.get("country", "NL"),
    }
    return look(case.page.encode(), request)


def test_every_code_that_a_case_gives_has_words() -> None:
    tables = page_account._tables()
    without: set[tuple[str, str]] = set()
    for page in map(page_of, CASES):
        codes = [("kind", by) for _, by in page.kinds] + [("region", by) for _, by in page.regions]
        codes += [("rejected", item.reason) for item in page.rejected]
        for item in page.seen:
            codes += [("owner", item.sighting.owner_reason), ("technique", item.sighting.technique)]
            codes += [("use", item.sighting.use_reason)] if item.sighting.channel in (Channel.PHONE, Channel.EMAIL) else []
        without |= {(table, code) for table, code in codes if code not in tables[table]}
        assert list(told(page))
    assert without == set()


def test_every_kind_of_noise_has_words() -> None:
    assert {*SHAPES, *words()} - set(page_account._tables()["rejected"]) == set()


def test_decoders_have_the_names_that_accounts_tell() -> None:
    assert {item.sighting.decoder for path in CASES for item in page_of(path).seen} - {""} <= {
        *DECODERS,
        "form-action",
        "form-field",
    }


def test_a_product_page_says_what_told_it() -> None:
    page = look(b'<meta property="og:type" content="product"><p>Lamp</p>', {"id": "a", "url": "https://lampenhuis.example/lamp"})
    assert page.kinds == ((PageKind.PRODUCT, "product-data"),)
