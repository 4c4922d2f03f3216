"""Reading a run: the one door to what was seen, for reports, export and explain."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from crawler.model.by_hand import with_observations
from crawler.model.dossier import Dossier
from crawler.model.link import Link
from crawler.model.page import Page
from crawler.model.placement import Observation
from crawler.model.reason import Reason
from crawler.model.review import NOTHING_SAID, Said
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.visit import BROWSER, Visit
from crawler.store import observations, persons, placements, records
from crawler.store.errors import legible, told
from crawler.store.links import unpack_links
from crawler.store.records import Cells, maybe, pairs, settings_of, unpacked
from crawler.store.schema import open_for_reading
from crawler.store.whole import whole

Record = TypeVar("Record")

ROWS = """SELECT line, cells, reason, message, shops.id, name, url, country, language, tags
          FROM rows LEFT JOIN shops ON shops.id = shop_id"""
VISIT = """SELECT number, started_at, finished_at, reason, detail, findings, rendered, warc, versions, links, second_opinion
           FROM visits WHERE shop_id = ? ORDER BY number DESC LIMIT 1"""


class Stamped(NamedTuple):
    """A row of the list: its place in it, its shop, and the stamp of what is stored of that; None for a row that names no shop."""

    position: int
    shop_id: str | None
    stamp: int | None


STAMPED = "SELECT position, rows.shop_id, stamp FROM rows LEFT JOIN stamps ON stamps.shop_id = rows.shop_id"


def _select(table: str, columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} WHERE shop_id = ? AND visit = ? ORDER BY {columns[0]}"  # noqa: S608 - our own names


def _log(table: str, columns: Sequence[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} WHERE shop_id = ? ORDER BY number"  # noqa: S608 - our own names


PAGES = _select("pages", records.PAGE)
SIGHTINGS = _select("sightings", records.SIGHTING)
FACTS = _select("facts", records.FACT)
GATES = _select("gates", records.GATE)
LOOKS = _select("looks", records.LOOK)
FETCHES = _select("fetches", records.FETCH)
PLACEMENTS = _select("placements", placements.PLACEMENT)
OBSERVATIONS = f"SELECT {', '.join(observations.OBSERVATION)} FROM observations WHERE shop_id = ? ORDER BY number"  # noqa: S608 - our own names


class Archive:
    """A stored run, opened read-only: one snapshot, whatever a writer does meanwhile. A context manager.

    `path` is the file, or the folder that holds it. `by_hand=False` leaves out what persons saw: the visits are then what was read.
    Raises StoreError when there is none, or of another version.
    """

    def __init__(self, path: Path, *, by_hand: bool = True) -> None:
        self.path = path / "bereikbaar.sqlite" if path.is_dir() else path
        self._by_hand = by_hand
        self._db = open_for_reading(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def run(self) -> Mapping[str, Any]:
        """The last run: `number`, `list_path`, `started_at`, `settings` (names and values), `rows` (how many)."""
        sql = "SELECT number, list_path, started_at, settings, (SELECT count(*) FROM rows) FROM runs ORDER BY number DESC LIMIT 1"
        found = next(self._rows(sql), None)
        if found is None:
            return {"number": 0, "list_path": "", "started_at": "", "settings": {}, "rows": 0}
        number, list_path, started_at, settings, rows = found
        with legible(self.path, "the runs"):
            kept = settings_of(settings)
        return {"number": number, "list_path": list_path, "started_at": started_at, "settings": kept, "rows": rows}

    @property
    def evidence(self) -> Path:
        """The folder of the WARC files: its own, or that of the run which was judged again."""
        return self.path.parent / str(self.run()["settings"].get("evidence", "evidence"))

    def settings_at(self, time: str) -> Mapping[str, str]:
        """The settings of the run that made a visit which began at `time` (ISO 8601 UTC)."""
        sql = "SELECT settings FROM runs ORDER BY started_at > ?, CASE WHEN started_at > ? THEN number ELSE -number END LIMIT 1"
        found = next(self._rows(sql, (time, time)), None)
        with legible(self.path, "the runs"):
            return settings_of(found[0]) if found else {}

    def chosen(self, name: str) -> str:
        """What was last said of a setting, by any of the runs; "" where none said anything."""
        sql = "SELECT json_extract(settings, '$.' || ?) AS said FROM runs WHERE said <> '' ORDER BY number DESC LIMIT 1"
        return str(next((said for (said,) in self._rows(sql, (name,))), ""))

    def browsers(self) -> list[str]:
        """The versions of the browsers that shops were looked at with."""
        with legible(self.path, "the visits"):
            told = [dict(pairs(versions)) for (versions,) in self._rows("SELECT DISTINCT versions FROM visits")]
        return sorted({versions[BROWSER] for versions in told if BROWSER in versions})

    def dossiers(self, *, links: bool = True) -> Iterator[Dossier]:
        """Every row of the list in its order, bad ones too, with its shop's last visit; one at a time.

        `links=False` leaves the links of pages out, which takes most of the time and which few readers need.
        """
        for cells in self._rows(f"{ROWS} ORDER BY position"):
            yield self._dossier(self._row(cells), links=links)

    def dossier(self, shop: str) -> Dossier:
        """The dossier of a shop, by its id, host or home page. Raises KeyError when the list has no such shop."""
        host = host_of(shop)
        sql = f"{ROWS} WHERE shops.id = ? OR url = ? ORDER BY position"
        for cells in (*self._rows(sql, (shop, shop)), *self._rows(sql, (host, shop))):
            return self._dossier(self._row(cells), links=True)
        for cells in self._rows(f"{ROWS} WHERE instr(url, ?) ORDER BY position", (host,)):
            if host_of(cells[6]) == host:
                return self._dossier(self._row(cells), links=True)
        raise KeyError(shop)

    def named(self, shop_id: str) -> Dossier | None:
        """The dossier of the shop with exactly this id, without the links of its pages; None when the list has no such shop."""
        cells = next(iter(self._found(f"{ROWS} WHERE shop_id = ?", (shop_id,))), None)
        return self._dossier(self._row(cells), links=False) if cells else None

    def stamped(self) -> Iterator[Stamped]:
        """The rows of the list, in its order, with the stamps of what is stored."""
        return (Stamped(*cells) for cells in self._rows(f"{STAMPED} ORDER BY position"))

    def stamp(self, shop_id: str) -> Stamped:
        """The row of a shop, with its stamp. Raises KeyError when the list has no such shop."""
        for cells in self._found(f"{STAMPED} WHERE rows.shop_id = ?", (shop_id,)):
            return Stamped(*cells)
        raise KeyError(shop_id)

    def at(self, position: int) -> Dossier:
        """The dossier of a row, by its place in the list, without the links of pages. Raises IndexError where there is none."""
        for cells in self._found(f"{ROWS} WHERE position = ?", (position,)):
            return self._dossier(self._row(cells), links=False)
        raise IndexError(position)

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Look at what was written since the file was opened; at the end of the block the snapshot is let go."""
        with told(self.path):
            if self._db.conn.in_transaction:
                self._db.execute("ROLLBACK")
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    def lists(self, shop_id: str) -> bool:
        """Whether the list has a shop with exactly this id."""
        return bool(self._found("SELECT 1 FROM shops WHERE id = ?", (shop_id,)))

    def visited(self) -> tuple[int, str, str]:
        """How many shops have a visit, and when the first visit began and the last one ended, "" where there is none."""
        found = next(self._rows("SELECT count(DISTINCT shop_id), min(started_at), max(finished_at) FROM visits"), (0, None, None))
        return found[0], found[1] or "", found[2] or ""

    def versions(self) -> Mapping[tuple[tuple[str, str], ...], int]:
        """What the last visits were read with (names and versions), and how many of them."""
        last = "SELECT versions, max(number) FROM visits GROUP BY shop_id"
        sql = f"SELECT versions, count(*) FROM ({last}) GROUP BY versions ORDER BY 2 DESC, 1"  # noqa: S608 - our own names
        with legible(self.path, "the visits"):
            return {pairs(versions): count for versions, count in self._rows(sql)}

    def shops(self) -> Iterator[Shop]:
        """All shops, in the order of the list."""
        return (shop for cells in self._rows(f"{ROWS} ORDER BY position") if (shop := self._row(cells).shop) is not None)

    def shop_ids(self) -> Iterator[str]:
        """The ids of all shops, in the order of the list."""
        return (shop_id for (shop_id,) in self._rows("SELECT shop_id FROM rows WHERE shop_id NOT NULL ORDER BY position"))

    def kept_files(self) -> Iterator[tuple[str, str, str]]:
        """The evidence of all visits that have some: the shop, when the visit ended, the file below the evidence folder."""
        sql = "SELECT shop_id, finished_at, warc FROM visits WHERE warc <> '' ORDER BY shop_id, number"
        return ((shop_id, at, warc) for shop_id, at, warc in self._rows(sql))

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Cells]:
        with told(self.path):
            for cells in self._db.execute(sql, values):  # noqa: UP028  # `yield from` would close the cursor of a closed file
                yield cells

    def _found(self, sql: str, key: tuple[Any, ...]) -> list[Cells]:
        with told(self.path):
            return self._db.conn.execute(sql, key).fetchall()

    def _dossier(self, row: Row, *, links: bool) -> Dossier:
        cells = next(iter(self._found(VISIT, (row.shop.id,))), None) if row.shop else None
        if row.shop is None or cells is None:
            return Dossier(row=row, visit=None)
        with legible(self.path, row.shop.id):
            return Dossier(row=row, visit=whole(self._visit(row.shop, cells, links=links)))

    def _row(self, cells: Cells) -> Row:
        with legible(self.path, f"line {cells[0]} of the list"):
            return _row(cells)

    def _visit(self, shop: Shop, cells: Cells, *, links: bool) -> Visit:
        key = (shop.id, cells[0])
        visit = Visit(
            shop=shop, number=cells[0], started_at=cells[1], finished_at=cells[2], reason=maybe(Reason, cells[3]), detail=cells[4],
            pages=self._pages(key, cells[9] if links else b""), sightings=self._all(SIGHTINGS, key, records.sighting_of),
            facts=self._all(FACTS, key, records.fact_of), gates=self._all(GATES, key, records.gate_of),
            looks=self._all(LOOKS, key, records.look_of), fetches=self._all(FETCHES, key, records.fetch_of),
            placements=self._all(PLACEMENTS, key, placements.placement_of), findings=unpacked(cells[5]), rendered=cells[6],
            warc=cells[7], versions=pairs(cells[8]), second_opinion=records.second_opinion_of(cells[10]),
        )  # fmt: skip
        return with_observations(visit, self.observations(shop.id)) if self._by_hand else visit

    def observations(self, shop_id: str) -> tuple[Observation, ...]:
        """What persons saw of a shop, the oldest first."""
        with legible(self.path, shop_id):
            return tuple(map(observations.observation_of, self._found(OBSERVATIONS, (shop_id,))))

    def spoken_of(self) -> frozenset[str]:
        """The shops of whose findings persons said something: of most lists few, or none."""
        tables = " UNION ".join(f"SELECT shop_id FROM {table}" for table in persons.COLUMNS)  # noqa: S608 - our own names
        return frozenset(shop_id for (shop_id,) in self._rows(tables))

    def said(self, shop_id: str) -> Said:
        """What persons said of a shop's findings, the oldest first."""
        lines = {table: self._found(_log(table, columns), (shop_id,)) for table, columns in persons.COLUMNS.items()}
        if not any(lines.values()):
            return NOTHING_SAID
        with legible(self.path, shop_id):
            return Said(
                reviews=tuple(map(persons.review_of, lines["reviews"])),
                replies=tuple(map(persons.reply_of, lines["replies"])),
                checks=tuple(map(persons.check_of, lines["checks"])),
            )

    def _pages(self, key: tuple[str, int], packed: bytes) -> tuple[Page, ...]:
        rows = self._found(PAGES, key)
        links: tuple[tuple[Link, ...], ...] = unpack_links(packed) if packed else ((),) * len(rows)
        return tuple(records.page_of(cells, own) for cells, own in zip(rows, links, strict=True))

    def _all(self, sql: str, key: tuple[str, int], record: Callable[[Cells], Record]) -> tuple[Record, ...]:
        return tuple(map(record, self._found(sql, key)))


def host_of(text: str) -> str:
    """The host of an address, or of a bare host, lower case and without `www.`."""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _row(cells: Cells) -> Row:
    line, raw, reason, message, shop_id, name, url, country, language, tags = cells
    shop = None
    if shop_id is not None:
        shop = Shop(id=shop_id, name=name, url=url, country=country, language=language, tags=pairs(tags))
    return Row(line=line, cells=pairs(raw), shop=shop, reason=maybe(Reason, reason), message=message)
