"""What lies beside the pages of a report: the data dictionary, the tables as JSON, the citation, and what Datasette is told."""

import csv
import json
import re
import sqlite3
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from sqlite_utils import Database

from crawler.store.columns import CLOSED, store_tables
from crawler.store.schema import STEPS
from reports import dictionary
from reports.dictionary import entries
from reports.outputs import beside, citation, datasette, flat_csv
from reports.outputs.named_lists import LISTS
from reports.outputs.summary import RunFacts, summed_up
from reports.report import write_report
from reports.table import Show
from reports.tables import shops
from reports.tables.roster import TABLES
from reports.tally import Tally
from reports.texts.languages import languages
from reports.texts.texts import texts
from tests.handmade import street
from tests.handmade_run import store_run

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "reports" / "outputs" / "tables.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
HOSTILE = 'winkels: "#{x}"\n\u2028- [a] & *b.csv'


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored run of ten rows, with its report, sealed."""
    folder = store_run(tmp_path_factory.mktemp("run"))
    write_report(folder, ["en"])
    return folder


@pytest.fixture(scope="module")
def report(run: Path) -> Path:
    return run / "report"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- the data dictionary


def test_the_columns_of_the_store_are_those_of_a_new_store() -> None:
    with Database(memory=True) as db:
        STEPS.apply(db)
        made = {name: [column.name for column in db[name].columns] for name in db.table_names() if name != STEPS.migrations_table}
    told = {name: {column.name for column in table.columns} for name, table in store_tables().items()}
    assert told == {name: set(columns) for name, columns in made.items()}


def test_every_entry_says_what_it_is_and_closed_lists_are_told() -> None:
    told = list(entries())
    assert len(told) > 500
    assert [entry for entry in told if not entry.meaning.rstrip(".") or not entry.meaning.endswith(".")] == []
    assert len({(entry.file, entry.table, entry.column) for entry in told}) == len(told)
    assert {entry.values for entry in told if entry.file == dictionary.STORE and entry.values} == {*CLOSED.values()}


def test_every_column_and_key_that_is_written_has_its_entry(report: Path) -> None:
    told = {(entry.file, entry.column) for entry in entries()}
    written = {(dictionary.FLAT, name) for name in flat_csv.COLUMNS}
    written |= {(dictionary.SHOPS, name) for name in rows_of(report / "tables" / "shops.csv")[0]}
    ids = {*LISTS.values(), *(unit.ID for unit in TABLES)}
    for path in (report / "tables").glob("*.json"):
        if path.stem in ids:
            written |= {(f"tables/{path.stem}.csv", key) for row in json.loads(path.read_text("utf-8"))["rows"] for key in row}
    assert len(written) > 150
    assert written - told == set()


def test_a_cell_of_a_closed_list_holds_one_of_its_values(report: Path) -> None:
    checked = 0
    for unit in TABLES:
        allowed = {entry.column: {*entry.values} for entry in entries() if entry.table == unit.ID and entry.values}
        assert {column.key for column in unit.COLUMNS if column.show is Show.CODE} <= allowed.keys()
        for row in rows_of(report / "tables" / f"{unit.ID}.csv"):
            assert [(unit.ID, key, row[key]) for key in allowed if row[key] and row[key] not in allowed[key]] == []
            checked += 1
    assert checked > 100


def test_the_dictionary_lies_beside_the_report(report: Path) -> None:
    told = rows_of(report / beside.DATA)
    assert len(told) == len(list(entries()))
    clicks = next(row for row in told if row["file"] == dictionary.SHOPS and row["column"] == "phone_clicks")
    assert (clicks["unit"], clicks["values"]) == ("clicks", "")
    assert tuple(row["column"] for row in told if row["file"] == dictionary.SHOPS) == shops.COLUMNS


# --- the tables as JSON


def test_the_schema_of_tables_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_table_as_json_is_as_the_schema_says(report: Path) -> None:
    paths = sorted((report / "tables").glob("*.json"))
    assert len(paths) >= len(TABLES)
    for path in paths:
        table = json.loads(path.read_text(encoding="utf-8"))
        VALIDATOR.validate(table)
        assert table["id"] == path.stem
        head = ["row"] if "n" in table else []
        assert all(list(row) == [*head, *table["columns"]] for row in table["rows"])


@pytest.mark.parametrize("wrong", [{"n": -1}, {"rows": [{}]}, {"columns": ["row", "x"]}, {"id": "../x"}, {"title": "x"}])
def test_the_schema_refuses_what_is_no_table(report: Path, wrong: dict[str, Any]) -> None:
    table = json.loads((report / "tables" / "p1.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate({**table, **wrong})


# --- the citation


def check_citation(cited: dict[str, Any], kind: str) -> None:
    """What the format demands of a file, by its schema of version 1.2.0."""
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == kind
    for key in ("message", "title"):
        assert isinstance(cited[key], str)
        assert cited[key].strip()
    assert cited["authors"]
    assert all(set(author) == {"name"} and author["name"] for author in cited["authors"])
    assert len(set(cited["keywords"])) == len(cited["keywords"])
    assert date.fromisoformat(cited.get("date-released", "2026-11-20"))
    allowed = {"cff-version", "message", "type", "title", "abstract", "authors", "keywords", "version", "license"}
    assert set(cited) <= allowed | {"date-released", "references"}


def test_the_program_can_be_cited() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    check_citation(cited, "software")
    assert (cited["version"], cited["license"]) == (project["version"], project["license"])


@pytest.mark.parametrize("language", languages())
def test_a_report_can_be_cited_whatever_its_list_is_called(language: str, tmp_path: Path) -> None:
    report = summed_up(Tally.of(street()), RunFacts(HOSTILE, "0.1.0", public=True))
    beside.write(tmp_path, report, texts(language))
    cited = yaml.safe_load((tmp_path / citation.FILE).read_text(encoding="utf-8"))
    check_citation(cited, "dataset")
    assert cited["date-released"] == "2026-11-20"
    assert "*b.csv" in cited["title"]
    software = {"title": "Bereikbaar", "type": "software", "version": "0.1.0", "license": "Apache-2.0"}
    assert [software.items() <= item.items() for item in cited["references"]] == [True]
    assert sorted(path.name for path in tmp_path.iterdir()) == [citation.FILE, beside.DATA]


# --- Datasette


def told_to_datasette(report: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((report / datasette.FILE).read_text(encoding="utf-8"))
    return told


def test_datasette_is_told_of_every_table_and_every_column(report: Path) -> None:
    store = told_to_datasette(report)["databases"][datasette.STORE]
    told = {name: set(item["columns"]) for name, item in store["tables"].items()}
    assert told == {name: {column.name for column in table.columns} for name, table in store_tables().items()}
    assert "Unit: clicks." in store["tables"]["placements"]["columns"]["clicks"]
    facets = {(name, facet) for name, item in store["tables"].items() for facet in item.get("facets", ())}
    assert facets
    assert all(facet in told[name] for name, facet in facets)


def test_every_query_that_is_offered_runs_and_counts_each_row_once(run: Path, report: Path) -> None:
    queries = told_to_datasette(report)["databases"][datasette.STORE]["queries"]
    given = {"shop": "winkel2.example", "head": "url"}
    with closing(sqlite3.connect(f"file:{run / 'bereikbaar.sqlite'}?mode=ro", uri=True)) as db:
        found = {name: db.execute(query["sql"], given).fetchall() for name, query in queries.items()}
    assert [name for name, rows in found.items() if not rows] == ["links_not_read"]  # all were read
    classes = sum(count for _, channel, _, count in found["place_classes"] if channel == "phone")
    unvisited = sum(count for channel, reason, count in found["undetermined"] if channel == "phone" and reason in NOT_VISITED)
    assert classes + unvisited == len(street())


NOT_VISITED = {"bad-row", "not-visited"}


@contextmanager
def served(run: Path) -> Iterator[str]:
    """Datasette on the store of a run, as the documentation shows it, on a port of loopback."""
    command = (sys.executable, "-m", "datasette", "serve", "--immutable", run / "bereikbaar.sqlite")
    told = ("--metadata", run / "report" / datasette.FILE, "--port", "0")
    process = subprocess.Popen([*command, *told], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                yield found[1]
                break
        else:
            pytest.fail("Datasette did not start")
    finally:
        process.terminate()
        process.communicate(timeout=20)


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: str = answer.read().decode()
        return text


def test_datasette_shows_the_store_and_changes_nothing_of_what_is_sealed(run: Path) -> None:
    pytest.importorskip("datasette")
    before = {path: sha256(path.read_bytes()).hexdigest() for path in sorted(run.rglob("*")) if path.is_file()}
    with served(run) as address:
        front = page(f"{address}/bereikbaar")
        assert "winkels.csv" in page(f"{address}/")
        for query in ("Place classes", "Sightings of a shop"):
            assert query in front
        placements = page(f"{address}/bereikbaar/placements")
        assert "Where on the site, the best class met" in placements
        assert "every-page" in placements
        shop = json.loads(page(f"{address}/bereikbaar/sightings_of_a_shop.json?_shape=array&shop=winkel2.example"))
        assert {row["value"] for row in shop} >= {"+31201234567", "info@winkel.example"}
    after = {path: sha256(path.read_bytes()).hexdigest() for path in sorted(run.rglob("*")) if path.is_file()}
    assert after == before
