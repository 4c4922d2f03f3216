"""Taking over what another file holds, with a few statements whatever its size: the visits of a part, and the rows of a list.

A shop that has visits here already keeps them: of two parts that hold a shop, the one that is taken first counts. Where a part
that was taken before has made newer visits since, those are taken. What is taken is taken whole or not at all, so a program that is
killed meanwhile can begin again.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database

from crawler.store import persons
from crawler.store.errors import StoreError
from crawler.store.records import Cells

OF_A_VISIT = ("visits", "pages", "sightings", "facts", "gates", "looks", "fetches", "placements")
OF_A_SHOP = ("observations", *persons.COLUMNS)
ROW = "line, cells, shop_id, reason, message"
TAKEN = """CREATE TEMP TABLE taken (shop_id TEXT PRIMARY KEY, first INTEGER, last INTEGER, held INTEGER) WITHOUT ROWID"""
OFFERED = """INSERT INTO temp.taken SELECT shop_id, min(number), max(number),
    coalesce((SELECT max(number) FROM main.visits AS ours WHERE ours.shop_id = theirs.shop_id), 0)
    FROM part.visits AS theirs GROUP BY shop_id"""
HELD = """DELETE FROM temp.taken WHERE held >= last OR (held >= first AND NOT EXISTS (
    SELECT 1 FROM main.visits AS ours JOIN part.visits AS theirs USING (shop_id, number, started_at, finished_at)
    WHERE shop_id = taken.shop_id AND number = held))"""
"""Shops of which no visit is newer than what is here, or that another part has visited as often."""
UNLIKE = f"""SELECT position FROM part.rows AS theirs WHERE NOT EXISTS (
    SELECT 1 FROM main.rows AS ours WHERE ours.position = theirs.position
    AND {" AND ".join(f"ours.{name} IS theirs.{name}" for name in ROW.split(", "))}) LIMIT 1"""  # noqa: S608  # our own names
ATTEMPTS = """INSERT INTO main.attempts SELECT shop_id, count FROM part.attempts
    WHERE shop_id NOT IN (SELECT shop_id FROM temp.taken)
    ON CONFLICT (shop_id) DO UPDATE SET count = max(attempts.count, excluded.count)"""


def digest_of(rows: Iterable[Cells]) -> str:
    """The digest of the rows of a list: line, cells, shop, reason and message of each, in order."""
    found = sha256()
    for row in rows:
        found.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return found.hexdigest()


@contextmanager
def beside(db: Database, part: Path) -> Iterator[None]:
    """Have a part open beside a file, as `part`, never to be changed. Raises sqlite3.Error."""
    db.execute("ATTACH DATABASE ? AS part", (f"file:{quote(str(part.absolute()))}?mode=ro",))
    try:
        yield
    finally:
        db.execute("DROP TABLE IF EXISTS temp.taken")
        db.execute("DETACH DATABASE part")


def take_rows(db: Database) -> None:
    """Take the rows of the part that is beside, and their shops, where they are not here yet."""
    for table in ("shops", "rows"):
        db.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM part.{table}")  # noqa: S608  # our own names


def take_runs(db: Database, left_out: Iterable[str]) -> None:
    """Note the calls of `audit` that made the part which is beside, without these of their settings."""
    names = ", ".join(f"'$.{name}'" for name in left_out)
    db.execute(
        f"""INSERT INTO main.runs (list_path, started_at, settings)
            SELECT list_path, started_at, json_remove(settings, {names}) FROM part.runs ORDER BY number"""  # noqa: S608  # our own names
    )


def choose(db: Database) -> list[str]:
    """Choose the shops of the part that is beside whose visits are taken; give their evidence files. Raises StoreError.

    Those are the shops of which no visit is here that is as new as the part's first, or of which the part made the visit that is.
    """
    if found := db.execute(UNLIKE).fetchone():
        raise StoreError(f"a part has another row at place {found[0]} than the list: it was made of another list")
    for statement in (TAKEN, OFFERED, HELD):
        db.execute(statement)
    return [warc for (warc,) in db.execute(f"SELECT warc FROM part.visits WHERE warc <> '' AND {_chosen('visits')}")]  # noqa: S608


def take_visits(db: Database) -> int:
    """Take the visits of the shops that were chosen, and what persons saw and said of them; give how many shops those are."""
    for table in (*OF_A_VISIT, *OF_A_SHOP):
        names = _columns(db, table)
        verb = "INSERT OR IGNORE" if table in OF_A_SHOP else "INSERT"
        db.execute(f"{verb} INTO main.{table} ({names}) SELECT {names} FROM part.{table} WHERE {_chosen(table)}")  # noqa: S608
    db.execute("DELETE FROM main.attempts WHERE shop_id IN (SELECT shop_id FROM temp.taken)")
    db.execute(ATTEMPTS)
    return int(db.execute("SELECT count(*) FROM temp.taken").fetchone()[0])


def _chosen(table: str) -> str:
    """What holds of the rows of a table that are taken: of a visit those that are newer than what is here."""
    number = "number" if table == "visits" else "visit"
    newer = f" AND part.{table}.{number} > taken.held" if table in OF_A_VISIT else ""
    return f"EXISTS (SELECT 1 FROM temp.taken WHERE taken.shop_id = part.{table}.shop_id{newer})"  # noqa: S608  # our own names


def _columns(db: Database, table: str) -> str:
    found: Any = db.execute("SELECT name FROM pragma_table_info(?, 'part') ORDER BY cid", (table,))
    return ", ".join(f'"{name}"' for (name,) in found)
