"""What persons say comes by CSV: whole or not at all, told with file and line, and it changes nothing that was seen."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reports.tables import audit_errors, audit_sample, replies
from reports.texts.texts import texts
from tests.handmade_run import CONFIRM, SENT, Row, command, confirm_all, fill, queue, store_run

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[1] / "reports" / "outputs" / "export.schema.json").read_text(encoding="utf-8")
)
SHOP = "winkel4.example"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run of its own."""
    return store_run(tmp_path)


def of(rows: list[Row], criterion: str = "") -> list[Row]:
    return [row for row in rows if (row["shop"], row["criterion"]) == (SHOP, criterion)]


def exported(run: Path) -> dict[str, Any]:
    done = command("export", run)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for row in rows:
        jsonschema.Draft202012Validator(SCHEMA).validate(row)
    return {row["shop"]["id"]: row for row in rows}


def page(run: Path, shop: str = SHOP) -> str:
    assert command("report", run).exit_code == 0
    return (run / "report" / "shops" / f"{shop}.html").read_text(encoding="utf-8")


def test_the_queue_tells_what_to_look_at_and_nothing_in_it_acts(run: Path) -> None:
    rows = queue(run, "confirm")
    assert {row["shop"] for row in rows} == {f"winkel{number}.example" for number in range(1, 8)}
    (phone,) = of(rows, criterion="phone-findable")
    assert phone["look_at"].startswith("https://winkel4.example/")
    assert (phone["found"], phone["state"], len(phone["evidence"])) == ("absent", "suspected", 64)
    assert [row["others_met"] for row in rows] == sorted((row["others_met"] for row in rows), reverse=True)
    assert not any(row[name] for row in rows for name in ("decision", "corrected", "reason", "initials", "date"))
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_negative_is_suspected_everywhere_until_a_person_confirms_it(run: Path, tmp_path: Path) -> None:
    assert "suspected, not checked by a person" in page(run)
    assert exported(run)[SHOP]["phone"]["checked"] == "suspected, not checked by a person"
    confirm_all(run, tmp_path)
    told = page(run)
    assert "suspected, not checked by a person" not in told
    assert "confirmed by a person: AB, 20 Nov 2026" in told
    row = exported(run)[SHOP]
    assert row["phone"]["checked"] == "confirmed by a person: AB, 20 Nov 2026"
    assert {item["by"] for item in row["reviews"]} == {"AB"}
    assert queue(run, "confirm") == []
    assert len(queue(run, "confirm", "--all")) == 27


def test_a_corrected_class_counts_and_the_page_says_what_the_program_found(run: Path, tmp_path: Path) -> None:
    rows = of(queue(run, "confirm"), criterion="phone-findable")
    answer = {**CONFIRM, "decision": "correct", "corrected": "contact-page", "reason": "it stands below the form"}
    assert command("confirm", run, fill(tmp_path / "d.csv", rows, lambda _: answer)).exit_code == 0
    told = page(run)
    assert f"corrected by a person: AB, 20 Nov 2026. The program found: {texts('en').plain('place_class.absent')}." in told
    row = exported(run)[SHOP]
    assert (row["phone"]["place_class"], row["reviews"][0]["decision"]) == ("contact-page", "correct")
    table = json.loads((run / "report" / "tables" / "p12.json").read_text(encoding="utf-8"))
    assert {line["person"]: line["phone"] for line in table["rows"]}["corrected"] == 1


