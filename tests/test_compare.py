"""Two runs are compared from their stores: page, CSV and JSON say the same, and what cannot be compared is refused."""

import csv
import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser
from sqlite_utils import Database

from bereikbaar.compare import command
from crawler.model.dossier import Dossier
from crawler.model.row import Row
from crawler.store.schema import STEPS
from crawler.store.write import Store
from reports.comparison import Outcome, Pair
from reports.outputs import compare_page
from reports.outputs.compare_view import Side
from reports.outputs.safe_text import file_name
from reports.tables.shop_changes import COLUMNS
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.test_comparison import year_before

VERSIONS = (("bereikbaar", "0.1.0"), ("scrapy", "2.19.0"))
THEN, NOW = "2025-11-20", "2026-11-20"


def store(folder: Path, verdicts: Sequence[Verdict], day: str, version: str = "0.1.0") -> Path:
    """A run with these visits, made on a day, read by a version of the program; its list has a bad row, too."""
    folder.mkdir()
    rows = [replace(item.dossier.row, line=number) for number, item in enumerate(verdicts, 2)]
    bad = Row(line=len(rows) + 2, cells=(("url", "nowhere"),), shop=None, reason=None, message="No web address.")
    with Store.open(folder / "bereikbaar.sqlite") as made:
        made.start_run(folder.with_suffix(".csv"), [*rows, bad], {})
        for item in verdicts:
            visit = item.dossier.visit
            if visit is not None:
                times = {"started_at": f"{day}T09:00:00Z", "finished_at": f"{day}T10:00:00Z"}
                made.save(replace(visit, **times, versions=(("bereikbaar", version), *VERSIONS[1:])))
    return folder


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """The runs of two handmade years; the later list has its shops in another order."""
    before = [item.before for item in year_before() if item.before]
    after = [item.after for item in year_before() if item.after]
    return store(tmp_path / "results-2025", before, THEN), store(tmp_path / "results-2026", after[::-1], NOW)


