"""A norm's article on a page: cited as it is written, with its language; what a pack remarks of it in the reader's."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports.norms.norms import norms
from reports.outputs.article import article_html, remarks
from reports.texts.languages import languages
from reports.texts.texts import texts

HELD_AGAINST = {"phone", "email", "geographic_address", "register_number", "company_number", "vat_id", "opening_hours"}
"""The items that criteria are held against."""

ARTICLES = sorted({(norm.id, item.norm) for norm in norms().values() for item in norm.items if item.item in HELD_AGAINST})
ENGLISH = re.compile(r"\b(?:not|read|text|amended|by|as|before|found|unconfirmed|numbers?|rule|law)\b")


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_no_remark_of_a_pack_is_left_in_english(language: str) -> None:
    assert len(ARTICLES) > 40
    for pack, article in ARTICLES:
        shown = LexborHTMLParser(article_html(article, pack, texts(language))).body
        assert shown
        assert not ENGLISH.search(shown.text()), article
        assert all(ours in shown.text() for words, ours in told(language) if f"({words})" in article)


def told(language: str) -> list[tuple[str, str]]:
    return [(words, texts(language).plain(key)) for words, key in remarks().items()]


def test_every_remark_is_made_by_a_pack() -> None:
    written = "\n".join(article for _, article in ARTICLES)
    assert [words for words in remarks() if words not in written] == []


@pytest.mark.parametrize(("pack", "article"), ARTICLES)
def test_in_english_an_article_reads_as_the_pack_writes_it(pack: str, article: str) -> None:
    shown = LexborHTMLParser(article_html(article, pack, texts("en"))).body
    assert shown
    assert shown.text() == article


@pytest.mark.parametrize(
    ("pack", "language", "shown"),
    [
        ("nl", "nl", "BW 3:15d lid 1; EN &lt;b&gt;"),
        ("nl", "fr", '<span lang="nl">BW 3:15d lid 1; EN &lt;b&gt;</span>'),
        ("", "fr", "BW 3:15d lid 1; EN &lt;b&gt;"),
    ],
)
def test_a_citation_has_its_language_where_that_is_not_the_page_s(pack: str, language: str, shown: str) -> None:
    assert article_html("BW 3:15d lid 1; EN <b>", pack, texts(language)) == shown


def test_an_act_of_the_union_is_cited_in_english_in_every_pack() -> None:
    assert article_html("CRD art. 6(1)", "nl", texts("nl")) == '<span lang="en">CRD art. 6(1)</span>'
