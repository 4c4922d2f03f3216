"""A report of a long list: made of outlines that still hold, equal to one judged anew, with the pages that were asked for."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.model.placement import PlaceClass
from crawler.model.review import Decision, Review
from crawler.runs.desk import RunDesk
from crawler.runs.progress import teller
from crawler.runs.settings import ProgressKind
from crawler.runs.tally import Tally
from crawler.store import ledger
from crawler.store.ledger import FILE, Entry, Ledger
from crawler.store.read import Archive
from crawler.store.write import Store
from reports import length, outline, rules
from reports.long_list import ahead
from reports.people.evidence_hash import finding_hash
from reports.run import verdicts
from reports.verdict import Verdict
from street.server import Street, open_street
from tests.auditing import StreetRun
from tests.handmade import street
from tests.handmade_run import command, confirm_all, store_run
from tests.test_tables import verdicts as made

SHOP = "winkel1.example"
FOUR = frozenset({"fietsen-de-ketting.example", "gesloten-poort.example", "librairie-du-quai.example", "tassenhuis-noord.example"})
PROGRAM = "import reports.length; reports.length.LONG = 3; from bereikbaar.__main__ import main; main(prog_name='bereikbaar')"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The handmade street, stored, as a list that is long."""
    monkeypatch.setattr(length, "LONG", 3)
    return store_run(tmp_path / "run")


@pytest.fixture(autouse=True)
def folder_of_the_run(tmp_path: Path) -> None:
    """Make the folder that a run is stored in."""
    (tmp_path / "run").mkdir()


