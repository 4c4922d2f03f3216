"""When a page has come to rest: loaded, no request for half a second, and nothing new in it for half a second."""

import asyncio
import time

from playwright.async_api import CDPSession, Error

from crawler.browser.traffic import Traffic

QUIET = 0.5
"""Seconds without a request and without a change that count as rest."""
MOVING = 1.5
"""Seconds after which a page rests that only moves: its parts are laid out anew, none is added (a slide show, a count-down)."""
UNLOADED = 2.0
"""Seconds without a request that count as rest where Chromium never says that the page has loaded."""
LOOK = 0.1
"""Seconds between two looks."""


async def settle(session: CDPSession, traffic: Traffic, seconds: float) -> bool:
    """Wait until the page rests, so many seconds at most; give whether it does. Raises playwright's Error.

    Chromium's own counters tell: no script is run for it, and they answer when the page's own scripts keep the page from answering.
    """
    end = time.monotonic() + seconds
    nodes = layouts = -1.0
    added = moved = time.monotonic()
    while time.monotonic() < end:
        now = time.monotonic()
        counted = await _counted(session)
        if counted["Nodes"] != nodes:
            nodes, added = counted["Nodes"], now
        if counted["LayoutCount"] != layouts:
            layouts, moved = counted["LayoutCount"], now
        resting = now - added > MOVING or min(now - added, now - moved) > QUIET
        if resting and traffic.quiet_for() > (QUIET if traffic.loaded else UNLOADED):
            return True
        await asyncio.sleep(LOOK)
    return False


async def answers(session: CDPSession, seconds: float) -> bool:
    """Whether the page's own thread is free to answer within so many seconds."""
    try:
        await asyncio.wait_for(session.send("Page.getLayoutMetrics"), seconds)
    except (Error, TimeoutError):
        return False
    return True


async def _counted(session: CDPSession) -> dict[str, float]:
    metrics = await session.send("Performance.getMetrics")
    return {item["name"]: item["value"] for item in metrics["metrics"]}
