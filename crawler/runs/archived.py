"""Visits made from archives: the same decisions as over the network, with the index of the archives in its place. No request."""

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from crawler.evidence.warc import EvidenceError, ShopRecord
from crawler.model.reason import Reason
from crawler.model.visit import Visit
from crawler.replay.archives.answers import ShopArchive
from crawler.replay.archives.index import Index
from crawler.replay.revisit import revisit
from crawler.runs.desk import RunDesk
from crawler.runs.folder import EVIDENCE, RunError
from crawler.runs.progress import Sturdy, Teller, teller
from crawler.runs.settings import EvidenceKept, RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.spiders.shops import thinned
from crawler.spiders.unread import unread
from crawler.spiders.visit import now
from crawler.store.write import Store

log = logging.getLogger("bereikbaar.run")


def visit_archives(
    settings: RunSettings, store: Store, to_visit: Sequence[Errand], tally: Tally, way: Teller | None = None
) -> bool:
    """Visit the shops in the archives of `settings.index`; give whether the run was interrupted. Raises RunError, StoreError.

    How far it is, is told in the `way` given, else as the settings say.
    """
    if settings.index is None:
        raise ValueError("there is no index of archives")
    telling = Sturdy(way or teller(settings.progress, tally.total))
    desk = RunDesk(store, to_visit, tally, telling)
    try:
        with _stoppable(), Index(settings.index) as index, settings.stored(settings.out) as desk.stored:
            for errand in desk.errands():
                desk.began(errand)
                desk.ended(_visited(errand, settings, index, desk))
    except KeyboardInterrupt:
        return True
    except (EvidenceError, OSError) as error:
        log.exception("the run was stopped")
        raise RunError(f"stopped: {error}. What was saved is kept: start again to go on.") from error
    finally:
        telling.close(tally)
        desk.dropped()
    return False


def _visited(errand: Errand, settings: RunSettings, index: Index, desk: RunDesk) -> Visit:
    record = ShopRecord(settings.out / EVIDENCE, errand.shop.id, errand.number)
    archive = ShopArchive(index, record, settings.stop_list)
    try:
        visit = _in_its_time(revisit(_asked(errand), archive, settings.budget))
        if settings.evidence is EvidenceKept.DECIDING:
            visit = thinned(visit, record)
    except (EvidenceError, KeyboardInterrupt):
        record.drop()
        raise
    except Exception as error:  # noqa: BLE001  # as in a live run: a fault of the program costs this shop alone
        desk.broke(errand, error)
        visit = unread(errand, Reason.PROGRAM_ERROR, f"{type(error).__name__}: {error}"[:300], now())
    finally:
        archive.forget()
    for _ in visit.fetches:
        desk.answered()
    return replace(visit, warc=record.finish())


def _asked(errand: Errand) -> Visit:
    return Visit(shop=errand.shop, number=errand.number, started_at="", finished_at="")


def _in_its_time(visit: Visit) -> Visit:
    """The visit with the times of what was captured; with today's where nothing of the shop was in the archives."""
    times = [item.at for item in visit.fetches if item.at] or [now()]
    return replace(visit, started_at=min(times), finished_at=max(times))


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let the system's request to end be one to stop, as Ctrl-C is."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