def test_an_answer_of_the_shop_stands_beside_what_was_found(run: Path, tmp_path: Path) -> None:
    rows = of(queue(run, "replies"))
    said = {"answer": "disputed", "answered_on": "2026-11-10", "words": "=HYPERLINK(1) We do <b>show</b> it."}
    one = {**SENT, **said, "criterion": "phone-findable"}
    assert command("replies", run, fill(tmp_path / "r.csv", rows, lambda _: one)).exit_code == 0
    told = page(run)
    assert "On 10 Nov 2026 the shop disputed what was found." in told
    assert "We do &lt;b&gt;show&lt;/b&gt; it." in told
    assert "Written to on 1 Nov 2026 at directie@shop.example (from: trade register)" in told
    assert SHOP not in {row["shop"] for row in queue(run, "replies")}
    assert exported(run)[SHOP]["replies"][0]["answer"] == "disputed"
    table = json.loads((run / "report" / "tables" / "p13.json").read_text(encoding="utf-8"))
    assert {line["heard"]: line["rows"] for line in table["rows"]} == {
        **dict.fromkeys(replies.CODES, 0), "not-written-to": 9, "disputed": 1, "total": 10,
    }  # fmt: skip


def test_a_checked_sample_tells_how_often_the_program_errs(run: Path, tmp_path: Path) -> None:
    done = command("sample", run, "--size", "20", "--seed", "1", "--out", tmp_path / "s.csv")
    assert done.exit_code == 0
    rows = queue(run, "sample", "--size", "20", "--seed", "1")
    wrong = {"right": "no", "true_place_class": "contact-page"}

    def check(row: Row) -> dict[str, str]:
        missed = row["shop"] == SHOP and row["channel"] == "phone"
        return {"initials": "AB", "date": "2026-11-20", **(wrong if missed else {"right": "yes"})}

    done = command("sample", run, fill(tmp_path / "s.csv", rows, check))
    assert (done.exit_code, "13 checked verdicts, 1 of them not right" in done.output) == (0, True)
    assert command("report", run).exit_code == 0
    counts = json.loads((run / "report" / "tables" / "p17.json").read_text(encoding="utf-8"))
    assert {line["audited"]: (line["phone"], line["email"]) for line in counts["rows"]} == {
        **dict.fromkeys(audit_sample.CODES, (0, 0)), "right": (6, 6), "missed": (1, 0), "not-checked": (3, 4), "total": (10, 10),
    }  # fmt: skip
    errors = json.loads((run / "report" / "tables" / f"{audit_errors.ID}.json").read_text(encoding="utf-8"))
    rates = {line["stratum"]: (line["verdicts"], line["checked"], line["wrong"], line["rate"]) for line in errors["rows"]}
    assert rates["phone-negative"] == (3, 3, 1, 33.3)
    assert rates["phone-corrected"][3] == 71.4, "4 found rightly and 1 of 3 missed: 5 of 7"
    assert exported(run)[SHOP]["phone"]["place_class"] == "absent", "a check changes no finding"


BAD = {
    "no such shop": ("confirm", {"shop": "x.example"}, "the list of this run has no shop 'x.example'"),
    "no such criterion": ("confirm", {"criterion": "phone"}, "criterion is 'phone'; it may be phone-findable"),
    "no hash": ("confirm", {"evidence": "abc"}, "leave the hash as `bereikbaar confirm` wrote it"),
    "no such decision": ("confirm", {"decision": "yes"}, "decision is 'yes'; it may be confirm, correct, set-aside"),
    "no initials": ("confirm", {"initials": ""}, "initials are missing"),
    "no day": ("confirm", {"date": "yesterday"}, "date is 'yesterday'; write it as 2026-11-22"),
    "a day to come": ("confirm", {"date": "2999-01-01"}, "date is 2999-01-01"),
    "corrected to nothing": ("confirm", {"decision": "correct", "reason": "x"}, "corrected is ''; it may be"),
    "corrected, yet confirmed": ("confirm", {"corrected": "home"}, "corrected is told, but the decision is confirm"),
    "set aside without a word": ("confirm", {"decision": "set-aside"}, "the reason is missing"),
    "sent nowhere": ("replies", {"sent_to": ""}, "sent_to is missing"),
    "sent to an address from nowhere": ("replies", {"address_from": ""}, "address_from is missing"),
    "a deadline before it was sent": ("replies", {"deadline": "2026-10-01"}, "is before the day it was sent"),
    "an answer on no day": ("replies", {"answer": "fixed"}, "answered_on is missing"),
    "a day without an answer": ("replies", {"answered_on": "2026-11-10"}, "answered_on is told, but no answer"),
    "no such answer": ("replies", {"answer": "maybe"}, "answer is 'maybe'; it may be silent"),
}


