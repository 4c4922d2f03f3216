"""Down the page and back, as a visitor who looks for the footer goes.

Pages show much only to who comes near: texts that fade in, lists and footers that are fetched then. What was met on the way is
there afterwards, and what is fetched at the end is waited for. The mouse is moved, for pages that keep their scripts back until a
visitor stirs, and the wheel turned; nothing else is done to the page. How far and how long is bounded, as some pages never end.
Of a page that does not scroll, the box is scrolled that holds it instead.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from crawler.browser.session import Session
from crawler.browser.snapshot import Tree
from crawler.browser.style import Styles

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
_NOTICED, _FETCHED = 0.3, 1.0
"""Seconds at the end of the page: in which it grows or asks for more, and in which that comes."""
_ROOM = 50.0
"""Pixels that a box can be scrolled by at least."""
_SHARE = 0.4
"""Share of the window that the box which holds a page fills at least."""
_IN_BOX = 8


async def stroll(session: Session, busy: Callable[[], bool] = lambda: False) -> int:
    """Go down to the end of the page and back to its top; give the number of turns it took. `busy`: whether it fetches something.

    A page that does not answer is left as it is after a while.
    """
    turns, before = 0, -1.0
    with suppress(TimeoutError):
        async with asyncio.timeout(_LONGEST):
            await _stir(session)
            while turns < _MOST:
                top, height = await _where(session)
                if top <= before and not await _grows(session, busy):
                    break
                before = top
                await _turn(session, height, _STEP * height)
                turns += 1
            await back(session)
    return turns


async def _grows(session: Session, busy: Callable[[], bool]) -> bool:
    """Whether a page at its end has become longer, or fetched something."""
    before = await _length(session)
    await asyncio.sleep(_NOTICED)
    if not busy():
        return await _length(session) > before
    for _ in range(round(_FETCHED / _PAUSE)):
        if not busy():
            break
        await asyncio.sleep(_PAUSE)
    await asyncio.sleep(_PAUSE)
    return True


def box_of(tree: Tree, window: tuple[int, int]) -> tuple[float, float] | None:
    """The middle of the box that holds a page and scrolls in its place; None where there is none."""
    styles = Styles()
    for laid in (tree.laid[node][0] for node in range(len(tree.parents)) if tree.laid[node]):
        box, (_, _, _, deep) = tree.box(laid), tree.scrolled(laid)
        wide, high = min(box.right, window[0]) - max(box.left, 0), min(box.bottom, window[1]) - max(box.top, 0)
        if deep < high + _ROOM or min(wide, high) <= 0 or wide * high < _SHARE * window[0] * window[1]:
            continue
        if styles.of(tree, laid).down in {"auto", "scroll"}:
            return box.left + wide / 2, max(box.top, 0) + high / 2
    return None


async def stroll_in(session: Session, at: tuple[float, float], height: float) -> None:
    """Scroll a box a few windows down, and back."""
    for down in (*[_STEP * height] * _IN_BOX, -height * _IN_BOX):
        await _turn(session, height, down, at)


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


async def _stir(session: Session) -> None:
    """Move the mouse a little, at the edge of the page."""
    for y in (_EDGE, 2 * _EDGE):
        await session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": _EDGE, "y": y})


async def _where(session: Session) -> tuple[float, float]:
    """How far the page is scrolled down, and the window's height."""
    window = (await session.send("Page.getLayoutMetrics"))["cssLayoutViewport"]
    return float(window["pageY"]), float(window["clientHeight"])


async def _length(session: Session) -> float:
    """The page's height."""
    return float((await session.send("Page.getLayoutMetrics"))["cssContentSize"]["height"])


async def _turn(session: Session, height: float, down: float, at: tuple[float, float] | None = None) -> None:
    x, y = at or (_EDGE, height / 2)
    wheel = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": down}
    await session.send("Input.dispatchMouseEvent", wheel)
    await asyncio.sleep(_PAUSE)
