"""How the file of a run is opened, what it refuses, and how an older file becomes a newer one.

One file is one run over one list; its tables are in `tables.sql`. Every table about a visit has the shop and the visit's
number in its key and hangs on `visits`, so that replacing a visit is one DELETE. Lists are JSON arrays (Datasette reads them as
facets). A step of the schema is a function below: applied steps are listed in the file itself (table `_sqlite_migrations`),
which is how the file of a newer program is known and refused.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.model.certificate import EXHAUSTED_FATES
from crawler.model.placement import POSITIVE
from crawler.store import persons, stamps
from crawler.store.errors import StoreError, told

STEPS = Migrations("bereikbaar")
TABLES = Path(__file__).with_name("tables.sql")


def _listed(values: frozenset[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


# The same parts as Certificate.missing; a part that is NULL counts as missing.
COMPLETE = f"""coalesce(
    new.pages_read > 0 AND json_array_length(new.viewports) >= 2 AND json_array_length(new.failed_own_resources) = 0
    AND new.second_parse = 1 AND json_array_length(new.decoders) > 0 AND json_array_length(new.documents_unread) = 0
    AND new.budget_left = 1 AND json_array_length(new.problems) = 0 AND json_type(new.searched_links) = 'array'
    AND NOT EXISTS (SELECT 1 FROM json_each(new.searched_links)
                    WHERE coalesce(json_extract(value, '$.fate'), '') NOT IN ({_listed(EXHAUSTED_FATES)})), 0)"""  # noqa: S608

REFUSAL = f"""
CREATE TRIGGER placements_refuse_on_{{verb}} BEFORE {{verb}} ON placements
WHEN new.settled = 1 AND new.place_class NOT IN ({_listed(POSITIVE)}) AND NOT {COMPLETE}
BEGIN SELECT RAISE(ABORT, 'a settled negative with an incomplete certificate'); END"""


@STEPS()
def lay_the_tables(db: Database) -> None:
    """Make the tables of the first version."""
    for statement in TABLES.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            db.execute(statement)


@STEPS()
def refuse_negatives_without_certificate(db: Database) -> None:
    """Make the file itself refuse a settled negative whose certificate is incomplete, whoever writes it."""
    for verb in ("insert", "update"):
        db.execute(REFUSAL.format(verb=verb))


@STEPS()
def count_the_second_opinion(db: Database) -> None:
    """Add what came of reading pages again to a visit: `SecondOpinion` as JSON, NULL for visits from before it was counted."""
    db.execute("ALTER TABLE visits ADD COLUMN second_opinion TEXT")


@STEPS()
def tell_what_was_opened(db: Database) -> None:
    """Add to a look the text of the control clicked before, "" on load, and the size of the text in CSS pixels."""
    db.execute("ALTER TABLE looks ADD COLUMN opened TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE looks ADD COLUMN font_size REAL")


OBSERVATIONS = """
CREATE TABLE observations (
    shop_id TEXT NOT NULL REFERENCES shops(id), number INTEGER NOT NULL, way TEXT NOT NULL, seen_by TEXT NOT NULL,
    seen_on TEXT NOT NULL, source TEXT NOT NULL, source_sha256 TEXT NOT NULL, channel TEXT, place_class TEXT NOT NULL,
    value TEXT NOT NULL, as_shown TEXT NOT NULL, page TEXT NOT NULL, clicks INTEGER, gate TEXT, gate_passed INTEGER NOT NULL,
    note TEXT NOT NULL, visit INTEGER, pages INTEGER NOT NULL,
    PRIMARY KEY (shop_id, number),
    CONSTRAINT somebody_saw_it CHECK (trim(seen_by) <> ''),
    CONSTRAINT on_a_day CHECK (seen_on IS date(seen_on)),
    CONSTRAINT from_a_file CHECK (length(source_sha256) = 64),
    CONSTRAINT a_row_answers CHECK ((way = 'row') = (channel IS NOT NULL) AND (way = 'row') = (place_class <> 'undetermined')),
    CONSTRAINT a_recording_is_a_visit CHECK ((way = 'row') = (visit IS NULL))
) STRICT, WITHOUT ROWID"""


@STEPS()
def keep_what_persons_saw(db: Database) -> None:
    """Add what persons saw, each with who and when; it stands beside the placements, which stay what the program saw."""
    db.execute(OBSERVATIONS)


@STEPS()
def keep_what_persons_said(db: Database) -> None:
    """Add the logs of what persons said of findings: reviewers, shops, checks of a sample. Lines are added, never changed."""
    for statement in persons.TABLES:
        db.execute(statement)
    for table in persons.COLUMNS:
        db.execute(persons.REFUSAL.format(table=table))


@STEPS()
def stamp_what_changes(db: Database) -> None:
    """Add a stamp for each shop, drawn anew whenever something that is stored of it changes."""
    for statement in (stamps.TABLE, stamps.ALL, *stamps.triggers()):
        db.execute(statement)


def open_for_writing(path: Path) -> Database:
    """Open a file for its one writer, made or brought up to date (an older one is copied first). Raises StoreError."""
    with _opened(path, "rwc") as db:
        _upgrade(db, path)
        db.enable_wal()
        # A killed program loses nothing; after a power cut the last shops are visited again.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        return db


def open_for_reading(path: Path) -> Database:
    """Open a file that is never changed. Raises StoreError when it is missing or of another version of the program."""
    if not path.is_file():
        raise StoreError(f"{path}: no results here: give the folder that `bereikbaar audit` wrote")
    with _opened(path, "ro") as db:
        if STEPS.pending(db):
            raise StoreError(f"{path}: written by an older version: `bereikbaar audit` over the same list brings it up to date")
        db.execute("BEGIN")
        db.execute("SELECT 1 FROM runs")  # the snapshot begins with the first look
        return db


def is_older(path: Path) -> bool:
    """Whether a file was written by an older version of the program. Raises StoreError as opening it does."""
    if not path.is_file():
        return False
    with _opened(path, "ro") as db, closing(db.conn):
        return bool(STEPS.pending(db))


def copy_up_to_date(path: Path, target: Path, evidence: str) -> None:
    """Copy a file, which stays as it is, and bring the copy up to date; `evidence` is where the copy finds its WARC files."""
    with _opened(path, "ro") as db, closing(db.conn):
        _copy(db, target)
    with _opened(target, "rw") as db, closing(db.conn), db.atomic():
        STEPS.apply(db)
        db.execute("UPDATE runs SET settings = json_set(settings, '$.evidence', ?)", (evidence,))


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[Database]:
    """Open a file of ours, closed again when something is wrong with it."""
    with told(path):
        address = f"file:{quote(str(path.absolute()))}?mode={mode}"
        db = Database(sqlite3.connect(address, uri=True, timeout=10, isolation_level=None))
        try:
            _recognise(db, path)
            yield db
        except BaseException:
            db.close()
            raise


def _recognise(db: Database, path: Path) -> None:
    applied = [step.name for step in STEPS.applied(db)]
    if not applied and set(db.table_names()) - {STEPS.migrations_table}:
        raise StoreError(f"{path}: a database, but not of this program: move the file away or choose another folder")
    if newer := [name for name in applied if name not in all_steps()]:
        raise StoreError(f"{path}: written by a newer version of the program (it has {newer[0]!r}): use that version")


def all_steps() -> tuple[str, ...]:
    """The names of all steps, in their order."""
    with Database(memory=True) as empty:
        return tuple(step.name for step in STEPS.pending(empty))


def _upgrade(db: Database, path: Path) -> None:
    """Apply what is pending in one transaction: a program that is killed meanwhile leaves the file as it was."""
    applied = STEPS.applied(db)
    if not STEPS.pending(db):
        return
    if applied:
        _copy(db, path.with_name(f"{path.name}.before-{len(applied) + 1}"))
    with db.atomic():
        STEPS.apply(db)


def _copy(db: Database, path: Path) -> None:
    """Copy a file; a copy by that name is whole, whenever the program ends."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            db.conn.backup(copy)
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{part}: {error.strerror}: choose a folder that may be written") from error
