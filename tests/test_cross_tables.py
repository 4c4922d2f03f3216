"""Tables by column of the list, country, software and chat: rows and columns add up, and all forms show the same cells."""

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Template
from selectolax.lexbor import LexborHTMLParser

from crawler.model.fact import FactKind
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from reports.norms.norms import norms
from reports.outputs import table_view
from reports.outputs.environment import environment
from reports.outputs.table_files import write_table
from reports.table import Column, Level, Show, Table, TableError, TableRow
from reports.tables import segments
from reports.tables.roster import SEVERAL, TABLES
from reports.tally import Tally
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import Verdict, judge
from tests.handmade import failed, placed, unvisited
from tests.segmented import listed, platform, run

GOLDEN = Path(__file__).parent / "golden" / "segmented"
TALLIED = Tally.of(run()).tables()
OURS = sorted(name for name in TALLIED if name.startswith(("p5", "p6", "p7", "p8", "p9", "p10", "p11", "p15")))
PARTS = {Level.PART, Level.REST}

classes = st.sampled_from(PlaceClass)
values = st.sampled_from(["fietsen", "thee", "Thee", "", " ", "=1+1", "<b>groot</b>", "total", "no-value", "\u202eeeht"])
verdicts = st.one_of(
    st.builds(placed, st.integers(1, 9), classes, classes),
    st.builds(failed, st.integers(1, 9), st.sampled_from([Reason.BLOCKED, Reason.DNS])),
    st.builds(unvisited, st.integers(1, 9), st.sampled_from([Reason.BAD_ROW, None])),
)


def with_platforms(verdict: Verdict, marks: list[str]) -> Verdict:
    """The verdict of a shop with the marks of some platforms."""
    visit = verdict.dossier.visit
    if visit is None or visit.reason is not None:
        return verdict
    facts = tuple(platform(name.lower(), name) for name in marks)
    return replace(verdict, dossier=replace(verdict.dossier, visit=replace(visit, facts=facts)))


rows = st.builds(
    listed,
    st.builds(with_platforms, verdicts, st.lists(st.sampled_from(["Shopify", "Wix"]), max_size=2)),
    st.tuples(st.tuples(st.just("branche"), values), st.tuples(st.just("<i>maat</i>"), values)),
    st.sampled_from(["NL", "BE", None, "ZZ"]),
)
runs = st.lists(rows, max_size=10)


def counted_in(table: Table, place: int) -> int:
    return sum(row.cells[place] for row in table.rows if row.level in PARTS)  # type: ignore[misc]


@pytest.mark.parametrize("name", OURS)
def test_a_table_of_the_segmented_run_is_the_golden_one(name: str) -> None:
    lines = [["" if cell is None else str(cell) for cell in line] for line in TALLIED[name].as_lines()]
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert lines == list(csv.reader(file))


@settings(max_examples=40, deadline=None)
@given(runs)
def test_every_table_of_a_run_adds_up_to_its_rows(many: list[Verdict]) -> None:
    for table in Tally.of(many).tables().values():
        assert table.n == len(many)
        for place, column in enumerate(table.columns):
            if column.show is Show.COUNT:
                assert counted_in(table, place) == len(many)
        for of in {column.of for column in table.columns if column.of}:
            whole = next(place for place, column in enumerate(table.columns) if column.key == of)
            portions = [place for place, column in enumerate(table.columns) if column.of == of]
            assert all(sum(row.cells[place] for place in portions) == row.cells[whole] for row in table.rows)  # type: ignore[misc]


@settings(max_examples=40, deadline=None)
@given(runs)
def test_the_order_of_the_list_changes_no_table(many: list[Verdict]) -> None:
    assert Tally.of(many).tables() == Tally.of(many[::-1]).tables()


@cache
def template(language: str) -> Template:
    return environment(texts(language)).from_string("{% import 'parts.html.j2' as parts with context %}{{ parts.table(it) }}")


def shown(table: Table, language: str) -> list[list[str]]:
    """The cells of a table in HTML, without its head."""
    page = LexborHTMLParser(template(language).render(it=table_view.view(table, texts(language)), root=""))
    return [[cell.text() for cell in row.css("th, td")] for row in page.css("tbody tr")]


def read_back(table: Table, lines: Iterable[list[object]]) -> Table:
    """The table as its data tell it."""
    rows = tuple(TableRow(cells=tuple(cells), level=Level(level)) for *cells, level in lines)  # type: ignore[arg-type]
    return replace(table, rows=rows)


def of_csv(column: Column, cell: str) -> object:
    """A cell of a CSV file as it was before it was written."""
    if column.show in {Show.CODE, Show.TEXT, Show.COUNTRY}:
        return cell.removeprefix("'") or None
    return (float(cell) if "." in cell else int(cell)) if cell else None


@settings(max_examples=8, deadline=None)
@given(many=runs, language=st.sampled_from(languages()))
def test_csv_json_and_html_show_the_same_cells(many: list[Verdict], language: str) -> None:
    with TemporaryDirectory() as made:
        same_in_all_forms(many, language, Path(made))


def same_in_all_forms(many: list[Verdict], language: str, folder: Path) -> None:
    for table in Tally.of(many).tables().values():
        write_table(table, folder, texts(language))
        data = json.loads((folder / f"{table.id}.json").read_text(encoding="utf-8"))
        with (folder / f"{table.id}.csv").open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        keys = [*(column.key for column in table.columns), "row"]
        assert (lines[0], data["columns"]) == (keys, keys[:-1])
        in_json = [[line[key] for key in keys] for line in data["rows"]]
        in_csv = [[*map(of_csv, table.columns, line), line[-1]] for line in lines[1:]]
        assert in_json == in_csv
        assert shown(table, language) == shown(read_back(table, in_json), language)


