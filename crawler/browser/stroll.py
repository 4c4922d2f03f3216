"""Down the page and back, as a visitor who looks for the footer goes.

Pages show much only to who comes near: texts that fade in, lists and footers that are fetched then. What was met on the way is
there afterwards. The wheel is turned, nothing else is done to the page; how far and how long is bounded, as some pages never end.
"""

import asyncio
from contextlib import suppress

from crawler.browser.session import Session

_PAUSE = 0.06
"""Seconds between two turns: time for the page to notice, not for what it fetches."""
_STEP = 0.8
"""Share of the window's height by which one turn goes on."""
_MOST = 40
"""Turns: the longest pages of shops that were seen have some thirty windows."""
_LONGEST = 6.0
"""Seconds for all of it."""
_BACK = 5
_FEW = 2
_EDGE = 2
"""Pixels from the left edge at which the wheel is turned, where the fewest pages have something of their own that rolls."""


async def stroll(session: Session) -> int:
    """Go down to the end of the page and back to its top; give the number of turns it took.

    A page that does not answer is left as it is after a while.
    """
    turns, before = 0, -1.0
    with suppress(TimeoutError):
        async with asyncio.timeout(_LONGEST):
            while turns < _MOST:
                top, height = await _where(session)
                if top <= before:
                    break
                before = top
                await _turn(session, height, _STEP * height)
                turns += 1
            await back(session)
    return turns


async def down(session: Session) -> None:
    """Go down by a few windows and stay there."""
    _, height = await _where(session)
    await _turn(session, height, _FEW * height)


async def back(session: Session) -> None:
    """Go to the top of the page."""
    for _ in range(_BACK):
        top, height = await _where(session)
        if not top:
            break
        await _turn(session, height, -top)


async def _where(session: Session) -> tuple[float, float]:
    """How far the page is scrolled down, and the window's height."""
    window = (await session.send("Page.getLayoutMetrics"))["cssLayoutViewport"]
    return float(window["pageY"]), float(window["clientHeight"])


async def _turn(session: Session, height: float, down: float) -> None:
    wheel = {"type": "mouseWheel", "x": _EDGE, "y": height / 2, "deltaX": 0, "deltaY": down}
    await session.send("Input.dispatchMouseEvent", wheel)
    await asyncio.sleep(_PAUSE)
