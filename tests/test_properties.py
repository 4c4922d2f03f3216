"""What must hold for every page: order, hiding and showing, and bytes of any kind."""

import base64
import codecs
import random
import re
import time
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler import reading
from crawler.decoders.reversed_text import backwards
from crawler.decoders.typo3 import unshift
from crawler.document import Engine, parse
from crawler.document.guard import guarded
from crawler.knowledge.countries import countries
from crawler.knowledge.languages import languages
from crawler.model.capture import Capture, Via
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Sighting
from tests.test_elements import CASES, case_of

SHOP = Shop(id="winkel", name="", url="https://winkel.nl/", country="NL", language="nl")
ADDRESSES = st.builds(
    "{}@{}.{}".format,
    st.from_regex(r"[a-z]{2,12}", fullmatch=True),
    st.from_regex(r"[a-z]{3,14}", fullmatch=True),
    st.sampled_from(["nl", "de", "com", "co.uk"]),
)
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


KINDS = ("text/html; charset=utf-16", "text/html; charset=no-such", "text/html; charset=utf-8", "text/plain", "application/pdf")


def capture_of(body: bytes) -> Capture:
    url = SHOP.url
    return Capture(url=url, final_url=url, status=200, headers=(), body=body, sha256="", fetched_at="", via=Via.HAND)


def read(body: bytes) -> reading.Reading:
    page = Page(id=0, url=SHOP.url, final_url=SHOP.url, status=200)
    return reading.read(page, parse(capture_of(body)), SHOP)


def emails(markup: str) -> set[str]:
    page = f"<!doctype html><html lang=nl><body><p>Mail: {markup}</p></body></html>"
    return {item.value for item in read(page.encode()).sightings if item.channel is Channel.EMAIL and item.on_load}


def cloudflare(address: str) -> str:
    hidden = bytes([42, *(42 ^ letter for letter in address.encode())]).hex()
    return f'<span class="__cf_email__" data-cfemail="{hidden}">[email protected]</span>'


def joomla(address: str) -> str:
    name, host = address.split("@")
    cloaked = "".join(f"&#{ord(letter)};" for letter in name)
    return f"<script>var addy7 = '{cloaked}' + '&#64;'; addy7 = addy7 + '{host}'; document.write(addy7);</script>"


def typo3(address: str) -> str:
    return f"<a href=\"javascript:linkTo_UnCryptMailto('{unshift('mailto:' + address, 3)}')\">mail</a>"


def character_array(address: str) -> str:
    order = list(range(len(address)))
    random.Random(address).shuffle(order)
    letters = ",".join(f"'{address[number]}'" for number in order)
    numbers = ",".join(map(str, order))
    return f"<script>var a = [{letters}];var b = [{numbers}];for(i in b){{c[b[i]]=a[i]}}document.write(c[i]);</script>"


HIDE = {
    "cloudflare": cloudflare,
    "joomla": joomla,
    "typo3": typo3,
    "character-array": character_array,
    "rot13": lambda address: f'<a href="{codecs.encode("mailto:" + address, "rot13")}">mail</a>',
    "base64": lambda address: f'<span data-mail="{base64.b64encode(address.encode()).decode()}">mail</span>',
    "percent": lambda address: f'<a href="mailto:{"".join(f"%{ord(letter):02x}" for letter in address)}">mail</a>',
    "entities": lambda address: "".join(f"&#x{ord(letter):x};" for letter in address),
    "reversed": lambda address: f'<bdo style="unicode-bidi:bidi-override;direction:rtl">{backwards(address)}</bdo>',
    "drawn-signs": lambda address: address.replace("@", '<i class="fa fa-at"></i>').replace(".", '<i class="dot"></i>'),
    "at-words": lambda address: address.replace("@", " [at] ").replace(".", " [punt] "),
    "click-script": lambda address: f"<a href=\"javascript:location='mailto:'+'{address}'\">mail</a>",
    "pieces": lambda address: f"<script>var a='{address[:3]}',b='{address[3:]}';document.write(a+b)</script>",
}


@pytest.mark.parametrize("way", HIDE)
@QUIET
@given(address=ADDRESSES)
def test_what_is_hidden_is_read_as_it_was(way: str, address: str) -> None:
    assert address in emails(HIDE[way](address))


