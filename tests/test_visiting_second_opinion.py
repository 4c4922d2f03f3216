"""Which pages the tolerant engine is asked about as well."""

import pytest

from crawler.document import parse
from crawler.model.document import Document
from crawler.model.placement import PLACED
from crawler.model.second_opinion import SecondOpinion
from crawler.model.shop import Shop
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.visiting import close
from crawler.visiting.second_opinion import unlike
from tests.walking import capture, walk


class Deaf:
    """A document whose engine lost everything behind a point of the source."""

    def __init__(self, document: Document, source: str) -> None:
        self._document, self.html = document, source

    def __getattr__(self, name: str) -> object:
        return getattr(self._document, name)


def read(source: str, lost: str = "") -> Document:
    document = parse(capture("https://tassen.nl/contact", f"<html><body>{source}</body></html>".encode()))
    return Deaf(document, f"<html><body>{source}{lost}</body></html>")  # type: ignore[return-value]


@pytest.mark.parametrize(
    "source",
    [
        "<p>Bel 020 555 01 23 of mail hallo@tassen.nl</p>",
        "<p>Bel 020&nbsp;<b>555</b> 01 23</p>",
        '<a href="mailto:hallo@tassen.nl?subject=Vraag">Mail</a> <a href="tel:+31205550123">Bel</a>',
        "<script>var n = '020 555 01 23';</script><style>a{width:1234567890px}</style>",
        "<p>Niets te zien</p>",
        "<p>dinsdag 10:00 - 17:00, 12-03-2026</p>",
        "<p>Mail HALLO@Tassen.nl of één@tassen.nl</p>",
        "<SCRIPT>var n = '020 555 01 23';</SCRIPT>",
    ],
)
def test_a_page_of_which_all_was_given_needs_no_second_parse(source: str) -> None:
    assert not unlike(read(source))


@pytest.mark.parametrize(
    "lost",
    [
        "<p>Bel 020 555 01 23</p>",
        "<p>Mail naar hallo@tassen.nl</p>",
        '<a href="mailto:hallo@tassen.nl">Mail</a>',
        "<a href=tel:0205550123>Bel</a>",
        "<p>hallo&#64;tassen.nl</p>",
        "<p>onder <50 euro: 020 555 01 23</p>",
        "<p>tel <020 555 01 23<br></p>",
        "<p>HALLO@TASSEN.NL</p>",
        "<A HREF='MAILTO:hallo@tassen.nl'>Mail</A>",
    ],
)
def test_a_page_of_which_something_was_lost_is_parsed_again(lost: str) -> None:
    assert unlike(read("<p>Welkom</p>", lost))


@pytest.mark.parametrize("piece", ["<script ", "<", "<style>", "1 ", "@", "0-", "a@", "<a href=mailto:", "12345678 ", "href ", "a"])
def test_a_hostile_source_takes_no_time(piece: str) -> None:
    assert unlike(read("<p>Welkom</p>", piece * 40_000)) in {True, False}


SHOP = Shop(id="tassen.nl", name="Tassen", url="https://tassen.nl/", country="NL", language="nl")
MAIL, PHONE = "<p>Mail hallo@tassen.nl</p>", "<p>Bel 020 555 01 23</p>"
UNCLOSED = "<a href='/hulp>Hulp</a>"
"""Behind a quote that is never closed strict parsers read nothing more."""


def visit(home: str, contact: str) -> Visit:
    """A visit to a shop of two pages."""
    pages = {"https://tassen.nl/": f'<h1>Tassen</h1>{home}<a href="/contact">Contact</a>', "https://tassen.nl/contact": contact}
    return walk(SHOP, lambda url: capture(url, f"<html lang=nl><body>{pages[url]}</body></html>".encode()))


def test_what_the_second_opinion_added_and_turned_is_counted() -> None:
    seen = visit("", f"<h1>Contact</h1>{MAIL}{UNCLOSED}{PHONE}")
    assert seen.second_opinion == SecondOpinion(pages=1, spared=1, added=1, turned=(Channel.PHONE,))
    assert [item.technique for item in seen.sightings if item.channel is Channel.PHONE] == ["visible-phones (tolerant)"]
    assert seen.placement(Channel.PHONE).place_class.positive


def test_a_second_opinion_that_turns_nothing_is_counted_all_the_same() -> None:
    seen = visit("", f"<h1>Contact</h1>{MAIL}{UNCLOSED}<p>Bel de bezorger: PostNL 020 555 01 23</p>")
    assert seen.second_opinion == SecondOpinion(pages=1, spared=1, added=1)


def test_pages_that_need_no_second_opinion_are_spared_it() -> None:
    assert visit("", f"<h1>Contact</h1>{MAIL}").second_opinion == SecondOpinion(spared=2)


def test_where_both_were_found_nobody_is_asked() -> None:
    seen = visit("", f"<h1>Contact</h1>{MAIL}{PHONE}")
    assert seen.second_opinion == SecondOpinion()
    assert all(seen.placement(channel).place_class.positive for channel in PLACED)


def test_a_shop_that_gave_no_page_has_no_second_opinion() -> None:
    assert walk(SHOP, lambda url: capture(url, b"", status=500)).second_opinion is None


def test_what_is_too_much_to_read_twice_leaves_the_search_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close, "MOST_READ_TWICE", 0)
    seen = visit("", f"<h1>Contact</h1>{MAIL}{UNCLOSED}{PHONE}")
    assert seen.second_opinion == SecondOpinion(spared=1)
    certificate = seen.placement(Channel.PHONE).certificate
    assert certificate is not None
    assert any("too much to read twice" in problem for problem in certificate.problems)
    assert not seen.placement(Channel.PHONE).settled
