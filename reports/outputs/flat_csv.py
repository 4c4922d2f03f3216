"""The results of a run as one CSV line a row of the list, for a spreadsheet: UTF-8 with byte order mark, no cell that acts."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports.outputs.csv_table import neutral
from reports.outputs.json_lines import record
from reports.verdict import CRITERIA, Verdict

BOM = "\ufeff"
SHOP = ("id", "name", "url", "country", "language")
CHANNEL = ("place_class", "seen", "settled", "reason", "clicks", "values", "page", "sentence", "observed", "checked")
VISIT = ("number", "started_at", "finished_at", "pages")
COLUMNS = (
    "line", "outcome", "message", *SHOP, "tags", *(f"phone_{name}" for name in CHANNEL), *(f"email_{name}" for name in CHANNEL),
    *(name for criterion in CRITERIA for name in (criterion.ID, f"{criterion.ID}-reason")), "score", "band", "band_holds", "lifts",
    "norm", "needs_person", *(f"visit_{name}" for name in VISIT),
)  # fmt: skip


def cells(verdict: Verdict) -> list[str | float]:
    """The cells of a row, in the order of `COLUMNS`, none of which acts in a spreadsheet."""
    return [neutral(_plain(cell)) for cell in _cells(record(verdict))]


def lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """The header and one line a verdict; the first begins with the byte order mark."""
    yield BOM + _line(COLUMNS)
    for verdict in verdicts:
        yield _line(cells(verdict))


def _line(row: Iterable[str | float]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue()


def _plain(cell: Any) -> Any:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else cell


def _cells(row: Mapping[str, Any]) -> Iterator[Any]:
    yield from (row["row"][name] for name in ("line", "outcome", "message"))
    yield from (row["shop"][name] for name in SHOP)
    yield "; ".join(f"{name}={value}" for name, value in row["shop"]["tags"].items())
    yield from _channel(row["phone"])
    yield from _channel(row["email"])
    yield from (cell for item in row["findings"] for cell in (item["outcome"], item["reason"]))
    yield from (row[name] for name in ("score", "band", "band_holds"))
    yield " / ".join(item["sentence"] for item in row["lifts"])
    yield from (row[name] for name in ("norm", "needs_person"))
    yield from ((row["visit"] or {}).get(name) for name in VISIT)


def _channel(channel: Mapping[str, Any]) -> Iterator[Any]:
    values = channel["values"]
    yield from (channel[name] for name in CHANNEL[:5])
    yield "; ".join(item["value"] for item in values)
    yield values[0]["page"] if values else None
    yield channel["sentence"]
    yield channel["observed"]
    yield channel["checked"]
