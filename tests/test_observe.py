"""What a person saw enters the dossier, settles what the program could not, and says everywhere that it was seen by hand."""

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from selectolax.lexbor import LexborHTMLParser

from bereikbaar.__main__ import main
from crawler.evidence.read import captures
from crawler.model.capture import Via
from reports.texts.texts import texts
from street.server import Street, open_street
from tests.auditing import audit, by_host
from tests.recordings import Got, har, moved, page, visited, wacz, warc

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[1] / "reports" / "outputs" / "export.schema.json").read_text(encoding="utf-8")
)
ROBOTS, BLOCKED, PICTURE, SETTLED = "verboden-hoek", "gesloten-poort", "oude-prenten", "kaarsen-lumen"
SHOPS = (ROBOTS, BLOCKED, PICTURE, SETTLED, "wolkenmauer", "half-stuk")
GATE = "http://gesloten-poort.example"
AT_THE_GATE = (
    moved(f"{GATE}/", "https://gesloten-poort.example/"),
    page("https://gesloten-poort.example/", '<h1>Poorten</h1><a href="/contact">Contact</a><a href="/poort/1">Poort</a>'),
    page("https://gesloten-poort.example/contact?utm_source=x", "<h1>Contact</h1><p>Bel 020 624 81 35.</p>"),
)
"""What a person's browser got where programs are turned away: a number, no address, and not every page."""

NUMBER = {
    "place_class": "contact-page",
    "value": "'+31 15 555 01 20",
    "page": "http://oude-prenten.example/contact/",
    "clicks": "1",
    "note": "stands in a picture",
    "initials": "AB",
    "date": "2026-11-21",
}


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    with open_street(hosts=frozenset(f"{name}.example" for name in SHOPS)) as opened:
        yield opened


@pytest.fixture(scope="module")
def audited(street: Street, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("by-hand")
    done = audit(street, folder, "--no-report")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def run(audited: Path, tmp_path: Path) -> Path:
    """A run of its own, as the program left it."""
    return Path(shutil.copytree(audited, tmp_path / "run"))


def observe(run: Path, file: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["observe", str(run), str(file), *options])


def exported(run: Path) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["export", str(run)])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for row in rows:
        jsonschema.Draft202012Validator(SCHEMA).validate(row)
    return by_host(rows)


def filled(run: Path, path: Path, answers: dict[tuple[str, str], dict[str, str]], delimiter: str = ",") -> Path:
    """The worklist of a run with some rows filled in."""
    told = CliRunner().invoke(main, ["worklist", str(run)]).stdout.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(told, newline="")))
    for (shop, channel), cells in answers.items():
        next(row for row in rows if (row["shop"], row["channel"]) == (f"{shop}.example", channel)).update(cells)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def everything(run: Path) -> tuple[object, ...]:
    """All that a run holds: the rows of its tables, and its evidence."""
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as store, store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = tuple((name, store.execute(f"SELECT * FROM {name}").fetchall()) for name in tables)
    return (rows, sorted(path.relative_to(run) for path in (run / "evidence").rglob("*")))


@pytest.fixture
def three(run: Path, street: Street, tmp_path: Path) -> dict[str, Any]:
    """The export after three shops were observed in three ways: a row, a HAR, a WARC."""
    seen = visited(street, "http://verboden-hoek.example/", "http://verboden-hoek.example/contact/")
    assert observe(run, filled(run, tmp_path / "rows.csv", {(PICTURE, "phone"): NUMBER}, ";")).exit_code == 0
    assert observe(run, har(tmp_path / "visit.har", AT_THE_GATE), "--by", "CD").exit_code == 0
    assert observe(run, warc(tmp_path / "visit.warc.gz", seen, gzipped=True), "--by", "EF").exit_code == 0
    return exported(run)


