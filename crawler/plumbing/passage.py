"""The way of a request through the steps to the wire, and of its answer back.

As Scrapy's own engine goes it, without what nobody needs here: queues by host, sets of requests under way, signals for each
document, and a look for further requests after it. Turns are the limiter's, and every visit waits for its own answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from inspect import iscoroutinefunction
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.http import Response

Step = tuple[Callable[..., Any], bool]
"""A method of a step, and whether its outcome is to be waited for."""


class Passage:
    """Takes requests through the steps of Scrapy's downloader, and through its handlers of the wire."""

    def __init__(self, downloader: Downloader) -> None:
        methods = downloader.middleware.methods
        self._there = _steps(methods["process_request"])
        self._back = _steps(methods["process_response"])
        self._failed = _steps(methods["process_exception"])
        self._wire: Callable[[Request], Awaitable[Response]] = downloader.handlers.download_request_async

    async def fetch(self, request: Request) -> Response:
        """Fetch a document; a step may ask for another one in its place (a redirect, a retry). Raises what the steps raise."""
        while True:
            came = await self._through(request)
            if isinstance(came, Response):
                came.request = came.request or request
                return came
            request = came

    async def _through(self, request: Request) -> Request | Response:
        try:
            came = await _first(self._there, request=request)
            came = await self._wire(request) if came is None else came
        except Exception as error:  # the steps decide what each exception means
            await asyncio.sleep(0)
            mended = await _first(self._failed, request=request, exception=error)
            if mended is None:
                raise
            came = mended
        for method, waits in self._back:
            if isinstance(came, Request):
                break
            given = method(request=request, response=came)
            came = await given if waits else given
        return came


def _steps(methods: Iterable[Callable[..., Any] | None]) -> tuple[Step, ...]:
    return tuple((method, iscoroutinefunction(method)) for method in methods if method is not None)


async def _first(steps: tuple[Step, ...], **given: Any) -> Request | Response | None:
    """What the first step gives that gives anything: no step after it is asked."""
    for method, waits in steps:
        told: Request | Response | None = await method(**given) if waits else method(**given)
        if told is not None:
            return told
    return None
