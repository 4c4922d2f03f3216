"""The wire of the browser pass: pages are rendered where the visit asks for that, everything else comes over plain HTTP.

A rendered page passes the same steps as any other: stop list, guard, robots.txt, turns, record.
"""

import asyncio
from typing import Any, Protocol

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import Rendering
from crawler.plumbing.limiter import CRAWL_DELAY, pause_of
from crawler.plumbing.wire import VerifiedHandler

RENDER, RENDERING, UNRENDERED = "render", "rendering", "unrendered"
"""Keys of a request's own dictionary: what renders its address, and what came of that, or why nothing did."""


class Render(Protocol):
    """Renders an address."""

    async def __call__(self, url: str, *, pause: float) -> Rendering:
        """Render it; the shop is left alone for `pause` seconds before it is asked for the page again. Raises FetchFailed."""


class RenderingHandler(VerifiedHandler):
    """Scrapy's handler for a pass with a browser."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pause = pause_of(crawler.settings)

    async def download_request(self, request: Request) -> Response:
        """Render the page; what turns out to be a file, a PDF for one, is fetched, and so is what cannot be rendered.

        So a page that costs the browser too much still tells what its source holds. The shop is asked for it again, within the
        same turn, so the pause is kept here.
        """
        render: Render | None = request.meta.get(RENDER)
        if render is None:
            return await super().download_request(request)
        pause = max(self._pause, request.meta.get(CRAWL_DELAY, 0.0))
        try:
            rendering = await render(request.url, pause=pause)
        except FetchFailed as failure:
            if failure.reason is not Reason.NOT_HTML:
                request.meta[UNRENDERED] = failure.detail
            await asyncio.sleep(pause)
            return await super().download_request(request)
        request.meta[RENDERING] = rendering
        return TextResponse(rendering.final_url, status=rendering.status, body=rendering.body, encoding="utf-8")
