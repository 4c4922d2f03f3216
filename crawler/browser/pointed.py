"""What shows a value to who points at it: an icon beside which styles bring a number to sight (`:hover`).

No snapshot tells of such a style. So what stands around a value that is not shown is pointed at, where it is small enough to
be made for that, and the page looked at again; so is what has a value in an attribute for a tip (`data-tip`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from crawler.browser.branches import around, within
from crawler.browser.measure import SILENT
from crawler.browser.sight import FAINT
from crawler.browser.snapshot import ELEMENT, TEXT, Tree
from crawler.browser.style import Styles

VALUE = re.compile(
    r"[^\s@]+@[^\s@]+\.\w"  # an address
    r"|(?<![\d.,])(?!20\d\d[-./])[+(]?\d(?:[ \u00a0./()–-]{0,3}\d){8,11}(?![\d:])"  # a number, no date, time or article
)
"""What may be an address or a number; each text with one is looked at more closely."""
_DIALLED = re.compile(r"[+(0]|\S+@")
"""How a number or an address begins in an attribute; others are numbers of articles and times."""
_LONGEST = 80
"""Characters of an attribute that is shown when it is pointed at."""
_SIGNS = re.compile(r"[^\w@]+")
_MOST = 3
"""Elements of one document that are pointed at."""
_LARGEST = 60
"""Nodes in an element that is pointed at; one that holds more is a part of the page."""
_LEAST = 3.0
"""Pixels of an element that a mouse can find."""


def values_of(text: str) -> Iterator[str]:
    """What may be values in a text, each without the signs between its letters and digits.

    >>> list(values_of("Bel (020) 555-0131 of mail info@winkel.example"))
    ['0205550131', 'info@winkele']
    """
    return map(bare, VALUE.findall(text))


def bare(text: str) -> str:
    """A text without signs."""
    return _SIGNS.sub("", text)


def pointed_at(tree: Tree) -> Iterator[tuple[int, str]]:
    """The innermost shown elements around texts that may be a value and are not shown, with the words that are."""
    styles = Styles()
    texts = (node for node, kind in enumerate(tree.kinds[: len(tree.parents)]) if kind == TEXT and VALUE.search(tree.value(node)))
    hosts = dict.fromkeys(host for node in texts if (host := _host(tree, styles, node)))
    for host in (*islice(hosts, _MOST), *islice(_with_data(tree, styles), _MOST)):
        yield host, " ".join(VALUE.sub("", _words(tree, styles, host)).split())


def _with_data(tree: Tree, styles: Styles) -> Iterator[int]:
    """The shown elements of which an attribute for scripts or styles holds a value that their text does not show."""
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind != ELEMENT or not tree.laid[node]:
            continue
        told = [value for name, value in tree.attributes(node) if name.startswith("data-") and len(value) <= _LONGEST]
        met = next((found[0] for value in told if (found := VALUE.search(value)) and _DIALLED.match(found[0])), "")
        if met and _is_thing(tree, node) and not _unseen(tree, styles, node) and bare(met) not in bare(_words(tree, styles, node)):
            yield node


def _host(tree: Tree, styles: Styles, node: int) -> int:
    """The element around what hides a text, or what blurs it; 0 where it is shown, or nobody could point at that element."""
    chain = list(around(tree, node))
    if any(tree.name(one) in SILENT for one in chain):
        return 0
    hidden = [place for place, one in enumerate(chain) if _unseen(tree, styles, one)] or _cut_off(tree, styles, node, chain)
    if hidden and tree.laid[last := chain[hidden[-1]]] and styles.of(tree, tree.laid[last][0]).blurred:
        return last if _is_thing(tree, last) else 0
    host = chain[hidden[-1] + 1] if hidden and hidden[-1] + 1 < len(chain) else 0
    return host if host and _is_thing(tree, host) else 0


def _unseen(tree: Tree, styles: Styles, node: int) -> bool:
    if not tree.laid[node]:
        return True
    style = styles.of(tree, tree.laid[node][0])
    return not style.visible or style.opacity < FAINT or style.blurred


def _cut_off(tree: Tree, styles: Styles, node: int, chain: Sequence[int]) -> list[int]:
    """The place of what lies just inside the element that cuts a text off whole, if there is one: styles may move it into sight."""
    if not tree.laid[node]:
        return []
    text = tree.box(tree.laid[node][0])
    for place, one in enumerate(chain):
        if not tree.laid[one] or "hidden" not in {(style := styles.of(tree, tree.laid[one][0])).across, style.down}:
            continue
        box = tree.box(tree.laid[one][0])
        if text.left >= box.right or text.right <= box.left or text.top >= box.bottom or text.bottom <= box.top:
            return [place - (min(box.right - box.left, box.bottom - box.top) >= _LEAST)]
    return []


def _is_thing(tree: Tree, node: int) -> bool:
    """Whether an element is no part of the page but a thing in it: small, and there for the mouse."""
    box = tree.box(tree.laid[node][0])
    small = sum(1 for _ in islice(within(tree, node), _LARGEST + 1)) <= _LARGEST
    return small and tree.name(node) not in {"HTML", "BODY", "FORM"} and min(box.right - box.left, box.bottom - box.top) >= _LEAST


def _words(tree: Tree, styles: Styles, node: int) -> str:
    texts = (inner for inner in within(tree, node) if tree.kinds[inner] == TEXT)
    shown = (
        tree.value(inner)
        for inner in texts
        if not any(_unseen(tree, styles, one) for one in takewhile(lambda one: one != node, around(tree, inner)))
    )
    return " ".join(" ".join(shown).split())
