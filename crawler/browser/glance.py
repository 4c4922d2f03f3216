"""Whether a value came to sight: a quick look at the texts that have a place on the page, whatever hides them there.

It costs a small part of a look, so that it can be had after each of many controls that are pressed one after another.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from crawler.browser.pointed import bare, values_of
from crawler.browser.reveals import Control
from crawler.browser.session import Session
from crawler.browser.snapshot import CAPTURE, ELEMENT, TEXT, Tree


async def values_laid(session: Session) -> frozenset[str]:
    """What may be values among the texts of the page as it stands."""
    return values_in(await session.send(CAPTURE, {"computedStyles": []}))


def values_in(answer: Mapping[str, Any]) -> frozenset[str]:
    """What may be values among the texts of an answer to CAPTURE; one may stand in several texts.

    >>> sorted(values_in({"strings": ["Bel", "020-", "5550131"], "documents": [{"layout": {"text": [-1, 0, 1, 2]}}]}))
    ['0205550131']
    """
    strings = answer["strings"]
    texts = (" ".join(strings[text] for text in document["layout"]["text"] if text >= 0) for document in answer["documents"])
    return frozenset(value for text in texts for value in values_of(text))


def by_nearness(batch: Sequence[Control], tree: Tree, values: Collection[str]) -> list[Control]:
    """Controls in the order in which they may open the first of these values: those that stand before it, the nearest first."""
    places = {tree.backend(node): node for node, kind in enumerate(tree.kinds[: len(tree.parents)]) if kind == ELEMENT}
    texts = (node for node, kind in enumerate(tree.kinds[: len(tree.parents)]) if kind == TEXT)
    there = next((node for node in texts if any(value in bare(tree.value(node)) for value in values)), len(tree.parents))

    def far(control: Control) -> tuple[bool, int]:
        place = places.get(control.backend, len(tree.parents))
        return place > there, abs(place - there)

    return sorted(batch, key=far)
