"""The store keeps a visit whole, refuses accusations without proof, and tells what is wrong."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.model.certificate import Certificate, Fate
from crawler.model.fact import Fact, FactKind
from crawler.model.link import Link, PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED, PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.second_opinion import SecondOpinion
from crawler.model.sighting import Channel, Place, Sighting
from crawler.model.visit import Fetch, Visit
from crawler.store.errors import IncompleteCertificate, StoreError
from crawler.store.read import Archive
from crawler.store.schema import STEPS, all_steps
from crawler.store.write import Store
from tests.visits import SHOP, certificates, good_row, proof, shop_named, visits

BAD = Row(line=3, cells=(("url", "not an address"),), reason=Reason.BAD_ROW, message="line 3: no address")
TWICE = Row(line=4, cells=(("url", SHOP.url),), reason=Reason.DUPLICATE_OF, message="line 4: as line 2")
OTHER = shop_named("bloemen")
ROWS = (good_row(), BAD, TWICE, good_row(OTHER, 5))


def absent(**changes: object) -> Placement:
    whole = {
        "channel": Channel.PHONE,
        "place_class": PlaceClass.ABSENT,
        "seen": PlaceClass.ABSENT,
        "settled": True,
        "certificate": proof(),
    }
    return Placement(**(whole | changes))  # type: ignore[arg-type]


def undetermined(channel: Channel, reason: Reason = Reason.NEEDS_BROWSER) -> Placement:
    return Placement(channel=channel, place_class=PlaceClass.UNDETERMINED, seen=PlaceClass.ABSENT, settled=False, reason=reason)


def small_visit(**changes: object) -> Visit:
    both = (undetermined(Channel.PHONE), undetermined(Channel.EMAIL))
    whole = {
        "shop": SHOP,
        "number": 1,
        "started_at": "2026-01-02T10:00:00Z",
        "finished_at": "2026-01-02T10:01:00Z",
        "placements": both,
    }
    return Visit(**(whole | changes))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bereikbaar.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        opened.start_run(Path("list.csv"), ROWS, {"budget": "25"})
        yield opened


def read_back(path: Path, shop_id: str = SHOP.id) -> Visit:
    with Archive(path) as archive:
        visit = archive.dossier(shop_id).visit
    assert visit
    return visit


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(visits())
def test_a_visit_is_read_back_as_it_was_saved(tmp_path_factory: pytest.TempPathFactory, visit: Visit) -> None:
    path = tmp_path_factory.mktemp("store") / "bereikbaar.sqlite"
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        store.save(visit)
        store.save(visit)
        assert read_back(path) == visit
    assert read_back(path) == visit


def test_a_later_visit_stands_beside_the_earlier_one(store: Store, path: Path) -> None:
    store.save(small_visit())
    store.save(small_visit(number=2, detail="later"))
    store.save(small_visit(detail="first, again"))
    assert read_back(path).detail == "later"
    assert store.last_visits() == {SHOP.id: 2}
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute("SELECT count(*) FROM visits").fetchone() == (2,)


def test_rows_come_back_in_their_order_bad_ones_too(store: Store, path: Path) -> None:
    store.save(small_visit())
    with Archive(path) as archive:
        dossiers = list(archive.dossiers())
        assert archive.run()["settings"] == {"budget": "25"}
        assert list(archive.shop_ids()) == [SHOP.id, OTHER.id]
    assert tuple(item.row for item in dossiers) == ROWS
    assert [item.visit is not None for item in dossiers] == [True, False, False, False]


@pytest.mark.parametrize(
    "name", ["winkel.example", "www.winkel.example", "https://www.winkel.example/", "HTTPS://winkel.example/contact"]
)
def test_a_shop_is_found_by_id_host_or_address(store: Store, path: Path, name: str) -> None:
    store.save(small_visit())
    with Archive(path) as archive:
        assert archive.dossier(name).shop == SHOP
        with pytest.raises(KeyError):
            archive.dossier("kel.example")


def test_the_lists_rows_are_known_again(store: Store) -> None:
    assert store.rows_match(ROWS)
    assert not store.rows_match(ROWS[:-1])
    assert not store.rows_match((*ROWS, BAD))
    assert not store.rows_match((ROWS[1], ROWS[0], *ROWS[2:]))
    assert store.start_run(Path("list.csv"), ROWS, {}) == 2
    with pytest.raises(StoreError, match="another list"):
        store.start_run(Path("list.csv"), ROWS[:-1], {})


def test_attempts_are_counted_until_a_visit_is_saved(store: Store, path: Path) -> None:
    assert [store.attempt(SHOP.id), store.attempt(SHOP.id), store.attempt(OTHER.id)] == [1, 2, 1]
    store.close()
    with Store.open(path) as again:
        assert again.attempt(SHOP.id) == 3
        again.save(small_visit())
        assert again.attempt(SHOP.id) == 1


def test_outcomes_name_the_reasons_of_the_last_visit(store: Store) -> None:
    store.save(small_visit(reason=Reason.BLOCKED))
    phone = absent(place_class=PlaceClass.HOME, seen=PlaceClass.HOME, certificate=None)
    store.save(small_visit(number=2, placements=(phone, undetermined(Channel.EMAIL))))
    assert store.outcomes() == {SHOP.id: (None, None, Reason.NEEDS_BROWSER)}
    assert store.finished() == {SHOP.id}


@pytest.mark.parametrize("seen", [item for item in PlaceClass if not item.positive and item is not PlaceClass.UNDETERMINED])
def test_a_settled_negative_needs_proof(store: Store, path: Path, seen: PlaceClass) -> None:
    store.save(small_visit(detail="before"))
    for certificate in (None, proof(second_parse=False)):
        with pytest.raises(IncompleteCertificate, match="proof lacks"):
            store.save(
                small_visit(placements=(absent(place_class=seen, seen=seen, certificate=certificate), undetermined(Channel.EMAIL)))
            )
    assert read_back(path).detail == "before"
    store.save(small_visit(placements=(absent(place_class=seen, seen=seen), undetermined(Channel.EMAIL))))
    assert read_back(path).placement(Channel.PHONE).place_class is seen


def test_a_class_that_is_not_settled_is_not_stored_as_one(store: Store) -> None:
    with pytest.raises(StoreError, match="settled False"):
        store.save(small_visit(placements=(absent(settled=False, reason=Reason.NEEDS_BROWSER),)))


GAPS = (
    "second_parse = 0", "second_parse = NULL", "pages_read = 0", "viewports = '[\"1280x800\"]'", "decoders = '[]'",
    "budget_left = 0",
    "problems = '[\"too-deep\"]'", "failed_own_resources = '[\"/app.js\"]'", "documents_unread = '[\"/terms.pdf\"]'",
    "searched_links = NULL", "searched_links = '[{\"fate\": \"failed\"}]'", "searched_links = '[{}]'", "place_class = 'home'",
    "place_class = 'Absent', seen = 'Absent', budget_left = 0", "settled = 2", "settled = 0",
)  # fmt: skip


@pytest.mark.parametrize("gap", GAPS)
def test_raw_sql_is_refused_as_well(store: Store, path: Path, gap: str) -> None:
    store.save(small_visit(placements=(absent(), undetermined(Channel.EMAIL))))
    with closing(sqlite3.connect(path)) as db, db, pytest.raises(sqlite3.IntegrityError):
        db.execute(f"UPDATE placements SET {gap} WHERE channel = 'phone'")


WITHOUT_PROOF = (
    "shop_id, visit, 7, 'form', 'absent', 'absent', 1, reason, clicks, path, likely_path, sightings, gate, gate_passed, notes"
)
WITHOUT_PROOF += ", NULL" * 13


def test_raw_sql_can_not_settle_without_proof(store: Store, path: Path) -> None:
    store.save(small_visit())
    with closing(sqlite3.connect(path)) as db, db:
        for settle in ("settled = 1, place_class = 'absent'", "settled = 1, place_class = 'gated', seen = 'gated'"):
            with pytest.raises(sqlite3.IntegrityError, match="incomplete certificate"):
                db.execute(f"UPDATE placements SET {settle}")
        with pytest.raises(sqlite3.IntegrityError, match="incomplete certificate"):
            db.execute(f"INSERT INTO placements SELECT {WITHOUT_PROOF} FROM placements WHERE channel = 'phone'")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(certificate=certificates, gap=st.sampled_from([None, *Fate]))
def test_the_file_and_the_program_agree_on_what_is_complete(
    tmp_path_factory: pytest.TempPathFactory, certificate: Certificate, gap: Fate | None
) -> None:
    if gap:  # random certificates are seldom near complete: begin from a whole one
        certificate = proof(links=(replace(proof().links[0], fate=gap),), viewports=("a", "b", *certificate.viewports))
    path = tmp_path_factory.mktemp("store") / "bereikbaar.sqlite"
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        unsettled = replace(undetermined(Channel.PHONE), certificate=certificate)
        store.save(small_visit(placements=(unsettled, undetermined(Channel.EMAIL))))
        with closing(sqlite3.connect(path)) as db, db:
            try:
                db.execute("UPDATE placements SET settled = 1, place_class = 'absent' WHERE channel = 'phone'")
                accepted = True
            except sqlite3.IntegrityError:
                accepted = False
    assert accepted is certificate.complete


def test_half_a_character_pair_is_kept_as_a_question_mark(store: Store, path: Path) -> None:
    page = Page(id=0, url="https://www.winkel.example/", final_url="", status=200, title="a\ud800b\x00c")
    store.save(small_visit(pages=(page,), detail="\udfff"))
    assert read_back(path).pages[0].title == "a?b\x00c"


def test_a_sighting_needs_its_page(store: Store, path: Path) -> None:
    store.save(small_visit(detail="before"))
    lost = Sighting(page_id=9, channel=Channel.PHONE, value="+31201234567", as_shown="020-1234567", place=Place.BODY)
    with pytest.raises(StoreError, match="contradict"):
        store.save(small_visit(sightings=(lost,)))
    assert read_back(path).detail == "before"


def test_a_shop_that_is_not_in_the_list_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="contradict"):
        store.save(small_visit(shop=shop_named("vreemd")))


def _dies_while_saving(path: Path) -> None:
    store = Store.open(path)
    store.attempt(SHOP.id)
    store._db.conn.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
    store._db.execute("CREATE TEMP TRIGGER die AFTER INSERT ON main.placements BEGIN SELECT die(); END")
    store.save(small_visit(detail="second", pages=(Page(id=0, url="u", final_url="u", status=200),)))


def test_a_program_killed_while_saving_leaves_the_earlier_visit_whole(path: Path) -> None:
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        store.save(small_visit(detail="first"))
    child = multiprocessing.get_context("spawn").Process(target=_dies_while_saving, args=(path,))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert read_back(path) == small_visit(detail="first")
    with Store.open(path) as store:
        assert store.attempt(SHOP.id) == 2


def test_there_is_one_writer(store: Store, path: Path) -> None:
    with pytest.raises(StoreError, match="another program is writing"):
        Store.open(path)
    store.close()
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_full_disk_is_told_with_its_cure(store: Store, path: Path) -> None:
    store.save(small_visit(detail="before"))
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"bereikbaar\.sqlite: the disk is full: make room"):
        store.save(small_visit(detail="x" * 1_000_000))
    assert read_back(path).detail == "before"


def test_a_file_that_can_not_be_written_is_told_with_its_cure(store: Store) -> None:
    store._db.execute("PRAGMA query_only = 1")
    with pytest.raises(StoreError, match="check the rights"):
        store.save(small_visit())


def test_a_finished_run_opens_where_nothing_can_be_written(path: Path) -> None:
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        store.save(small_visit())
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert read_back(path) == small_visit()
    finally:
        path.parent.chmod(stat.S_IRWXU)


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no results here"):
        Archive(tmp_path)
    text, foreign, folder = tmp_path / "text.sqlite", tmp_path / "foreign.sqlite", tmp_path / "file" / "deep"
    text.write_text("no database " * 100)
    with Database(foreign) as db:
        db["dogs"].insert({"name": "Fikkie"})
    folder.parent.write_text("in the way")
    for path, message in ((text, "no database: move"), (foreign, "not of this program"), (folder / "x.sqlite", "choose a folder")):
        with pytest.raises(StoreError, match=message):
            Store.open(path)


def test_the_file_of_a_newer_program_is_refused(path: Path) -> None:
    with Store.open(path) as store:
        store._db["_sqlite_migrations"].insert({"migration_set": "bereikbaar", "name": "of_tomorrow", "applied_at": ""})
    for opening in (Store.open, Archive):
        with pytest.raises(StoreError, match=r"newer version of the program.*of_tomorrow"):
            opening(path)


def test_an_older_file_is_copied_and_brought_up_to_date(path: Path) -> None:
    with Database(path) as db:
        STEPS.apply(db, stop_before="refuse_negatives_without_certificate")
    with pytest.raises(StoreError, match="older version"):
        Archive(path)
    with Store.open(path) as store:
        assert not STEPS.pending(store._db)
    with Database(path.with_name("bereikbaar.sqlite.before-2")) as copy:
        assert [step.name for step in STEPS.applied(copy)] == ["lay_the_tables"]


@pytest.mark.parametrize("older", all_steps())
def test_a_program_killed_while_it_opens_a_file_leaves_one_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: str
) -> None:
    """The files as they stand before each statement are what a kill there leaves; `older` is the first step still to come."""
    path = tmp_path / "live" / "bereikbaar.sqlite"
    path.parent.mkdir()
    with Database(path) as db:
        STEPS.apply(db, stop_before=older)
        before = len(STEPS.applied(db))
    if not before:
        path.unlink()
    for number, left in enumerate(left_behind(path, tmp_path / "left", monkeypatch)):
        with Store.open(left / path.name) as store:
            store.start_run(Path("list.csv"), ROWS, {})
            store.save(small_visit())
        assert read_back(left / path.name) == small_visit(), number
        copies = sorted(item.name for item in left.iterdir() if ".before-" in item.name)
        assert copies == ([f"{path.name}.before-{before + 1}"] if before else [])


def left_behind(path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Open a store and begin a run; give copies of its folder from before each statement on the way, but for those alike."""
    found: list[Path] = []
    known: set[tuple[tuple[str, bytes], ...]] = set()
    connect = sqlite3.connect

    def keep(_statement: str) -> None:
        if (now := held(path.parent)) in known:
            return
        known.add(now)
        found.append(kept / str(len(found)))
        shutil.copytree(path.parent, found[-1])

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        made = connect(*args, **options)
        made.set_trace_callback(keep)
        return made

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", traced)
        with Store.open(path) as store:
            store.start_run(Path("list.csv"), ROWS, {})
            store.attempt(SHOP.id)
    assert len(found) > 5
    return found


