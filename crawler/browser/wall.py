"""Something that lies before the whole window: a question for consent or age, a message. What it says."""

from collections.abc import Iterator

from crawler.browser.measure import Measured
from crawler.browser.snapshot import ELEMENT, TEXT, Box

_WHOLE = 0.95
_DIM = 0.2
"""How opaque a wall is at least: some only dim the page."""
_LONGEST = 200
_NAMELESS = "(no text)"


def wall_of(page: Measured, viewport: tuple[int, int]) -> str:
    """The text of what lies before the whole window on load, "" where nothing does.

    A box that only holds the page itself is no wall: something must be painted beneath it.
    """
    tree = page.tree
    window = Box(0.0, 0.0, *map(float, viewport)).moved(*tree.scroll)
    walls = [(tree.order(page.sights[node].laid), node) for node in _walls(page, window)]
    if not walls:
        return ""
    first = min(walls)
    below = any(order < first[0] for order, _ in _texts(page, window))
    if not below:
        return ""
    said = " ".join(" ".join(text for order, text in _texts(page, window) if order >= first[0]).split())
    return said[:_LONGEST] or _NAMELESS


def _walls(page: Measured, window: Box) -> Iterator[int]:
    tree = page.tree
    for node, sight in enumerate(page.sights):
        style = sight.style
        if tree.kinds[node] != ELEMENT or not tree.laid[node] or style.position not in {"fixed", "absolute"}:
            continue
        shade = (style.ground.alpha if style.ground else 1.0) * sight.opacity
        if sight.why or not style.visible or not style.catches or shade < _DIM:
            continue
        box = tree.box(sight.laid)
        across = min(box.right, window.right) - max(box.left, window.left)
        up = min(box.bottom, window.bottom) - max(box.top, window.top)
        if across >= _WHOLE * (window.right - window.left) and up >= _WHOLE * (window.bottom - window.top):
            yield node


def _texts(page: Measured, window: Box) -> Iterator[tuple[int, str]]:
    """Texts that are seen in the window, and when each is painted."""
    tree = page.tree
    for node, pieces in page.pieces.items():
        if tree.kinds[node] == TEXT and tree.laid[node] and any(not piece.why for piece in pieces):
            box = tree.box(tree.laid[node][0])
            if box.top < window.bottom and box.bottom > window.top:
                yield tree.order(tree.laid[node][0]), "".join(piece.text for piece in pieces if not piece.why)
