"""A DevTools session of a page, as Playwright's `context.new_cdp_session(page)` gives it."""

from typing import Any, Protocol


class Session(Protocol):
    """What speaks the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) with one page."""

    async def send(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """Call a method of the protocol. Raises what Playwright raises where the page is gone."""