def files(folder: Path) -> dict[str, bytes]:
    """All files of a report."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def reported(run: Path, *options: str) -> tuple[int, dict[str, bytes]]:
    """Write a report; give how many rows were judged anew, and its files."""
    done = command("report", run, *options)
    assert done.exit_code == 0, done.output
    told = [line for line in done.output.splitlines() if line.startswith("Judged anew: ")]
    return int(told[0].split()[2]) if told else 0, files(run / "report")


def pages(written: dict[str, bytes]) -> list[str]:
    """The pages of shops in a report."""
    return sorted(name for name in written if name.startswith("shops/"))


def with_review(verdict: Verdict) -> Verdict:
    """The verdict with a decision of a person on its phone number, where there is one."""
    if verdict.dossier.visit is None:
        return verdict
    found = finding_hash(verdict, "phone-findable")
    said = Review(criterion="phone-findable", evidence=found, decision=Decision.SET_ASIDE, by="AB", on="2026-11-20", reason="é\n")
    return replace(verdict, reviews=(said,))


@given(made, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_an_outline_that_was_written_is_read_as_it_was(verdict: Verdict, reviewed: bool) -> None:
    told = outline.outline(with_review(verdict) if reviewed else verdict)
    again = outline.read(outline.written(told))
    assert again == told
    assert [type(item) for item in again.row] == [type(item) for item in told.row]
    assert outline.written(again) == outline.written(told)
    assert outline.written(told).isascii()


def test_a_report_of_outlines_is_that_of_verdicts(run: Path) -> None:
    first, judged = reported(run)
    second, held = reported(run)
    third, anew = reported(run, "--anew")
    shops = sum(item.dossier.shop is not None for item in street())
    assert (first, second, third) == (shops, 0, shops)
    assert judged == held == anew


def test_a_list_that_is_not_long_is_told_alike_but_for_its_pages(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, long = reported(run)
    monkeypatch.setattr(length, "LONG", 5_000)
    _, short = reported(run)
    assert not pages(long)
    assert len(pages(short)) == sum(item.dossier.visit is not None for item in street())
    alike = {name: content for name, content in short.items() if name.startswith("tables/") and not name.startswith("tables/no-")}
    assert alike.items() <= long.items()
    rows = [
        [cell.text().split() for cell in LexborHTMLParser(written["index.html"]).css("#shop-table tbody td, #shop-table tbody th")]
        for written in (long, short)
    ]
    assert rows[0] == rows[1]


def test_no_row_links_a_page_that_is_not_there_and_the_list_says_how_to_get_it(run: Path) -> None:
    _, none = reported(run)
    assert b"bereikbaar report DIR --shop HOST" in none["index.html"]
    assert b"bereikbaar report DIR --shop HOST" in none["no-phone.html"]
    assert not any(b'href="shops/' in content for name, content in none.items() if name.endswith(".html"))
    _, one = reported(run, "--shop", f"https://{SHOP}/")
    assert pages(one) == [f"shops/{SHOP}.html"]
    for name, content in one.items():
        if name.endswith(".html"):
            links = {node.attributes["href"] for node in LexborHTMLParser(content).css('a[href^="shops/"]')}
            assert links <= {f"shops/{SHOP}.html"}, name
    assert b'href="shops/' in one["index.html"]


def test_a_page_that_was_asked_for_is_made_again_until_only_others_are(run: Path, tmp_path: Path) -> None:
    listed = tmp_path / "hosts.txt"
    listed.write_text("# asked for\n\nwinkel2.example\n", encoding="utf-8")
    assert pages(reported(run, "--shop", SHOP, "--shops", str(listed))[1]) == [f"shops/{SHOP}.html", "shops/winkel2.example.html"]
    assert len(pages(reported(run)[1])) == 2
    assert pages(reported(run, "--pages", "asked", "--shop", SHOP)[1]) == [f"shops/{SHOP}.html"]
    _, whole = reported(run, "--pages", "all")
    assert len(pages(whole)) == sum(item.dossier.visit is not None for item in street())
    assert b"--shop HOST" not in whole["index.html"]


def test_a_page_of_a_long_list_is_the_page_of_a_short_one(run: Path) -> None:
    _, all_of_them = reported(run, "--pages", "all")
    _, one = reported(run, "--pages", "asked", "--shop", SHOP)
    assert one[f"shops/{SHOP}.html"] == all_of_them[f"shops/{SHOP}.html"]


def test_a_shop_that_is_not_in_the_list_is_refused(run: Path) -> None:
    done = command("report", run, "--shop", "niemand.example")
    assert (done.exit_code, "has no shop 'niemand.example'" in done.output) == (2, True)
    assert not (run / "report").exists()


def test_a_file_of_hosts_that_is_not_there_is_refused(run: Path) -> None:
    done = command("report", run, "--shops", str(run / "none.txt"))
    assert (done.exit_code, "none.txt" in done.output) == (2, True)


def test_other_rules_have_every_shop_judged_anew(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reported(run)
    monkeypatch.setattr(rules, "program", lambda: "of tomorrow")
    shops = sum(item.dossier.shop is not None for item in street())
    assert (reported(run)[0], reported(run)[0]) == (shops, 0)
    monkeypatch.undo()
    monkeypatch.setattr(length, "LONG", 3)
    assert reported(run)[0] == shops


def test_every_file_that_tells_how_to_judge_is_in_the_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("reports/scoring/points.toml", "reports/norms/packs/nl.toml", "reports/verdict.py", "crawler/store/read.py"):
        assert (rules.PROGRAM / name).is_file()
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it is", encoding="utf-8")
    monkeypatch.setattr(rules, "PROGRAM", tmp_path)
    digest = rules.program.__wrapped__
    before = digest()
    for path in [path for path in tmp_path.rglob("*") if path.suffix in rules.KINDS]:
        path.write_text("changed", encoding="utf-8")
        assert digest() != before, path
        path.write_text("as it is", encoding="utf-8")
    assert digest() == before


def test_what_a_person_says_has_the_shops_judged_anew_and_no_other(run: Path, tmp_path: Path) -> None:
    _, before = reported(run)
    confirm_all(run, tmp_path)
    with Archive(run) as archive:
        spoken_of = archive.spoken_of()
    count, after = reported(run)
    assert 0 < count == len(spoken_of) < len(street())
    assert after["tables/p12.csv"] != before["tables/p12.csv"]
    assert b"AB, " in after["index.html"]
    assert after == reported(run, "--anew")[1]


def test_a_visit_that_is_stored_anew_has_its_shop_judged_anew(run: Path) -> None:
    _, before = reported(run)
    seen = street()[0].dossier.visit
    assert seen is not None
    with Store.open(run / "bereikbaar.sqlite") as store:
        store.save(replace(seen, number=2, sightings=(), placements=tuple(replace(item, sightings=()) for item in seen.placements)))
    count, after = reported(run)
    assert (count, after == before) == (1, False)
    assert after == reported(run, "--anew")[1]


def test_a_sighting_that_is_changed_by_hand_has_its_shop_judged_anew(run: Path) -> None:
    reported(run)
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        db.execute("UPDATE sightings SET owner = 'third-party' WHERE shop_id = ?", (SHOP,))
    count, after = reported(run)
    assert count == 1
    assert after == reported(run, "--anew")[1]


def test_an_outline_of_another_row_or_stamp_is_never_taken(run: Path) -> None:
    _, before = reported(run)
    with closing(sqlite3.connect(run / FILE)) as db, db:
        db.execute("UPDATE entries SET told = (SELECT told FROM entries ORDER BY position DESC LIMIT 1), stamp = stamp + 1")
    assert reported(run)[1] == before
    with closing(sqlite3.connect(run / FILE)) as db, db:
        db.execute("UPDATE entries SET told = 'no outline'")
    assert reported(run)[1] == before


@pytest.mark.parametrize("content", [b"", b"no database " * 400], ids=["empty", "foreign"])
def test_a_damaged_ledger_costs_time_and_nothing_else(run: Path, content: bytes) -> None:
    _, before = reported(run)
    (run / FILE).write_bytes(content)
    assert reported(run)[1] == before
    assert reported(run)[0] == 0


def test_a_ledger_in_another_hand_costs_time_and_nothing_else(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "WAIT", 0.01)
    _, before = reported(run)
    with closing(sqlite3.connect(run / FILE, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        count, held = reported(run)
    assert (count > 0, held == before) == (True, True)


def test_a_ledger_gives_its_entries_in_the_order_of_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 2)
    with Ledger(tmp_path, "rules") as made:
        for position in (3, 1, 4, 0, 2, 1):
            made.keep(Entry(position, f"{position}.example", position, str(position)))
    with Ledger(tmp_path, "rules") as made:
        assert [entry.position for entry in made.held()] == [0, 1, 2, 3, 4]
    with Ledger(tmp_path, "other rules") as made:
        assert list(made.held()) == []


def test_what_was_judged_of_a_shop_that_is_erased_is_gone(run: Path) -> None:
    reported(run)
    before = kept(run)[SHOP]
    assert command("purge", run, "--shop", SHOP, "--yes").exit_code == 0
    assert before.encode() not in (run / FILE).read_bytes()
    assert outline.read(kept(run)[SHOP]).row.phone.reason == "purged"


def kept(run: Path) -> dict[str, str]:
    """The outlines in the ledger of a run, by shop."""
    with closing(sqlite3.connect(run / FILE)) as db:
        return dict(db.execute("SELECT shop_id, told FROM entries"))


def test_a_report_without_ledger_can_be_masked(run: Path) -> None:
    done = command("report", run, "--public", "--shop", SHOP)
    assert done.exit_code == 0, done.output
    assert pages(files(run / "report-public")) == [f"shops/{SHOP}.html"]
    assert not (run / FILE).exists()


def test_a_shop_is_judged_when_its_visit_ends(run: Path) -> None:
    visited = [item.dossier.visit for item in street() if item.dossier.visit]
    with ahead(run) as judge:
        for visit in visited:
            judge(visit.shop.id)
        judge("niemand.example")
    count, told = reported(run)
    assert count == sum(item.dossier.shop is not None for item in street()) - len(visited)
    assert told == reported(run, "--anew")[1]


@pytest.fixture(scope="module")
def four_shops() -> Iterator[Street]:
    """A few shops of the street, served on loopback."""
    with open_street(hosts=FOUR) as opened:
        yield opened


def test_the_desk_of_a_run_tells_of_each_visit_that_was_stored(run: Path) -> None:
    visit, told = street()[0].dossier.visit, list[str]()
    assert visit is not None
    with Store.open(run / "bereikbaar.sqlite") as store:
        desk = RunDesk(store, (), Tally(total=1), teller(ProgressKind.NONE, 1))
        desk.stored = told.append
        desk.ended(replace(visit, number=2))
    assert told == [visit.shop.id]


def long_program(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the program, to which a list of four shops is long."""
    line = [sys.executable, "-c", PROGRAM, *map(str, words)]
    return subprocess.run(line, check=False, timeout=240, capture_output=True, text=True)


