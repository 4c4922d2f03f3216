"""The export is whole, ordered, valid, and harmless in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings

from bereikbaar.__main__ import main
from crawler.model.dossier import Dossier
from crawler.model.row import Row
from crawler.model.visit import Visit
from crawler.store.write import Store
from reports.norms.norms import norms
from reports.outputs import flat_csv, json_lines
from reports.verdict import CRITERIA, judge
from tests import handmade
from tests.visits import good_row, visits

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "reports" / "outputs" / "export.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FORMULAS = ("=1+1", "+31201234567", "-2", "@SUM(A1)", "\tx", "\rx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored run of ten rows with every kind of outcome."""
    path = tmp_path_factory.mktemp("run")
    dossiers = [verdict.dossier for verdict in handmade.street()]
    with Store.open(path / "bereikbaar.sqlite") as store:
        store.start_run(Path("list.csv"), [dossier.row for dossier in dossiers], {})
        for dossier in dossiers:
            if dossier.visit:
                store.save(dossier.visit)
    return path


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
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
