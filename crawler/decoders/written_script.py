"""Addresses that a script puts together and writes: Joomla's cloak, `document.write(unescape(...))`, pieces in variables.

Joomla (https://docs.joomla.org/J3.x:How_to_disable_e-mail_cloaking) names its variables `addy` and a number and escapes the
letters; everybody else's own invention is called `written-script`. A string written by `document.write` stands where the
script stands; one put into an element with an id stands there; anything else nobody sees before it is used.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.decoders._script_strings import Written, written
from crawler.model.document import Script
from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

CLUE = re.compile(
    r"""
      &\#64; | &\#x40; | %40 | \\x40 | \\u0040       # an escaped @
    | @ (?: ['"] | [\w-]+ (?: \. | ['"] ) )          # a plain one before a host's name or at a string's end
    | mailto
    | atob\(\s*['"]
    | fromCharCode\(\s* (?: 64\b | 0x40\b | \d+ (?:\s*,\s*\d+){7} )
    """,
    re.VERBOSE,
)
SIGNS = ("@", "%40", "x40", "u0040", "&#64;", "mailto", "atob(", "fromCharCode(")
"""One of these stands in every clue; they are found several times as fast."""

WINDOW = 4_000
"""Characters of a long script that are read."""

SINKS = (
    *("document.write", "innerHTML", "outerHTML", "location", "href", "textContent", "innerText"),
    *(".html(", ".text(", ".append(", "open(", "eval("),
)
JOOMLA = re.compile(r"\baddy(?:_text)?[\w]*\s*=")
HREF = re.compile(r"""<[a-z]\w*\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))[^>]*>""", re.IGNORECASE)
TAG = re.compile(r"<[^>]{0,500}>?")
MOST = 200
"""Scripts of one page that are read, of those that may write an address."""

BEFORE = 2_000
"""Characters kept before a long script's first clue: the variables are given their values there."""


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the text of what inline scripts write, where it may hold an address or a number."""
    inline = [script for script in scene.document.scripts if not script.src and "json" not in script.kind]
    parts = [(script, part) for script in inline if (part := promising(script.text))]
    for script, part in scene.ends(parts, MOST, "scripts"):
        name = "joomla-cloak" if JOOMLA.search(part) else "written-script"
        yield from _decoded(scene, script, name, _written(part))


@lru_cache(maxsize=1024)
def promising(text: str) -> str:
    """The part of a script that may write an address: it has a sink near a clue."""
    if not any(sign in text for sign in SIGNS) or not any(sink in text for sink in SINKS):
        return ""
    clue = CLUE.search(text)
    if not clue:
        return ""
    start = max(0, clue.start() - BEFORE) if len(text) > WINDOW else 0
    part = text[start : start + WINDOW]
    return part if any(sink in part for sink in SINKS) else ""


@lru_cache(maxsize=256)
def _written(part: str) -> tuple[Written, ...]:
    """What a part writes; the same script stands on every page of a shop."""
    return tuple(written(part))


def _decoded(scene: Scene, script: Script, name: str, items: tuple[Written, ...]) -> Iterator[Decoded]:
    shown = "".join(item.text for item in items if item.shown and not item.target)
    yield from _texts(shown, name, script.place, script.block)
    for item in items:
        if item.target in scene.document.anchors and item.shown:
            block = scene.document.anchors[item.target]
            place = scene.document.blocks[block].place if block < len(scene.document.blocks) else script.place
            yield from _texts(item.text, name, place, block)
        elif item.target or not item.shown:
            yield from _texts(item.text, name, Place.SCRIPT, script.block)


def _texts(markup: str, name: str, place: Place, block: int) -> Iterator[Decoded]:
    targets = [html.unescape("".join(groups)) for groups in HREF.findall(markup)]
    for text in (*targets, html.unescape(TAG.sub(" ", markup)).strip()):
        if text:
            yield Decoded(text, name, place, block, shown=place is not Place.SCRIPT)
