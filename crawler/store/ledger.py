"""The ledger: what was worked out of the shops of a run, each beside the stamp of what it was worked out of, in a file of its own.

An entry counts as long as the stamp is the one that the shop bears, and the rules are those it was worked out by; else it is worked
out again. So a ledger decides nothing: without it, or with one that is damaged or held by another program, a report only takes
longer. It is part of no seal, and `bereikbaar verify` never looks at it. What the entries say is the matter of who keeps them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, Self

FILE = "bereikbaar.sqlite.judged"
FORM = 1
"""The version of the ledger's own form."""
AT_ONCE = 1_000
"""Rows that are read, or written, at once."""
WAIT = 5.0
"""Seconds to wait for another program that is writing to it."""
TABLES = (
    "CREATE TABLE rules (sha256 TEXT NOT NULL) STRICT",
    """CREATE TABLE entries (
        position INTEGER PRIMARY KEY, shop_id TEXT NOT NULL, stamp INTEGER NOT NULL, told TEXT NOT NULL
    ) STRICT""",
)
SOME = "SELECT position, shop_id, stamp, told FROM entries WHERE position > ? ORDER BY position LIMIT ?"


class Entry(NamedTuple):
    """What was worked out of a row, by its place in the list, its shop, and the stamp of what was stored of that."""

    position: int
    shop_id: str
    stamp: int
    told: str


class Ledger:
    """The ledger of the run in a folder, under some rules; what was worked out by others is forgotten. A context manager."""

    def __init__(self, folder: Path, rules: str) -> None:
        """Open it, or begin one; where that cannot be, nothing is held and nothing kept."""
        self._db = _opened(folder / FILE, rules)
        self._waiting: list[Entry] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.flush()
        if self._db is not None:
            with suppress(sqlite3.Error):  # another program that reads it keeps its journal; that is no loss
                self._db.execute("PRAGMA journal_mode = DELETE")
            self._db.close()

    def held(self) -> Iterator[Entry]:
        """Every entry, in the order of the list."""
        last = -1
        while some := self._some(last):
            yield from some
            last = some[-1].position

    def keep(self, entry: Entry) -> None:
        """Keep an entry in place of what is held of its row; it is written with others."""
        self._waiting.append(entry)
        if len(self._waiting) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        if self._db is None or not waiting:
            return
        with suppress(sqlite3.Error), self._db:
            self._db.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)", waiting)

    def _some(self, last: int) -> list[Entry]:
        if self._db is None:
            return []
        try:
            return [Entry(*cells) for cells in self._db.execute(SOME, (last, AT_ONCE)).fetchall()]
        except sqlite3.Error:
            return []


def _opened(path: Path, rules: str) -> sqlite3.Connection | None:
    """Open a ledger under some rules; one of another form, or damaged, is begun anew. None where that cannot be."""
    for _ in range(2):
        try:
            db = sqlite3.connect(path, timeout=WAIT)
            try:
                _prepare(db, rules)
            except BaseException:
                db.close()
                raise
        except sqlite3.OperationalError:  # held by another program, or nothing can be written
            return None
        except sqlite3.DatabaseError:
            forget(path.parent)
        else:
            return db
    return None


def _prepare(db: sqlite3.Connection, rules: str) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    (form,) = db.execute("PRAGMA user_version").fetchone()
    if form == FORM and db.execute("SELECT sha256 FROM rules").fetchone() == (rules,):
        return
    with closing(db.cursor()) as cursor, db:
        cursor.execute("BEGIN IMMEDIATE")
        for table in ("rules", "entries"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in TABLES:
            cursor.execute(statement)
        cursor.execute("INSERT INTO rules VALUES (?)", (rules,))
        cursor.execute(f"PRAGMA user_version = {FORM}")


def forget(folder: Path) -> None:
    """Remove the ledger of a run, if there is one. Raises OSError."""
    for end in ("", "-wal", "-shm"):
        (folder / f"{FILE}{end}").unlink(missing_ok=True)
