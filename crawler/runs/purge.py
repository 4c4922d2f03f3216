"""Erase evidence of a run, or all that was seen of a shop; the row stays, with an outcome that says so.

What is sealed is unsealed first, so that a purge that is killed leaves no manifest that speaks of files which are gone.
"""

import os
import re
import shutil
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence.manifest import unseal
from crawler.evidence.warc import EvidenceError
from crawler.model.reason import Reason
from crawler.model.shop import Shop
from crawler.model.visit import PURGED, Visit
from crawler.runs.folder import ARCHIVES, EVIDENCE, LOG, PUBLIC_REPORT, REPORT, STORE, WORKERS, RunError, locked, stuck, sweep
from crawler.runs.parts import take_left
from crawler.spiders.plan import Errand
from crawler.spiders.unread import unread
from crawler.store import ledger
from crawler.store.read import Archive
from crawler.store.write import Store, now

RECORD_START = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
"""How a record of the log begins; its further lines are set in."""
DIFFERENCES = "differences.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """What is to be erased of a run: evidence files by their path below the evidence folder, and shops whole.

    `elsewhere` is the run whose evidence this one rests on, None where it has its own; no file of another run is erased.
    """

    files: tuple[str, ...]
    shops: tuple[Shop, ...]
    elsewhere: Path | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not self.files and not self.shops


def chosen(folder: Path, shops: Collection[str], before: str) -> Purge:
    """What a purge would erase: of some shops all, else the evidence of all shops; only of visits ended before a time, if given.

    What the workers of a run left that was killed is taken into its results first. Raises StoreError, RunError, KeyError for a
    shop that is not on the list.
    """
    _take_in(folder)
    with Archive(folder) as archive:
        named = [archive.dossier(shop) for shop in dict.fromkeys(shops)]
        ended = {item.shop.id: item.visit.finished_at for item in named if item.shop and item.visit}
        own = archive.evidence.resolve() == (folder / EVIDENCE).resolve()
        kept, elsewhere = list(archive.kept_files()) if own else [], None if own else archive.evidence.resolve().parent
    if not shops:
        return Purge(files=tuple(warc for _, at, warc in kept if not before or at < before), shops=(), elsewhere=elsewhere)
    whole = tuple(item.shop for item in named if item.shop and item.shop.id in ended)
    whole = tuple(shop for shop in whole if not before or ended[shop.id] < before)
    ids = {shop.id for shop in whole}
    return Purge(files=tuple(warc for shop_id, _, warc in kept if shop_id in ids), shops=whole, elsewhere=elsewhere)


def _take_in(folder: Path) -> None:
    if (folder / WORKERS).is_dir():
        with locked(folder), Store.open(folder / STORE) as store:
            unseal(folder)
            try:
                take_left(store, folder)
            except EvidenceError as error:
                raise RunError(str(error)) from error


def results(folder: Path) -> tuple[Path, ...]:
    """The folder of a run, and those in it of results that were judged again on the same evidence."""
    return (folder, *(path.parent for path in sorted(folder.glob(f"*/{STORE}"))))


def purge(folder: Path, what: Purge) -> None:
    """Erase; the reports are gone then too, and nothing is sealed. Raises RunError, StoreError, OSError."""
    with locked(folder):
        sweep(folder)
        for place in results(folder):
            unseal(place)
            for name in (REPORT, PUBLIC_REPORT, ARCHIVES):
                _remove(place / name)
        for warc in what.files:
            path = folder / EVIDENCE / warc
            if not path.resolve().is_relative_to((folder / EVIDENCE).resolve()):
                raise RunError(f"{folder / STORE}: names evidence outside the folder ({warc}). Nothing there is erased.")
            path.unlink(missing_ok=True)
            with suppress(OSError):  # others are in it
                path.parent.rmdir()
        for place in results(folder):
            _erase(place, what)


def _remove(folder: Path) -> None:
    """Remove a folder, where it is there. Raises RunError: what tells of a shop and stays would be taken for erased."""
    if not os.path.lexists(folder):
        return
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise stuck(error, folder) from error


def _erase(folder: Path, what: Purge) -> None:
    with Store.open(folder / STORE) as store:
        store.forget_evidence(what.files, PURGED)
        numbers = store.last_visits()
        store.erase([_in_place_of(shop, numbers.get(shop.id, 1)) for shop in what.shops])
        store.shrink()
    if what.shops:
        _erase_copies(folder, what.shops)


def _in_place_of(shop: Shop, number: int) -> Visit:
    return unread(Errand(shop=shop, number=number), Reason.PURGED, "", now())


def _erase_copies(folder: Path, shops: Iterable[Shop]) -> None:
    """What else tells of shops: the ledger, older copies of the store, the list of differences, lines of the log."""
    ledger.forget(folder)
    for path in (*folder.glob(f"{STORE}.before-*"), folder / DIFFERENCES):
        path.unlink(missing_ok=True)
    log = folder / LOG
    if log.exists():
        names = tuple(shop.id for shop in shops)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        log.write_text("".join(_without(lines, names)), encoding="utf-8")


def _without(lines: Iterable[str], names: tuple[str, ...]) -> Iterable[str]:
    """The records of a log in which none of the names stands."""
    record: list[str] = []
    for line in (*lines, None):
        if line is None or RECORD_START.match(line):
            if not any(name in part for part in record for name in names):
                yield from record
            record = []
        if line is not None:
            record.append(line)
