"""A line that is put together of pieces: a number of which each digit has an element of its own, in any order of the source.

Styles set such pieces beside each other (`float`, `flex`, `order`, a grid, places), and what is seen is their order on the line.
"""

from collections.abc import Sequence
from itertools import islice, pairwise

from crawler.browser.branches import within
from crawler.browser.snapshot import ELEMENT, TEXT, Box, Tree

_FEWEST = 4
"""Pieces of a line; fewer are read as they stand in the source."""
_LONGEST = 4
"""Signs of a piece."""
_NODES = 4
"""Nodes of a piece at most: an element, one in it, their texts."""
_GAP = 0.35
"""Share of a line's height that is free between two pieces at most; the numbers of pages are farther from each other."""


def pieces(tree: Tree, children: Sequence[int]) -> list[int]:
    """The children of an element as they are seen from left to right, where they are the pieces of one line; else none."""
    if len(children) < _FEWEST:
        return []
    found: list[tuple[Box, int]] = []
    hidden: list[int] = []
    for child in children:
        if not _is_there(tree, child):
            hidden.append(child)
            continue
        box = _box(tree, child) if tree.kinds[child] == ELEMENT else None
        if box is None:
            return []
        found.append((box, child))
    found.sort()
    in_line = len(found) >= _FEWEST and _on_a_line([box for box, _ in found])
    return [*(child for _, child in found), *hidden] if in_line else []


def _is_there(tree: Tree, node: int) -> bool:
    """Whether an element, or a text that is not lost between two elements, takes part in the line."""
    laid = tree.laid[node]
    return bool(laid) and (tree.kinds[node] == ELEMENT or bool(tree.runs(laid[0])))


def _box(tree: Tree, node: int) -> Box | None:
    """The box of a piece's only text, None where it is no piece."""
    inner = list(islice(within(tree, node), _NODES + 1))
    texts = [one for one in inner if tree.kinds[one] == TEXT and tree.laid[one] and not tree.value(one).isspace()]
    if len(inner) > _NODES or len(texts) != 1 or len(tree.value(texts[0]).strip()) > _LONGEST:
        return None
    runs = tree.runs(tree.laid[texts[0]][0])
    return runs[0].box if len(runs) == 1 else None


def _on_a_line(boxes: Sequence[Box]) -> bool:
    high = boxes[0].bottom - boxes[0].top
    level = max(box.top for box in boxes) - min(box.top for box in boxes) < high / 2
    return level and all(abs(after.left - before.right) <= _GAP * high for before, after in pairwise(boxes))
