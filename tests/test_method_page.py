"""The page on method says what the program reads: criteria, points, bands, classes, reasons, numbers, and the packs of its run."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from reports.norms.norms import norms
from reports.outputs import method_page
from reports.outputs.article import article_html
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.scoring.points import points
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import judge
from tests.handmade import street

TABLE = points()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    verdicts = (judge(item.dossier, norms()) for item in street())
    spoken = [texts(language) for language in languages()]
    return write(verdicts, tmp_path_factory.mktemp("report"), RunFacts("winkels.csv", "9.9.9"), spoken).parent


def page(report: Path, language: str = "") -> LexborHTMLParser:
    place = report / language if language and language != languages()[0] else report
    return LexborHTMLParser((place / "method.html").read_text(encoding="utf-8"))


def text_of(found: LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(node.text().split()) for node in found.css(selector))


@pytest.mark.parametrize("language", languages())
def test_every_criterion_is_told_with_the_points_of_each_answer(report: Path, language: str) -> None:
    words = texts(language)
    rows = page(report, language).css("#criteria tbody tr")
    assert len(rows) == len(TABLE.criteria)
    for row, (name, item) in zip(rows, TABLE.criteria.items(), strict=True):
        told = [" ".join(line.text().split()) for line in row.css("li")]
        assert told == [f"{number} {words.plain(f'reason.{reason}')}" for reason, number in item.reasons.items()], name


def test_bands_draws_classes_and_reasons_are_those_of_the_program(report: Path) -> None:
    found = page(report)
    told = [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in found.css("#score tbody tr")]
    assert told == [[letter, str(start)] for letter, start in TABLE.bands.items()]
    drawn = TABLE.stability
    assert {str(drawn.seed), str(drawn.spread)} <= set(re.findall(r"\d+", text_of(found, "#stability")))
    assert [node.text() for node in found.css("#places code")] == [item.value for item in PlaceClass]
    assert [node.text() for node in found.css("#reasons dt code")] == [item.value for item in Reason]


def test_the_numbers_of_effort_stand_there_with_their_sources(report: Path) -> None:
    told = text_of(page(report), "#effort tbody tr")
    for _, number in method_page.numbers():
        assert texts(languages()[0]).number(number.amount) in told
        assert number.source in told


def test_only_the_packs_of_the_run_are_told_with_article_date_and_proof(report: Path) -> None:
    found = page(report)
    assert [node.attributes["id"] for node in found.css("#norms caption")] == ["norm-nl-caption"]
    phone = norms()["NL"].item("phone")
    assert phone is not None
    told = text_of(found, "#norms tbody tr:first-child")
    words = texts(languages()[0])
    article = " ".join(article_html(phone.norm, "nl", words).striptags().split())
    assert all(part in told for part in (article, words.day(phone.since), words.plain(f"proof.{phone.confirmed}")))


def test_versions_are_those_of_the_report_and_of_its_visits(report: Path) -> None:
    told = text_of(page(report), "#versions")
    assert "9.9.9" in told
    assert "bereikbaar 0.1.0" in told


def test_the_pages_of_shops_lead_to_the_method(report: Path) -> None:
    shop = (report / "shops" / "winkel3.example.html").read_text(encoding="utf-8")
    targets = set(re.findall(r'href="\.\./method\.html#([a-z]+)"', shop))
    ids = {node.attributes["id"] for node in page(report).css("section[id]")}
    assert targets
    assert targets <= ids
