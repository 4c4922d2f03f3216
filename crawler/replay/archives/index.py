"""Where in the archives each address stands: an index on the disk, for any number of records in little memory.

Addresses are kept as digests of eight bytes; whoever looks one up reads the record and sees whether it is the one. Files that were
read to their end are not read again when a run goes on.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self

from w3lib.url import safe_url_string

from crawler.replay.archives.parts import Part
from crawler.visiting.addresses import key

REVISIT = 1
"""Stands for the status of a record that refers to another one for what it holds."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp TEXT, sha256 TEXT DEFAULT '',
    captures INTEGER DEFAULT 0, problem TEXT DEFAULT '', done INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS parts (id INTEGER PRIMARY KEY, file INTEGER, name TEXT, path TEXT, start INTEGER, length INTEGER,
    own INTEGER);
CREATE TABLE IF NOT EXISTS captures (exact INTEGER, page INTEGER, at TEXT, part INTEGER, offset INTEGER, status INTEGER,
    body INTEGER, id INTEGER, beside INTEGER);
CREATE TABLE IF NOT EXISTS homes (host TEXT, url TEXT, part INTEGER);
CREATE TABLE IF NOT EXISTS sent (id INTEGER, part INTEGER);
"""
_READY = """
CREATE INDEX IF NOT EXISTS sent_by_id ON sent (id);
DELETE FROM captures WHERE id IN (SELECT id FROM sent) OR beside IN (SELECT id FROM sent);
CREATE INDEX IF NOT EXISTS by_page ON captures (page);
CREATE INDEX IF NOT EXISTS by_body ON captures (body);
CREATE INDEX IF NOT EXISTS by_id ON captures (id);
"""
_BATCH = 2000
_DEFINITE = "(status BETWEEN 200 AND 399 AND status <> 304 OR status IN (1, 404, 410))"
"""Whether an answer tells what is at an address, and not that it could not be had just then."""
_FOUND = f"""SELECT part, offset, at, status FROM captures
    WHERE page = ?1 AND at BETWEEN ?2 AND ?3 AND (exact = ?4 OR status < 400)
    ORDER BY {_DEFINITE} DESC, exact = ?4 DESC, at DESC, part DESC, offset DESC LIMIT ?5"""  # noqa: S608 - our own words
_FROM, _TO = "0", "9"
_MOST_TRIED = 8


class Found(NamedTuple):
    """One capture: its part by number, where it stands there, its time (ISO 8601 UTC), its status."""

    part: int
    offset: int
    at: str
    status: int


class Row(NamedTuple):
    """What is kept of a record: `body` and `id` name it to those that refer to it, `beside` is what it was recorded with."""

    url: str
    at: str
    offset: int
    status: int
    body: str = ""
    id: str = ""
    beside: str = ""


class Source(NamedTuple):
    """A part of an archive, the SHA-256 of that archive's file, and whether this program wrote it."""

    part: Part
    sha256: str
    own: bool


class FileRead(NamedTuple):
    """What was read of an archive: its path, SHA-256, number of captures, the first and last of their times, what was wrong."""

    path: Path
    sha256: str
    captures: int
    first: str
    last: str
    problem: str