WITHOUT_A_NAME = {"entities"}
"""Undone by every parser: a sighting does not tell that they were there."""
FIELD = "form-field"
"""What the decoder `form-fields` calls a value of a field, beside one of a form's action."""


def test_every_decoder_has_a_way_of_hiding_that_it_undoes() -> None:
    told = set[str]()
    for hide in (*HIDE.values(), hidden_field):
        page = f"<html lang=nl><body><p>Mail: {hide('piet@tassen.nl')}</p></body></html>"
        told |= {item.decoder for item in read(page.encode()).sightings if item.value == "piet@tassen.nl"}
    assert set(reading.DECODERS) - {name.replace(FIELD, "form-fields") for name in told} == WITHOUT_A_NAME
    assert HIDE.keys() >= WITHOUT_A_NAME


def hidden_field(address: str) -> str:
    return f'<form action="/verstuur"><input type=hidden name=naar value="{address}"><input name=vraag></form>'


@QUIET
@given(address=ADDRESSES)
def test_what_a_hidden_field_holds_is_read_and_stays_hidden(address: str) -> None:
    found = [item for item in read(hidden_field(address).encode()).sightings if item.channel is Channel.EMAIL]
    assert [(item.value, item.decoder, item.on_load) for item in found] == [(address, FIELD, False)]


@pytest.mark.parametrize("code", languages())
def test_an_address_in_the_words_of_a_language_is_read_as_it_was(code: str) -> None:
    spoken = languages()[code]
    for at in spoken.at_words:
        for dot in spoken.dot_words:
            written = f"piet [{at.strip('[](){}<>')}] tassen [{dot.strip('[](){}<>')}] nl"
            page = f"<html lang={code}><body><p>{written}</p></body></html>"
            assert {item.value for item in read(page.encode()).sightings if item.on_load} == {"piet@tassen.nl"}, written


def comparable(sightings: tuple[Sighting, ...]) -> set[tuple[object, ...]]:
    return {
        (item.channel, item.value, item.place, item.owner, item.use, item.closed, item.written_out, item.on_load)
        for item in sightings
    }


def shuffled(roster: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    """A roster in an order that the name alone decides."""
    return tuple(random.Random(name).sample(roster, len(roster)))


@pytest.mark.parametrize("path", CASES[::4], ids=lambda path: path.stem)
def test_the_order_of_the_extractors_does_not_matter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = case_of(path.read_text(encoding="utf-8")).page.encode()
    straight = read(body)
    for order in (lambda roster: roster[::-1], lambda roster: shuffled(roster, path.stem)):
        with monkeypatch.context() as patch:
            for roster in ("FIND", "FIND_FACTS", "FIND_GATES", "DECODE"):
                patch.setattr(reading, roster, order(getattr(reading, roster)))
            turned = read(body)
        assert comparable(turned.sightings) == comparable(straight.sightings)
        assert set(turned.facts) == set(straight.facts)
        assert {(gate.kind, gate.vendor) for gate in turned.gates} == {(gate.kind, gate.vendor) for gate in straight.gates}


@pytest.mark.parametrize("path", CASES[1::4], ids=lambda path: path.stem)
def test_reading_twice_gives_the_same(path: Path) -> None:
    body = case_of(path.read_text(encoding="utf-8")).page.encode()
    document = parse(capture_of(body))
    page = Page(id=0, url=SHOP.url, final_url=SHOP.url, status=200)
    assert reading.read(page, document, SHOP) == reading.read(page, document, SHOP) == read(body)


@QUIET
@given(body=st.binary(max_size=2_000), engine=st.sampled_from((Engine.FAST, Engine.TOLERANT)), kind=st.sampled_from(KINDS))
def test_random_bytes_of_any_declared_kind_never_raise(body: bytes, engine: Engine, kind: str) -> None:
    capture = replace(capture_of(body), headers=(("content-type", kind),))
    reading.read(Page(id=0, url=SHOP.url, final_url=SHOP.url, status=200), parse(capture, engine=engine), SHOP)


@QUIET
@given(body=st.binary(max_size=2_000))
def test_random_bytes_never_raise(body: bytes) -> None:
    read(body)


PIECES = (
    "<",
    ">",
    "@",
    "tel:",
    "mailto:",
    "<a href=",
    "'",
    '"',
    "<script>",
    "document.write(",
    "unescape('%",
    "020-555",
    "+31",
    "[at]",
    "{",
    "}",
    "fax",
    "\u202c",
    "０２０",
    "<form>",
    "<textarea>",
)


@QUIET
@given(parts=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60))
def test_pieces_of_contact_markup_in_any_order_never_raise(parts: list[str]) -> None:
    read("".join(parts).encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "attack", ["@" * 20_000, "1 " * 20_000, "a@" * 10_000, "(" * 20_000, "0" * 50_000, "info [at] " * 5_000, "Tel " * 8_000]
)
def test_long_repetitions_stay_cheap(attack: str) -> None:
    read(f"<p>{attack}</p><script>document.write('@'+{attack[:9_000]})</script>".encode())