def test_a_row_a_har_and_a_warc_settle_what_the_program_could_not(three: dict[str, Any]) -> None:
    told = {
        shop: [(row[channel]["place_class"], row[channel]["observed"], [item["value"] for item in row[channel]["values"]])
               for channel in ("phone", "email")]
        for shop, row in three.items()
    }  # fmt: skip
    assert told["oude-prenten.example"] == [("contact-page", "row", ["+31155550120"]), ("undetermined", None, [])]
    assert told["gesloten-poort.example"] == [("contact-page", "har", ["+31206248135"]), ("undetermined", None, [])]
    assert told["verboden-hoek.example"] == [
        ("contact-page", "warc", ["+31385550137"]),
        ("contact-page", "warc", ["werf@verboden-hoek.example"]),
    ]
    ways = [[(item["way"], item["by"]) for item in three[f"{shop}.example"]["visit"]["observations"]] for shop in SHOPS[:4]]
    assert ways == [[("warc", "EF")], [("har", "CD")], [("row", "AB")], []]


def test_the_way_of_a_row_begins_at_the_home_page_where_the_program_knows_it(
    three: dict[str, Any], run: Path, tmp_path: Path
) -> None:
    path = [step["url"] for step in three["oude-prenten.example"]["phone"]["path"]]
    assert path == ["http://oude-prenten.example/", "http://oude-prenten.example/contact/"]
    page_ = "http://wolkenmauer.example/agb"
    word = {**NUMBER, "place_class": "legal-text", "value": "030 901820", "page": page_}
    assert observe(run, filled(run, tmp_path / "rows.csv", {("wolkenmauer", "phone"): word})).exit_code == 0
    row = exported(run)["wolkenmauer.example"]
    assert (row["phone"]["clicks"], row["phone"]["path"]) == (1, []), "one click, and from where is not known"


def test_the_worklist_is_shorter_by_what_was_settled(run: Path, three: dict[str, Any]) -> None:
    told = CliRunner().invoke(main, ["worklist", str(run)]).stdout
    left = {(row["shop"], row["channel"]) for row in csv.DictReader(io.StringIO(told.removeprefix("\ufeff"), newline=""))}
    settled = {(host, name) for host, row in three.items() for name in ("phone", "email") if row[name]["observed"]}
    assert len(settled) == 4
    assert not left & settled
    assert ("oude-prenten.example", "email") in left


@pytest.mark.parametrize("language", ["en", "nl"])
def test_report_and_explain_say_that_it_was_seen_by_hand(run: Path, three: dict[str, Any], language: str) -> None:
    assert len(three) == len(SHOPS)
    ours = texts(language)
    assert CliRunner().invoke(main, ["report", str(run), "--language", language]).exit_code == 0
    for shop, sentence, way in (
        (PICTURE, ours.plain("observed.row", by="AB", day=ours.day("2026-11-21")), "row"),
        (BLOCKED, ours.plain("observed.recording", by="CD", day=ours.day("2026-11-20")), "har"),
    ):
        html = (run / "report" / "shops" / f"{shop}.example.html").read_text(encoding="utf-8")
        page_ = LexborHTMLParser(html)
        assert sentence in page_.css_first("#phone .sentence").text()
        assert page_.css_first("#phone .answer .observed").text() == ours.plain("shop.observed")
        assert ours.plain(f"observed.way.{way}") in page_.css_first("#measured").text()
        assert page_.css_first("#email .observed") is None
        told = CliRunner().invoke(main, ["explain", str(run), f"{shop}.example", "--language", language]).output
        assert sentence in told
        assert ours.plain(f"observed.way.{way}") in told
    listed = LexborHTMLParser((run / "report" / "index.html").read_text(encoding="utf-8"))
    assert len(listed.css("#shop-table .observed")) == 4


