"""Pages that only the shop's own scripts can show: a link or button draws them in the page it stands on.

Apps are put on servers that know one file alone: asked for `/contact` they answer "not found", or send home. A customer never
asks for it, but presses the link.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from playwright.async_api import Error

from crawler.browser.looks import taken
from crawler.browser.pressing import Pressed, click, press
from crawler.browser.reveals import Rank, controls
from crawler.browser.snapshot import ELEMENT, Tree, trees_of
from crawler.browser.tab import Tab
from crawler.model.rendering import Step, Way
from crawler.visiting.addresses import key

_ERROR = 400
"""The lowest status of an answer that is not what was asked for."""
_LITTLE = 100
"""Characters that a page shows at least that was drawn."""
_WAITS, _WAIT = 3, 0.5
"""How often what a press draws is waited for, and for how many seconds each time: the old page may have to fade first."""


async def may_be_drawn(tab: Tab, way: Way) -> bool:
    """Whether an address gave an error, next to nothing to read, or the very page that leads to it."""
    sent_back = key(tab.final_url) == key(way.page) != key(tab.url)
    return tab.status >= _ERROR or sent_back or len("".join(_texts(await taken(tab)))) < _LITTLE


async def follow(tab: Tab, way: Way) -> bool:
    """Press what leads to the tab's address, step by step; give whether that drew something on the page where it began.

    Else the tab is left at its own address.
    """
    try:
        await tab.return_to(way.page)
        asked = len(tab.redirects)
        if all([await _draws(tab, step) for step in way.steps]) and len(tab.redirects) == asked:
            tab.final_url = tab.url
            return True
        if tab.page.url != tab.url or len(tab.redirects) == asked:
            await tab.return_to(tab.url)
    except Error:
        if tab.page.is_closed():
            raise
    return False


async def _draws(tab: Tab, step: Step) -> bool:
    """Press what leads to an address where the page has it, and wait until it says something else; give whether it has it."""
    found = await _found(tab, step)
    if found:
        before = _texts(await taken(tab))
        await click(tab.session, found)
        await tab.settle()
        for _ in range(_WAITS):
            if _texts(await taken(tab)) != before:
                break
            await asyncio.sleep(_WAIT)
    return found != 0


async def _found(tab: Tab, step: Step) -> int:
    """DevTools' number of what leads to an address, also in a menu that must be opened first; 0 where nothing does."""
    trees = trees_of(await taken(tab))
    found = _leading(step, trees)
    menus = controls(trees, {Rank.MENU})
    if not found and menus and await press(tab.session, menus[0]) is Pressed.YES:
        await tab.settle()
        found = _leading(step, trees_of(await taken(tab)))
    return found


def _leading(step: Step, trees: Sequence[Tree]) -> int:
    """The link to an address, else the control with these words."""
    named = (control for control in controls(trees, frozenset(Rank)) if control.text == step.text and not control.pointed)
    return link_to(step.url, trees) or next((control.backend for control in named), 0)


def _texts(answer: Mapping[str, Any]) -> list[str]:
    """The texts of a page as it stands."""
    strings = answer["strings"]
    return [strings[text] for document in answer["documents"] for text in document["layout"]["text"] if text >= 0]


def link_to(url: str, trees: Iterable[Tree]) -> int:
    """DevTools' number of the first link to an address, 0 where there is none."""
    wanted = key(url)
    for tree in trees:
        for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
            if kind == ELEMENT and tree.name(node) == "A":
                href = dict(tree.attributes(node)).get("href", "").strip()
                if href and key(urljoin(tree.base or tree.url, href)) == wanted:
                    return tree.backend(node)
    return 0
