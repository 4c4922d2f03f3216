"""The one spider: each shop is one coroutine that fetches what its walk wants, one document after another.

No scheduler, no callbacks, no items: a visit is complete when its coroutine ends, and `finally` sees to that. Requests go
through the downloader middlewares of `crawler.plumbing`; what they raise is a FetchFailed, anything else is a fault of the program
and costs this shop alone.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import scrapy
from scrapy.http import Response

from crawler.evidence.coding import ACCEPTED, CodingError
from crawler.evidence.exchange import EXCHANGE, OFFSET, RECORD, capture_of
from crawler.evidence.warc import EvidenceError, ShopRecord
from crawler.model.capture import Capture
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.visit import Visit
from crawler.spiders.plan import Desk, Errand, Plan, headers
from crawler.spiders.unread import unread
from crawler.visiting.walk import Walk
from crawler.visiting.want import Want


class ShopsSpider(scrapy.Spider):
    """Visits the desk's errands. `stopped_by` holds the exception that ended the run early, if one did."""

    name = "shops"

    def __init__(self, *args: Any, plan: Plan, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.desk = desk
        self.finished = False
        self.stopped_by: BaseException | None = None

    async def start(self) -> AsyncIterator[Any]:
        """Send visits out as long as there are errands, at most so many at once, and wait for all."""
        try:
            await self._visit_all()
            self.finished = True
        except BaseExceptionGroup as group:
            self.stopped_by = group.exceptions[0]
        none: tuple[Any, ...] = ()
        for item in none:  # Scrapy wants an async generator
            yield item

    async def _visit_all(self) -> None:
        room = asyncio.Semaphore(self.plan.concurrency)
        async with asyncio.TaskGroup() as visits:
            under_way: set[asyncio.Task[None]] = set()
            errands = self.desk.errands()
            while await room.acquire() and (errand := next(errands, None)) is not None:
                if errand.alone and under_way:
                    await asyncio.wait(under_way)
                task = visits.create_task(self._visit(errand))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
                task.add_done_callback(lambda _: room.release())
                if errand.alone:
                    await asyncio.wait({task})

    async def _visit(self, errand: Errand) -> None:
        record = ShopRecord(self.plan.evidence, errand.shop.id, errand.number)
        try:
            visit = await self._walk(errand, record)
        except (EvidenceError, asyncio.CancelledError):
            record.drop()
            raise
        except Exception as error:  # noqa: BLE001  # whatever a page made the program do, the other shops go on
            self.desk.broke(errand, error)
            visit = unread(errand, Reason.PROGRAM_ERROR, f"{type(error).__name__}: {error}"[:300], now())
        finally:
            self._forget(errand)
        self.desk.ended(replace(visit, warc=record.finish()))

    async def _walk(self, errand: Errand, record: ShopRecord) -> Visit:
        """Fetch what the walk wants until it wants no more, or the time is over."""
        walk = Walk(errand.shop, errand.number, budget=self.plan.budget, started_at=now())
        until = asyncio.get_running_loop().time() + self.plan.budget.seconds
        sent = headers(self.plan, errand.shop, ACCEPTED)
        while (want := walk.next()) is not None:
            if asyncio.get_running_loop().time() > until:
                walk.failed(want, Reason.TOO_SLOW, f"the visit took longer than {self.plan.budget.seconds} seconds")
                continue
            try:
                walk.arrived(want, await self._fetch(want, errand, record, sent))
            except FetchFailed as failure:
                walk.failed(want, failure.reason, failure.detail, failure.status)
            self.desk.answered()
        return walk.close(finished_at=now(), body_of=_bodies(walk, record))

    async def _fetch(self, want: Want, errand: Errand, record: ShopRecord, sent: dict[str, str]) -> Capture:
        meta = {RECORD: record, "cookiejar": errand.shop.id, "download_timeout": self.plan.timeout}
        if self.plan.proxy:
            meta["proxy"] = self.plan.proxy
        response = await self.crawler.engine.download_async(scrapy.Request(want.url, headers=sent, meta=meta))
        return _capture(response)

    def _forget(self, errand: Errand) -> None:
        for step in self.crawler.engine.downloader.middleware.middlewares:
            if hasattr(step, "forget"):
                step.forget(errand.shop.id)


def _bodies(walk: Walk, record: ShopRecord) -> Callable[[int], Capture]:
    """Read a page's capture back from the record, by the page's number."""
    pages = walk._book.pages  # noqa: SLF001  # the one place that knows where a page's record stands

    def body_of(page_id: int) -> Capture:
        offset = pages[page_id].warc_offset
        if offset is None:
            raise ValueError(f"page {page_id} has no record")
        return record.capture(offset)

    return body_of


def _capture(response: Response) -> Capture:
    if response.request is None or 300 <= response.status < 400:
        raise FetchFailed(Reason.REDIRECTED_AWAY, f"status {response.status} that leads to no web address", status=response.status)
    try:
        return capture_of(response.request.meta[EXCHANGE], response.request.meta[OFFSET])
    except CodingError as error:
        raise FetchFailed(Reason.SERVER_ERROR, f"the answer cannot be unpacked: {error}", status=response.status) from error


def now() -> str:
    """The time, ISO 8601 UTC to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
