"""Visits judged again: each shop's last visit read anew from its evidence, with today's readers and words; no network.

The result is a store of its own beside the old one, whose evidence it shares.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.evidence.read import DamagedError
from crawler.model.placement import Observation
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.visit import BROWSER, PURGED, Visit
from crawler.replay.archive import Evidence, ThinError
from crawler.replay.revisit import revisit
from crawler.runs.choose import UNRENDERED
from crawler.runs.desk import RunDesk
from crawler.runs.folder import STORE, RunError, locked, logged
from crawler.runs.progress import teller
from crawler.runs.settings import ProgressKind
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.spiders.unread import unread
from crawler.store.persons import Line
from crawler.store.read import Archive
from crawler.store.write import Store
from crawler.visiting.budget import Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """Where the new result is, how many visits were read again, and which could not be, by shop, with what was wrong."""

    out: Path
    read: int
    kept: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be other than in the first run: every shop's country, the norm of every shop; "" leaves them as they are."""

    country: str = ""
    norm: str = ""


def rejudge(folder: Path, out: Path, changes: Changes, progress: ProgressKind = ProgressKind.NONE) -> Rejudged:
    """Read the visits of a run again and store them in `out`, which must hold no results. Raises RunError, StoreError."""
    if (out / STORE).exists():
        raise RunError(f"{out}: holds results already. Choose another folder with --out.")
    with Archive(folder, by_hand=False) as archive, locked(out), logged(out), Store.open(out / STORE) as store:
        rows = [_changed(dossier.row, changes) for dossier in archive.dossiers(links=False)]
        store.start_run(Path(archive.run()["list_path"]), rows, _settings(archive, out, changes))
        tally = Tally(total=sum(row.shop is not None for row in rows))
        telling = teller(progress, tally.total)
        try:
            kept = _all(archive, RunDesk(store, (), tally, telling), changes)
        finally:
            telling.close(tally)
        store.observe(_observed(archive, rows))
        store.note_said(_said(archive))
    return Rejudged(out=out, read=tally.done - len(kept), kept=kept)


def visit_again(archive: Archive, visit: Visit) -> Visit:
    """Make a visit again from its evidence.

    Raises OSError or DamagedError where that is missing or damaged, ThinError where only deciding pages were kept, or none.
    A visit of which nothing was kept, because the program ended or failed in it, stays as it is.
    """
    if not visit.warc and not visit.fetches:
        return visit
    if PURGED in visit.findings:
        raise ThinError(f"{visit.shop.id}: its evidence was purged")
    evidence = Evidence(archive.evidence / visit.warc if visit.warc else None, visit.fetches)
    again = revisit(visit, evidence, _budget(archive.settings_at(visit.started_at)))
    browser = tuple(pair for pair in visit.versions if pair[0] == BROWSER)
    noted = (finding for finding in visit.findings if finding.startswith(UNRENDERED))
    return replace(again, warc=visit.warc, findings=(*again.findings, *noted), versions=browser)


def _all(archive: Archive, desk: RunDesk, changes: Changes) -> dict[str, str]:
    """Make all visits again; give those that could not be, by shop, with what was wrong."""
    kept: dict[str, str] = {}
    for dossier in archive.dossiers():
        if dossier.visit is None:
            continue
        visit = replace(dossier.visit, shop=_abroad(dossier.visit.shop, changes))
        try:
            again = visit_again(archive, visit)
        except (OSError, DamagedError, ThinError) as error:
            kept[visit.shop.id] = str(error)
            again = visit
        except Exception as error:  # noqa: BLE001  # as in a live run: a fault of the program costs this shop alone
            again = _broken(desk, visit, error)
        for _ in again.fetches:
            desk.answered()
        desk.ended(again)
    return kept


def _broken(desk: RunDesk, visit: Visit, error: Exception) -> Visit:
    errand = Errand(shop=visit.shop, number=visit.number)
    desk.broke(errand, error)
    failed = unread(errand, Reason.PROGRAM_ERROR, f"{type(error).__name__}: {error}"[:300], visit.finished_at)
    return replace(failed, started_at=visit.started_at, warc=visit.warc, fetches=visit.fetches)


def _observed(archive: Archive, rows: Iterable[Row]) -> list[tuple[str, Observation]]:
    """What persons saw goes along as it is."""
    return [(row.shop.id, item) for row in rows if row.shop for item in archive.observations(row.shop.id)]


def _said(archive: Archive) -> Iterator[tuple[str, Line]]:
    """What persons said goes along; whether it still holds, the evidence tells."""
    for shop_id in sorted(archive.spoken_of()):
        said = archive.said(shop_id)
        lines: tuple[Line, ...] = (*said.reviews, *said.replies, *said.checks)
        yield from ((shop_id, item) for item in lines)


def _settings(archive: Archive, out: Path, changes: Changes) -> dict[str, str]:
    run = archive.run()
    evidence = os.path.relpath(archive.evidence.resolve(), out.resolve())
    return {**run["settings"], "evidence": evidence, "rejudged": run["started_at"], "norm": changes.norm}


def _budget(settings: Mapping[str, str]) -> Budget:
    """The budget of the run that made the visit."""
    if "pages" not in settings:
        return Budget()
    return Budget.of_pages(int(settings["pages"]), thorough=settings.get("thorough") == "yes")


def _changed(row: Row, changes: Changes) -> Row:
    return replace(row, shop=_abroad(row.shop, changes)) if row.shop else row


def _abroad(shop: Shop, changes: Changes) -> Shop:
    return replace(shop, country=changes.country) if changes.country else shop
