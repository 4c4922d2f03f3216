"""Which pages the tolerant engine is asked about as well."""

import pytest

from crawler.document import parse
from crawler.model.document import Document
from crawler.visiting.second_opinion import unlike
from tests.walking import capture


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
