"""Whatever a shop or a list says, in each way out it is text: nothing of it acts, and nothing of it is lost without a trace."""

import csv
import io
import json
import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from openpyxl.utils.escape import unescape

from bereikbaar.__main__ import main
from crawler.model.placement import PlaceClass
from crawler.model.plain import NEUTRALISED, plain
from crawler.model.sighting import Channel
from crawler.runs.folder import logged
from crawler.store.write import Store
from reports.outputs import flat_csv
from reports.outputs.csv_table import calculates, neutral
from reports.outputs.environment import csp_hash
from reports.outputs.safe_text import file_name
from reports.outputs.worklist_file import worklist_csv, write_workbook
from reports.people.worklist import WorkRow
from tests.auditing import bereikbaar
from tests.hostile.content.conftest import HostileRun
from tests.hostile.content.street import CASES, HEADS, LIST_NAME, PHONE, Case, payloads, write_list

pytestmark = pytest.mark.xdist_group("hostile-content")

LEAST_CASES = 40
MOST_MEGABYTES = 700
TEXTS = tuple(payloads())
VISITED = tuple(case for case in CASES if case.outcome != "bad-row")
NAMES = flat_csv.COLUMNS
TAGS = frozenset({
    "html", "head", "meta", "title", "link", "body", "a", "header", "p", "div", "nav", "main", "h1", "h2", "h3", "dl",
    "dt", "dd", "section", "ul", "ol", "li", "b", "bdi", "blockquote", "mark", "code", "span", "small", "details",
    "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer", "figure", "figcaption", "svg", "defs",
    "pattern", "desc",
    "g", "rect", "text", "line", "path", "script", "label", "input", "fieldset", "legend", "output", "img", "strong",
    "button",
})  # fmt: skip
"""All that our templates are made of."""
ADDRESS = re.compile(r"(?:https?://|#|\.\./|[\w.-]+(?:[/#]|$))")
SAFE_PATH = re.compile(r"[A-Za-z0-9._-]+")


def page_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words_of(soup: BeautifulSoup | Tag) -> str:
    return " ".join(soup.get_text().split())


def cell(run: HostileRun, case: Case, column: str) -> str:
    return run.csv[1 + CASES.index(case)][NAMES.index(column)]