def with_tag(number: int, value: str) -> Verdict:
    return listed(placed(number, PlaceClass.HOME, PlaceClass.HOME), (("kolom", value),))


def use_of(many: Iterable[Verdict]) -> dict[object, object]:
    return {row.cells[0]: row.cells[-1] for row in Tally.of(many).tables()["p9"].rows}


def test_a_column_of_ids_is_no_segment() -> None:
    assert use_of(with_tag(number, f"id-{number}") for number in range(8)) == {"kolom": "too-few-rows"}
    many = [with_tag(number, f"id-{number % 60}") for number in range(240)]
    assert use_of(many) == {"kolom": "too-many-values"}
    assert [row.cells[1:3] for row in Tally.of(many).tables()["p9"].rows] == [(240, None)]


def test_a_column_with_two_rows_for_each_value_is_a_segment() -> None:
    many = [with_tag(number, f"soort {number % 50}") for number in range(100)]
    assert use_of(many) == {"kolom": "segment"}
    assert len(Tally.of(many).tables()["p9-1"].rows) == 51


def test_of_many_columns_the_first_ones_become_tables() -> None:
    tags = tuple((f"kolom {number}", "ja") for number in range(30))
    many = [listed(placed(number, PlaceClass.HOME, PlaceClass.HOME), tags) for number in range(4)]
    uses = list(use_of(many).values())
    assert uses == ["segment"] * segments.MOST_COLUMNS + ["beyond-the-first"] * 10
    made = [name for name in Tally.of(many).tables() if name.startswith("p9-") and name.count("-") == 1]
    assert made == [f"p9-{number}" for number in range(1, segments.MOST_COLUMNS + 1)]


@pytest.mark.parametrize("language", languages())
def test_the_note_tells_the_rule_by_which_a_column_is_a_segment(language: str) -> None:
    words = texts(language)
    told = words.plain("table.p9.note", n="N")
    assert str(segments.MOST_VALUES) in told
    assert str(segments.MOST_COLUMNS) in told
    assert str(segments.MOST_VALUES) in words.plain("segment_use.too-many-values")
    assert str(segments.MOST_COLUMNS) in words.plain("segment_use.beyond-the-first")


def test_a_value_that_looks_like_a_code_is_not_taken_for_one() -> None:
    many = [*(with_tag(number, "no-value") for number in range(4)), with_tag(5, "")]
    table = Tally.of(many).tables()["p9-1"]
    assert [(row.cells[0], row.cells[1], row.level.value) for row in table.rows] == [
        ("no-value", 4, "part"),
        ("no-value", 1, "rest"),
        ("total", 5, "total"),
    ]
    assert [line[0] for line in shown(table, "en")] == ["no-value", "No value", "Total (N)"]
    heads = [table_view.plain_cell(table.columns[0], row.cells[0], texts("en"), row.level) for row in table.rows]
    assert heads == ["no-value", "No value", "Total (N)"]


def test_a_settled_channel_of_a_shop_that_was_not_measured_has_no_kind() -> None:
    verdict = placed(1, PlaceClass.HOME, PlaceClass.HOME)
    visit = verdict.dossier.visit
    assert visit is not None
    seen = judge(replace(verdict.dossier, visit=replace(visit, reason=Reason.NEEDS_PERSON)), norms())
    tables = Tally.of([seen]).tables()
    assert [tables[name].value("undetermined", "rows") for name in ("p7-phone", "p7-email")] == [1, 1]


def test_what_is_not_measured_has_no_platform_and_is_not_unknown() -> None:
    table = Tally.of([failed(1, Reason.BLOCKED), placed(2, PlaceClass.HOME, PlaceClass.HOME)]).tables()["p11-platform"]
    assert (table.value("undetermined", "rows"), table.value("unknown", "rows")) == (1, 1)


def test_every_kind_of_table_of_a_unit_is_announced_with_its_columns() -> None:
    for unit in SEVERAL:
        made = [table for name, table in TALLIED.items() if name.startswith(unit.ID)]
        assert {table.words for table in made} == set(unit.SHAPES)
        assert all(table.columns == unit.SHAPES[table.words] for table in made)
    assert len({unit.ID for unit in (*TABLES, *SEVERAL)}) == len(TABLES) + len(SEVERAL)


COLUMNS = (
    Column(key="x", show=Show.TEXT, codes="segment"),
    Column(key="rows", show=Show.COUNT),
    Column(key="yes", show=Show.PORTION, of="rows"),
    Column(key="no", show=Show.PORTION, of="rows"),
)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("a", 3, 1, 1)], "row a adds up to 2, not to 3"),
        ([("a", 3, 2, 1), ("total", 3, 1, 2)], "the parts of yes, no do not add up to the total"),
    ],
)
def test_portions_that_do_not_add_up_are_refused(rows: list[tuple[str, int, int, int]], says: str) -> None:
    levels = (Level.PART, Level.TOTAL)
    lines = tuple(TableRow(cells=cells, level=level) for cells, level in zip(rows, levels, strict=False))
    with pytest.raises(TableError, match=says):
        Table(id="t", columns=COLUMNS, rows=lines, n=3)


def test_the_platform_of_a_shop_is_a_fact_of_its_visit() -> None:
    verdict = run()[0]
    assert [fact.as_shown for fact in verdict.dossier.facts(FactKind.PLATFORM)] == ["Shopify"]