def test_the_evidence_says_what_a_person_received(run: Path, three: dict[str, Any]) -> None:
    kept = list(captures(run / "evidence" / three["gesloten-poort.example"]["visit"]["warc"]))
    assert [(item.via, item.final_url) for item in kept] == [
        (Via.HAND, "https://gesloten-poort.example/"),
        (Via.HAND, "https://gesloten-poort.example/contact?utm_source=x"),
    ]
    mixed = [item.via for item in captures(run / "evidence" / three["verboden-hoek.example"]["visit"]["warc"])]
    assert (mixed.count(Via.HAND), mixed.count(Via.HTTP) > 2) == (2, True), "the program's own pages stay beside them"
    assert b"session=mine" not in (run / "evidence" / three["gesloten-poort.example"]["visit"]["warc"]).read_bytes()


def test_read_again_from_the_evidence_it_is_the_same(run: Path, three: dict[str, Any], tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["rejudge", str(run), "--out", str(tmp_path / "again"), "--progress", "none"])
    assert done.exit_code == 0, done.output
    assert exported(tmp_path / "again") == three


def test_the_run_is_sealed_and_verified_with_what_was_seen_by_hand(run: Path, three: dict[str, Any]) -> None:
    assert len(three) == len(SHOPS)
    assert CliRunner().invoke(main, ["report", str(run)]).exit_code == 0
    done = CliRunner().invoke(main, ["verify", str(run)])
    assert done.exit_code == 0, done.output


def test_a_recording_proves_no_negative(run: Path, tmp_path: Path) -> None:
    whole = [
        page(
            "http://wolkenmauer.example/", '<a href="/kontakt">Kontakt</a><a href="/agb">AGB</a><a href="/impressum">Impressum</a>'
        ),
        page("http://wolkenmauer.example/kontakt", "<h1>Kontakt</h1><p>Wir sind gern f&uuml;r Sie da.</p>"),
        page("http://wolkenmauer.example/impressum", "<h1>Impressum</h1><p>Wolkenmauer GmbH</p>"),
        page("http://wolkenmauer.example/agb", "<h1>AGB</h1><p>Telefon: 030 901820</p>"),
    ]
    assert observe(run, wacz(tmp_path / "visit.wacz", whole), "--by", "AB").exit_code == 0
    row = exported(run)["wolkenmauer.example"]
    assert (row["row"]["outcome"], row["visit"]["pages"]) == ("measured", 4)
    assert [(row[name]["place_class"], row[name]["seen"], row[name]["reason"]) for name in ("phone", "email")] == [
        ("undetermined", "legal-text", "needs-person"),
        ("undetermined", "absent", "needs-person"),
    ]
    word = {"place_class": "absent", "initials": "AB", "date": "2026-11-21", "note": "all pages"}
    assert observe(run, filled(run, tmp_path / "rows.csv", {("wolkenmauer", "email"): word})).exit_code == 0
    row = exported(run)["wolkenmauer.example"]
    assert (row["email"]["place_class"], row["email"]["observed"]) == ("absent", "row")
    assert row["phone"]["place_class"] == "undetermined"


def test_a_row_about_a_shop_that_turned_the_program_away_answers_no_more_than_its_channel(run: Path, tmp_path: Path) -> None:
    word = {"place_class": "absent", "initials": "AB", "date": "2026-11-21"}
    assert observe(run, filled(run, tmp_path / "rows.csv", {("wolkenmauer", "phone"): word})).exit_code == 0
    row = exported(run)["wolkenmauer.example"]
    assert (row["row"]["outcome"], row["visit"]["kept_out"]) == ("measured", "blocked")
    assert (row["phone"]["place_class"], row["email"]["reason"], row["score"]) == ("absent", "blocked", None)
    assert "so far" not in row["email"]["sentence"]
    assert row["phone"]["path"] == row["phone"]["likely_path"] == []
    outcomes = {item["criterion"]: (item["outcome"], item["reason"]) for item in row["findings"]}
    assert outcomes["phone-findable"][0] == "fail"
    assert {outcome for name, outcome in outcomes.items() if not name.startswith("phone")} == {("not-tested", "blocked")}


