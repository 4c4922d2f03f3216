"""A reader's own weights in a real browser: the report's at first, moved by keyboard, kept in the link, a notice without script."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reports.norms.norms import norms
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.scoring.points import points
from reports.scoring.score import Answers, answers, band
from reports.texts.texts import texts
from reports.verdict import Verdict, judge
from tests.test_report_in_browser import WIDTHS, shown
from tests.verdict_cases import cases

pytestmark = pytest.mark.xdist_group("browser")

TABLE = points()
VERDICTS = [judge(case.dossier(), norms()) for case in cases().values()]
PAGE = "weights.html"


def named(verdict: Verdict, number: int) -> Verdict:
    """The verdict of a case as that of a shop of its own."""
    dossier = verdict.dossier
    if not dossier.shop or not dossier.visit:
        return verdict
    shop = replace(dossier.shop, id=f"case{number}.example", name=f"Case {number:03}")
    return replace(verdict, dossier=replace(dossier, row=replace(dossier.row, shop=shop), visit=replace(dossier.visit, shop=shop)))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    verdicts = (named(verdict, number) for number, verdict in enumerate(VERDICTS))
    return write(verdicts, tmp_path_factory.mktemp("report"), RunFacts("cases.csv", "0.1.0"), [texts("en"), texts("nl")]).parent


def weighed(answered: Answers, **own: int) -> tuple[float, str | None] | None:
    """Score and band with weights of one's own, in fractions of the points."""
    weights = {name: own.get(name.replace("-", "_"), item.most) for name, item in TABLE.criteria.items()}
    most = sum(weights[name] for name, _ in answered)
    if not most:
        return None
    got = sum(
        weights[name] * TABLE.criteria[name].reasons[reason] * (10_000_000_000 // TABLE.criteria[name].most)
        for name, reason in answered
    )
    value = round(100 * got / (most * 10_000_000_000), 1)
    return value, band(value, TABLE)


def told(page: Page, column: int) -> list[str]:
    """The cells of a column, without its label."""
    return [text.strip() for text in page.locator(f"#shop-table tbody tr td:nth-of-type({column}) span").all_inner_texts()]


def expected(**own: int) -> list[str]:
    rows = [weighed(answers(verdict.findings), **own) if verdict.score is not None else None for verdict in VERDICTS]
    return ["–" if row is None else f"{texts('en').number(row[0])} {row[1]}" for row in rows]


def test_with_the_weights_of_the_report_each_shop_has_the_score_and_band_of_the_report(browser: Browser, report: Path) -> None:
    with shown(browser, report / PAGE) as page:
        assert told(page, 1) == told(page, 2) == expected()
        assert len({text[-1] for text in told(page, 2)}) > 3, "several bands"
        assert page.locator("#weights-moved").inner_text() == "0"
        assert page.url.endswith(PAGE)


def test_a_weight_is_moved_by_keyboard_and_every_shop_is_scored_anew(browser: Browser, report: Path) -> None:
    with shown(browser, report / PAGE) as page:
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == "phone-findable":
                break
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "email-findable"
        page.keyboard.press("End")
        own = {"phone_findable": 1, "email_findable": 60}
        assert told(page, 2) == expected(**own)
        assert told(page, 1) == expected()
        assert page.get_by_label("Phone number findable", exact=True).input_value() == "1"
        other = sum(before[-1] != after[-1] for before, after in zip(expected(), expected(**own), strict=True))
        assert page.locator("#weights-moved").inner_text() == str(other) != "0"
        assert page.locator("tr.moved").count() == other
        assert page.url.endswith("#phone-findable=1&email-findable=60")


def test_the_link_brings_the_weights_back_and_the_button_those_of_the_report(browser: Browser, report: Path) -> None:
    with shown(browser, report / PAGE) as page:
        page.goto(f"{(report / PAGE).as_uri()}#opening-hours=40&human-service=0&nonsense=3&email-usable=x")
        page.reload()
        assert told(page, 2) == expected(opening_hours=40, human_service=0)
        assert str(page.locator("#weights-address").get_attribute("href")) == "#opening-hours=40&human-service=0"
        page.get_by_role("button", name="Back to the weights of the report").press("Enter")
        assert told(page, 2) == expected()
        assert page.url.endswith(PAGE)
        page.evaluate("location.hash = '#phone-usable=60'")
        page.wait_for_function("document.querySelector('[name=phone-usable]').value === '60'")
        assert told(page, 2) == expected(phone_usable=60)


def test_where_nothing_weighs_nobody_has_a_score(browser: Browser, report: Path) -> None:
    with shown(browser, report / PAGE) as page:
        for slider in page.locator("#weights input").all():
            slider.press("Home")
        assert set(told(page, 2)) == {"–"}


def test_own_scores_sort_the_table(browser: Browser, report: Path) -> None:
    with shown(browser, report / PAGE) as page:
        page.locator("#weights [name=email-findable]").press("Home")
        page.get_by_role("button", name="With your weights").click()
        scores = [float(text.split()[0]) for text in told(page, 2) if text != "–"]
        assert scores == sorted(scores)


def test_without_script_a_notice_stands_in_place_of_the_sliders(browser: Browser, report: Path) -> None:
    with shown(browser, report / PAGE, java_script_enabled=False) as page:
        assert page.get_by_text("Weighing needs script").is_visible()
        assert not page.locator("#weights").is_visible()
        assert told(page, 1) == told(page, 2) == expected()
    with shown(browser, report / PAGE) as page:
        assert not page.get_by_text("Weighing needs script").is_visible()


@pytest.mark.parametrize("name", [PAGE, f"nl/{PAGE}"])
def test_the_page_has_no_barrier_and_fits_every_width(browser: Browser, report: Path, name: str) -> None:
    with shown(browser, report / name) as page:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_list_leads_to_the_weights_of_its_page(browser: Browser, report: Path) -> None:
    with shown(browser, report / "index.html") as page:
        page.get_by_role("link", name="Weigh the criteria yourself").click()
        assert page.url.endswith(PAGE)


def test_each_page_of_a_long_list_has_weights_of_its_own_and_says_so(tmp_path: Path) -> None:
    verdicts = (named(verdict, number) for number, verdict in enumerate(VERDICTS))
    folder = write(verdicts, tmp_path, RunFacts("cases.csv", "0.1.0"), [texts("en")], rows_a_page=30).parent
    for number, name in ((1, "index.html"), (2, "shops-2.html")):
        own = PAGE if number == 1 else f"weights-{number}.html"
        assert f'href="{own}"' in (folder / name).read_text(encoding="utf-8")
        page = (folder / own).read_text(encoding="utf-8")
        assert texts("en").plain("weights.part") in page
        assert f'href="{name}{"#shops-section" if number == 1 else ""}"' in page
        assert page.count("<tr data-answers=") + page.count("<tr><th") == 30
