"""Pages that only the shop's own scripts can show: a link draws them in the page it stands on, their addresses give something else.

Apps are put on servers that know one file alone: asked for `/contact` they answer "not found", or send home. A customer never
asks for it, but presses the link.
"""

from collections.abc import Iterable
from urllib.parse import urljoin

from playwright.async_api import Error

from crawler.browser.looks import taken
from crawler.browser.pressing import Pressed, click, press
from crawler.browser.reveals import Rank, controls
from crawler.browser.snapshot import ELEMENT, Tree, trees_of
from crawler.browser.tab import Tab
from crawler.visiting.addresses import key

_ERROR = 400
"""The lowest status of an answer that is not what was asked for."""


def may_be_drawn(tab: Tab, linked_from: str) -> bool:
    """Whether an address gave an error, or the very page that linked to it."""
    return bool(linked_from) and (tab.status >= _ERROR or key(tab.final_url) == key(linked_from) != key(tab.url))


async def follow(tab: Tab, linked_from: str) -> bool:
    """Press the link to the tab's address on the page it stands on; give whether that drew something there.

    Else the tab is left at its own address.
    """
    try:
        await tab.return_to(linked_from)
        if await _draws(tab):
            tab.final_url = tab.url
            return True
        if tab.page.url != tab.url:
            await tab.return_to(tab.url)
    except Error:
        if tab.page.is_closed():
            raise
    return False


async def _draws(tab: Tab) -> bool:
    """Press the link to the tab's address where the page has one; give whether the page stayed, and asked for no other."""
    asked = len(tab.redirects)
    if link := await _link(tab):
        await click(tab.session, link)
        await tab.settle()
    return link != 0 and len(tab.redirects) == asked


async def _link(tab: Tab) -> int:
    """DevTools' number of the link to the tab's address, also of one that stands in a menu to be opened; 0 where there is none."""
    trees = trees_of(await taken(tab))
    found = link_to(tab.url, trees)
    menus = controls(trees, {Rank.MENU})
    if not found and menus and await press(tab.session, menus[0]) is Pressed.YES:
        await tab.settle()
        found = link_to(tab.url, trees_of(await taken(tab)))
    return found


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