def test_settling_gives_the_same_number_in_the_same_order() -> None:
    sightings = tuple(
        chain.from_iterable(read(case_of(path.read_text(encoding="utf-8")).page.encode()).sightings for path in CASES)
    )
    settled = reading.settle(SHOP, (Page(id=0, url=SHOP.url, final_url=SHOP.url, status=200),), sightings)
    assert [(item.channel, item.value) for item in settled] == [(item.channel, item.value) for item in sightings]


def test_the_countries_of_the_files_are_those_the_number_plans_know() -> None:
    assert set(countries()) >= {"NL", "BE", "DE", "AT", "FR", "GB"}


def test_thousands_of_numbers_are_read_in_bounded_time() -> None:
    rows = "".join(f"<p>Tel. 020-55{number:05}</p>" for number in range(15_000))
    began = time.process_time()
    found = read(f"<html lang=nl><body>{rows}<footer>Tel. 010-5550136</footer></body></html>".encode()).sightings
    assert time.process_time() - began < 20
    assert "+31105550136" in {item.value for item in found}


MARKED = CASES[::5]
TAG = re.compile(r"""<(?P<name>[a-z]\w*)(?P<rest>(?:\s+[\w:@-]+=(?:"[^"]*"|'[^']*'))+)\s*>""")
ATTRIBUTE = re.compile(r"""\s+[\w:@-]+=(?:"[^"]*"|'[^']*')""")


def values(body: str) -> set[tuple[object, ...]]:
    return {(item.channel, item.value, item.owner, item.use) for item in read(body.encode()).sightings}


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_the_order_of_attributes_and_comments_between_tags_do_not_matter(path: Path) -> None:
    page = case_of(path.read_text(encoding="utf-8")).page
    turned = TAG.sub(lambda tag: f"<{tag['name']}{''.join(reversed(ATTRIBUTE.findall(tag['rest'])))}>", page)
    assert values(turned) == values(page)
    assert values(page.replace("</div>", "</div><!-- x -->").replace("</p>", "</p>\n\t ")) == values(page)


_ATTRIBUTES = (" a{}", ' b{}="x>y"', " c{}='>'", ' d{} = ">"', " e{}=u", ' f{}="\'=>"', " g{}='=\">'", ' h{}= "q"\n')
_AROUND = (
    "<p>" + "tekst " * 300 + "</p>",
    "<script>" + 'if(a<b&&c>d){x="=>";}' * 90 + "</script>",
    '<div class="a > b">' * 40,
    "it's > 5 " * 200,
)


@QUIET
@given(st.lists(st.sampled_from(_ATTRIBUTES), min_size=1), st.lists(st.sampled_from(_AROUND)), st.lists(st.sampled_from(_AROUND)))
def test_a_start_tag_of_too_many_attributes_is_found_wherever_it_stands(
    said: list[str], before: list[str], after: list[str]
) -> None:
    def page(count: int) -> bytes:
        tag = "".join(said[number % len(said)].format(number) for number in range(count))
        return "".join((*before, "<a", tag, ">", *after)).encode()

    assert "too-many-attributes" in guarded(page(1_200))[1]
    assert guarded(page(100)) == (page(100), ())
