"""A run apart from the network: which shops are visited now, what is counted, who may write into a folder."""

import io
import json
import logging
import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from crawler.model.placement import PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Place, Sighting
from crawler.model.visit import Visit
from crawler.runs.choose import Done, errands
from crawler.runs.desk import ALONE, IN_COMPANY, RunDesk
from crawler.runs.folder import Lock, RunError, locked, logged, start_over
from crawler.runs.parent import tell
from crawler.runs.progress import teller
from crawler.runs.settings import ProgressKind
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.spiders.unread import unread
from crawler.store.errors import StoreError, Unwritable
from crawler.store.read import Archive
from crawler.store.write import Store

NOW = "2026-11-22T10:00:00Z"


def shop(name: str) -> Shop:
    return Shop(id=f"{name}.example", name=name, url=f"https://{name}.example/", country="NL", language="nl")


ROWS = tuple(Row(line=line, cells=(("url", name),), shop=shop(name)) for line, name in enumerate(("een", "twee", "drie"), start=2))
LOST = Sighting(page_id=9, channel=Channel.PHONE, value="+31201234567", as_shown="020-1234567", place=Place.BODY)
"""Seen on a page that the visit does not have."""
BAD = Row(line=5, cells=(("url", "?"),), reason=Reason.BAD_ROW, message="no web address")


def measured(which: Shop, place_class: PlaceClass = PlaceClass.HOME) -> Visit:
    placements = tuple(
        Placement(channel=channel, place_class=place_class, seen=place_class, settled=True)
        for channel in (Channel.PHONE, Channel.EMAIL)
    )
    return Visit(shop=which, number=1, started_at=NOW, finished_at=NOW, placements=placements)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "bereikbaar.sqlite") as opened:
        opened.start_run(Path("list.csv"), (*ROWS, BAD), {})
        yield opened


def begun(desk: RunDesk) -> list[Errand]:
    handed = list(desk.errands())
    for errand in handed:
        desk.began(errand)
    return handed


def names(chosen: list[Errand]) -> list[tuple[str, int]]:
    return [(errand.shop.name, errand.number) for errand in chosen]


def test_a_run_visits_what_is_not_done_yet() -> None:
    assert names(errands((*ROWS, BAD), Done(last={}, outcomes={}), "")) == [("een", 1), ("twee", 1), ("drie", 1)]
    done = Done(last={"een.example": 2}, outcomes={"een.example": (Reason.TIMEOUT, None, None)})
    assert names(errands(ROWS, done, "")) == [("twee", 1), ("drie", 1)]


def test_a_retry_visits_only_what_came_out_so_and_with_the_next_number() -> None:
    outcomes = {
        "een.example": (None, None, None),
        "twee.example": (None, Reason.NEEDS_BROWSER, None),
        "drie.example": (Reason.TIMEOUT, Reason.TIMEOUT, Reason.TIMEOUT),
        "vier.example": (None, None, None, Reason.NEEDS_BROWSER),  # only its chat is undetermined
    }
    rows = (*ROWS, Row(line=6, cells=(), shop=shop("vier")), BAD)
    done = Done(last=dict.fromkeys(outcomes, 3), outcomes=outcomes)
    assert names(errands(rows, done, "undetermined")) == [("twee", 4), ("drie", 4)]
    assert names(errands(ROWS, done, "timeout")) == [("drie", 4)]
    assert names(errands(ROWS, done, "robots")) == []
    assert names(errands(ROWS, Done(last={}, outcomes={}), "undetermined")) == []


def test_a_shop_that_ends_the_program_is_visited_alone_and_then_given_up(store: Store) -> None:
    for run in range(1, IN_COMPANY + ALONE + 2):
        desk = RunDesk(store, [Errand(shop=shop("een")), Errand(shop=shop("twee"))], Tally(total=2), teller(ProgressKind.NONE, 2))
        handed = begun(desk)
        if run <= IN_COMPANY:
            assert [(errand.shop.name, errand.alone) for errand in handed] == [("een", False), ("twee", False)]
        elif run <= IN_COMPANY + ALONE:
            assert [(errand.shop.name, errand.alone) for errand in handed] == [("twee", False), ("een", True)]
        desk.ended(measured(shop("twee")))  # only "een" never comes back
    assert handed == [Errand(shop=shop("twee"))]
    reasons = store.outcomes()["een.example"]
    assert reasons == (Reason.PROGRAM_ERROR, Reason.PROGRAM_ERROR, Reason.PROGRAM_ERROR)


