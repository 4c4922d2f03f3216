"""The page with all tables, and the named lists: complete, linked, in pages, and harmless whatever the list of shops says."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.model.placement import PLACED, PlaceClass
from crawler.model.sighting import Channel
from reports.outputs.html import write
from reports.outputs.named_lists import COLUMNS, LISTS
from reports.outputs.summary import RunFacts
from reports.tables.named import LISTED
from reports.tally import Tally
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.handmade import placed, street
from tests.segmented import listed, run

FACTS = RunFacts("winkels.csv", "0.1")
SPOKEN = ("en", "nl")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a report of the segmented run in two languages."""
    folder = tmp_path_factory.mktemp("report")
    write(run(), folder, FACTS, [texts(language) for language in SPOKEN])
    return folder


def parsed(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def place_of(report: Path, language: str) -> Path:
    return report if language == "en" else report / language


def target(link: LexborNode) -> str:
    return link.attributes["href"] or ""


@pytest.mark.parametrize("language", SPOKEN)
def test_every_table_of_the_report_stands_on_the_page_once_with_its_data(report: Path, language: str) -> None:
    page = parsed(place_of(report, language) / "tables.html")
    tables = Tally.of(run()).tables()
    assert sorted(it.attributes["id"] or "" for it in page.css("caption")) == sorted(tables)
    data = [target(link) for link in page.css(".note .data a")]
    assert len(data) == 2 * len(tables)
    assert [address for address in data if not (place_of(report, language) / address).is_file()] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_the_contents_lead_to_every_part_of_the_page(report: Path, language: str) -> None:
    page = parsed(place_of(report, language) / "tables.html")
    links = [target(link) for link in page.css(".all-tables a")]
    parts = [f"#{it.attributes['id']}" for it in page.css(".numbered, details.column section:first-of-type caption")]
    assert sorted(links) == sorted(parts)
    assert len(set(links)) == len(links)


def test_the_first_page_leads_to_the_tables_and_these_to_the_named_lists(report: Path) -> None:
    assert "tables.html" in {target(link) for link in parsed(report / "index.html").css("nav a")}
    linked = {target(link) for link in parsed(report / "tables.html").css("#p15-section a")}
    assert {f"{name}.html" for name in LISTS.values()} <= linked


def test_a_list_without_further_columns_says_so(tmp_path: Path) -> None:
    write(street(), tmp_path, FACTS)
    section = parsed(tmp_path / "tables.html").css_first("#p9-section")
    assert section is not None
    assert section.css_first("table") is None
    assert texts("en").plain("tables.no_columns") in section.text()


@pytest.mark.parametrize("channel", PLACED)
def test_a_named_list_has_the_shops_that_its_table_counts(report: Path, channel: Channel) -> None:
    name = LISTS[channel]
    data = json.loads((report / "tables" / f"{name}.json").read_text(encoding="utf-8"))
    with (report / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    table = Tally.of(run()).tables()["p15"]
    assert [list(map(str, row.values())) for row in data["rows"]] == lines[1:]
    assert (lines[0], data["columns"], data["listed"]) == (list(COLUMNS), list(COLUMNS), len(lines) - 1)
    states = [row["state"] for row in data["rows"]]
    assert [states.count(state) for state in LISTED] == [table.value(state, channel.value) for state in LISTED]


@pytest.mark.parametrize("language", SPOKEN)
def test_each_named_shop_has_its_state_and_a_link_to_its_evidence(report: Path, language: str) -> None:
    for name in LISTS.values():
        rows = parsed(place_of(report, language) / f"{name}.html").css("tbody tr")
        assert rows
        for row in rows:
            assert texts(language).plain("named.suspected") in row.text()
            evidence = row.css_first("a")
            assert evidence is not None
            assert (place_of(report, language) / target(evidence)).is_file()


def test_a_long_list_is_written_in_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    many = [placed(number, PlaceClass.ABSENT, PlaceClass.HOME) for number in range(5)]
    write(many, tmp_path, FACTS, rows_a_page=2)
    met, page = [], "no-phone.html"
    while page:
        text = parsed(tmp_path / page)
        met += [row.text() for row in text.css("tbody th")]
        following = text.css_first("a[rel=next]")
        page = target(following) if following else ""
    assert met == [f"Winkel {number}" for number in range(5)]
    assert target(parsed(tmp_path / "no-phone-3.html").css("a[rel=prev]")[0]) == "no-phone-2.html"
    assert texts("en").plain("lists.nobody") in parsed(tmp_path / "no-email.html").text()


def hostile() -> list[Verdict]:
    """Shops with a name and columns that would act on a page."""
    many = [placed(number, PlaceClass.ABSENT, PlaceClass.ABSENT) for number in range(4)]
    tagged = [listed(verdict, (("<script>head()</script>", "<b onclick=x>\u202evalue</b>"),)) for verdict in many]
    rows = [replace(it.dossier.row, shop=replace(it.dossier.row.shop, name='"><img src=x onerror=x>')) for it in tagged]  # type: ignore[type-var]
    return [replace(it, dossier=replace(it.dossier, row=row)) for it, row in zip(tagged, rows, strict=True)]


def test_what_a_list_of_shops_says_is_text_on_the_page(tmp_path: Path) -> None:
    write(hostile(), tmp_path, FACTS)
    for name in ("tables.html", "no-phone.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert not re.search(r"<script>|<img|<b onclick|\u202e", text)
    page = parsed(tmp_path / "tables.html")
    assert next(it.text() for it in page.css("summary")) == "<script>head()</script>"
    assert "<b onclick=x>[U+202E]value</b>" in page.css_first("details.column").text()  # type: ignore[union-attr]
