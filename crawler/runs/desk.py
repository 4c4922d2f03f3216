"""The run's desk: hands out shops to visit, stores what comes back, and keeps count."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from itertools import takewhile

from crawler.model.reason import Reason
from crawler.model.visit import Visit
from crawler.runs.choose import UNRENDERED
from crawler.runs.progress import Teller
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.spiders.unread import unread
from crawler.store.errors import IncompleteCertificate, StoreError, Unwritable
from crawler.store.write import Store, now

IN_COMPANY = 3
"""Visits to a shop that may end with the program before it is visited alone."""
ALONE = 2
"""Visits alone that may end with the program before the shop is given up: then the shop is what ends it."""

log = logging.getLogger("bereikbaar.run")
VERSIONS = tuple((name, version(name)) for name in ("bereikbaar", "scrapy", "selectolax", "phonenumbers"))


class RunDesk:
    """What the spider talks to. Raises StoreError when nothing can be stored any more."""

    def __init__(self, store: Store, errands: Sequence[Errand], tally: Tally, teller: Teller) -> None:
        self._store = store
        self._errands = errands
        self._tally = tally
        self._teller = teller
        self._under_way: set[str] = set()
        self.stored: Callable[[str], None] = lambda _shop_id: None
        """Is told of each shop whose visit was stored, by its id."""

    def errands(self) -> Iterator[Errand]:
        """Give the shops in order; those that were under way whenever the program ended come last, one by one."""
        tried = Counter(self._store.attempts())
        for errand in sorted(self._errands, key=lambda errand: max(tried[errand.shop.id], IN_COMPANY - 1)):
            times = tried[errand.shop.id]
            if times >= IN_COMPANY + ALONE:
                detail = f"the program ended {times} times while visiting this shop"
                self._save(unread(errand, Reason.PROGRAM_ERROR, detail, now()))
            else:
                yield replace(errand, alone=True) if times >= IN_COMPANY else errand

    def began(self, errand: Errand) -> None:
        """Count that a visit begins, in case it ends with the program."""
        self._store.attempt(errand.shop.id)
        self._under_way.add(errand.shop.id)

    def answered(self) -> None:
        """Count a document."""
        self._tally.documents += 1
        self._teller.answered(self._tally)

    def ended(self, visit: Visit) -> None:
        """Store a visit; one whose proof is incomplete is a fault of the program, and says so."""
        try:
            self._save(visit)
        except IncompleteCertificate as error:
            log.exception("%s: the visit was refused by the store", visit.shop.id)
            errand = Errand(shop=visit.shop, number=visit.number)
            refused = unread(errand, Reason.PROGRAM_ERROR, str(error)[:300], visit.finished_at)
            self._save(replace(refused, started_at=visit.started_at, warc=visit.warc, fetches=visit.fetches))

    def dropped(self) -> None:
        """Take back the attempts at shops whose visits were dropped when the run was stopped, where that can be written."""
        with suppress(StoreError):
            self._store.forgive(self._under_way)

    def broke(self, errand: Errand, error: Exception) -> None:
        """Write down where the program failed."""
        log.error("%s: the program failed at this shop, the others go on", errand.shop.id, exc_info=error)

    def _save(self, visit: Visit) -> None:
        try:
            self._keep(replace(visit, versions=tuple({**dict(VERSIONS), **dict(visit.versions)}.items())))
        except Unwritable:
            raise
        except StoreError:
            self._under_way.discard(visit.shop.id)  # the attempt stands: it is this visit that ends the run
            raise
        self._under_way.discard(visit.shop.id)
        self.stored(visit.shop.id)
        self._tally.add(visit)
        self._teller.ended(self._tally, visit)

    def _keep(self, visit: Visit) -> None:
        self._store.save(visit)


class RenderingDesk(RunDesk):
    """The desk of the pass with a browser: the shops were read before, and a visit that fails now is noted, no more.

    No shop is handed out when the tally's clock is past `until`.
    """

    def __init__(self, store: Store, errands: Sequence[Errand], tally: Tally, teller: Teller, until: float) -> None:
        super().__init__(store, errands, tally, teller)
        self._until = until

    def errands(self) -> Iterator[Errand]:
        """Give the shops in order, as long as there is time."""
        return takewhile(lambda _: self._tally.clock() <= self._until, super().errands())

    def _keep(self, visit: Visit) -> None:
        if visit.reason is not None:
            self._store.note(visit.shop.id, f"{UNRENDERED}: {visit.reason}: {visit.detail}"[:300])
        else:
            self._store.save(visit)