def test_there_are_enough_cases_and_no_two_alike() -> None:
    assert len(TEXTS) >= LEAST_CASES
    assert len({case.name for case in CASES}) == len({case.text or case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_row_comes_out_as_it_must_and_its_number_is_found(case: Case, hostile: HostileRun) -> None:
    row = hostile.rows[case.name]
    assert row["row"]["outcome"] == case.outcome, row["row"]["message"]
    if case.outcome != "measured":
        return
    phone = row["phone"]
    if case.name == "text-of-a-million":  # longer than is read: said, and never taken for an answer
        assert (phone["place_class"], phone["reason"]) == ("undetermined", "search-not-exhausted")
        return
    assert (phone["place_class"], [item["value"] for item in phone["values"]]) == ("contact-page", [PHONE])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_json_lines_tell_the_text_as_it_was(case: Case, hostile: HostileRun) -> None:
    row = hostile.rows[case.name]
    if row["shop"]["id"] is None:
        assert dict(row["row"]["cells"])["name"] == case.listed[:200] or case.listed.startswith(dict(row["row"]["cells"])["name"])
        return
    assert row["shop"]["name"] == " ".join(case.listed.split())
    assert row["shop"]["tags"][HEADS[4]] == case.listed[:80]
    if case.text:
        shown = [step["link_text"] for step in row["phone"]["path"]]
        assert shown[0].startswith("Contact")
        assert folded(case.text)[:60] in folded(shown[0])


def folded(text: str) -> str:
    """Text without what a page's text loses on its way: white space, controls, what has no width."""
    return "".join(
        re.sub(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ufffe\uffff]", "", text).split()
    )


def test_every_line_of_json_is_one_line_for_every_reader_and_acts_on_no_terminal(hostile: HostileRun) -> None:
    assert len(hostile.jsonl.splitlines()) == hostile.jsonl.count("\n") == len(CASES)
    assert not NEUTRALISED.search(hostile.jsonl)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_cell_of_csv_or_workbook_begins_with_a_formula_sign(case: Case, hostile: HostileRun) -> None:
    number = 1 + CASES.index(case)
    texts = [item for item in hostile.csv[number] if not re.fullmatch(r"-?\d+(?:\.\d+)?", item)]
    assert [text for text in texts if calculates(text)] == []
    written = [unescape(item.value) for item in hostile.xlsx[number] if item.value and isinstance(item.value, str)]
    assert [text.rstrip() for text in written] == [text for text in texts if text]
    assert {item.data_type for item in hostile.xlsx[number]} <= {"s", "inlineStr", "n"}
    assert not any(item.hyperlink for item in hostile.xlsx[number])
    if hostile.rows[case.name]["shop"]["id"]:
        assert cell(hostile, case, "name") == neutral(" ".join(case.listed.split()))


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_what_is_exported_for_the_public_is_as_harmless(form: str, hostile: HostileRun, tmp_path: Path) -> None:
    out = tmp_path / f"public.{form}"
    assert CliRunner().invoke(main, ["export", str(hostile.out), "--public", "--format", form, "--out", str(out)]).exit_code == 0
    if form == "xlsx":
        cells = [str(item.value) for row in openpyxl.load_workbook(out)["results"].iter_rows() for item in row if item.value]
    else:
        text = out.read_bytes().decode("utf-8-sig")
        cells = (
            text.splitlines() if form == "jsonl" else [item for row in csv.reader(io.StringIO(text, newline="")) for item in row]
        )
        assert not NEUTRALISED.search(text)
    assert len(cells) >= len(CASES)
    assert [item for item in cells if calculates(item) and not re.fullmatch(r"-?[\d.]+", item)] == []
    assert not [item for item in cells if "2j@" in item.lower()]  # a mailbox that is no role's


def test_csv_and_workbook_have_a_line_a_case_and_all_lines_have_all_columns(hostile: HostileRun) -> None:
    assert len(hostile.csv) == len(hostile.xlsx) == 1 + len(CASES)
    assert {len(row) for row in (*hostile.csv, *hostile.xlsx)} == {len(NAMES)}


@pytest.mark.parametrize("case", VISITED, ids=lambda case: case.name)
def test_the_page_of_a_shop_shows_text_and_holds_nothing_but_our_own_elements(case: Case, hostile: HostileRun) -> None:
    soup = page_of(hostile.page(case.name))
    assert strange(soup) == []
    heading = soup.h1
    assert heading is not None
    assert words_of(heading) == plain(" ".join(case.listed.split()))
    if case.text:
        assert folded(plain(case.text))[:40] in folded(words_of(soup).replace(words_of(heading), "", 1))


def test_the_lists_of_the_report_show_all_names_and_hold_nothing_but_our_own_elements(hostile: HostileRun) -> None:
    lists = [path for path in (hostile.out / "report").rglob("*.html") if path.parent.name != "shops"]
    assert len(lists) >= 12
    for path in lists:
        assert strange(page_of(path)) == [], path
    rows = page_of(hostile.out / "report" / "index.html").select("#shop-table tbody tr")
    assert len(rows) == len(CASES)
    for case, row in zip(CASES, rows, strict=True):
        assert row.th is not None
        if case.outcome != "bad-row":
            assert words_of(row.th) == plain(" ".join(case.listed.split()))
    assert LIST_NAME in words_of(page_of(hostile.out / "report" / "index.html"))


def strange(soup: BeautifulSoup) -> list[str]:
    """Elements, attributes and addresses of a page that are not ours, and scripts that its policy does not name."""
    tags = soup.find_all(True)
    found = [tag.name for tag in tags if tag.name not in TAGS]
    found += [
        f"{tag.name} {name}" for tag in tags for name in tag.attrs if name.startswith("on") or name in {"style", "srcdoc", "srcset"}
    ]
    for tag in tags:
        for name in ("href", "src", "action", "formaction", "data", "xlink:href"):
            if name in tag.attrs and not ADDRESS.match(str(tag[name])):
                found.append(f"{tag.name} {name}={tag[name]}")
            if name == "href" and str(tag.get("href", "")).startswith("http") and tag.get("rel") != ["noopener", "nofollow"]:
                found.append(f"{tag.name} without rel")
    policy = "".join(str(tag["content"]) for tag in soup.select("meta[http-equiv=Content-Security-Policy]"))
    scripts = [script.decode_contents(formatter=None) for script in soup.find_all("script")]
    return found + [script[:80] for script in scripts if csp_hash(script) not in policy or "__ran" in script]


@pytest.mark.parametrize("case", VISITED, ids=lambda case: case.name)
def test_explain_tells_a_shop_without_anything_that_acts_on_a_terminal(case: Case, hostile: HostileRun) -> None:
    done = CliRunner().invoke(main, ["explain", str(hostile.out), hostile.rows[case.name]["shop"]["id"]], color=False)
    assert done.exit_code == 0, done.output
    assert not NEUTRALISED.search(done.stdout)
    assert plain(" ".join(case.listed.split())) in done.stdout


def test_nothing_said_while_running_acts_on_a_terminal(hostile: HostileRun) -> None:
    log = (hostile.out / "run.log").read_text(encoding="utf-8")
    for text in (hostile.said, hostile.told, log):
        assert not NEUTRALISED.search(text)
    events = [json.loads(line) for line in hostile.told.splitlines() if line.startswith("{")]
    assert sum(event["event"] == "shop" for event in events) == len(VISITED)
    assert all(re.match(r"\{|line \d+: ", line) for line in hostile.told.splitlines())


@pytest.mark.parametrize("form", ["plain", "table", "jsonl"])
def test_check_tells_the_list_without_anything_that_acts_on_a_terminal(form: str, tmp_path: Path) -> None:
    done = bereikbaar("check", str(write_list(tmp_path)), "--format", form)
    assert done.returncode == 2
    assert not NEUTRALISED.search(done.stdout + done.stderr)
    assert f"{len(CASES)} rows" in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("case", [case for case in VISITED if case.outcome == "measured"][::4], ids=lambda case: case.name)
def test_an_explained_page_acts_on_no_terminal(case: Case, form: str, hostile: HostileRun) -> None:
    page = hostile.folder / "street" / case.host / "contact.htm"
    done = CliRunner().invoke(main, ["read", "--explain", str(page), "--url", f"{case.url}contact", "--format", form], color=False)
    assert done.exit_code == 0, done.output
    assert not NEUTRALISED.search(done.stdout)
    assert PHONE in done.stdout or case.name == "text-of-a-million"


def test_a_record_of_the_log_is_one_line_and_its_further_lines_are_set_in(tmp_path: Path) -> None:
    with logged(tmp_path):
        logging.getLogger("shop").warning("%s", "gone\n2026-01-01 00:00:00,000 ERROR bereikbaar: forged\u2028x\x1b[2J\x9b2J\u202e")
    lines = (tmp_path / "run.log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.match(r"\d{4}-", line)] == lines[:1]
    assert not NEUTRALISED.search("".join(lines))


def test_the_store_holds_the_text_and_is_whole(hostile: HostileRun, tmp_path: Path) -> None:
    with Store.open(tmp_path / "bereikbaar.sqlite"):
        pass
    with closing(sqlite3.connect(tmp_path / "bereikbaar.sqlite")) as fresh:
        made = schema(fresh)
    with closing(sqlite3.connect(f"file:{hostile.out / 'bereikbaar.sqlite'}?mode=ro", uri=True)) as kept:
        assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert kept.execute("PRAGMA foreign_key_check").fetchall() == []
        assert schema(kept) == made
        names = {name for (name,) in kept.execute("SELECT name FROM shops")}
        assert kept.execute("SELECT count(*) FROM rows").fetchone() == (len(CASES),)
    assert names == {" ".join(case.listed.split()) for case in VISITED}


def schema(connection: sqlite3.Connection) -> list[Any]:
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def test_no_file_is_written_under_a_name_of_theirs_or_outside_the_folder(hostile: HostileRun) -> None:
    written = [path.relative_to(hostile.out) for path in hostile.out.rglob("*")]
    assert [path for path in written if not all(SAFE_PATH.fullmatch(part) for part in path.parts)] == []
    assert {path.name for path in hostile.folder.iterdir()} == {
        "out",
        "street",
        LIST_NAME,
        *(f"results.{form}" for form in ("jsonl", "csv", "xlsx")),
    }
    assert [name for name in ("/tmp/ran", "/ran") if Path(name).exists()] == []
    assert len({file_name(hostile.rows[case.name]["shop"]["id"]) for case in VISITED}) == len(VISITED)


def test_nothing_was_asked_of_anybody_else_and_memory_stayed_small(hostile: HostileRun) -> None:
    asked = {f"http://{hit.host}/" for hit in hostile.street.journal}
    assert asked <= {re.match(r"http://[^/]+/", case.url)[0] for case in VISITED}  # type: ignore[index]
    assert hostile.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.name)
def test_a_worklist_to_fill_in_is_text_too(case: Case, tmp_path: Path) -> None:
    row = WorkRow(case.name, case.text, case.url, Channel.PHONE, "blocked", PlaceClass.ABSENT, case.text, case.text, (case.text,))
    write_workbook([row], tmp_path / "worklist.xlsx")
    cells = list(openpyxl.load_workbook(tmp_path / "worklist.xlsx").worksheets[0].iter_rows())[1]
    assert {item.data_type for item in cells} <= {"s", "n"}
    assert [str(item.value).rstrip() for item in cells[1:2]] == [str(neutral(case.text)).rstrip()]
    text = worklist_csv([row]).removeprefix("\ufeff")
    written = [item for line in csv.reader(io.StringIO(text, newline="")) for item in line]
    assert [item for item in written if calculates(item) or NEUTRALISED.search(item)] == []
