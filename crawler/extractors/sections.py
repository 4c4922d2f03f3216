"""The page kinds of the heading a value stands under: a legal heading makes legal text of it, a contact heading a contact page."""

import re
from functools import lru_cache

from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import pattern_of
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
    return tuple(kind.value for kind in KINDS if _pattern(kind, codes).search(heading))


@lru_cache(maxsize=256)
def _pattern(kind: PageKind, codes: tuple[str, ...]) -> re.Pattern[str]:
    known = languages()
    return pattern_of(word for code in codes if code in known for word in known[code].page_words[kind])
