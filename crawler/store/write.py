"""Writing a run: one file, one writer, one transaction a shop."""

import fcntl
import json
import os
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Self

from sqlite_utils import Database

from crawler.model.placement import PLACED, Observation, PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.second_opinion import SecondOpinion
from crawler.model.shop import Shop
from crawler.model.visit import Visit
from crawler.store import absorb, observations, persons, placements, records
from crawler.store.errors import IncompleteCertificate, StoreError, told
from crawler.store.links import pack_links
from crawler.store.records import Cells, packed
from crawler.store.schema import open_for_writing

VISIT = (
    "shop_id", "number", "started_at", "finished_at", "reason", "detail", "findings", "rendered", "warc", "versions", "links",
    "second_opinion",
)  # fmt: skip


def _insert(table: str, columns: Sequence[str], *, key: bool = True) -> str:
    names = (*(("shop_id", "visit") if key else ()), *columns)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names


INSERT_VISIT = _insert("visits", VISIT, key=False)
INSERTS = {
    "pages": _insert("pages", records.PAGE),
    "sightings": _insert("sightings", records.SIGHTING),
    "facts": _insert("facts", records.FACT),
    "gates": _insert("gates", records.GATE),
    "looks": _insert("looks", records.LOOK),
    "fetches": _insert("fetches", records.FETCH),
    "placements": _insert("placements", placements.PLACEMENT),
}
CACHE = 64_000
"""Kilobytes that a file which is made in haste may hold in memory."""
INSERT_OBSERVATION = _insert("observations", ("shop_id", *observations.OBSERVATION), key=False)


