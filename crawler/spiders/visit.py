"""One visit under way: fetch what the walk wants, one document after another, until it wants no more or the time is over."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.evidence.coding import ACCEPTED, CodingError
from crawler.evidence.exchange import EXCHANGE, OFFSET, QUEUED, RECORD, RENDERED, capture_of
from crawler.evidence.warc import ShopRecord
from crawler.model.capture import Capture
from crawler.model.failure import FetchFailed
from crawler.model.link import CONTACT_LIKE
from crawler.model.reason import Reason
from crawler.model.rendering import Rendered
from crawler.model.visit import Visit
from crawler.plumbing.patience import PULSE
from crawler.plumbing.rendering import RENDER, UNRENDERED, Render
from crawler.spiders.documents import at_hand
from crawler.spiders.plan import ACCEPT, Errand, Plan, Renderer, headers
from crawler.visiting.addresses import is_pdf
from crawler.visiting.budget import NO_TIME_LIMIT
from crawler.visiting.walk import Walk
from crawler.visiting.want import Want

Download = Callable[[Request], Awaitable[Response]]
LOST = ("crashed: ", "the browser failed: ")
"""What the problem of a page tells, one of them, where the browser or the page's program ended by itself, or did not start."""


class BrowserLost(Exception):  # noqa: N818  # named after what happened
    """The browser ended while a page was in it, so that the visit saw less than a customer would."""


class VisitUnderWay:
    """What one coroutine holds: the errand, the walk, the record it writes. `answered` is called after each document.

    `last`: the visit is not made again, so it goes on where the browser ended, with what was seen. Visits that share a `turn` read
    their pages one by one.
    """

    def __init__(  # noqa: PLR0913  # most of them by name
        self,
        errand: Errand,
        plan: Plan,
        record: ShopRecord,
        *,
        answered: Callable[[], None],
        last: bool = True,
        turn: asyncio.Lock | None = None,
    ) -> None:
        self._last = last
        self._turn = turn or asyncio.Lock()
        self._errand = errand
        self._plan = plan
        self._record = record
        self._answered = answered
        self._queued: list[float] = []
        who = headers(plan.user_agent, plan.contact, errand.shop)
        self._headers = {**who, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
        # The time is kept here, where it is known what was spent waiting behind other shops, or missed by the program itself.
        budget = replace(plan.budget, seconds=NO_TIME_LIMIT)
        self._walk = Walk(errand.shop, errand.number, budget=budget, started_at=now())

    async def make(self, download: Download) -> Visit:
        """Make the visit. Raises BrowserLost; whatever is not a FetchFailed goes through, a fault of the program or of the disk."""
        missed = PULSE.begin()
        try:
            return await self._make(download, missed)
        finally:
            PULSE.end()

    async def _make(self, download: Download, missed: float) -> Visit:
        clock = asyncio.get_running_loop().time
        began = clock()
        while (want := self._walk.next()) is not None:
            if clock() - began - sum(self._queued) - (PULSE.missed - missed) > self._plan.budget.seconds:
                self._walk.failed(want, Reason.TOO_SLOW, f"the visit took longer than {self._plan.budget.seconds} seconds")
                continue
            try:
                capture, rendered = self._seen(*answer_in(await download(self._request(want))))
                async with at_hand(capture), self._in_turn():
                    self._walk.arrived(want, capture, rendered)
            except FetchFailed as failure:
                self._walk.failed(want, failure.reason, failure.detail, failure.status)
            self._answered()
        async with self._in_turn():
            return self._walk.close(finished_at=now(), body_of=self._body_of)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """Read while no other page is read, and after all requests have gone out that are due: many pages may come at once."""
        clock = asyncio.get_running_loop().time
        came = clock()
        async with self._turn:
            await asyncio.sleep(0)
            self._queued.append(clock() - came)
            yield

    def _seen(self, capture: Capture, rendered: Rendered | None) -> tuple[Capture, Rendered | None]:
        """What came, unless the browser was lost over it. Raises BrowserLost."""
        for problem in rendered.problems if rendered and not self._last else ():
            if any(words in problem for words in LOST):
                raise BrowserLost(problem)
        return capture, rendered

    def _request(self, want: Want) -> Request:
        meta: dict[str, Any] = {
            RECORD: self._record,
            QUEUED: self._queued,
            "cookiejar": self._errand.shop.id,
            "download_timeout": self._plan.timeout,
        }
        if self._plan.proxy:
            meta["proxy"] = self._plan.proxy
        if self._plan.renderer and not want.sitemap and not is_pdf(want.url):
            meta[RENDER] = self._rendering(want, self._plan.renderer)
        return Request(want.url, headers=self._headers, meta=meta)

    def _rendering(self, want: Want, renderer: Renderer) -> Render:
        contact = bool(want.kinds & CONTACT_LIKE)
        way = self._walk.way_to(want) if contact else None
        return partial(renderer.render, shop=self._errand.shop, contact_page=contact, way=way)

    def _body_of(self, page_id: int) -> Capture:
        """Read a page's capture back from the record."""
        offset = self._walk.pages[page_id].warc_offset
        if offset is None:
            raise ValueError(f"page {page_id} has no record")
        return self._record.capture(offset)


def answer_in(response: Response) -> tuple[Capture, Rendered | None]:
    """The capture of a response that the recorder has written down, and how it was rendered, if that was tried.

    Raises FetchFailed for one that is no document.
    """
    if response.request is None or 300 <= response.status < 400:
        raise FetchFailed(Reason.REDIRECTED_AWAY, f"status {response.status} that leads to no web address", status=response.status)
    meta = response.request.meta
    if RENDERED in meta:
        capture, rendered = meta[RENDERED]
        return capture, rendered
    unrendered = Rendered(problems=(meta[UNRENDERED],)) if UNRENDERED in meta else None
    try:
        return capture_of(meta[EXCHANGE], meta[OFFSET]), unrendered
    except CodingError as error:
        raise FetchFailed(Reason.SERVER_ERROR, f"the answer cannot be unpacked: {error}", status=response.status) from error


def now() -> str:
    """The time, ISO 8601 UTC to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
