"""The report in a real browser: no barriers, nothing cut off, a table that sorts and filters with script and without."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reports.norms.norms import norms
from reports.outputs import compare_page
from reports.outputs.compare_view import Side
from reports.outputs.html import write
from reports.outputs.shop_list import ORDERS
from reports.outputs.summary import RunFacts
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import Verdict, judge
from tests.handmade import street
from tests.pictured import with_pictures
from tests.test_comparison import year_before

pytestmark = pytest.mark.xdist_group("browser")

STUDY = "consumentenbond-2023"
GOOD, BAD = "shops/winkel1.example.html", "shops/winkel5.example.html"
SELDOM = ("compare.html", f"study-{STUDY}.html", "summary.html", "tables.html", "no-phone.html")
PAGES = ["index.html", GOOD, BAD, "method.html", "weights.html", *(pytest.param(name, marks=pytest.mark.slow) for name in SELDOM)]
SPOKEN = ("en", *(language for language in languages() if language != "en"))
DUTCH = [pytest.param(f"nl/{name}", marks=pytest.mark.slow) for name in ("index.html", BAD, "method.html")]
LONGER = ["de/index.html", "fr/" + BAD]
"""Words of other languages are longer than the English ones."""

WIDTHS = [320, 390, 640, 1280, 1600]
"""640 is 1280 at 200 %, 320 is 1280 at 400 %."""

OPTIONS = {"resultTypes": ["violations"], "preload": False}
"""Axe is not to fetch the style sheet: the page's policy lets nothing be fetched."""

WATCH = "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective));"


def verdicts(evidence: Path) -> list[Verdict]:
    """The street; what the pages looked at have pictures for."""
    made = (with_pictures(item.dossier, evidence) if item.dossier.measured else item.dossier for item in street())
    return [judge(dossier, norms()) for dossier in made]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, evidence = tmp_path_factory.mktemp("report"), tmp_path_factory.mktemp("evidence")
    facts = RunFacts("winkels.csv", "0.1.0", evidence, studies=(STUDY,))
    side = Side(folder, "winkels.csv", 10, 9, None, {})
    compare_page.write(year_before(), folder, compare_page.Sides(side, side, "0.1.0"))
    return write(verdicts(evidence), folder, facts, [texts(language) for language in SPOKEN]).parent


@contextmanager
def shown(browser: Browser, path: Path, *, width: int = 1280, **how: Any) -> Iterator[Page]:
    """Open a page; at the end nothing in it may have gone wrong, and nothing may have been fetched that is not beside it."""
    context = browser.new_context(viewport={"width": width, "height": 844}, **how)
    try:
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file:") else None)
        if how.get("java_script_enabled", True):
            page.add_init_script(WATCH)
        page.goto(path.as_uri())
        yield page
        assert wrong == []
    finally:
        context.close()


def unfold(page: Page) -> None:
    """Open all that is folded."""
    for summary in page.locator("summary").all():
        summary.click()


def names(page: Page) -> list[str]:
    """The shops of the table that can be seen, from top to bottom."""
    return [text.splitlines()[0] for text in page.locator("#shop-table tbody th:visible").all_inner_texts()]


@pytest.mark.parametrize("name", [*PAGES, *DUTCH])
def test_axe_finds_no_barrier_in_light_and_dark_wide_and_narrow(browser: Browser, report: Path, name: str) -> None:
    with shown(browser, report / name) as page:
        unfold(page)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found = Axe().run(page, options=OPTIONS).response["violations"]
                assert [(item["id"], [node["target"] for node in item["nodes"]]) for item in found] == [], (width, scheme)


