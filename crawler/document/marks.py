"""Marks of a page as a browser showed it: what a visitor sees stands in attributes, so styles and class names are not asked.

`crawler.browser.marked` writes them and says what they mean. Only the program's own captures are believed: a page that brings such
attributes along is read as any other.
"""

import re

from crawler.model.capture import Capture, Via

VIEW = "bereikbaar-view"
UNSEEN = "bereikbaar-unseen"
LOOK = "bereikbaar-look"
MADE = "bereikbaar-made"
FRAME = "bereikbaar-frame"
SHADOW = "bereikbaar-shadow"
OPENED = "bereikbaar-opened"
WALL = "bereikbaar-wall"
PROBLEMS = "bereikbaar-problems"
NAMES = (VIEW, UNSEEN, LOOK, MADE, FRAME, SHADOW, OPENED, WALL, PROBLEMS)
CLOSED = "closed"
"""Why an element is unseen that opens by what stands beside it."""
_START = b"<!doctype html>\n<html"
_FARTHEST = 40_000
_LOOK = re.compile(rf' {LOOK}="[^"<>]*"')


def is_marked(capture: Capture) -> bool:
    """Whether a capture is marked HTML: one that the browser pass wrote, whose root says so."""
    if capture.via is not Via.BROWSER or not capture.body.startswith(_START):
        return False
    return VIEW.encode() + b'="' in capture.body[: capture.body.find(b">", len(_START), _FARTHEST)]


def unlooked(text: str) -> str:
    """Marked HTML without what was measured, which makes each start tag unlike all others; no reader asks for it.

    >>> unlooked('<p class="a" bereikbaar-look="8 8 90 17 16 21 1">x')
    '<p class="a">x'
    """
    return _LOOK.sub("", text)