@pytest.mark.slow
def test_an_audit_of_a_long_list_leaves_nothing_to_be_judged(four_shops: Street, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(four_shops.list_csv(), encoding="utf-8")
    out = tmp_path / "out"
    fast = ("--rate", "0", "--browser", "never", "--no-report", "--proxy", four_shops.url)
    done = long_program("audit", tmp_path / "list.csv", "--out", out, *fast)
    assert done.returncode == 0, done.stderr
    done = long_program("report", out, "--shop", min(FOUR))
    assert (done.returncode, "Judged anew" in done.stderr) == (0, False), done.stderr
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["pages"] == "asked"
    assert [name for name in manifest["files"] if name.startswith("report/shops/")] == [f"report/shops/{min(FOUR)}.html"]
    verified = command("verify", out)
    assert (verified.exit_code, "page for page" in verified.output) == (0, True), verified.output


@pytest.mark.xdist_group("street")
def test_every_outline_of_the_whole_street_is_read_as_it_was(whole_street: StreetRun) -> None:
    with Archive(whole_street.folder / "out") as archive:
        for verdict in verdicts(archive):
            told = outline.outline(verdict)
            assert outline.read(outline.written(told)) == told


@pytest.mark.slow
@pytest.mark.xdist_group("street")
def test_a_report_of_the_whole_street_from_outlines_is_that_of_verdicts(
    whole_street: StreetRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(length, "LONG", 3)
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "bereikbaar.sqlite").write_bytes((whole_street.folder / "out" / "bereikbaar.sqlite").read_bytes())
    languages = ("--language", "nl", "--language", "de")
    _, judged = reported(copy, *languages)
    count, held = reported(copy, *languages)
    assert (count, held == judged) == (0, True)
    told = judged["tables/shops.csv"].decode()
    assert {item.value for item in PlaceClass if f",{item.value}," in told} > {"every-page", "contact-page", "undetermined"}
