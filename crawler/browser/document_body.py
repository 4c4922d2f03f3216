"""The bytes of a page's document as they came: elsewhere Chromium gives only the text it made of them."""

import asyncio
from base64 import b64decode
from typing import Any

from playwright.async_api import CDPSession, Error

LIMIT = 5_000_000
"""Bytes above which a document is not kept, where it tells its length."""
WAIT = 15.0
"""Seconds in which a document must have come whole, to be kept."""


class DocumentBody:
    """Holds each answer for the page itself, `frame`, until its body is here, then lets the page have it.

    `body` is that of the last document, b"" where none came, or none that is read.
    """

    def __init__(self, session: CDPSession, frame: str) -> None:
        self.body = b""
        self._session = session
        self._frame = frame
        self._tasks: set[asyncio.Task[None]] = set()
        session.on("Fetch.requestPaused", self._on_paused)

    async def listen(self) -> None:
        """Listen from now on. Raises playwright's Error."""
        await self._session.send("Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Response"}]})

    def stop(self) -> None:
        """Let go of what is under way."""
        for task in tuple(self._tasks):
            task.cancel()

    def _on_paused(self, event: dict[str, Any]) -> None:
        task = asyncio.ensure_future(self._pass(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _pass(self, event: dict[str, Any]) -> None:
        request = {"requestId": event["requestId"]}
        try:
            if event.get("frameId") == self._frame and _is_read(event):
                self.body = await asyncio.wait_for(self._bytes(request), WAIT)
            await self._session.send("Fetch.continueRequest", request)
        except (Error, TimeoutError):
            return  # the page is gone, or will be: its time is up

    async def _bytes(self, request: dict[str, Any]) -> bytes:
        answer = await self._session.send("Fetch.getResponseBody", request)
        body: str = answer["body"]
        return b64decode(body) if answer["base64Encoded"] else body.encode()


def _is_read(event: dict[str, Any]) -> bool:
    """Whether an answer is a document that can be read; the body of a redirect or of a file is not asked for."""
    status = event.get("responseStatusCode", 0)
    headers = {item["name"].lower(): item["value"] for item in event.get("responseHeaders", ())}
    kind = headers.get("content-type", "text/html").lower()
    length = headers.get("content-length", "0")
    return (
        (200 <= status < 300 or status >= 400)
        and ("html" in kind or kind.startswith("text/"))
        and not headers.get("content-disposition", "").lower().startswith("attachment")
        and (not length.isdigit() or int(length) <= LIMIT)
    )
