"""What is stored of a shop bears a stamp that is drawn anew with every change, whoever makes it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.model.placement import PlaceClass
from crawler.model.row import Row
from crawler.store import stamps
from crawler.store.read import Archive
from crawler.store.schema import STEPS
from crawler.store.write import Store
from tests.handmade import placed, shop

VISITS = tuple(placed(number, PlaceClass.HOME, PlaceClass.ABSENT).dossier.visit for number in (1, 2))
ROWS = tuple(Row(line=number, cells=(("url", ""),), shop=shop(number)) for number in (1, 2))
FIRST = shop(1).id


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A store of two visited shops."""
    with Store.open(tmp_path / "bereikbaar.sqlite") as store:
        store.start_run(tmp_path / "list.csv", ROWS, {})
        for visit in VISITS:
            assert visit is not None
            store.save(visit)
    return tmp_path


def save_again(store: Store) -> None:
    """Save the visit of the first shop once more."""
    assert VISITS[0] is not None
    store.save(VISITS[0])


def drawn(run: Path) -> list[int | None]:
    """The stamps of all rows."""
    with Archive(run) as archive:
        return [item.stamp for item in archive.stamped()]


def columns(run: Path) -> Iterator[tuple[str, str]]:
    """A column of each table that is stamped and holds something of the first shop."""
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db:
        for table in (*stamps.STAMPED, "shops", "rows"):
            names = [name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            key = "id" if table == "shops" else "shop_id"
            if db.execute(f"SELECT 1 FROM {table} WHERE {key} = ?", (FIRST,)).fetchone():
                yield table, names[-1]


def test_every_row_of_a_list_that_names_a_shop_has_a_stamp(run: Path) -> None:
    first, second = drawn(run)
    assert None not in (first, second)
    assert first != second


def test_a_visit_that_is_saved_draws_the_stamp_of_its_shop_alone(run: Path) -> None:
    before = drawn(run)
    with Store.open(run / "bereikbaar.sqlite") as store:
        save_again(store)
    after = drawn(run)
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)


def test_a_change_by_hand_of_any_table_draws_the_stamp(run: Path) -> None:
    tables = list(columns(run))
    assert {"visits", "pages", "sightings", "placements", "shops", "rows"} <= {table for table, _ in tables}
    for table, column in tables:
        before = drawn(run)
        key = "id" if table == "shops" else "shop_id"
        with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
            db.execute(f"UPDATE {table} SET {column} = {column} WHERE {key} = ?", (FIRST,))
        after = drawn(run)
        assert (after[0] != before[0], after[1] == before[1]) == (True, True), table


def test_what_is_taken_away_by_hand_draws_the_stamp(run: Path) -> None:
    before = drawn(run)
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        db.execute("DELETE FROM sightings WHERE shop_id = ?", (FIRST,))
    assert drawn(run)[0] != before[0]


def test_rows_that_are_taken_over_where_they_stand_already_still_have_a_stamp(run: Path) -> None:
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        db.execute("INSERT OR IGNORE INTO shops SELECT * FROM shops")
        db.execute("INSERT OR REPLACE INTO shops SELECT * FROM shops WHERE id = ?", (FIRST,))
    assert None not in drawn(run)


def test_an_older_file_is_stamped_when_it_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "bereikbaar.sqlite"
    with Database(path) as db:
        STEPS.apply(db, stop_before="stamp_what_changes")
        db.execute("INSERT INTO shops VALUES ('a.example', '', '', NULL, NULL, '[]')")
        db.execute("INSERT INTO rows VALUES (0, 2, '[]', 'a.example', NULL, '')")
        db.execute("INSERT INTO rows VALUES (1, 3, '[]', NULL, 'bad-row', '')")
    Store.open(path).close()
    with Archive(path) as archive:
        named, bad = archive.stamped()
        assert (named.shop_id, named.stamp is None, bad.shop_id, bad.stamp) == ("a.example", False, None, None)
        assert archive.stamp("a.example") == named


def test_an_archive_looks_anew_where_it_is_asked_to(run: Path) -> None:
    with Store.open(run / "bereikbaar.sqlite") as store, Archive(run) as archive:
        held = archive.stamp(FIRST)
        save_again(store)
        assert archive.stamp(FIRST) == held
        with archive.anew():
            assert archive.stamp(FIRST) != held
