"""The export is whole, ordered, valid, and harmless in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl.utils.escape import unescape

from bereikbaar.__main__ import main
from crawler.model.dossier import Dossier
from crawler.model.plain import NEUTRALISED, plain
from crawler.model.row import Row
from crawler.model.visit import Visit
from reports.norms.norms import norms
from reports.outputs import flat_csv, json_lines, workbook, xlsx
from reports.outputs.summary import RunFacts
from reports.verdict import CRITERIA, judge
from tests import handmade
from tests.handmade_run import store_run
from tests.visits import good_row, visits

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦")
ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "reports" / "outputs" / "export.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FORMULAS = ("=1+1", "+31201234567", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u200b=1", "﹦1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored run of ten rows with every kind of outcome."""
    return store_run(tmp_path_factory.mktemp("run"))


def export(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, words)])


def rows_of(folder: Path) -> list[dict[str, Any]]:
    done = export(folder)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_row_has_a_line_in_the_order_of_the_list(folder: Path) -> None:
    rows = rows_of(folder)
    assert [row["row"]["line"] for row in rows] == list(range(2, 12))
    assert [row["row"]["outcome"] for row in rows[-3:]] == ["blocked", "bad-row", "not-visited"]
    assert [row["phone"]["place_class"] for row in rows[:7]] == [
        "every-page", "contact-page", "contact-page", "absent", "gated", "imprint", "contact-page",
    ]  # fmt: skip


def test_every_line_is_as_the_schema_says(folder: Path) -> None:
    for row in rows_of(folder):
        VALIDATOR.validate(row)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(visits())
def test_any_visit_gives_a_valid_line(visit: Visit) -> None:
    sightings = range(len(visit.sightings))
    kept = tuple(replace(item, sightings=tuple(n for n in item.sightings if n in sightings)) for item in visit.placements)
    verdict = judge(Dossier(row=good_row(), visit=replace(visit, placements=kept)), norms())
    VALIDATOR.validate(json.loads(next(json_lines.lines([verdict]))))
    assert len(next(csv.reader(io.StringIO(list(flat_csv.lines([verdict]))[1], newline="")))) == len(flat_csv.COLUMNS)


def test_no_line_of_json_acts_on_a_terminal_or_ends_early_and_nothing_is_lost() -> None:
    text = "a\u2028b\u2029c\x85d\x9b2Je\u202ef\x7fg\ufeffh\U000e0041i\u200b"
    shop = replace(handmade.shop(1), name=text)
    line = next(json_lines.lines([judge(Dossier(row=Row(line=2, cells=(), shop=shop)), norms())]))
    assert len(line.splitlines()) == 1
    assert not NEUTRALISED.search(line)
    assert json.loads(line)["shop"]["name"] == text


def test_the_same_run_gives_the_same_bytes(folder: Path) -> None:
    assert export(folder).stdout_bytes == export(folder).stdout_bytes


def test_only_the_visit_holds_times(folder: Path) -> None:
    for row in rows_of(folder):
        del row["visit"]
        assert "2026-11-20" not in json.dumps(row)


def test_a_settled_channel_names_its_values_and_pages(folder: Path) -> None:
    phone = rows_of(folder)[1]["phone"]
    assert (phone["settled"], phone["reason"], phone["clicks"]) == (True, None, 1)
    assert [(item["value"], item["use"], item["place"]) for item in phone["values"]] == [("+31201234567", "service", "body")]
    assert phone["values"][0]["page"] == "https://winkel2.example/contact"


def test_other_peoples_values_are_no_values_of_the_shop(folder: Path) -> None:
    assert "+31881234567" not in json.dumps([row["phone"]["values"] for row in rows_of(folder)])


def test_an_unsettled_channel_says_what_was_seen(folder: Path) -> None:
    email = rows_of(folder)[6]["email"]
    assert (email["place_class"], email["seen"], email["reason"]) == ("undetermined", "legal-text", "needs-browser")


def test_a_file_is_written_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    assert export(folder, "--out", out).exit_code == 0
    assert out.read_bytes() == export(folder).stdout_bytes
    assert [item.name for item in tmp_path.iterdir()] == ["results.jsonl"]
    refused = export(folder, "--out", tmp_path / "missing" / "x")
    assert refused.exit_code == 2
    assert "missing" in refused.stderr


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    refused = export(tmp_path)
    assert refused.exit_code == 2
    assert "no results here" in refused.stderr


