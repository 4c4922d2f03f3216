"""What lies over a page is sent away as customers do: by the key Escape, else by its own cross.

A banner for cookies is left to `crawler.browser.rejecting`: to close one may be taken for a yes.
"""

import asyncio
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path

from crawler.browser.branches import around
from crawler.browser.rejecting import in_banner
from crawler.browser.reveals import Control, Rank, all_within, words_of_control
from crawler.browser.session import Session
from crawler.browser.snapshot import ELEMENT, Tree
from crawler.browser.style import Styles
from crawler.knowledge.unit_words import unit_words
from crawler.model.strict import read_facts

_WORDS = Path(__file__).with_suffix(".toml")
_GOING = 0.4
"""Seconds in which what was sent away goes."""
_DEEP = 12
"""Elements around a cross among which the one that lies over the page is looked for."""


async def escape(session: Session) -> None:
    """Press Escape, and give what it sends away the time to go."""
    for kind in ("rawKeyDown", "keyUp"):
        key = {"type": kind, "key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27}
        await session.send("Input.dispatchKeyEvent", key)
    await asyncio.sleep(_GOING)


def cross(trees: Iterable[Tree]) -> Control | None:
    """The cross of what lies over the page, None where there is none."""
    return next(chain.from_iterable(map(_of_tree, trees)), None)


def _of_tree(tree: Tree) -> Iterator[Control]:
    styles = Styles()
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind != ELEMENT or not tree.laid[node] or tree.name(node) in {"HTML", "BODY"}:
            continue
        said = words_of_control(tree, node)
        if said.casefold() in _closing() and _lies_over(tree, node, styles) and not in_banner(tree, node):
            yield Control(tree.backend(node), said, Rank.OTHER, all_within(tree, node))


def _lies_over(tree: Tree, node: int, styles: Styles) -> bool:
    """Whether it stands in a dialog, or in what keeps its place in the window."""
    boxes = (one for one in islice(around(tree, node), _DEEP) if tree.laid[one])
    return any(tree.name(one) == "DIALOG" or styles.of(tree, tree.laid[one][0]).moving for one in boxes)


@cache
def _closing() -> frozenset[str]:
    return frozenset(word.casefold() for word in (*read_facts(_WORDS)["signs"], *unit_words(_WORDS, "close")))