class Store:
    """The results of a run, open for its one writer; a context manager.

    Every method that writes is durable against a killed program when it returns, and leaves nothing behind when it fails.
    All raise StoreError with the file and the cure.
    """

    def __init__(self, path: Path, db: Database, lock: IO[bytes]) -> None:
        self.path = path
        self._db = db
        self._lock = lock

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or make the file of a run. Raises StoreError, also when another program is writing to it."""
        lock = _lock(path)
        try:
            return cls(path, open_for_writing(path), lock)
        except BaseException:
            lock.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and leave a single one behind, which also opens where nothing can be written."""
        if self._lock.closed:
            return
        with suppress(sqlite3.Error):  # a reader that is still at work keeps the journal; that is no loss
            self._db.execute("PRAGMA journal_mode = DELETE")
        self._db.close()
        _lock_path(self.path).unlink(missing_ok=True)
        self._lock.close()

    def start_run(
        self, list_path: Path, rows: Sequence[Row], settings: Mapping[str, str], places: Iterable[int] | None = None
    ) -> int:
        """Note that a run begins and give its number; the first one keeps the rows of the list.

        `places` tells where in the list the rows stand, where they are only some of it. Raises StoreError when the file holds the
        rows of another list.
        """
        with self._transaction():
            if not self._db.execute("SELECT 1 FROM rows LIMIT 1").fetchone():
                self._keep_rows(enumerate(rows) if places is None else zip(places, rows, strict=True))
            elif not self.rows_match(rows):
                raise StoreError(f"{self.path}: holds the results of another list: choose another folder, or use --fresh")
            values = _cleaned((str(list_path), now(), json.dumps(dict(settings), ensure_ascii=False)))
            done = self._db.execute("INSERT INTO runs (list_path, started_at, settings) VALUES (?, ?, ?)", values)
            return int(done.lastrowid or 0)

    def list_shops(self, shops: Iterable[Shop], tried: Mapping[str, int]) -> None:
        """Have these shops in a file that holds no list, and how often each was `tried` before, where it was."""
        with self._transaction():
            for shop in shops:
                self._db.execute("INSERT OR IGNORE INTO shops VALUES (?, ?, ?, ?, ?, ?)", _cleaned(_shop_cells(shop)))
                if count := tried.get(shop.id, 0):
                    self._db.execute("INSERT OR IGNORE INTO attempts VALUES (?, ?)", (shop.id, count))

    def choose(self, name: str, value: str) -> None:
        """Say anew what a setting of the last run is."""
        with self._transaction():
            sql = "UPDATE runs SET settings = json_set(settings, '$.' || ?, ?) WHERE number = (SELECT max(number) FROM runs)"
            self._db.execute(sql, (name, value))

    def rows_match(self, rows: Sequence[Row]) -> bool:
        """Whether the file holds exactly these rows, in this order."""
        kept = self._db.execute("SELECT line, cells, shop_id, reason, message FROM rows ORDER BY position")
        if any(held != _cleaned(_row_cells(row)) for row, held in zip(rows, kept, strict=False)):
            return False
        return int(self._db.execute("SELECT count(*) FROM rows").fetchone()[0]) == len(rows)

    def hasten(self) -> None:
        """Write from now on without a way back, for a file that is thrown away unless it is written to its end."""
        with told(self.path):
            for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE}"):
                self._db.execute(f"PRAGMA {pragma}")

    def rows_digest(self) -> str:
        """The digest of the rows of the list, as `list_digest` gives it."""
        with told(self.path):
            return absorb.digest_of(self._db.execute(f"SELECT {absorb.ROW} FROM rows ORDER BY position"))  # noqa: S608  # our own names

    def absorb_list(self, part: Path, left_out: Iterable[str]) -> None:
        """Take the rows of a part that are not here, and note the runs that made it, without these of their settings."""
        with told(self.path), absorb.beside(self._db, part), self._db.atomic():
            absorb.take_rows(self._db)
            absorb.take_runs(self._db, left_out)

    def absorb(self, part: Path, bring: Callable[[Sequence[str]], None]) -> int:
        """Take over the visits of a part, of shops that have none as new here; give how many shops those were.

        `bring` is told which evidence files belong to them, before anything is stored. Raises StoreError, also where the part has
        rows that are not in the list; what `bring` raises.
        """
        with told(self.path), absorb.beside(self._db, part):
            bring(absorb.choose(self._db))
            with self._db.atomic():
                return absorb.take_visits(self._db)

    def began(self) -> str:
        """When the first run over the list began: of two results in one folder, one after the other, that is another time."""
        return str(self._rows("SELECT started_at FROM runs ORDER BY number LIMIT 1")[0][0])

    def rows(self) -> int:
        """How many rows of the list are here."""
        return int(self._rows("SELECT count(*) FROM rows")[0][0])

    def unvisited(self) -> int:
        """How many shops of the list have no visit."""
        sql = "SELECT count(*) FROM rows WHERE shop_id NOT NULL AND shop_id NOT IN (SELECT shop_id FROM visits)"
        return int(self._rows(sql)[0][0])

    def attempt(self, shop_id: str) -> int:
        """Count that a visit to a shop begins; gives the number of attempts since its last saved visit, this one included."""
        sql = "INSERT INTO attempts VALUES (?, 1) ON CONFLICT (shop_id) DO UPDATE SET count = count + 1 RETURNING count"
        with self._transaction():
            return int(self._db.execute(sql, (shop_id,)).fetchone()[0])

    def attempts(self) -> dict[str, int]:
        """How often each shop was begun since its last saved visit."""
        return dict(self._rows("SELECT shop_id, count FROM attempts"))

    def forgive(self, shop_ids: Iterable[str]) -> None:
        """Take back one attempt of each of these shops: the visit was dropped, not the program killed by it."""
        with self._transaction():
            for shop_id in shop_ids:
                self._db.execute("UPDATE attempts SET count = count - 1 WHERE shop_id = ? AND count > 0", (shop_id,))

    def save(self, visit: Visit) -> None:
        """Save a visit in one transaction; rows of the same shop and visit number are replaced.

        Raises IncompleteCertificate for a settled negative without a complete certificate, StoreError for what can not be kept.
        """
        for placement in visit.placements:
            _demand_proof(visit.shop, placement)
        try:
            self._write(visit, lambda rows: rows)
        except UnicodeEncodeError:  # half a character pair, as scripts can write it, has no bytes
            self._write(visit, lambda rows: [_cleaned(row) for row in rows])

    def observe(self, seen: Sequence[tuple[str, Observation]], visit: Visit | None = None) -> None:
        """Keep what persons saw of shops, by shop id, and the visit that a recording became: all of it, or nothing.

        Raises as `save` does.
        """
        with self._transaction():
            if visit is not None:
                self.save(visit)
            for shop_id, item in seen:
                number = self._db.execute("SELECT count(*) FROM observations WHERE shop_id = ?", (shop_id,)).fetchone()[0]
                self._db.execute(INSERT_OBSERVATION, _cleaned((shop_id, *observations.observation_row(number, item))))

    def note_said(self, lines: Iterable[tuple[str, persons.Line]]) -> int:
        """Add what persons said of shops, by shop id, to its log: all of it, or nothing; give how many lines were new.

        A line that the log holds as the last of its kind already is not added again. Raises StoreError.
        """
        with self._transaction():
            return sum(self._note(shop_id, item) for shop_id, item in lines)

    def _note(self, shop_id: str, item: persons.Line) -> bool:
        table, row = persons.table_of(item), _cleaned(persons.row_of(item))
        columns = ", ".join(persons.COLUMNS[table])
        held = self._db.execute(f"SELECT {columns} FROM {table} WHERE shop_id = ? ORDER BY number", (shop_id,))  # noqa: S608  # our own names
        kept = held.fetchall()
        if row in kept:
            return False
        self._db.execute(_insert(table, ("shop_id", "number", *persons.COLUMNS[table]), key=False), (shop_id, len(kept), *row))
        return True

    def recorded(self) -> frozenset[str]:
        """The shops of which a person recorded a visit."""
        return frozenset(shop_id for (shop_id,) in self._rows("SELECT DISTINCT shop_id FROM observations WHERE way <> 'row'"))

    def finished(self) -> set[str]:
        """The shops that have a saved visit."""
        return {shop_id for (shop_id,) in self._rows("SELECT DISTINCT shop_id FROM visits")}

    def last_visits(self) -> dict[str, int]:
        """The number of each shop's last saved visit."""
        return dict(self._rows("SELECT shop_id, max(number) FROM visits GROUP BY shop_id"))

    def looked_at(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Of each shop's last visit, how many pages were rendered, and what was noted about the visit."""
        sql = "SELECT shop_id, max(number), rendered, findings FROM visits GROUP BY shop_id"
        return {shop_id: (rendered, records.unpacked(findings)) for shop_id, _, rendered, findings in self._rows(sql)}

    def note(self, shop_id: str, finding: str) -> None:
        """Note something about the last visit of a shop; a visit after it that was begun counts as ended."""
        sql = """UPDATE visits SET findings = json_insert(findings, '$[#]', ?) WHERE shop_id = ?
                 AND number = (SELECT max(number) FROM visits WHERE shop_id = ?)"""
        with self._transaction():
            self._db.execute(sql, (finding, shop_id, shop_id))
            self._db.execute("DELETE FROM attempts WHERE shop_id = ?", (shop_id,))

    def outcomes(self) -> dict[str, tuple[Reason | None, ...]]:
        """Each visited shop's reasons, of its last visit: the visit's own, then one for each placement; None where settled.

        A channel that a person told of in a row is settled by that, and its shop was looked at.
        """
        sql = """SELECT shop_id, max(number), reason, (SELECT json_group_array(reason) FROM (
                     SELECT reason FROM placements WHERE shop_id = visits.shop_id AND visit = visits.number ORDER BY number))
                 FROM visits GROUP BY shop_id"""
        told = {tuple(row) for row in self._rows("SELECT shop_id, channel FROM observations WHERE way = 'row'")}
        return {
            shop_id: _outcome(shop_id, tuple(records.maybe(Reason, item) for item in (reason, *json.loads(others))), told)
            for shop_id, _, reason, others in self._rows(sql)
        }

    def second_opinions(self) -> list[SecondOpinion]:
        """What came of reading pages again, for each shop whose last visit counted it."""
        sql = "SELECT max(number), second_opinion FROM visits GROUP BY shop_id"
        return [found for _, text in self._rows(sql) if (found := records.second_opinion_of(text)) is not None]

    def erase(self, replacements: Sequence[Visit]) -> None:
        """Put one visit in place of all visits of its shop, and forget what persons saw of it."""
        with self._transaction():
            for visit in replacements:
                for table in ("visits", "observations", *persons.COLUMNS):
                    self._db.execute(f"DELETE FROM {table} WHERE shop_id = ?", (visit.shop.id,))  # noqa: S608  # our own names
                self.save(visit)

    def forget_evidence(self, files: Iterable[str], finding: str) -> None:
        """Note of the visits with these files that their evidence is gone."""
        with self._transaction():
            for warc in files:
                sql = "UPDATE visits SET findings = json_insert(findings, '$[#]', ?), warc = '' WHERE warc = ?"
                self._db.execute(sql, (finding, warc))

    def shrink(self) -> None:
        """Write the file anew, so that nothing of what was erased is left in it."""
        with told(self.path):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _rows(self, sql: str) -> list[Any]:
        with told(self.path):
            return list(self._db.execute(sql))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with told(self.path), self._db.atomic():
            yield

    def _keep_rows(self, rows: Iterable[tuple[int, Row]]) -> None:
        for position, row in rows:
            if row.shop:
                self._db.execute("INSERT INTO shops VALUES (?, ?, ?, ?, ?, ?)", _cleaned(_shop_cells(row.shop)))
            self._db.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", (position, *_cleaned(_row_cells(row))))

    def _write(self, visit: Visit, prepare: Any) -> None:
        key = (visit.shop.id, visit.number)
        with self._transaction():
            connection = self._db.conn
            connection.execute("DELETE FROM visits WHERE shop_id = ? AND number = ?", key)
            connection.execute("DELETE FROM attempts WHERE shop_id = ?", key[:1])
            connection.executemany(INSERT_VISIT, prepare([_visit_cells(visit)]))
            for table, rows in _tables(visit):
                if rows:
                    connection.executemany(INSERTS[table], prepare([key + row for row in rows]))


def list_digest(rows: Iterable[Row]) -> str:
    """The digest by which the parts of a list are known: that of its rows as they are stored."""
    return absorb.digest_of(_cleaned(_row_cells(row)) for row in rows)


def now() -> str:
    """The time, ISO 8601 UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _lock(path: Path) -> IO[bytes]:
    """Take the file's lock, which the system frees when the program ends, however it ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock_path(path).open("ab")
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}: choose a folder that may be written") from error
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(lock.fileno()).st_nlink:  # else its holder has just put it away
            return lock
    lock.close()
    raise StoreError(f"{path}: another program is writing to it: wait for it or end it")


