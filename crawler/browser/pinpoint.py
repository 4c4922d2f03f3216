"""Where in a long text a value stands, for the frame around it.

Asked in a world of scripts of its own, which sees the page and which the page can neither see nor change. It serves the picture
only: what is seen, and how, is told by the snapshot.
"""

import asyncio
from contextlib import suppress

from playwright.async_api import Error

from crawler.browser.session import Session
from crawler.document.marked_page import Box

_PATIENCE = 1.0
"""Seconds for the answer."""
_WORLD = "bereikbaar"
_FIND = """
(wanted, left, top, width, height) => {
  const bare = text => text.replace(/\\s+/g, '');
  const sought = bare(wanted).toLowerCase();
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(), seen = 0; node && seen < 20000; node = walker.nextNode(), seen++) {
    const text = node.data.toLowerCase();
    if (text.length < sought.length || !bare(text).includes(sought)) continue;
    const places = [...text].flatMap((letter, place) => /\\s/.test(letter) ? [] : [place]);
    const at = bare(text).indexOf(sought);
    const range = document.createRange();
    range.setStart(node, places[at]);
    range.setEnd(node, places[at + sought.length - 1] + 1);
    const box = range.getBoundingClientRect();
    const x = box.left + scrollX, y = box.top + scrollY;
    const inside = x > left - 9 && y > top - 9 && x + box.width < left + width + 9 && y + box.height < top + height + 9;
    if (inside && box.width && box.height) return [x, y, box.width, box.height];
  }
  return null;
}
"""


async def pinpoint(session: Session, as_shown: str, around: Box) -> Box:
    """Give the box of a text inside a box of the page, in its CSS pixels; the box itself where the text is not found alone."""
    with suppress(Error, TimeoutError, KeyError, TypeError):
        async with asyncio.timeout(_PATIENCE):
            frames = await session.send("Page.getFrameTree")
            made = {"frameId": frames["frameTree"]["frame"]["id"], "worldName": _WORLD}
            world = (await session.send("Page.createIsolatedWorld", made))["executionContextId"]
            asked = {
                "functionDeclaration": _FIND,
                "executionContextId": world,
                "arguments": [{"value": value} for value in (as_shown, *around)],
                "returnByValue": True,
            }
            left, top, width, height = (await session.send("Runtime.callFunctionOn", asked))["result"]["value"]
            return float(left), float(top), float(width), float(height)
    return around