def held(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """The files of a folder, by name."""
    return tuple((item.name, item.read_bytes()) for item in sorted(folder.iterdir()))


def test_a_copy_that_was_cut_off_is_made_again(path: Path) -> None:
    with Database(path) as db:
        STEPS.apply(db, stop_before="refuse_negatives_without_certificate")
    for name in ("bereikbaar.sqlite.before-2", "bereikbaar.sqlite.before-2.part"):
        path.with_name(name).write_text("cut off", encoding="ascii")
    Store.open(path).close()
    with Database(path.with_name("bereikbaar.sqlite.before-2")) as copy:
        assert [step.name for step in STEPS.applied(copy)] == ["lay_the_tables"]
    assert list(path.parent.glob("*.part")) == []


def test_a_visit_from_before_the_second_opinion_was_counted_is_kept(path: Path) -> None:
    with Database(path) as db:
        STEPS.apply(db, stop_before="count_the_second_opinion")
        db.execute("INSERT INTO shops VALUES (?, '', '', NULL, NULL, '[]')", (SHOP.id,))
        db.execute("INSERT INTO rows VALUES (0, 2, '[]', ?, NULL, '')", (SHOP.id,))
        before = "number, started_at, finished_at, detail, findings, rendered, warc, versions, links"
        db.execute(f"INSERT INTO visits (shop_id, {before}) VALUES (?, 1, '', '', 'kept', '[]', 0, '', '[]', ?)", (SHOP.id, b""))
        kept = "number, channel, place_class, seen, settled, reason, path, likely_path, sightings, gate_passed, notes"
        row = "'undetermined', 'absent', 0, 'needs-browser', '[]', '[]', '[]', 0, '[]'"
        for number, channel in enumerate(PLACED):
            answer = f"INSERT INTO placements (shop_id, visit, {kept}) VALUES (?, 1, ?, ?, {row})"
            db.execute(answer, (SHOP.id, number, channel.value))
    with Store.open(path) as store:
        assert store.second_opinions() == []
        assert (read_back(path).detail, read_back(path).second_opinion) == ("kept", None)


def test_second_opinions_are_those_of_the_last_visits(store: Store) -> None:
    last = SecondOpinion(pages=2, spared=1, added=3, turned=(Channel.PHONE,))
    store.save(small_visit(second_opinion=SecondOpinion(pages=9)))
    store.save(small_visit(number=2, second_opinion=last))
    store.save(small_visit(shop=OTHER))
    assert store.second_opinions() == [last]


HOME = "https://www.winkel.example/"


def page_with_links(number: int) -> Page:
    menu = tuple(
        Link(target=f"{HOME}{n}", text=f"Menu {n}", place=Place.NAV, kinds=frozenset({PageKind.CATEGORY})) for n in range(200)
    )
    own = tuple(Link(target=f"{HOME}p{number}/{n}", text=f"Item {n}", place=Place.BODY, block=n) for n in range(40))
    address = f"{HOME}p{number}"
    return Page(id=number, url=address, final_url=address, status=200, body_sha256="a" * 64, links=menu + own)


def twenty_pages() -> Visit:
    pages = tuple(page_with_links(number) for number in range(20))
    seen = tuple(
        Sighting(
            page_id=n, channel=Channel.PHONE, value="+31201234567", as_shown="020-1234567", place=Place.FOOTER, snippet="x" * 120
        )
        for n in range(20)
    )
    facts = tuple(Fact(page_id=n, kind=FactKind.VAT_ID, value="NL1", as_shown="NL1", place=Place.FOOTER) for n in range(20))
    fetches = tuple(Fetch(url=page.url, status=200, page_id=page.id) for page in pages)
    return small_visit(pages=pages, sightings=seen * 3, facts=facts, fetches=fetches)


def test_saving_is_quick(store: Store) -> None:
    visit = twenty_pages()
    times = []
    for _ in range(7):
        began = time.process_time()
        store.save(visit)
        times.append(time.process_time() - began)
    assert min(times) < 0.05


def test_a_dropped_visit_takes_its_attempt_back(store: Store) -> None:
    store.attempt(SHOP.id)
    store.attempt(SHOP.id)
    store.attempt(OTHER.id)
    store.forgive([SHOP.id, "unknown"])
    assert store.attempts() == {SHOP.id: 1, OTHER.id: 1}