class Index:
    """The index of all archives of a run. A context manager. Raises sqlite3.Error where the disk takes no more."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; {_SCHEMA}")
        self._sources: dict[int, Source] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def keep(self, files: Iterable[Path]) -> None:
        """Leave out what was taken of any other file."""
        meant = {str(path.absolute()) for path in files}
        for number, name in self._db.execute("SELECT id, path FROM files").fetchall():
            if name not in meant:
                self._forget(number)

    def begin(self, path: Path) -> int | None:
        """Begin to read a file; give its number, None where it was read to its end before and is the same."""
        there = path.stat()
        name, stamp = str(path.absolute()), f"{there.st_size} {there.st_mtime_ns}"
        known = self._db.execute("SELECT id, stamp, done FROM files WHERE path = ?", (name,)).fetchone()
        if known and known[1] == stamp and known[2]:
            return None
        if known:
            self._forget(known[0])
        return int(self._db.execute("INSERT INTO files (path, stamp) VALUES (?, ?)", (name, stamp)).lastrowid or 0)

    def part(self, file: int, part: Part) -> int:
        """Note a part of a file; give its number."""
        cells = (file, part.name, str(part.path.absolute()), part.start, part.length, False)
        sql = "INSERT INTO parts (file, name, path, start, length, own) VALUES (?, ?, ?, ?, ?, ?)"
        return int(self._db.execute(sql, cells).lastrowid or 0)

    def own(self, part: int) -> None:
        """Note that this program wrote a part."""
        self._db.execute("UPDATE parts SET own = 1 WHERE id = ?", (part,))

    def add(self, part: int, rows: Iterable[Row]) -> None:
        """Take the rows of a part in."""
        rest = iter(rows)
        while some := list(islice(rest, _BATCH)):
            self._db.execute("BEGIN")
            self._db.executemany("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (_cells(part, row) for row in some))
            self._db.execute("COMMIT")

    def sent(self, part: int, names: Iterable[str]) -> None:
        """Note requests that sent something, and what was recorded with them: what they brought is no page."""
        self._db.executemany("INSERT INTO sent VALUES (?, ?)", ((_digest(name), part) for name in names if name))

    def home(self, part: int, host: str, url: str) -> None:
        """Note a home page."""
        self._db.execute("INSERT INTO homes VALUES (?, ?, ?)", (host, url, part))

    def finish(self, file: int, sha256: str, problem: str) -> None:
        """End a file, read as far as it goes."""
        counted = "(SELECT count(*) FROM captures WHERE part IN (SELECT id FROM parts WHERE file = :file))"
        sql = f"UPDATE files SET sha256 = :sha256, problem = :problem, done = 1, captures = {counted} WHERE id = :file"  # noqa: S608
        self._db.execute(sql, {"file": file, "sha256": sha256, "problem": problem})

    def ready(self) -> None:
        """Make it ready to be asked: all files were read."""
        self._db.executescript(_READY)

    def captures(self, url: str, *, near: str = "", days: int = 0) -> list[Found]:
        """The captures of an address, best first: answers that tell, of the very address, the newest.

        What failed at another address of the same page (with a session in it, without `www.`) says nothing of this one. With `near`
        only those within so many `days` of a time.
        """
        first, last = _around(near, days) if near else (_FROM, _TO)
        asked = (_digest(key(url)), first, last, _digest(exact(url)), _MOST_TRIED)
        return [Found(*cells) for cells in self._db.execute(_FOUND, asked)]

    def referred(self, name: str) -> list[Found]:
        """The captures that a record may mean which refers to a digest of what was received, or to a record's name."""
        sql = "SELECT part, offset, at, status FROM captures WHERE {} = ? AND status <> 1 LIMIT ?"
        by_name = self._db.execute(sql.format("id"), (_digest(name), _MOST_TRIED))
        by_body = self._db.execute(sql.format("body"), (_digest(name), _MOST_TRIED))
        return [Found(*cells) for rows in (by_name, by_body) for cells in rows]

    def source(self, part: int) -> Source:
        """A part by its number."""
        if part not in self._sources:
            sql = """SELECT parts.name, parts.path, start, length, sha256, own FROM parts JOIN files ON files.id = file
                     WHERE parts.id = ?"""
            name, path, start, length, sha256, own = self._db.execute(sql, (part,)).fetchone()
            self._sources[part] = Source(Part(name, Path(path), start, length), sha256, bool(own))
        return self._sources[part]

    def homes(self) -> Iterator[tuple[str, str]]:
        """Host and address of every home page, in the order of the hosts."""
        yield from self._db.execute("SELECT host, min(url) FROM homes GROUP BY host ORDER BY host")

    def files(self) -> Iterator[FileRead]:
        """What was read of each archive, in the order of their paths."""
        sql = """SELECT files.path, sha256, captures, coalesce(min(at), ''), coalesce(max(at), ''), problem FROM files
                 LEFT JOIN parts ON file = files.id LEFT JOIN captures ON part = parts.id GROUP BY files.id ORDER BY files.path"""
        for path, *cells in self._db.execute(sql):
            yield FileRead(Path(path), *cells)

    def _forget(self, file: int) -> None:
        """Leave out what was taken of a file that was not read to its end, or changed."""
        for table in ("captures", "homes", "sent"):
            self._db.execute(f"DELETE FROM {table} WHERE part IN (SELECT id FROM parts WHERE file = ?)", (file,))  # noqa: S608
        self._db.execute("DELETE FROM parts WHERE file = ?", (file,))
        self._db.execute("DELETE FROM files WHERE id = ?", (file,))


def exact(url: str) -> str:
    """An address as it is asked for, whoever wrote it down: escaped, and without its fragment."""
    try:
        return safe_url_string(url.partition("#")[0])
    except ValueError:
        return ""


def _cells(part: int, row: Row) -> tuple[int | str | None, ...]:
    named = (_digest(name) if name else None for name in (row.body, row.id, row.beside))
    return (_digest(exact(row.url)), _digest(key(row.url)), row.at, part, row.offset, row.status, *named)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def _around(at: str, days: int) -> tuple[str, str]:
    moment, span = datetime.fromisoformat(at), timedelta(days=days)
    return (moment - span).isoformat(), (moment + span).isoformat()
