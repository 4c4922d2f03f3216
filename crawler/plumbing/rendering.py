"""The wire of the browser pass: pages are rendered where the visit asks for that, everything else comes over plain HTTP.

A rendered page passes the same steps as any other: stop list, guard, robots.txt, turns, record.
"""

from collections.abc import Awaitable, Callable

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import Rendering
from crawler.plumbing.wire import VerifiedHandler

RENDER, RENDERING, UNRENDERED = "render", "rendering", "unrendered"
"""Keys of a request's own dictionary: what renders its address, and what came of that, or why nothing did."""

Render = Callable[[str], Awaitable[Rendering]]
"""Renders an address. Raises FetchFailed."""


class RenderingHandler(VerifiedHandler):
    """Scrapy's handler for a pass with a browser."""

    async def download_request(self, request: Request) -> Response:
        """Render the page; what turns out to be a file, a PDF for one, is fetched, and so is what cannot be rendered.

        So a page that costs the browser too much still tells what its source holds.
        """
        render: Render | None = request.meta.get(RENDER)
        if render is None:
            return await super().download_request(request)
        try:
            rendering = await render(request.url)
        except FetchFailed as failure:
            if failure.reason is not Reason.NOT_HTML:
                request.meta[UNRENDERED] = failure.detail
            return await super().download_request(request)
        request.meta[RENDERING] = rendering
        return TextResponse(rendering.final_url, status=rendering.status, body=rendering.body, encoding="utf-8")
