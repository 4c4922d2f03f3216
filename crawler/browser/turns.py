"""What a page shows later without being asked: bars and slides that take turns, bars that come as it is scrolled, late texts.

Where a page holds a value that it shows nowhere, it is looked at again further down. Where such a value stands in a row of things
that are alike, in a part of the page that is shown, it is looked at again for a while.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from crawler.browser.branches import around
from crawler.browser.glance import values_in, values_laid
from crawler.browser.looks import Looks, taken
from crawler.browser.measure import Measured, measure
from crawler.browser.pointed import values_of
from crawler.browser.snapshot import ELEMENT, Tree, trees_of
from crawler.browser.stroll import back, down
from crawler.browser.tab import Tab
from crawler.model.rendering import DESKTOP

_NEAR = 4
"""Elements around a text among which the row is looked for."""
_TIMES, _PAUSE = 4, 2.0
"""How often the page is looked at again, after so many seconds each."""
_SLIDE = 0.6
"""Seconds in which a bar comes."""
_SCRIPT = "SCRIPT"
_LEAST = 3.0
"""Pixels of a part of the page that is shown."""


async def watch_turns(tab: Tab, looks: Looks, answer: Any) -> None:
    """Look at a page again as long as values wait for their turn; each look that shows one is kept as one on load.

    `answer` is the page as it stood.
    """
    waiting = hidden_values(answer)
    if waiting:
        await down(tab.session)
        await asyncio.sleep(_SLIDE)
        waiting = await _look_again(tab, looks, waiting)
        await back(tab.session)
    for _ in range(_TIMES):
        if not any(waiting.values()):
            break
        await asyncio.sleep(_PAUSE)
        waiting = await _look_again(tab, looks, waiting)


async def watch_late(tab: Tab, looks: Looks, answer: Any, seconds: float) -> Any:
    """Look again at a page with scripts, `seconds` after it came: one may write a value late. Give the page as it stands then.

    A look that shows one is kept as one on load. `answer` is the page as it stood.
    """
    if not seconds or _SCRIPT not in answer["strings"]:
        return answer
    await asyncio.sleep(max(0.0, tab.came + seconds - time.monotonic()))
    if await values_laid(tab.session) <= values_in(answer):
        return answer
    later = await taken(tab)
    looks.keep(tab, later, DESKTOP)
    return later


async def _look_again(tab: Tab, looks: Looks, waiting: Mapping[str, bool]) -> Mapping[str, bool]:
    answer = await taken(tab)
    still = hidden_values(answer)
    if not waiting.keys() <= still.keys():
        looks.keep(tab, answer, DESKTOP)
    return {value: waiting[value] for value in waiting if value in still}


def hidden_values(answer: Any) -> Mapping[str, bool]:
    """The values that a page holds and does not show, and whether each stands in a row whose things may take turns.

    `answer` is the page as it stands.
    """
    page = measure(trees_of(answer), DESKTOP)
    shown: set[str] = set()
    hidden: dict[str, bool] = {}
    for node, pieces in page.pieces.items():
        values = set(values_of("".join(piece.text for piece in pieces)))
        if values and any(not piece.why for piece in pieces):
            shown |= values
        elif values:
            in_a_row = _in_a_row(page, node)
            hidden |= {value: in_a_row or hidden.get(value, False) for value in values}
    return {value: in_a_row for value, in_a_row in hidden.items() if value not in shown}


def _in_a_row(page: Measured, node: int) -> bool:
    tree = page.tree
    for thing, _ in zip(around(tree, node), range(_NEAR), strict=False):
        row = tree.parents[thing]
        if row <= 0 or page.sights[row].why or not tree.laid[row]:
            continue
        box = tree.box(tree.laid[row][0])
        if min(box.right - box.left, box.bottom - box.top) >= _LEAST and _alike(page, row, thing):
            return True
    return False


def _alike(page: Measured, row: int, thing: int) -> bool:
    """Whether a row holds another thing of the same name that shares a class, or has none either."""
    tree, classes = page.tree, _classes(page.tree, thing)
    others = (other for other in tree.children[row] if other != thing and tree.kinds[other] == ELEMENT)
    return any(
        tree.name(other) == tree.name(thing) and (classes & _classes(tree, other) or not (classes or _classes(tree, other)))
        for other in others
    )


def _classes(tree: Tree, node: int) -> frozenset[str]:
    return frozenset(dict(tree.attributes(node)).get("class", "").split())