@pytest.mark.parametrize("name", BAD)
def test_of_a_file_with_a_bad_line_nothing_is_taken_and_the_line_is_told(name: str, run: Path, tmp_path: Path) -> None:
    what, change, told = BAD[name]
    rows = queue(run, what)
    good = CONFIRM if what == "confirm" else SENT
    file = fill(tmp_path / "bad.csv", rows, lambda row: {**good, **(change if row is rows[1] else {})})
    done = command(what, run, file)
    assert (done.exit_code, f"{file}: line 3: " in done.output, told in done.output) == (2, True, True), done.output
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        assert [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("reviews", "replies", "checks")] == [0] * 3
    db.close()


@pytest.mark.parametrize("what", ["confirm", "replies", "sample"])
def test_a_file_that_is_none_of_ours_or_was_not_filled_in_is_told(what: str, run: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = command(what, run, tmp_path / "other.csv")
    assert (done.exit_code, f"fill in a file that `bereikbaar {what}` wrote" in done.output) == (2, True)
    options = ("--size", "9", "--seed", "1") if what == "sample" else ()
    done = command(what, run, fill(tmp_path / "empty.csv", queue(run, what, *options), lambda _: {}))
    assert (done.exit_code, "no row is filled in" in done.output) == (2, True)


def test_a_sample_is_drawn_or_taken_back(run: Path) -> None:
    done = command("sample", run)
    assert (done.exit_code, "give --size and --seed" in done.output) == (2, True)


def test_the_log_is_added_to_and_never_changed(run: Path, tmp_path: Path) -> None:
    confirm_all(run, tmp_path)
    done = command("confirm", run, tmp_path / "decisions.csv")
    assert "27 confirm; 0 of them new" in done.output
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        assert db.execute("SELECT count(*) FROM reviews").fetchone()[0] == 27
        with pytest.raises(sqlite3.IntegrityError, match="a line of a log is never changed"):
            db.execute("UPDATE reviews SET said_by = 'XY'")
    db.close()


def test_two_reviewers_are_told_how_far_they_agree(run: Path, tmp_path: Path) -> None:
    confirm_all(run, tmp_path)
    aside = {"decision": "set-aside", "reason": "ask again", "initials": "CD", "date": "2026-11-20"}
    rows = queue(run, "confirm", "--all")
    file = fill(
        tmp_path / "second.csv", rows, lambda row: aside if row["criterion"] == "opening-hours" else {**CONFIRM, "initials": "CD"}
    )
    done = command("confirm", run, file)
    assert "AB and CD decided alike on 20 of 27; Cohen's kappa 0.00." in done.output


def test_a_purge_of_a_shop_takes_along_what_persons_said_of_it(run: Path, tmp_path: Path) -> None:
    confirm_all(run, tmp_path)
    assert command("purge", run, "--shop", SHOP, "--yes").exit_code == 0
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        left = {shop for (shop,) in db.execute("SELECT DISTINCT shop_id FROM reviews")}
    db.close()
    assert SHOP not in left
    assert len(left) == 6


def test_a_decision_on_evidence_that_is_another_now_is_noted_and_told(run: Path, tmp_path: Path) -> None:
    rows = of(queue(run, "confirm"), criterion="phone-findable")
    done = command("confirm", run, fill(tmp_path / "old.csv", rows, lambda _: {**CONFIRM, "evidence": "0" * 64}))
    assert (done.exit_code, "Taken: 1 confirm; 1 of them new." in done.stdout) == (0, True)
    assert f"{SHOP}: phone-findable: its evidence has changed since: it is open again" in done.stderr
    assert exported(run)[SHOP]["phone"]["checked"] == "suspected, not checked by a person"