def test_what_the_program_knew_is_not_lost_to_a_poorer_recording(run: Path, tmp_path: Path) -> None:
    before = exported(run)["kaarsen-lumen.example"]
    poor = [page("http://kaarsen-lumen.example/", '<a href="/nieuw/">Contact en service</a>')]
    new = page("http://kaarsen-lumen.example/nieuw/", "<h1>Contact</h1><p>klant@kaarsen-lumen.example</p>")
    done = observe(run, warc(tmp_path / "visit.warc", poor), "--by", "AB")
    assert (done.exit_code, "no page of it was read" in done.output) == (2, True)
    assert observe(run, warc(tmp_path / "visit.warc", [*poor, new]), "--by", "AB").exit_code == 2
    after = exported(run)["kaarsen-lumen.example"]
    assert [after[name]["place_class"] for name in ("phone", "email")] == [
        before[name]["place_class"] for name in ("phone", "email")
    ]
    assert {item["value"] for item in after["phone"]["values"]} == {item["value"] for item in before["phone"]["values"]}


def test_a_poor_recording_still_fills_the_gaps(run: Path, street: Street, tmp_path: Path) -> None:
    before = exported(run)["verboden-hoek.example"]
    contact = visited(street, "http://verboden-hoek.example/contact/")
    poor = page("http://verboden-hoek.example/", "Even geduld ...")
    assert observe(run, warc(tmp_path / "visit.warc", [poor, *contact]), "--by", "AB").exit_code == 0
    after = exported(run)["verboden-hoek.example"]
    assert [after[name]["place_class"] for name in ("phone", "email")] == ["contact-page", "contact-page"]
    assert after["visit"]["pages"] == before["visit"]["pages"] + 1


def test_a_shop_with_a_recording_is_not_visited_over_it(run: Path, street: Street, tmp_path: Path, three: dict[str, Any]) -> None:
    (tmp_path / "street.csv").write_text(street.list_csv(), encoding="utf-8")
    shutil.move(run, tmp_path / "out")
    street.journal.clear()
    assert audit(street, tmp_path, "--retry", "undetermined", "--no-report").returncode == 0
    assert {hit.host for hit in street.journal} >= {"oude-prenten.example", "wolkenmauer.example"}
    assert street.hits("gesloten-poort.example") == street.hits("verboden-hoek.example") == []
    after = exported(tmp_path / "out")
    assert after["gesloten-poort.example"] == three["gesloten-poort.example"]
    assert (after["oude-prenten.example"]["visit"]["number"], after["oude-prenten.example"]["phone"]["observed"]) == (2, "row")


def test_a_workbook_that_was_filled_in_is_taken(run: Path, tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    rows = list(csv.reader(io.StringIO(CliRunner().invoke(main, ["worklist", str(run)]).stdout.removeprefix("\ufeff"), newline="")))
    head = rows[0]
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
            if cells[0] == "oude-prenten.example" and cells[head.index("channel")] == "phone":
                for name, cell in NUMBER.items():
                    sheet.write_string(number, head.index(name), cell)
                sheet.write_number(number, head.index("clicks"), 1)
                sheet.write_datetime(number, head.index("date"), __import__("datetime").datetime(2026, 11, 21), day)
    done = observe(run, tmp_path / "list.xlsx")
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "oude-prenten.example: phone contact-page")


