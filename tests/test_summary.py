"""The summary is one page that needs nothing, tells only what the tables tell, and is a PDF that anybody can read."""

import ctypes
import re
import sys
from itertools import product
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from bereikbaar import paper
from bereikbaar.__main__ import main
from crawler.browser.find import find_browser
from crawler.model.placement import PlaceClass
from reports.outputs import pdf
from reports.outputs.environment import csp_hash
from reports.outputs.html import write
from reports.outputs.summary import RunFacts, Summary, summed_up
from reports.outputs.summary_page import GROUPS, alone, main_figures
from reports.people.gate import Passed
from reports.shares import Coverage
from reports.table import Show
from reports.tally import Tally
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.handmade import placed, street
from tests.handmade_run import store_run

pytestmark = pytest.mark.xdist_group("browser")

FACTS = RunFacts("een-lijst-met-een-lange-naam-van-winkels-in-nederland-2026.csv", "0.1.0")
NAMED = Passed(day="2026-12-24", negatives=1234, checked=1234, shops=1018, answered=987)
UNNAMED = NAMED._replace(anonymous=True)
WORD = re.compile(r"\w+")


def verdicts() -> list[Verdict]:
    """Every pair of place classes, so that the legend is as long as it gets."""
    return [*street(), *(placed(at, *pair, (at % 4, at % 7)) for at, pair in enumerate(product(PlaceClass, PlaceClass), 20))]


