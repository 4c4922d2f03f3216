"""The page kinds of the heading a value stands under: a legal heading makes legal text of it, a contact heading a contact page."""

from functools import lru_cache

from crawler.knowledge.phrases import page_phrases
from crawler.model.link import LEGAL_KINDS, PageKind
from crawler.model.scene import Scene

KINDS = (*sorted(LEGAL_KINDS), PageKind.CONTACT, PageKind.IMPRINT, PageKind.SERVICE)
LONGEST = 80
"""Longer headings are sentences, in which a word promises nothing."""


def section_of(scene: Scene, block: int) -> tuple[str, ...]:
    """The kinds that the headings above a block promise, nearest heading first; the first heading that promises any decides."""
    blocks = scene.document.blocks
    if not 0 <= block < len(blocks):
        return ()
    for heading in reversed(blocks[block].headings):
        if kinds := _kinds(heading[:LONGEST], scene.languages):
            return kinds
    return ()


@lru_cache(maxsize=4096)
def _kinds(heading: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind.value for kind in KINDS if page_phrases(codes, kind).search(heading))