WRONG: list[tuple[dict[str, str], str]] = [
    ({"place_class": "somewhere"}, "place_class is 'somewhere'"),
    ({"place_class": "undetermined"}, "place_class is 'undetermined'"),
    ({"place_class": ""}, "place_class is ''"),
    ({"value": ""}, "the value that was seen is missing"),
    ({"value": "call us"}, "write one phone number"),
    ({"value": "020 624 81 35 or 030 231 90 21"}, "write one phone number"),
    ({"value": "=1+1"}, "write one phone number"),
    ({"value": "<img src=x onerror=alert(1)>"}, "write one phone number"),
    ({"page": ""}, "give the address"),
    ({"page": "javascript:alert(1)"}, "give the address"),
    ({"page": "file:///etc/passwd"}, "give the address"),
    ({"clicks": ""}, "how many clicks"),
    ({"clicks": "-1"}, "how many clicks"),
    ({"clicks": "1e9"}, "how many clicks"),
    ({"clicks": "99999999999999999999"}, "how many clicks"),
    ({"clicks": "0000009999"}, "how many clicks"),
    ({"clicks": "3"}, "more than 2 clicks away is other-page"),
    ({"initials": ""}, "initials are missing"),
    ({"initials": "a b; DROP TABLE"}, "a few letters"),
    ({"date": ""}, "write it as 2026-11-22"),
    ({"date": "21-11-2026"}, "write it as 2026-11-22"),
    ({"date": "2026-11-31"}, "write it as 2026-11-22"),
    ({"date": "2999-01-01"}, "nobody can have looked then"),
    ({"gate": "chat"}, "a gate is told"),
    ({"gate_passed": "perhaps"}, "gate_passed is 'perhaps'"),
    ({"place_class": "absent"}, "absent, yet a value is told"),
    ({"place_class": "gated"}, "gate is ''"),
    ({"place_class": "gated", "gate": "chat", "gate_passed": "no"}, "gated, yet a value is told"),
    ({"shop": "nowhere.example"}, "has no shop 'nowhere.example'"),
    ({"shop": ""}, "has no shop ''"),
    ({"shop": "../../etc/passwd"}, "has no shop"),
    ({"channel": "fax"}, "channel is 'fax'"),
    ({"shop": "kaarsen-lumen.example"}, "is settled already, as contact-page"),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG, ids=lambda value: str(value)[:50])
def test_a_row_that_is_not_right_is_told_with_its_line_and_nothing_is_taken(
    run: Path, tmp_path: Path, wrong: dict[str, str], told: str
) -> None:
    before = everything(run)
    good = {"place_class": "absent", "initials": "AB", "date": "2026-11-21"}
    rows = filled(run, tmp_path / "rows.csv", {(PICTURE, "phone"): {**NUMBER, **wrong}, ("wolkenmauer", "phone"): good})
    done = observe(run, rows)
    lines = [
        number for number, line in enumerate(rows.read_text(encoding="utf-8-sig").splitlines(), 1) if "stands in a picture" in line
    ]
    assert done.exit_code == 2
    assert f"{rows}: line {lines[0]}: " in done.output
    assert told in done.output
    assert everything(run) == before


def test_an_answer_that_the_program_contradicts_is_not_taken(run: Path, tmp_path: Path) -> None:
    word = {"place_class": "absent", "initials": "AB", "date": "2026-11-21"}
    done = observe(run, filled(run, tmp_path / "rows.csv", {("half-stuk", "phone"): word}))
    assert (done.exit_code, "met the phone of half-stuk.example at a better place, legal-text" in done.output) == (2, True)


def test_two_answers_on_one_channel_are_none(run: Path, tmp_path: Path) -> None:
    rows = filled(run, tmp_path / "rows.csv", {(PICTURE, "phone"): NUMBER})
    text = rows.read_text(encoding="utf-8-sig")
    rows.write_text(text + next(line for line in text.splitlines() if "stands in a picture" in line) + "\n", encoding="utf-8")
    done = observe(run, rows)
    assert (done.exit_code, "a second answer on the phone of oude-prenten.example" in done.output) == (2, True)


