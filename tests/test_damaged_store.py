"""A store in which other things stand than were written into it is refused with a sentence, shop and cure."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PLACED, PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, Place, Sighting
from crawler.model.visit import Visit
from crawler.store.errors import StoreError
from crawler.store.read import Archive
from crawler.store.write import Store
from tests.visits import SHOP, good_row

LISTS = ("", "x", "{}", "null", "1", '"a"', "[[1]]", '["a",1]', "[1e999]", "[" * 3_000, "[9" + "9" * 5_000 + "]")


VISIT = Visit(
    shop=SHOP,
    number=1,
    started_at="2026-01-02T10:00:00Z",
    finished_at="2026-01-02T10:01:00Z",
    pages=(Page(id=0, url=SHOP.url, final_url=SHOP.url, status=200, kinds=frozenset({PageKind.HOME})),),
    sightings=(Sighting(page_id=0, channel=Channel.PHONE, value="+31205550123", as_shown="020 555 01 23", place=Place.BODY),),
    placements=tuple(
        Placement(
            channel=channel,
            place_class=PlaceClass.UNDETERMINED,
            seen=PlaceClass.ABSENT,
            settled=False,
            reason=Reason.NEEDS_BROWSER,
        )
        for channel in PLACED
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a visit."""
    file = tmp_path / "bereikbaar.sqlite"
    with Store.open(file) as store:
        store.start_run(Path("list.csv"), [good_row()], {"rate": "1"})
        store.save(VISIT)
    return file


def damage(path: Path, change: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = 1")
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(change, values).rowcount > 0
    db.close()


def read(path: Path) -> None:
    with Archive(path) as archive:
        archive.run()
        archive.browsers()
        list(archive.dossiers())


def test_a_whole_store_is_read(path: Path) -> None:
    read(path)


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize(
    "cell",
    [
        "runs.settings",
        "rows.cells",
        "shops.tags",
        "visits.findings",
        "visits.versions",
        "pages.kinds",
        "pages.problems",
        "sightings.section",
        "placements.path",
        "placements.notes",
        "placements.sightings",
    ],
)
def test_a_list_that_is_none_is_refused(path: Path, cell: str, text: str) -> None:
    table, _, column = cell.partition(".")
    damage(path, f"UPDATE {table} SET {column} = ?", "{}x" if (cell, text) == ("runs.settings", "{}") else text)
    with pytest.raises(StoreError, match="is damaged"):
        read(path)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE visits SET reason = 'bad luck'",
        "UPDATE visits SET links = x'00'",
        "UPDATE pages SET id = 7",
        "UPDATE pages SET via = 'telegraph'",
        "UPDATE pages SET final_url = 'http://['",
        "UPDATE sightings SET page_id = 7",
        "UPDATE sightings SET page_id = -1",
        "UPDATE sightings SET channel = 'telegraph'",
        "UPDATE placements SET channel = 'telegraph' WHERE channel = 'phone'",
        "DELETE FROM pages",
        "DELETE FROM placements",
        "UPDATE visits SET number = 2",
    ],
)
def test_what_names_nothing_that_is_there_is_refused(path: Path, change: str) -> None:
    damage(path, change)
    with pytest.raises(StoreError, match=f"{SHOP.id} is damaged"):
        read(path)
