"""The worklist has exactly the rows that a person can settle, each with how and where to look, and no cell of it acts."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from bereikbaar.__main__ import main
from crawler.model.by_hand import ANSWERED
from crawler.model.dossier import Dossier
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind
from crawler.model.strict import KnowledgeError, read_record
from crawler.model.visit import Visit
from crawler.store.write import Store
from reports.outputs.worklist_file import worklist_csv, write_workbook
from reports.people.worklist import COLUMNS, FACTS, SettledBy, WorkFacts, work, work_facts
from reports.texts.texts import texts
from street.server import Street
from tests import handmade
from tests.auditing import CHANNELS, StreetRun, bereikbaar

A_PERSON_GETS_FURTHER = frozenset(
    {
        Reason.BLOCKED,
        Reason.WAITING_ROOM,
        Reason.ROBOTS,
        Reason.TOO_SLOW,
        Reason.LANGUAGE_UNKNOWN,
        Reason.NEEDS_PERSON,
        Reason.SEARCH_NOT_EXHAUSTED,
    }
)
"""Reasons of the fake shops at which a customer at home gets further than the program."""


def for_a_person(street: Street, *, browser: bool) -> list[tuple[str, str]]:
    """The rows that the truth of the street leaves to a person, in the order of its list: unsettled ones, ways not taken."""
    truths = [(host, shop.truth(browser=browser)) for host, shop in street.shops.items()]
    return [
        (host, channel)
        for host, truth in truths
        for channel in CHANNELS
        if truth[channel].get("reason") in A_PERSON_GETS_FURTHER or truth[channel]["place_class"] == PlaceClass.GATED
    ]


def listed(folder: Path, *options: str) -> list[dict[str, str]]:
    done = bereikbaar("worklist", str(folder), *options)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))


@pytest.mark.xdist_group("street")
def test_the_worklist_of_the_street_has_the_rows_whose_truth_needs_a_person(whole_street: StreetRun) -> None:
    rows = listed(whole_street.folder / "out")
    assert [(row["shop"], row["channel"]) for row in rows] == for_a_person(whole_street.street, browser=False)
    truths = {host: shop.truth() for host, shop in whole_street.street.shops.items()}
    assert [row["reason"] for row in rows] == [truths[row["shop"]][row["channel"]]["reason"] for row in rows]
    assert all(row["link"] == whole_street.street.shops[row["shop"]].url and row["missing"] and row["how"] for row in rows)
    assert not any(row[name] for row in rows for name in ANSWERED)


@pytest.mark.xdist_group("street")
def test_a_row_names_the_pages_to_look_at(whole_street: StreetRun) -> None:
    pages = {(row["shop"], row["channel"]): row["look_at"].split() for row in listed(whole_street.folder / "out")}
    assert pages["oude-prenten.example", "phone"] == ["http://oude-prenten.example/contact/"], "a number is a picture there"
    assert pages["verboden-hoek.example", "email"][0] == "http://verboden-hoek.example/contact/", "robots.txt kept programs out"


def test_the_truth_leaves_rows_to_a_person_with_and_without_a_browser() -> None:
    street = Street()
    without, with_one = (set(for_a_person(street, browser=browser)) for browser in (False, True))
    assert min(len(without), len(with_one)) > 25
    assert without < with_one, (
        "what needs a person without a browser needs one with it, and a browser meets what only a person may pass"
    )


def one(visit: Visit) -> list[tuple[str, str]]:
    dossier = handmade.street()[0].dossier
    return [(row.channel, row.reason) for row in work([replace(dossier, visit=visit)], texts("en"))]


def visit_with(seen: PlaceClass, **changes: object) -> Visit:
    phone = replace(handmade.placement(Channel.PHONE, seen), **changes)  # type: ignore[arg-type]
    return handmade.visit(1, phone, handmade.placement(Channel.EMAIL, PlaceClass.CONTACT_PAGE, clicks=1))


@pytest.mark.parametrize("kind", list(GateKind))
def test_a_way_that_was_not_taken_is_for_a_person(kind: GateKind) -> None:
    assert one(visit_with(PlaceClass.GATED, gate=kind)) == [(Channel.PHONE, f"gate-{kind}")]
    assert one(visit_with(PlaceClass.GATED, gate=kind, gate_passed=True)) == []


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_says_who_can_settle_it(reason: Reason) -> None:
    by = work_facts().settled_by[reason]
    open_ = {"settled": False, "place_class": PlaceClass.UNDETERMINED, "reason": reason}
    expected = [(Channel.PHONE, reason)] if by is SettledBy.PERSON else []
    assert one(visit_with(PlaceClass.ABSENT, **open_)) == expected
    both = [(Channel.PHONE, reason), (Channel.EMAIL, reason)] if by is SettledBy.PERSON else []
    dossier = handmade.failed(3, reason).dossier
    assert [(row.channel, row.reason) for row in work([dossier], texts("nl"))] == both


def test_what_a_browser_can_settle_is_for_a_person_once_one_has_looked() -> None:
    open_ = {"settled": False, "place_class": PlaceClass.UNDETERMINED, "reason": Reason.NEEDS_BROWSER}
    visit = visit_with(PlaceClass.ABSENT, **open_)
    assert one(visit) == []
    assert one(replace(visit, rendered=2)) == [(Channel.PHONE, "needs-browser")]
    assert one(replace(visit, findings=("not-rendered: timeout: 25 seconds",))) == [(Channel.PHONE, "needs-browser")]


def test_a_settled_shop_and_a_row_without_one_have_nothing_to_look_at() -> None:
    assert one(visit_with(PlaceClass.ABSENT)) == []
    assert list(work([Dossier(row=handmade.unvisited(5, Reason.BAD_ROW).dossier.row)], texts("en"))) == []


def test_a_reason_that_nobody_placed_stops_the_program(tmp_path: Path) -> None:
    told = FACTS.read_text(encoding="utf-8")
    (tmp_path / "facts.toml").write_text(told.replace('blocked = "person"', 'blokced = "person"'), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="blokced"):
        read_record(tmp_path / "facts.toml", WorkFacts)
    assert set(work_facts().settled_by) == set(Reason)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A run with a shop that was turned away, whose name acts."""
    dossier = handmade.failed(7, Reason.BLOCKED).dossier
    assert dossier.shop
    assert dossier.visit
    shop = replace(dossier.shop, name='=HYPERLINK("http://evil.example")\u202e\x1b[2J')
    with Store.open(tmp_path / "bereikbaar.sqlite") as store:
        store.start_run(Path("list.csv"), [replace(dossier.row, shop=shop)], {})
        store.save(replace(dossier.visit, shop=shop, detail="@SUM(1+1)|<script>alert(1)</script>"))
    return tmp_path


