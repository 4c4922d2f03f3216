"""What the page of two runs shows beside its tables: what is known of each side, and the sentences; every number is of a table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from crawler.model.placement import PLACED
from crawler.model.visit import BROWSER
from crawler.store.read import Archive
from reports.outputs.safe_text import shop_text
from reports.outputs.summary import when
from reports.outputs.table_view import RowView, TableView, view
from reports.paired import mcnemar
from reports.table import Table
from reports.texts.texts import Texts

Versions = tuple[tuple[str, str], ...]
SMALLEST = 0.001
COMPARED = {"compared": "compared", "fixed": "fixed", "worse": "worse", "kept": "still-logical", "lacking": "still-not-logical"}
"""What a sentence about a channel counts, by the rows of P14."""


class ReadAgain(NamedTuple):
    """How many visits of a run were read again, and how many could not be and keep what they had."""

    visits: int
    kept: int


class Side(NamedTuple):
    """One of the two runs. `days` are the first and last moment of its visits; `versions` what its last visits were read with."""

    folder: Path
    list_name: str
    rows: int
    visits: int
    days: tuple[str, str] | None
    versions: Mapping[Versions, int]
    read_again: ReadAgain | None = None

    @property
    def reading(self) -> frozenset[Versions]:
        """The versions of what reads pages; a browser only shows them."""
        return frozenset(tuple(pair for pair in versions if pair[0] != BROWSER) for versions in self.versions)

    def as_json(self) -> dict[str, Any]:
        """The side as plain data."""
        versions = [{"versions": dict(key), "visits": count} for key, count in self.versions.items()]
        first, last = self.days or (None, None)
        again = self.read_again._asdict() if self.read_again else None
        known = {"run": self.folder.resolve().name, "list": self.list_name, "rows": self.rows, "visits": self.visits}
        return {**known, "first_visit": first, "last_visit": last, "versions": versions, "read_again": again}


class Grid(NamedTuple):
    """A table of moves without the classes that no shop had on either side: rows and columns are the same ones, then the sums."""

    table: TableView
    heads: tuple[Markup, ...]
    rows: tuple[RowView, ...]


def grid(table: Table, words: Texts) -> Grid:
    """A table of moves as a reader sees it; its data has every class."""
    seen, total = view(table, words), table.rows[-1].cells
    met = [at for at in range(len(table.rows)) if total[at + 1] or table.rows[at].cells[-1]]
    rows = (seen.rows[at]._replace(cells=tuple(seen.rows[at].cells[column] for column in met)) for at in met)
    return Grid(seen, (seen.heads[0], *(seen.heads[at + 1] for at in met)), tuple(rows))


def side(archive: Archive, folder: Path, read_again: ReadAgain | None = None) -> Side:
    """What is known of a run that lies in `folder`, wherever its archive is opened from."""
    run = archive.run()
    visits, first, last = archive.visited()
    days = (first, last) if visits else None
    return Side(folder, Path(run["list_path"]).name, run["rows"], visits, days, archive.versions(), read_again)


def facts(of: Side, words: Texts) -> dict[str, Any]:
    """A side in words."""
    versions = [
        words.html("compare.visits", versions=shop_text(", ".join(f"{name} {number}" for name, number in key)), count=count)
        for key, count in of.versions.items()
    ]
    again = words.html("compare.read_again_told", **of.read_again._asdict()) if of.read_again else None
    named = {"run": of.folder.resolve().name, "list": of.list_name, "rows": of.rows, "when": when(of.days, words)}
    return {**named, "versions": versions, "read_again": again}


def sentences(tables: Mapping[str, Table], words: Texts) -> Iterator[Markup]:
    """The comparison in short."""
    p14, shops = tables["p14"], tables["p14-shops"]
    alone = {code: shops.value(code, "rows") for code in ("joined", "left")}
    yield words.html("compare.short_shops", both=tables["p14-phone"].n, **alone)
    for channel in PLACED:
        yield words.html(f"compare.short_{channel}", **{name: p14.value(code, channel) for name, code in COMPARED.items()})
    left = {"open": "open", "rule": "no-rule"}
    counts = {f"{channel}_{name}": p14.value(code, channel) for channel in PLACED for name, code in left.items()}
    yield words.html("compare.short_open", **counts)


def paired(p14: Table) -> dict[str, dict[str, Any]]:
    """The paired test of each channel: what it counted, and its two-sided p (None where nothing changed)."""
    found = {}
    for channel in PLACED:
        counts = {code: int(p14.value(code, channel) or 0) for code in ("compared", "fixed", "worse")}
        found[channel.value] = {**counts, "p": mcnemar(counts["fixed"], counts["worse"])}
    return found


def paired_sentences(p14: Table, words: Texts) -> Iterator[Markup]:
    """The paired tests in words."""
    for channel, found in paired(p14).items():
        p = found["p"]
        if p is None:
            yield words.html(f"compare.untested_{channel}")
        else:
            yield words.html(f"compare.test_{channel}", fixed=found["fixed"], worse=found["worse"], p=_share(p, words))


def _share(p: float, words: Texts) -> str:
    if p < SMALLEST:
        return words.plain("compare.p_small", p=words.share(100 * SMALLEST))
    return words.share(round(100 * p, 1))