def test_the_last_answer_counts_and_the_first_is_not_forgotten(run: Path, tmp_path: Path) -> None:
    later = {**NUMBER, "place_class": "other-page", "clicks": "3", "initials": "XY"}
    for answer in (NUMBER, later):
        rows = filled(run, tmp_path / "rows.csv", {(PICTURE, "email"): {"note": ""}})
        text = io.StringIO(newline="")
        cells = {"shop": f"{PICTURE}.example", "channel": "phone", **answer}
        writer = csv.DictWriter(text, list(cells))
        writer.writeheader()
        writer.writerow(cells)
        rows.write_text(text.getvalue(), encoding="utf-8")
        assert observe(run, rows).exit_code == 0
    row = exported(run)[f"{PICTURE}.example"]
    assert row["phone"]["place_class"] == "other-page"
    assert [item["by"] for item in row["visit"]["observations"]] == ["AB", "XY"]


@pytest.mark.parametrize(
    ("answers", "options", "told"),
    [
        (AT_THE_GATE, (), "give --by INITIALS"),
        (AT_THE_GATE, ("--by", "someone else"), "a few letters"),
        (AT_THE_GATE, ("--by", "AB", "--shop", "nowhere.example"), "has no shop 'nowhere.example'"),
        (AT_THE_GATE, ("--by", "AB", "--shop", "half-stuk.example"), "home page"),
        (AT_THE_GATE[2:], ("--by", "AB"), "shows the home page of no shop of this run"),
        ((page("https://elders.example/", "x"),), ("--by", "AB"), "shows the home page of no shop of this run"),
        ((page(f"{GATE}/", "Forbidden", status=403),), ("--by", "AB"), "can not be read"),
        ((*AT_THE_GATE, page("http://half-stuk.example/", "x")), ("--by", "AB"), "name one with --shop ID"),
        ((Got(f"{GATE}/", b"\x00\x01", headers=(("Content-Type", "text/html"), ("Content-Encoding", "zstd"))),),
         ("--by", "AB"), "can not be read"),
    ],
)  # fmt: skip
def test_a_recording_that_shows_nothing_is_refused_and_nothing_is_taken(
    run: Path, tmp_path: Path, answers: tuple[Got, ...], options: tuple[str, ...], told: str
) -> None:
    before = everything(run)
    done = observe(run, warc(tmp_path / "visit.warc", answers), *options)
    assert (done.exit_code, told in done.output) == (2, True), done.output
    assert everything(run) == before


def test_a_recording_of_two_shops_is_taken_for_the_one_that_is_named(run: Path, tmp_path: Path) -> None:
    both = (*AT_THE_GATE, page("http://half-stuk.example/", "x"))
    assert observe(run, har(tmp_path / "visit.har", both), "--by", "AB", "--shop", GATE).exit_code == 0


def test_a_folder_without_a_run_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = observe(tmp_path / "empty", har(tmp_path / "visit.har", AT_THE_GATE), "--by", "AB")
    assert (done.exit_code, "no results here" in done.output) == (2, True)
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.parametrize("name", ["missing.har", "."])
def test_a_file_that_cannot_be_read_is_told(run: Path, tmp_path: Path, name: str) -> None:
    assert observe(run, tmp_path / name, "--by", "AB").exit_code == 2


def test_the_store_keeps_no_observation_of_nobody(run: Path) -> None:
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as store, store:
        good = [
            "oude-prenten.example",
            0,
            "row",
            "AB",
            "2026-11-21",
            "x",
            "a" * 64,
            "phone",
            "absent",
            "",
            "",
            "",
            None,
            None,
            0,
            "",
            None,
            0,
        ]
        for place, wrong in ((3, " "), (4, "yesterday"), (6, "a"), (7, None), (8, "undetermined"), (16, 2), (0, "nowhere.example")):
            cells = [*good[:place], wrong, *good[place + 1 :]]
            store.execute("PRAGMA foreign_keys = ON")
            with pytest.raises(sqlite3.IntegrityError):
                store.execute(f"INSERT INTO observations VALUES ({', '.join('?' * len(cells))})", cells)
        store.execute(f"INSERT INTO observations VALUES ({', '.join('?' * len(good))})", good)
