"""What an audit left behind, and in what that differs from what an undisturbed one leaves."""

import dataclasses
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bereikbaar import export
from crawler.evidence.read import captures, read_capture
from crawler.model.visit import Visit
from crawler.store.read import Archive
from tests.auditing import timeless

SHOWN = 1_000
MEASURED = frozenset({"warc_offset", "picture"})
"""What differs from look to look with a browser: where a record stands, as a CPU time before it has more digits or fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The exported rows and all that is stored of each, without times; the visits by shop and number; the evidence's files."""

    rows: list[Any]
    stored: list[Any]
    visits: list[tuple[str, int]]
    evidence: list[str]


def outcome(out: Path) -> Outcome:
    """Read what a run left."""
    done = CliRunner().invoke(export.command, [str(out)], catch_exceptions=False)
    with Archive(out) as archive:
        stored = [timeless(dataclasses.asdict(dossier)) for dossier in archive.dossiers()]
    return Outcome(
        rows=[timeless(json.loads(row)) for row in done.stdout.splitlines()],
        stored=stored,
        visits=_asked(out, "SELECT shop_id, number FROM visits ORDER BY 1, 2"),
        evidence=sorted(str(path.relative_to(out)) for path in (out / "evidence").rglob("*") if path.is_file()),
    )


def faults(out: Path, whole: Outcome, *, rendered: bool) -> Iterator[str]:
    """Tell in what a run that was disturbed and went on differs from an undisturbed one, and what it left in disorder."""
    found = outcome(out)
    yield from _unlike("export", found.rows, whole.rows)
    yield from _unlike("store", _steady(found.stored, rendered=rendered), _steady(whole.stored, rendered=rendered))
    yield from _unlike("visits", found.visits, whole.visits)
    yield from _unlike("evidence", found.evidence, whole.evidence)
    for pragma, wanted in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        if (said := _asked(out, f"PRAGMA {pragma}")) != wanted:
            yield f"{pragma}: {said}"
    if left := _asked(out, "SELECT shop_id, count FROM attempts"):
        yield f"attempts: {left}"
    yield from (f"left: {path}" for path in out.parent.rglob("*.part"))
    yield from _unproven(out)


def _unlike(what: str, found: list[Any], wanted: list[Any]) -> Iterator[str]:
    if len(found) != len(wanted):
        yield f"{what}: {len(found)}, not {len(wanted)}: {sorted(map(str, found))[:50]}"[:SHOWN]
        return
    for here, there in zip(found, wanted, strict=True):
        if here != there:
            yield f"{what}: {' '.join(_paths(here, there))}"[:SHOWN]


def _paths(here: Any, there: Any, path: str = "") -> Iterator[str]:
    """Where two values of JSON differ, and how."""
    if isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys():
        for key in here:
            yield from _paths(here[key], there[key], f"{path}/{key}")
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for number, (one, other) in enumerate(zip(here, there, strict=True)):
            yield from _paths(one, other, f"{path}/{number}")
    elif here != there:
        yield f"{path} is {str(here)[:80]!r}, not {str(there)[:80]!r};"


def _steady(value: Any, *, rendered: bool) -> Any:
    """What is stored, without what a browser measures anew at each look."""
    if isinstance(value, dict):
        return {key: _steady(item, rendered=rendered) for key, item in value.items() if not (rendered and key in MEASURED)}
    if isinstance(value, list):
        return [_steady(item, rendered=rendered) for item in value]
    return value


def _unproven(out: Path) -> Iterator[str]:
    """Tell of pages that do not stand in their evidence as the store says, and of visits whose evidence is not whole."""
    with Archive(out) as archive:
        visits = [dossier.visit for dossier in archive.dossiers() if dossier.visit]
    for visit in visits:
        if visit.warc:
            yield from _unlike_record(visit, out / "evidence" / visit.warc)
        elif visit.pages:
            yield f"{visit.shop.id}: pages without evidence"


def _unlike_record(visit: Visit, path: Path) -> Iterator[str]:
    if not list(captures(path)):
        yield f"{visit.shop.id}: empty evidence"
    for page in visit.pages:
        if page.warc_offset is None or (kept := read_capture(path, page.warc_offset)).sha256 != page.body_sha256:
            yield f"{visit.shop.id}: page {page.id} does not stand in its record"
        elif kept.final_url != page.final_url:
            yield f"{visit.shop.id}: page {page.id} is {page.final_url}, in its record {kept.final_url}"


def _asked(out: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(out / "bereikbaar.sqlite")) as db:
        return db.execute(sql).fetchall()