def test_an_accusation_without_proof_is_a_fault_of_the_program(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    tally = Tally(total=1)
    desk = RunDesk(store, [], tally, teller(ProgressKind.NONE, 1))
    desk.ended(replace(measured(shop("een"), PlaceClass.ABSENT), warc="ab/een.example.1.warc"))
    with Archive(store.path) as archive:
        visit = archive.dossier("een.example").visit
    assert visit is not None
    assert (visit.reason, visit.warc, dict(visit.versions)["bereikbaar"] != "") == (
        Reason.PROGRAM_ERROR,
        "ab/een.example.1.warc",
        True,
    )
    assert "refused by the store" in caplog.text
    assert tally.reasons == {"program-error": 1}


def test_the_tally_counts_what_was_found_and_why_not() -> None:
    time = iter((0.0, 10.0, 10.0, 10.0, 10.0))
    tally = Tally(total=4, clock=lambda: next(time))
    tally.documents = 20
    tally.add(measured(shop("een")))
    tally.add(unread(Errand(shop=shop("twee")), Reason.DNS, "no address", NOW))
    assert tally.line == ("2 of 4 shops · phone found 1 · e-mail found 1 · 2.0 pages/s · 10 s left · undetermined: dns 1")


@pytest.mark.parametrize("kind", list(ProgressKind))
def test_every_way_of_telling_ends_with_the_total(kind: ProgressKind) -> None:
    stream = io.StringIO()
    tally = Tally(total=1)
    telling = teller(kind, 1, stream)
    telling.answered(tally)
    visit = measured(shop("een"))
    tally.add(visit)
    telling.ended(tally, visit)
    telling.close(tally)
    told = stream.getvalue()
    if kind is ProgressKind.NONE:
        assert told == ""
    elif kind is ProgressKind.JSONL:
        lines = [json.loads(line) for line in told.splitlines()]
        assert [(line["event"], line["done"], line["total"]) for line in lines] == [("shop", 1, 1), ("end", 1, 1)]
        assert lines[0]["placements"] == {"phone": "home", "email": "home"}
    else:
        assert "1 of 1 shops" in told


def test_two_runs_never_share_a_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "out"), pytest.raises(RunError, match="another run is writing here"), locked(tmp_path / "out"):
        pass
    with locked(tmp_path / "out"):
        pass


def test_starting_over_removes_only_what_a_run_wrote(tmp_path: Path) -> None:
    for name in (
        "evidence/ab/x.warc",
        "report/index.html",
        "bereikbaar.sqlite",
        "bereikbaar.sqlite-wal",
        "run.log",
        "manifest.json",
        "manifest.json.sha256",
        "method/points.toml",
        "notes.txt",
        "mine/a",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    start_over(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "notes.txt"]


def test_a_folder_stays_held_until_the_second_process_of_its_run_has_ended(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    with locked(tmp_path / "out") as lock:
        child = context.Process(target=_holds, args=(lock, receiver))
        child.start()
    with pytest.raises(RunError, match="another run is writing here"), locked(tmp_path / "out"):
        pass
    sender.send("go")
    child.join(30)
    with locked(tmp_path / "out"):
        assert child.exitcode == 0


def _holds(_lock: Lock, receiver: Connection) -> None:
    receiver.recv()


def test_a_run_that_the_disk_stops_gives_no_shop_up(store: Store) -> None:
    for _ in range(IN_COMPANY + ALONE + 2):
        desk = RunDesk(store, [Errand(shop=shop("een")), Errand(shop=shop("twee"))], Tally(total=2), teller(ProgressKind.NONE, 2))
        handed = begun(desk)
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Unwritable, match="the disk is full"):
            desk.ended(replace(measured(shop("een")), detail="x" * 1_000_000))
        store._db.execute("PRAGMA max_page_count = 1000000")
        desk.dropped()
        assert [(errand.shop.name, errand.alone) for errand in handed] == [("een", False), ("twee", False)]


def test_a_visit_that_cannot_be_stored_ends_the_run_only_so_often(store: Store) -> None:
    for _ in range(IN_COMPANY + ALONE):
        desk = RunDesk(store, [Errand(shop=shop("een")), Errand(shop=shop("twee"))], Tally(total=2), teller(ProgressKind.NONE, 2))
        begun(desk)
        with pytest.raises(StoreError, match="contradict"):
            desk.ended(replace(measured(shop("een")), sightings=(LOST,)))
        desk.dropped()
    assert store.attempts() == {"een.example": IN_COMPANY + ALONE, "twee.example": 0}
    desk = RunDesk(store, [Errand(shop=shop("een"))], Tally(total=1), teller(ProgressKind.NONE, 1))
    assert list(desk.errands()) == []
    assert store.outcomes()["een.example"][0] is Reason.PROGRAM_ERROR


def test_a_log_that_cannot_be_written_costs_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "run.log").symlink_to("/dev/full")
    with logged(tmp_path):
        logging.getLogger("bereikbaar.run").error("the run was stopped")
    assert capfd.readouterr().err == ""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RunError, match="--out"), locked(tmp_path / "file" / "out"):
        pass


def test_a_process_whose_starter_has_ended_ends_its_work_in_peace() -> None:
    receiver, sender = Pipe(duplex=False)
    receiver.close()
    tell(sender, "the shops that were looked at")