def test_csv_begins_with_a_byte_order_mark_and_has_a_line_a_row(folder: Path) -> None:
    raw = export(folder, "--format", "csv").stdout_bytes
    assert raw.startswith(b"\xef\xbb\xbfline,")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 10
    assert rows[0]["phone_place_class"] == "every-page"
    assert rows[0]["phone_settled"] == "yes"
    assert {criterion.ID for criterion in CRITERIA} <= set(rows[0])


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_calculates(text: str) -> None:
    shop = replace(handmade.shop(1), name=text)
    row = Row(line=2, cells=(("name", text),), shop=shop, message=text)
    line = list(flat_csv.lines([judge(Dossier(row=row), norms())]))[1]
    for cell in next(csv.reader(io.StringIO(line, newline=""))):
        assert not cell.startswith(SIGNS)


@pytest.mark.parametrize("text", ["shop; =1+1", 'shop;"=1+1"', "shop\t@x", "shop;  ＝1", "shop|-1"])
def test_no_part_of_a_cell_calculates_where_a_spreadsheet_splits_by_another_sign(text: str) -> None:
    shop = replace(handmade.shop(1), name=text)
    line = list(flat_csv.lines([judge(Dossier(row=Row(line=2, cells=(), shop=shop)), norms())]))[1]
    for separator in ";\t|":
        assert not [cell for cell in line.split(separator) if cell.lstrip(' "').startswith(SIGNS)]


def workbook_of(path: Path) -> list[tuple[Any, ...]]:
    """The cells of a workbook as another program reads them; none of them is a formula, a link or an error."""
    sheet = openpyxl.load_workbook(path)[workbook.RESULTS]
    rows = list(sheet.iter_rows())
    assert {cell.data_type for row in rows for cell in row} <= {"s", "inlineStr", "n"}
    assert not [cell for row in rows for cell in row if cell.hyperlink]
    return [tuple(unescape(cell.value) if isinstance(cell.value, str) else cell.value for cell in row) for row in rows]


def test_the_workbook_has_the_cells_of_the_csv(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "--format", "xlsx", "--out", tmp_path / "results.xlsx").exit_code == 0
    rows = workbook_of(tmp_path / "results.xlsx")
    raw = export(folder, "--format", "csv").stdout_bytes.decode("utf-8-sig")
    expected = list(csv.reader(io.StringIO(raw, newline="")))
    assert len(rows) == len(expected)
    for row, cells in zip(rows, expected, strict=True):
        told = ["" if cell is None else cell if isinstance(cell, str) else float(cell) for cell in row]
        assert told == [float(text) if isinstance(cell, float) else text for cell, text in zip(told, cells, strict=True)]


def test_the_same_run_gives_the_same_workbook(folder: Path, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert export(folder, "--format", "xlsx", "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_workbook_is_no_text_for_standard_output(folder: Path) -> None:
    refused = export(folder, "--format", "xlsx")
    assert refused.exit_code == 2
    assert "--out" in refused.stderr


def test_a_list_longer_than_a_sheet_is_told_and_nothing_is_left(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 9)
    refused = export(folder, "--format", "xlsx", "--out", tmp_path / "results.xlsx")
    assert refused.exit_code == 2
    assert "--format csv" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", [*FORMULAS, "<r><t>x</t></r>", "<r>", "_x0041_", "#N/A", "http://x.example/", "12", "\ufffe\x00]]>"]
)
def test_a_text_is_a_text_in_the_workbook(text: str, tmp_path: Path) -> None:
    shop = replace(handmade.shop(1), name=text)
    verdict = judge(Dossier(row=Row(line=2, cells=(), shop=shop)), norms())
    workbook.write([verdict], tmp_path / "x.xlsx", RunFacts(text, "0.1.0"))
    cell = workbook_of(tmp_path / "x.xlsx")[1][flat_csv.COLUMNS.index("name")]
    assert isinstance(cell, str)
    assert not cell.startswith(SIGNS)
    assert cell.strip("' ") == plain(text).strip()