@pytest.mark.parametrize("name", [*PAGES, *LONGER])
def test_no_page_scrolls_sideways_at_any_width_or_zoom(browser: Browser, report: Path, name: str) -> None:
    with shown(browser, report / name) as page:
        unfold(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, width
            cut = page.evaluate("[...document.querySelectorAll('.scroll')].filter(it => it.scrollWidth > it.clientWidth).length")
            assert cut == 0 or width < 1280, width


def test_on_a_phone_the_shops_are_cards_and_nothing_of_them_is_cut_off(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html", width=390) as page:
        table = page.locator("#shop-table")
        assert table.evaluate("table => table.parentNode.scrollWidth <= table.parentNode.clientWidth")
        card = table.locator("tbody tr").nth(2)
        assert "Phone" in card.inner_text()
        box = card.bounding_box()
        assert box
        assert box["width"] <= 390


def test_pictures_are_loaded_from_beside_the_page_and_fit_a_phone(browser: Browser, report: Path) -> None:
    for name in (GOOD, BAD, "nl/" + BAD):
        with shown(browser, report / name, width=390) as page:
            pictures = page.locator("main img")
            assert pictures.count() > 0
            for picture in pictures.all():  # those far below as well, as all of them are printed
                page.wait_for_function("picture => picture.complete", arg=picture.element_handle())
                assert picture.evaluate("picture => picture.naturalWidth > 0")
                assert picture.get_attribute("alt")
                box = picture.bounding_box()
                assert box
                assert 100 <= box["width"] <= 390


@pytest.mark.parametrize("name", ["index.html", "de/index.html"])
def test_letters_in_charts_keep_their_size_on_a_phone(browser: Browser, report: Path, name: str) -> None:
    with shown(browser, report / name, width=390) as page:
        for text in page.locator("figure svg[role=img] text").all():
            size = text.evaluate("text => parseFloat(getComputedStyle(text).fontSize)")
            box = text.bounding_box()
            assert box
            assert size >= 12
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390


def test_heads_sort_by_key_and_empty_cells_come_last(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html") as page:
        head = page.get_by_role("columnheader", name="Shop", exact=True)
        page.get_by_role("button", name="Shop", exact=True).focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert names(page) == sorted(names(page), key=str.casefold)
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") is None
        assert names(page)[0] == "Winkel 1"
        score = page.get_by_role("button", name="Score, band")
        for _ in range(2):
            score.click()
            assert [text.strip() for text in page.locator("#shop-table td.number").all_inner_texts()][-1] == "–"


def test_the_heads_of_a_long_list_stay_in_sight_below_the_banner(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html", reduced_motion="reduce") as page:
        page.set_viewport_size({"width": 1280, "height": 400})
        page.locator("#shop-table tbody tr").last.evaluate("row => row.scrollIntoView()")
        head, banner = page.locator("#shop-table thead th").first.bounding_box(), page.locator("header.draft").bounding_box()
        assert head
        assert banner
        assert 0 <= head["y"] - (banner["y"] + banner["height"]) < 3


def test_words_and_groups_together_leave_what_has_both_and_the_count_says_so(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html") as page:
        found = page.get_by_role("status")
        page.get_by_label("Find in this table").fill("contact page")
        assert names(page) == ["Winkel 2", "Winkel 3", "Winkel 7"]
        assert found.inner_text() == "3 / 10 rows shown"
        page.locator("[name=email][value=elsewhere]").check()
        assert names(page) == ["Winkel 3"]
        assert found.inner_text() == "1 / 10 rows shown"
        page.get_by_label("Find in this table").fill("no shop is called this")
        assert names(page) == []
        assert page.get_by_text("No row has all that was chosen.").is_visible()


def test_sort_and_filter_are_reached_by_keyboard_and_the_focus_is_seen(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html") as page:
        reached = set()
        wanted = {"shop-find", "phone", "email", "band", "Shop", "Phone", "E-mail"}
        for _ in range(120):
            if wanted <= reached:
                break
            page.keyboard.press("Tab")
            focus = page.evaluate(
                """() => {
                  const at = document.activeElement, ring = at.closest('.choose label') || at;
                  return [at.id || at.name || at.textContent, getComputedStyle(ring).outlineStyle];
                }"""
            )
            assert focus[1] != "none", focus
            reached.add(focus[0])
        assert wanted <= reached


def test_without_script_groups_filter_and_the_rows_are_counted(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html", java_script_enabled=False) as page:
        assert not page.get_by_label("Find in this table").is_visible()
        for choice, left in (("logical", [1, 2, 3, 7]), ("elsewhere", [6]), ("not-shown", [4, 5])):
            page.locator(f"[name=phone][value={choice}]").check()
            assert names(page) == [f"Winkel {number}" for number in left]
        page.locator("[name=phone][value='']").focus()
        page.keyboard.press("ArrowRight")
        assert names(page) == [f"Winkel {number}" for number in (1, 2, 3, 7)]
        page.locator("[name=band][value=no-score]").check()
        assert names(page) == ["Winkel 7"]


def test_without_script_heads_lead_to_the_list_in_that_order(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html", java_script_enabled=False) as page:
        for column in ORDERS:
            page.locator(f"thead a[href$='by-{column}.html']").click()
            assert page.locator("th[aria-sort=ascending] a").count() == 1
        scores = [text.split()[0] for text in page.locator("#shop-table td.number").all_inner_texts()]
        assert scores == sorted(scores, key=lambda text: (text == "–", -float(text) if text != "–" else 0.0))
        page.get_by_role("link", name="Order of the list").click()
        assert names(page)[:3] == ["Winkel 1", "Winkel 2", "Winkel 3"]


def test_on_paper_all_is_open_and_nothing_is_filtered(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html") as page:
        page.get_by_label("Find in this table").fill("Winkel 3")
        page.emulate_media(media="print")
        assert len(names(page)) == len(street())
        assert not page.locator(".choose").is_visible()
        assert page.locator("#shop-table thead .paper").first.is_visible()
        assert page.pdf().startswith(b"%PDF")
    with shown(browser, report / BAD) as page:
        page.emulate_media(media="print")
        for details in page.locator("details").all():
            assert details.locator("table, dl").first.bounding_box() is not None
            assert details.evaluate("item => item.getBoundingClientRect().height > 60")
        assert page.pdf().startswith(b"%PDF")