def _demand_proof(shop: Shop, item: Placement) -> None:
    if item.settled and not item.place_class.positive and not (item.certificate and item.certificate.complete):
        missing = ", ".join(item.certificate.missing) if item.certificate else "all of it"
        raise IncompleteCertificate(f"{shop.id}: {item.channel} is said to be {item.place_class}, but the proof lacks: {missing}")
    if item.place_class is not (item.seen if item.settled else PlaceClass.UNDETERMINED):
        raise StoreError(
            f"{shop.id}: {item.channel} is said to be {item.place_class}, but seen is {item.seen}, settled {item.settled}"
        )


def _tables(visit: Visit) -> Iterator[tuple[str, list[Cells]]]:
    yield "pages", [records.page_row(page) for page in visit.pages]
    yield "sightings", [records.sighting_row(number, item) for number, item in enumerate(visit.sightings)]
    yield "facts", [records.fact_row(number, item) for number, item in enumerate(visit.facts)]
    yield "gates", [records.gate_row(number, item) for number, item in enumerate(visit.gates)]
    yield "looks", [records.look_row(number, item) for number, item in enumerate(visit.looks)]
    yield "fetches", [records.fetch_row(number, item) for number, item in enumerate(visit.fetches)]
    yield "placements", [placements.placement_row(number, item) for number, item in enumerate(visit.placements)]