def test_no_cell_acts_in_a_spreadsheet(hostile: Path) -> None:
    done = CliRunner().invoke(main, ["worklist", str(hostile)])
    assert done.exit_code == 0
    cells = [cell for row in csv.reader(io.StringIO(done.output.removeprefix("\ufeff"), newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert not any("\x1b" in cell or "\u202e" in cell for cell in cells)


def test_a_workbook_has_the_same_cells(hostile: Path, tmp_path: Path) -> None:
    from crawler.store.read import Archive  # noqa: PLC0415 - beside what it is for

    with Archive(hostile) as archive:
        rows = list(work(archive.dossiers(), texts("nl")))
    write_workbook(rows, tmp_path / "list.xlsx")
    sheet = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python(skip_empty_area=False)
    in_csv = list(csv.reader(io.StringIO(worklist_csv(rows).removeprefix("\ufeff"), newline="")))
    width = max(len(row) for row in sheet)
    assert [[str(cell) for cell in row] for row in sheet] == [row[:width] for row in in_csv]
    assert in_csv[0] == list(COLUMNS)


def test_a_workbook_needs_a_file_and_a_folder_needs_a_run(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["worklist", str(tmp_path), "--format", "xlsx"]).exit_code == 2
    done = CliRunner().invoke(main, ["worklist", str(tmp_path)])
    assert (done.exit_code, "no results here" in done.output) == (2, True)