@pytest.fixture(scope="module")
def report() -> Summary:
    return summed_up(Tally.of(verdicts()), FACTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_run(tmp_path_factory.mktemp("run"))


def test_every_place_class_is_in_one_group_and_the_groups_add_up(report: Summary) -> None:
    assert sorted(item for group in GROUPS.values() for item in group) == sorted(PlaceClass)
    table = main_figures(report.tables["p2"])
    for column in table.columns:
        if column.show is Show.COUNT:
            assert sum(int(str(table.value(code, column.key))) for code in GROUPS) == report.n


def test_alone_it_needs_nothing_beside_it_and_lets_only_its_own_style_work(report: Summary) -> None:
    tree = LexborHTMLParser(alone(report, texts("nl")))
    style = tree.css_first("style").text()
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy == f"default-src 'none'; style-src {csp_hash(style)}; base-uri 'none'; form-action 'none'"
    assert "@import" not in style
    assert "url(" not in style
    assert tree.css("link, script, img, iframe, [style]") == []
    assert [link.attributes["href"] for link in tree.css("a[href]")] == ["#main"]


@pytest.mark.parametrize("coverage", Coverage)
def test_each_figure_of_the_summary_is_a_cell_of_a_table(coverage: Coverage) -> None:
    report = summed_up(Tally.of(verdicts()), FACTS._replace(coverage=coverage))
    tree = LexborHTMLParser(alone(report, texts("en")))
    p3 = report.tables["p3"]
    tiles = [(item.css_first("b").text(), item.css_first("span").text()) for item in tree.css(".tiles dd")]
    codes = ("both", "phone-only", "email-only", "neither", "undetermined")
    assert tiles == [(str(p3.value(code, "logical")), f"of {report.n}") for code in codes]
    limit = tree.css_first("#limits + ul li").text()
    assert limit.startswith(f"For {p3.value('undetermined', 'logical')} of {report.n} rows ")


def test_an_edition_says_so_in_place_of_draft_and_leaves_no_negative_suspected() -> None:
    told = {}
    for edition in (None, NAMED, UNNAMED):
        report = summed_up(Tally.of(verdicts()), FACTS._replace(edition=edition, list_name="" if edition is UNNAMED else "x.csv"))
        told[edition] = LexborHTMLParser(alone(report, texts("en"))).css_first("body").text()
    assert ["Draft" in text for text in told.values()] == [True, False, False]
    assert ["until a person has checked it" in text.lower() for text in told.values()] == [True, False, True]
    assert ["x.csv" in text for text in told.values()] == [True, True, False]


def test_in_the_report_it_leads_to_the_report_and_is_led_to(tmp_path: Path) -> None:
    index = write(street(), tmp_path, FACTS, [texts("en"), texts("nl")])
    assert LexborHTMLParser(index.read_text(encoding="utf-8")).css_first('a[href="summary.html"]') is not None
    for place in ("", "nl/"):
        page = LexborHTMLParser((tmp_path / place / "summary.html").read_text(encoding="utf-8"))
        assert len(page.css('a[href="index.html"]')) == 2
        links = {str(link.attributes["href"]) for link in page.css("main a[href]")}
        assert links == {"index.html", "method.html"}
        assert all((tmp_path / place / link).is_file() for link in links)
        assert page.css_first("link[rel=stylesheet]") is not None


@pytest.fixture(scope="module")
def german_pdf(report: Summary) -> bytes:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium or Chrome was found; see `bereikbaar doctor`")
    return paper.printed(alone(report, texts("de")))


@pytest.fixture(scope="module")
def french_pdf(report: Summary) -> bytes:
    """By WeasyPrint."""
    try:
        return pdf.printed(alone(report, texts("fr")))
    except pdf.NoPrinter as error:
        pytest.skip(f"no WeasyPrint: {error}")


@pytest.fixture(scope="module", params=["german_pdf", "french_pdf"])
def made(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """A PDF by each engine, with its language."""
    return request.param[:2].replace("ge", "de"), request.getfixturevalue(request.param)


def raw_of(data: bytes) -> tuple[str, int]:
    """The language that a PDF names, and how many scripts it holds."""
    document = pypdfium2.PdfDocument(data)
    try:
        room = (ctypes.c_ushort * 32)()
        length = pdfium.FPDFCatalog_GetLanguage(document, room, ctypes.sizeof(room))
        return bytes(room)[: length - 2].decode("utf-16-le"), pdfium.FPDFDoc_GetJavaScriptActionCount(document)
    finally:
        document.close()


def test_the_pdf_is_one_tagged_sheet_with_title_and_language_and_no_script(made: tuple[str, bytes]) -> None:
    language, data = made
    document = pypdfium2.PdfDocument(data)
    try:
        assert len(document) == 1
        assert document.is_tagged()
        assert [round(side) for side in document[0].get_size()] == [595, 842]
        title = f"{texts(language).plain('index.title')} ({FACTS.list_name}) · Bereikbaar"
        assert document.get_metadata_value("Title") == title
        assert [item.get_title() for item in document.get_toc()][1] == texts(language).plain("summary.asked")
    finally:
        document.close()
    assert raw_of(data) == (language, 0)


def test_no_word_of_the_page_is_lost_in_the_pdf(made: tuple[str, bytes], report: Summary) -> None:
    language, data = made
    tree = LexborHTMLParser(alone(report, texts(language)))
    tree.strip_tags(["svg"])
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0].get_textpage()
        shown = page.get_text_range()
        page.close()
    finally:
        document.close()
    assert set(WORD.findall(tree.css_first("main").text(separator=" "))) - set(WORD.findall(shown)) == set()
    assert texts(language).plain("page.draft") in shown


@pytest.mark.slow
def test_it_is_one_sheet_in_every_language_also_when_all_is_in_it(browser: Browser) -> None:
    facts = FACTS._replace(coverage=Coverage.SAMPLE, public=True)  # a sample has the longest sentences, an edition the longest head
    kinds = [summed_up(Tally.of(verdicts()), facts._replace(edition=edition)) for edition in (None, UNNAMED)]
    for language, report in product(languages(), kinds):
        page = browser.new_page()  # a page keeps the policy of what it held before
        page.set_content(alone(report, texts(language)))
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        assert len(document) == 1, language
        document.close()
        page.close()


def test_the_summary_is_exported_in_the_language_asked_for(folder: Path) -> None:
    run = CliRunner().invoke(main, ["export", str(folder), "--format", "summary", "--language", "fr"])
    assert run.exit_code == 0, run.output
    assert LexborHTMLParser(run.output).css_first("html").attributes["lang"] == "fr"
    refused = CliRunner().invoke(main, ["export", str(folder), "--format", "pdf"])
    assert refused.exit_code == 2
    assert "needs --out" in refused.stderr


def test_without_anything_to_print_with_it_says_how_to_get_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEREIKBAAR_BROWSER", str(tmp_path / "no-browser"))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    out = tmp_path / "summary.pdf"
    refused = CliRunner().invoke(main, ["export", str(folder), "--format", "pdf", "--out", str(out)])
    assert refused.exit_code == 2
    for told in ("no Chromium or Chrome was found", "apt install chromium", "bereikbaar[pdf]"):
        assert told in refused.stderr
    assert list(tmp_path.iterdir()) == []
