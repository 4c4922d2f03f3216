"""A study's table has its published figures, and beside them cells of this run's own tables; what differs is told."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bereikbaar.__main__ import main
from crawler.model.strict import KnowledgeError
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.sampled import covered
from reports.shares import Coverage
from reports.studies.filled import filled, table_id
from reports.studies.recipes import FOLDER, names, study
from reports.table import Table
from reports.tally import Tally
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.auditing import StreetRun
from tests.handmade import street
from tests.studies_page import PAGE, page
from tests.test_tables import verdicts

PUBLISHED = {
    "nos-2023": {"no-phone": (12, 100, 12.0)},
    "consumentenbond-2023": {
        "both": (37, 100, 37.0),
        "phone-only": (46, 100, 46.0),
        "clicks": (1.7, None, None),
        "energy": (31, 31, 100.0),
    },
    "salesupply-2022": {"phone": (None, None, 83.0), "email": (None, None, 78.0), "mean": (2.7, None, None)},
    "rtl": {"no-prominent-phone": (16, 75, 21.3)},
    "eu-sweep-2009": {"lower": (None, None, 82.0), "higher": (None, None, 95.0)},
}


def tables(of: tuple[Verdict, ...] | list[Verdict]) -> dict[str, Table]:
    return Tally.of(of).tables()


def test_the_five_studies_have_the_figures_they_published() -> None:
    assert sorted(PUBLISHED) == list(names())
    for name, figures in PUBLISHED.items():
        made = filled(study(name), tables(street()))
        assert {row.cells[0]: row.cells[1:4] for row in made.rows} == figures


@settings(max_examples=30, deadline=None)
@given(st.lists(verdicts, max_size=12))
def test_every_number_of_the_run_is_a_cell_of_its_tables(many: list[Verdict]) -> None:
    counted = tables(many)
    for it in map(study, names()):
        made = filled(it, counted)
        for figure, row in zip(it.figures, made.rows, strict=True):
            ours = dict(zip(("ours", "share", "most", "most_share", "of"), row.cells[4:], strict=True))
            if figure.ours is None:
                assert set(ours.values()) == {None}
                continue
            at = figure.ours
            source = counted[at.table]
            assert (ours["ours"], ours["of"]) == (source.value(at.row, at.count or at.mean), source.value(at.row, at.of))
            if at.count:
                assert ours["most"] == ours["ours"] + source.value(at.row, at.open) <= ours["of"] == len(many)  # type: ignore[operator]


def test_the_figures_of_the_handmade_street_are_those_counted_by_hand() -> None:
    nos, both = (filled(study(name), tables(street())) for name in ("nos-2023", "consumentenbond-2023"))
    assert nos.rows[0].cells[4:] == (2, 20.0, 6, 60.0, 10)
    assert [row.cells[4:] for row in both.rows[:2]] == [(2, 20.0, 7, 70.0, 10), (1, 10.0, 6, 60.0, 10)]
    assert both.rows[2].cells[4:] == (1.0, None, None, None, 5)


def test_in_a_sample_the_run_has_intervals_and_what_was_published_has_none() -> None:
    keys = [column.key for column in covered(filled(study("rtl"), tables(street())), Coverage.SAMPLE).columns]
    assert [key for key in keys if key.endswith("_low")] == ["ours_share_low", "most_share_low"]


@pytest.mark.parametrize("language", languages())
def test_every_figure_and_difference_has_its_words(language: str) -> None:
    words = texts(language)
    for it in map(study, names()):
        for figure in it.figures:
            assert words.plain(f"study.figure.{it.id}.{figure.id}")
            assert words.plain(f"study.difference.{it.id}.{figure.id}", **figure.values).endswith((".", "`."))
        assert all(f"study.differs.{code}" in words for code in it.differs)
        assert all(f"study.unknown.{code}" in words for code in it.unknown)
        assert it.sources or "source" in it.unknown
        assert it.looked_at or "looked-at" in it.unknown
        assert it.published or "day" in it.unknown


def test_a_report_has_a_page_for_each_study_asked_for_and_its_table_as_data(tmp_path: Path) -> None:
    asked = ("nos-2023", "eu-sweep-2009")
    index = write(street(), tmp_path, RunFacts("winkels.csv", "0.1.0", studies=asked), [texts("en"), texts("nl")])
    for name in asked:
        page = LexborHTMLParser((tmp_path / f"{table_id(name)}.html").read_text(encoding="utf-8"))
        rows = [row.text(separator="|", strip=True) for row in page.css("table tbody tr")]
        assert len(rows) == len(PUBLISHED[name])
        assert (tmp_path / "nl" / f"{table_id(name)}.html").exists()
        assert f'href="{table_id(name)}.html"' in index.read_text(encoding="utf-8")
        with (tmp_path / "tables" / f"{table_id(name)}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == 1 + len(rows)
        assert json.loads((tmp_path / "tables" / f"{table_id(name)}.json").read_text(encoding="utf-8"))["n"] == 10
    assert not (tmp_path / "study-rtl.html").exists()


def test_an_unknown_study_is_refused_with_the_names_of_those_that_are_known(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(tmp_path), "--study", "nos-2024"])
    assert done.exit_code == 2
    assert "nos-2024" in done.output
    assert all(name in done.output for name in names())


@pytest.mark.parametrize(("figures", "told"), [
    ('[[figures]]\nid = "x"', "one of count, percent and mean"), ('[[figures]]\nid = "x"\ncount = 3', "needs `of`"),
    ('[[figures]]\nid = "x"\nmean = 1.5\nof = 2', "needs `of`"), ('[[figures]]\nid = "x"\nshare = 3', "unknown key 'share'"),
])  # fmt: skip
def test_a_study_that_is_not_as_it_must_be_is_refused_by_name(figures: str, told: str, tmp_path: Path) -> None:
    head = 'publisher = "X"\npublished = ""\nsources = []\ndiffers = []\nunknown = []\n'
    (tmp_path / "odd.toml").write_text(head + figures, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=told) as error:
        study("odd", tmp_path)
    assert "odd.toml" in str(error.value)


def test_a_study_that_nobody_wrote_down_is_not_read() -> None:
    with pytest.raises(KnowledgeError, match=f"{FOLDER / 'nos-2024.toml'}"):
        study("nos-2024")


@pytest.mark.xdist_group("street")
def test_the_page_of_the_studies_is_that_of_the_demo_street(whole_street: StreetRun) -> None:
    assert page(whole_street.folder / "out") == PAGE.read_text(encoding="utf-8"), "run: python -m tests.studies_page"
