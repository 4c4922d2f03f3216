"""A report of a long list: most of its rows are shown by their outlines, which are kept in the ledger of the run.

To read all of a shop and to judge it takes milliseconds, an outline hundredths of one. So an audit of a long list judges each shop
when its visit ends; a report judges what has changed since, and the shops whose pages it writes.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.model.dossier import Dossier
from crawler.store.ledger import Entry, Ledger
from crawler.store.read import Archive, Stamped
from reports import outline
from reports.outline import Outline, Shown
from reports.paged import Paged
from reports.rules import rules
from reports.run import judge_of
from reports.verdict import Verdict

log = logging.getLogger("bereikbaar.run")


def shown(archive: Archive, ledger: Ledger, chosen: Paged) -> Iterator[Shown]:
    """Every row in the order of the list; `chosen` are the shops that have pages."""
    judge, held = judge_of(archive), ledger.held()
    kept = next(held, None)
    for item in archive.stamped():
        while kept is not None and kept.position < item.position:
            kept = next(held, None)
        if item.shop_id not in chosen and (told := _still(kept, item)) is not None:
            yield Shown(told)
        else:
            verdict = judge(archive.at(item.position))
            told, has_page = _kept(ledger, item, verdict), item.shop_id in chosen
            yield Shown(told, verdict if has_page else None, anew=item.shop_id is not None and not has_page)


@contextmanager
def ahead(folder: Path) -> Iterator[Callable[[str], None]]:
    """Give what judges a shop of the run in `folder`, by its id, and keeps its outline. Raises StoreError.

    A fault in it costs the run nothing: the report judges the shop anew, and tells.
    """
    with Archive(folder) as archive, Ledger(folder, rules(archive)) as ledger:
        judge = judge_of(archive)

        def judge_one(shop_id: str) -> None:
            try:
                _judge_ahead(archive, ledger, judge, shop_id)
            except Exception:
                log.exception("%s: could not be judged when its visit ended", shop_id)

        with archive.anew():  # lets the first snapshot go, which would keep the store's journal from being taken in
            pass
        yield judge_one


def _judge_ahead(archive: Archive, ledger: Ledger, judge: Callable[[Dossier], Verdict], shop_id: str) -> None:
    with archive.anew():
        item = archive.stamp(shop_id)
        _kept(ledger, item, judge(archive.at(item.position)))


def _kept(ledger: Ledger, item: Stamped, verdict: Verdict) -> Outline:
    """The outline of a verdict as the ledger gives it back."""
    text = outline.written(outline.outline(verdict))
    if item.shop_id is not None and item.stamp is not None:
        ledger.keep(Entry(item.position, item.shop_id, item.stamp, text))
    return outline.read(text)


def _still(kept: Entry | None, item: Stamped) -> Outline | None:
    """The outline that is held of a row, None where it does not hold any more."""
    if kept is None or kept[:3] != item:
        return None
    try:
        return outline.read(kept.told)
    except (ValueError, TypeError, LookupError):
        return None
