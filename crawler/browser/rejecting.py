"""The button of a banner that rejects cookies, told by its words: for banners that no rule of autoconsent knows.

It is pressed only where a banner says what it is about; a "no" that stands anywhere else is left alone.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from crawler.browser.reveals import Control, Rank, all_within, words_of_control
from crawler.browser.snapshot import ELEMENT, Tree
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words

_WORDS = Path(__file__).with_suffix(".toml")
_BUTTONS = frozenset({"BUTTON", "A", "INPUT"})
_FARTHEST = 6
"""Elements around a button within which its banner must say what it is about."""
_MOST_TEXT = 2_000
"""Characters that a banner says at most; a page says more."""


def rejecting(trees: Iterable[Tree]) -> Control | None:
    """The button that rejects cookies, None where there is none."""
    return next(chain.from_iterable(map(_of_tree, trees)), None)


def _of_tree(tree: Tree) -> Iterator[Control]:
    for node, kind in enumerate(tree.kinds[: len(tree.parents)]):
        if kind == ELEMENT and tree.laid[node] and _is_button(tree, node):
            text = words_of_control(tree, node)
            if text.casefold().rstrip(".!") in _rejects() and in_banner(tree, node):
                yield Control(tree.backend(node), text, Rank.OTHER, all_within(tree, node))


def _is_button(tree: Tree, node: int) -> bool:
    return tree.name(node) in _BUTTONS or dict(tree.attributes(node)).get("role") == "button"


def in_banner(tree: Tree, node: int) -> bool:
    """Whether an element stands in something small that speaks of cookies."""
    for _ in range(_FARTHEST):
        node = tree.parents[node]
        if node < 0 or tree.kinds[node] != ELEMENT or tree.name(node) == "BODY":
            return False
        said = words_of_control(tree, node, most=_MOST_TEXT)
        if len(said) > _MOST_TEXT:
            return False
        if _banner().search(said):
            return True
    return False


@cache
def _rejects() -> frozenset[str]:
    return frozenset(word.casefold() for word in unit_words(_WORDS, "reject"))


@cache
def _banner() -> Phrases:
    return Phrases(unit_words(_WORDS, "banner"))
