"""The one spider: each shop is one coroutine.

No scheduler, no callbacks, no items: a visit is complete when its coroutine ends. Requests go through the downloader middlewares of
`crawler.plumbing`; what they raise is a FetchFailed, anything else is a fault of the program and costs this shop alone.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any

import scrapy

from crawler.document import parse
from crawler.evidence.warc import EvidenceError, ShopRecord
from crawler.model.capture import Capture
from crawler.model.reason import Reason
from crawler.model.visit import BROWSER, Visit
from crawler.plumbing.passage import Passage
from crawler.spiders.admission import Admission, ServerOf
from crawler.spiders.plan import Desk, Errand, Plan
from crawler.spiders.unread import unread
from crawler.spiders.visit import VisitUnderWay, now
from crawler.visiting.deciding import deciding_pages

LOOKS = 3
"""Visits with a browser that may lose it, before what the last one saw is kept: it is seldom the shop that ends a browser."""

log = logging.getLogger("bereikbaar.run")


class ShopsSpider(scrapy.Spider):
    """Visits the desk's errands. `stopped_by` holds the exception that ended the run early, if one did."""

    name = "shops"

    def __init__(self, *args: Any, plan: Plan, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.desk = desk
        self.finished = False
        self.stopped_by: BaseException | None = None
        self._reading = asyncio.Lock()

    async def start(self) -> AsyncIterator[Any]:
        """Send visits out as long as there are errands, at most so many at once, and wait for all."""
        try:
            await self._visit_all()
            self.finished = True
        except BaseExceptionGroup as group:
            self.stopped_by = group.exceptions[0]
        finally:
            if self.plan.renderer is not None:
                await self.plan.renderer.close()
        none: tuple[Any, ...] = ()
        for item in none:  # Scrapy wants an async generator
            yield item

    async def _visit_all(self) -> None:
        admission = Admission(self.desk.errands(), self.plan.concurrency, self._server_of())
        try:
            async with asyncio.TaskGroup() as visits:
                while (errand := await admission.next()) is not None:
                    self.desk.began(errand)
                    task = visits.create_task(self._visit(errand))
                    task.add_done_callback(partial(_tell, admission, errand))
        finally:
            admission.close()

    def _server_of(self) -> ServerOf | None:
        """What tells the server of an address, where turns are kept at servers."""
        if not self.plan.by_server:
            return None
        steps = self.crawler.engine.downloader.middleware.middlewares
        return next((step.server_of for step in steps if hasattr(step, "server_of")), None)

    async def _visit(self, errand: Errand) -> None:
        tries = LOOKS if self.plan.renderer else 1
        while (ended := await self._made(errand, last=tries == 1)) is None:
            tries -= 1
        self.desk.ended(ended)

    async def _made(self, errand: Errand, *, last: bool) -> Visit | None:
        """Make a visit, its evidence on disk; None where the browser was lost over one that is not the `last`: it is made again."""
        record = ShopRecord(self.plan.evidence, errand.shop.id, errand.number)
        try:
            under_way = VisitUnderWay(errand, self.plan, record, answered=self.desk.answered, last=last, turn=self._reading)
            visit = self._named(await under_way.make(Passage(self.crawler.engine.downloader).fetch))
            visit = thinned(visit, record) if self.plan.deciding_only else visit
        except (EvidenceError, asyncio.CancelledError):
            record.drop()
            raise
        except Exception as error:  # noqa: BLE001  # whatever a page made the program do, the other shops go on
            if not last:
                log.warning("%s: looked at again, as the browser was lost: %s", errand.shop.id, error)
                record.drop()
                return None
            self.desk.broke(errand, error)
            visit = unread(errand, Reason.PROGRAM_ERROR, f"{type(error).__name__}: {error}"[:300], now())
        finally:
            await self._forget(errand)
        return replace(visit, warc=record.finish())

    def _named(self, visit: Visit) -> Visit:
        """The visit with the version of the browser that it was looked at with."""
        renderer = self.plan.renderer
        return replace(visit, versions=((BROWSER, renderer.version),)) if renderer and visit.rendered else visit

    async def _forget(self, errand: Errand) -> None:
        """Let the steps, and the browser, throw away what they keep for this shop."""
        for step in self.crawler.engine.downloader.middleware.middlewares:
            if hasattr(step, "forget"):
                step.forget(errand.shop.id)
        if self.plan.renderer is not None:
            await self.plan.renderer.forget(errand.shop)


def _tell(admission: Admission, errand: Errand, _task: object) -> None:
    admission.left(errand)


def thinned(visit: Visit, record: ShopRecord) -> Visit:
    """The visit with only the text kept of its pages that decide nothing. Raises EvidenceError."""
    deciding = deciding_pages(visit)
    dropped = frozenset(page.warc_offset for page in visit.pages if page.id not in deciding and page.warc_offset is not None)
    if not dropped:
        return visit

    def text_of(offset: int) -> tuple[Capture, str]:
        capture = record.capture(offset)
        return capture, parse(capture).text()

    moved = record.thin(dropped, text_of)
    pages = (replace(page, warc_offset=moved.get(page.warc_offset or 0)) for page in visit.pages)
    return replace(visit, pages=tuple(pages))