def run(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def compared(years: tuple[Path, Path], out: Path, *words: str) -> dict[str, Any]:
    done = run(*years, "--out", out, *words)
    assert done.exit_code == 0, done.output
    return dict(json.loads((out / "compare.json").read_text(encoding="utf-8")))


def page(out: Path, name: str = "compare.html") -> LexborHTMLParser:
    return LexborHTMLParser((out / name).read_text(encoding="utf-8"))


def test_page_csv_and_json_tell_every_shop_once_and_the_same(years: tuple[Path, Path], tmp_path: Path) -> None:
    told = compared(years, tmp_path / "out")
    shops = {shop["id"]: shop["changed"] for shop in told["shops"]}
    assert len(shops) == len(told["shops"]) == 10
    with (tmp_path / "out" / "compare.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert {row["id"]: row["changed"] for row in rows} == shops
    tree = page(tmp_path / "out")
    for group in Outcome:
        table = tree.css_first(f"[aria-labelledby='group-{group}'] table")
        named = {row.css_first("th").text() for row in table.css("tbody tr")} if table else set()
        assert named == {f"Winkel {re.findall('[0-9]+', shop)[0]}" for shop, changed in shops.items() if changed == group}


def test_the_json_is_as_its_schema_says(years: tuple[Path, Path], tmp_path: Path) -> None:
    schema = json.loads((Path(compare_page.__file__).with_name("compare.schema.json")).read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    told = compared(years, tmp_path / "out")
    assert [error.message for error in validator.iter_errors(told)] == []
    assert not validator.is_valid({**told, "shops": [{**told["shops"][0], "changed": "better"}]})


def test_stores_in_another_order_give_what_the_pairs_give(years: tuple[Path, Path], tmp_path: Path) -> None:
    told = compared(years, tmp_path / "out")
    side = Side(years[0], "", 0, 0, None, {})
    compare_page.write(year_before(), tmp_path, compare_page.Sides(side, side, "0.1.0"))
    by_hand = json.loads((tmp_path / "compare.json").read_text(encoding="utf-8"))
    assert [table["id"] for table in told["tables"]] == ["p14", "p14-shops", "p14-phone", "p14-email"]
    assert (told["tables"], told["tests"]) == (by_hand["tables"], by_hand["tests"])


def test_each_side_tells_its_list_its_days_and_what_read_it(years: tuple[Path, Path], tmp_path: Path) -> None:
    told = compared(years, tmp_path / "out")
    assert told["before"] == {
        "run": "results-2025", "list": "results-2025.csv", "rows": 10, "visits": 9, "first_visit": f"{THEN}T09:00:00Z",
        "last_visit": f"{THEN}T10:00:00Z", "versions": [{"versions": dict(VERSIONS), "visits": 9}], "read_again": None,
    }  # fmt: skip
    assert "Both sides were read by the same versions" in page(tmp_path / "out").css_first("#runs").text()


def test_sides_read_by_different_versions_are_told_at_the_top(tmp_path: Path) -> None:
    pairs = [item for item in year_before() if item.before and item.after]
    before = store(tmp_path / "before", [item.before for item in pairs if item.before], THEN)
    after = store(tmp_path / "after", [item.after for item in pairs if item.after], NOW, "0.2.0")
    compared((before, after), tmp_path / "out")
    assert "read by different versions" in page(tmp_path / "out").css_first(".short").text()


def test_the_list_of_shops_leads_to_the_pages_of_both_reports_where_these_are(years: tuple[Path, Path], tmp_path: Path) -> None:
    for folder, shop in ((years[0], "winkel1.example"), (years[1], "winkel1.example"), (years[1], "winkel3.example")):
        there = folder / "report" / "shops" / f"{file_name(shop)}.html"
        there.parent.mkdir(parents=True, exist_ok=True)
        there.touch()
    out = tmp_path / "to here" / "out"
    told = {shop["id"]: shop["pages"] for shop in compared(years, out, "--language", "en", "--language", "nl")["shops"]}
    assert told["winkel1.example"]["before"] == "../../results-2025/report/shops/winkel1.example.html"
    assert told["winkel3.example"]["before"] == ""
    for language in (".", "nl"):
        links = [link.attributes["href"] or "" for link in page(out / language).css(".changes a")]
        assert len(links) == 3
        assert all((out / language / link).is_file() for link in links)


def test_a_negative_is_marked_suspected_on_either_side(years: tuple[Path, Path], tmp_path: Path) -> None:
    compared(years, tmp_path / "out")
    for row in page(tmp_path / "out").css(".changes tbody tr"):
        for cell in row.css("td:has(.class)"):
            negative = cell.css_first(".imprint, .other-page, .legal-text, .gated, .machine-only, .absent")
            assert bool(cell.css(".suspected")) == bool(negative)


def test_the_chart_has_title_and_description_and_fills_its_width(years: tuple[Path, Path], tmp_path: Path) -> None:
    compared(years, tmp_path / "out")
    chart = page(tmp_path / "out").css_first("figure svg[role=img]")
    assert chart.css_first("title").text() == "Place classes before and after"
    assert "E-mail, after: " in chart.css_first("desc").text()
    widths: dict[str, float] = {}
    for bar in chart.css("rect:not([fill])"):
        at = bar.attributes["y"] or ""
        widths[at] = widths.get(at, 0) + float((bar.attributes["width"] or "")[:-1])
    assert [round(width) for width in widths.values()] == [100] * 4


@pytest.mark.parametrize("language", languages())
def test_pages_are_drafts_in_their_language_without_script(language: str, tmp_path: Path) -> None:
    side = Side(tmp_path, "list.csv", 10, 9, None, {})
    compare_page.write(year_before(), tmp_path, compare_page.Sides(side, side, "0.1.0"), [texts(language)], rows_a_page=4)
    names = ("compare.html", "compare-2.html", "compare-3.html")
    assert [len(page(tmp_path, name).css(".changes tbody tr")) for name in names] == [4, 4, 2]
    for path in tmp_path.glob("*.html"):
        tree = page(tmp_path, path.name)
        assert tree.css_first("html").attributes["lang"] == language
        assert tree.css_first("header.draft").text() == texts(language).plain("page.draft")
        policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
        assert policy.startswith("default-src 'none'; ")
        assert "script-src 'none'" in policy
        assert not tree.css("script, [style]")
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids))
        for link in (link.attributes["href"] or "" for link in tree.css("a")):
            assert link[1:] in ids if link.startswith("#") else (tmp_path / link).is_file()


def test_names_of_shops_can_not_act(tmp_path: Path) -> None:
    pair = year_before()[0]
    named = [_named(item, "<script>alert(1)</script>=1+1") for item in pair if item]
    side = Side(tmp_path, "list.csv", 1, 1, None, {})
    compare_page.write([Pair(*named)], tmp_path, compare_page.Sides(side, side, "0.1.0"))
    assert not page(tmp_path).css("script")


def _named(verdict: Verdict, name: str) -> Verdict:
    dossier: Dossier = verdict.dossier
    assert dossier.row.shop
    return replace(verdict, dossier=replace(dossier, row=replace(dossier.row, shop=replace(dossier.row.shop, name=name))))


def test_a_corrected_country_makes_no_shop_better_or_worse(tmp_path: Path) -> None:
    pairs = [item for item in year_before() if item.before and item.after]
    before = store(tmp_path / "before", [item.after for item in pairs if item.after], THEN)
    after = store(tmp_path / "after", [item.after for item in pairs if item.after], NOW)
    with closing(sqlite3.connect(before / "bereikbaar.sqlite")) as db, db:
        db.execute("UPDATE shops SET country = 'DE'")
    told = compared((before, after), tmp_path / "out")
    assert {shop["changed"] for shop in told["shops"]} <= {"unchanged", "open"}
    assert {shop["score"]["before"] == shop["score"]["after"] for shop in told["shops"]} == {True}


def test_a_run_of_an_older_version_is_compared_and_left_as_it_is(years: tuple[Path, Path], tmp_path: Path) -> None:
    plain = compared(years, tmp_path / "out")
    path = years[0] / "bereikbaar.sqlite"
    as_it_was(path)
    before = path.read_bytes()
    assert compared(years, tmp_path / "again") == plain
    assert path.read_bytes() == before
    assert not list((tmp_path / "again").glob("older-*"))


def as_it_was(path: Path) -> None:
    """Put the file of a run back to what a version from before persons could tell anything would have written."""
    new = path.rename(path.with_name("new.sqlite"))
    with Database(path) as db:
        STEPS.apply(db, stop_before="keep_what_persons_saw")
        db.execute("ATTACH ? AS new", (str(new),))
        for table in ("runs", "shops", "rows", "visits", "pages", "sightings", "facts", "fetches", "placements"):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM new.{table}")
        db.conn.commit()
    new.unlink()


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("results-2025", "results-2025", "the same run twice"),
        ("results-2025", "copy", "the same visits as"),
        ("results-2026", "results-2025", "give the earlier run first"),
        ("results-2025", "strangers", "no shop is in both lists"),
        ("results-2025", "nothing", "no results here"),
        ("nothing", "results-2026", "no results here"),
    ],
)
def test_what_cannot_be_compared_is_told(first: str, second: str, told: str, years: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "bereikbaar.sqlite").write_bytes((years[0] / "bereikbaar.sqlite").read_bytes())
    store(tmp_path / "strangers", [_moved(item) for item in (year_before()[8].after,) if item], "2027-11-20")
    done = run(tmp_path / first, tmp_path / second, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert told in done.output
    assert not (tmp_path / "out" / "compare.html").exists()


def _moved(verdict: Verdict) -> Verdict:
    shop = verdict.dossier.row.shop
    assert shop
    row = replace(verdict.dossier.row, shop=replace(shop, id="elders.example"))
    return replace(verdict, dossier=replace(verdict.dossier, row=row))
