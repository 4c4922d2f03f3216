"""What a page thrusts upon its visitor: dialogs, windows, files. Each is sent away as a careful visitor would, and counted.

What it asks other windows and programs to open is kept, a page, a number to dial, an address to write to, and what dialogs say.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from playwright.async_api import CDPSession, Dialog, Download, Error, Page

DIALOGS = 5
"""Dialogs that are dismissed before the page's scripts are taken for a loop."""
_MOST_ASKED = 100
_LONGEST_SAID = 2_000
"""Characters of a dialog's message that are kept."""
_OWN_SCHEMES = ("http:", "https:", "javascript:", "about:", "data:", "blob:")
"""Of addresses that stay in the page's own window when it leads there."""


class Intrusions:
    """Those of one page. `stuck` is set when its dialogs have no end: nothing else of the page answers then.

    `note` is given a problem's code and what happened. `asked` are the addresses that other windows and programs were to open,
    `said` the messages of dialogs.
    """

    def __init__(self, note: Callable[[str, str], None], *, popups: int) -> None:
        self.dialogs = self.popups = self.downloads = 0
        self.asked: list[str] = []
        self.said: list[str] = []
        self.stuck = asyncio.Event()
        self._note = note
        self._most = popups
        self._page: Page | None = None
        self._tasks: set[asyncio.Future[None]] = set()

    def watch(self, page: Page, session: CDPSession) -> None:
        """Meet what this page does; the session's Page domain must be on."""
        self.dialogs = 0
        self._page = page
        page.on("dialog", self._on_dialog)
        page.on("popup", lambda opened: self.soon(opened.close()))
        page.on("download", self._on_download)
        session.on("Page.windowOpen", self._on_window)
        session.on("Page.frameRequestedNavigation", self._on_navigation)

    def soon(self, work: Awaitable[Any]) -> None:
        """Do it beside whatever is done, and do not mind when the page is gone before."""
        task = asyncio.ensure_future(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Let go of all that is not done yet."""
        for task in tuple(self._tasks):
            task.cancel()

    def _on_dialog(self, dialog: Dialog) -> None:
        if dialog.page is self._page:
            self.dialogs += 1
            if self.dialogs > DIALOGS:
                self.stuck.set()
            if len(self.said) < _MOST_ASKED:
                self.said.append(dialog.message[:_LONGEST_SAID])
        self.soon(dialog.dismiss())

    def _on_navigation(self, event: Mapping[str, Any]) -> None:
        if not event["url"].startswith(_OWN_SCHEMES):
            self._ask(event["url"])

    def _ask(self, url: str) -> None:
        if len(self.asked) < _MOST_ASKED:
            self.asked.append(url)

    def _on_window(self, event: Mapping[str, Any]) -> None:
        self._ask(event["url"])
        self.popups += 1
        if self.popups > self._most:
            self._note("popups", "the page opened more windows than its budget; they were kept shut")

    def _on_download(self, download: Download) -> None:
        self.downloads += 1
        self._note("download", f"the page sent a file, which was not taken: {download.url[:200]}")
        self.soon(download.cancel())


async def _quietly(work: Awaitable[Any]) -> None:
    with suppress(Error, TimeoutError):
        await work