def _outcome(shop_id: str, reasons: tuple[Reason | None, ...], told: Container[tuple[str, str]]) -> tuple[Reason | None, ...]:
    observed = [(shop_id, channel.value) in told for channel in PLACED]
    if not any(observed):
        return reasons
    return (None, *(None if seen else why for seen, why in zip(observed, reasons[1:], strict=False)), *reasons[1 + len(PLACED) :])


def _visit_cells(visit: Visit) -> Cells:
    return (
        visit.shop.id, visit.number, visit.started_at, visit.finished_at, visit.reason.value if visit.reason else None,
        visit.detail, packed(visit.findings), visit.rendered, visit.warc, packed(visit.versions), pack_links(visit.pages),
        records.second_opinion_text(visit.second_opinion),
    )  # fmt: skip


def _shop_cells(shop: Shop) -> Cells:
    return (shop.id, shop.name, shop.url, shop.country, shop.language, packed(shop.tags))


def _row_cells(row: Row) -> Cells:
    reason = row.reason.value if row.reason else None
    return (row.line, packed(row.cells), row.shop.id if row.shop else None, reason, row.message)


def _cleaned(cells: Cells) -> Cells:
    return tuple(cell.encode("utf-8", "replace").decode("utf-8") if isinstance(cell, str) else cell for cell in cells)
