"""Pages that only the shop's own scripts can show: a link or button draws them in the page it stands on.

Apps are put on servers that know one file alone: asked for `/contact` they answer "not found", or send home. A customer never
asks for it, but presses the link.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

from playwright.async_api import Error

from crawler.browser.looks import taken
from crawler.browser.pressing import Pressed, click, press
from crawler.browser.reveals import Rank, controls
from crawler.browser.snapshot import ELEMENT, Tree, trees_of
from crawler.browser.tab import Tab
from crawler.model.rendering import Way
from crawler.visiting.addresses import key

_ERROR = 400
"""The lowest status of an answer that is not what was asked for."""


def may_be_drawn(tab: Tab, way: Way) -> bool:
    """Whether an address gave an error, or the very page that leads to it."""
    return tab.status >= _ERROR or key(tab.final_url) == key(way.page) != key(tab.url)


async def follow(tab: Tab, way: Way) -> bool:
    """Press what leads to the tab's address on the page it stands on; give whether that drew something there.

    Else the tab is left at its own address.
    """
    try:
        await tab.return_to(way.page)
        if await _draws(tab, way.text):
            tab.final_url = tab.url
            return True
        if tab.page.url != tab.url:
            await tab.return_to(tab.url)
    except Error:
        if tab.page.is_closed():
            raise
    return False


async def _draws(tab: Tab, text: str) -> bool:
    """Press what leads to the tab's address where the page has it; give whether the page stayed, and asked for no other."""
    asked = len(tab.redirects)
    if found := await _found(tab, text):
        await click(tab.session, found)
        await tab.settle()
    return found != 0 and len(tab.redirects) == asked


async def _found(tab: Tab, text: str) -> int:
    """DevTools' number of what leads to the tab's address, also in a menu that must be opened first; 0 where nothing does."""
    trees = trees_of(await taken(tab))
    found = _leading(tab.url, text, trees)
    menus = controls(trees, {Rank.MENU})
    if not found and menus and await press(tab.session, menus[0]) is Pressed.YES:
        await tab.settle()
        found = _leading(tab.url, text, trees_of(await taken(tab)))
    return found


def _leading(url: str, text: str, trees: Sequence[Tree]) -> int:
    """The link to an address, else the control with these words."""
    named = (control for control in controls(trees, frozenset(Rank)) if control.text == text and not control.pointed)
    return link_to(url, trees) or next((control.backend for control in named), 0)


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
