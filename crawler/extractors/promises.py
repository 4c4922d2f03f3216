"""What a shop says about reaching it.

Complaint route, ordering without an account, contact data in the withdrawal text, and empty places such as `[telefoonnummer]`.
The words stand in the languages' files; a fact is the sentence that holds them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.extractors._phone_numbers import RUN
from crawler.knowledge.phrases import Phrases, page_phrases, phrases
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.scene import Scene

EMPTY = re.compile(r"[\[{]{1,2}[\w@ .-]{3,40}[\]}]{1,2}")
EMPTY_CLUE = re.compile(r"tel|phone|fon|mail|adres|nummer|number|straat|street", re.IGNORECASE)
MOST = 10


def find(scene: Scene) -> Iterator[Fact]:
    """Give the facts of each kind, at most ten a page."""
    yield from _sentences(scene, FactKind.GUEST_CHECKOUT, phrases(scene.languages, "guest_words"))
    yield from _sentences(scene, FactKind.COMPLAINT_ROUTE, page_phrases(scene.languages, PageKind.COMPLAINTS))
    yield from _withdrawal(scene)
    yield from _empty(scene)


def _sentences(scene: Scene, kind: FactKind, pattern: Phrases) -> Iterator[Fact]:
    seen: set[int] = set()
    for match in pattern.finditer(scene.text, scene.words):
        number = scene.block_at(match.start())
        block = scene.document.blocks[number]
        if number in seen or not (block.visible or block.closed):
            continue
        seen.add(number)
        if len(seen) > MOST:
            return
        yield _fact(scene, kind, match.group(), number, match.start() - scene.starts[number])


def _withdrawal(scene: Scene) -> Iterator[Fact]:
    """Numbers and addresses under a withdrawal heading, or on a page that is for nothing else."""
    whole = scene.page.kinds == frozenset({PageKind.WITHDRAWAL})
    if not whole and not any(
        _of_withdrawal(heading, scene.languages)
        for heading in {block.headings[-1] for block in scene.document.blocks if block.headings}
    ):
        return
    for number in scene.numbered:
        block = scene.document.blocks[number]
        if (
            (block.visible or block.closed)
            and (whole or _of_withdrawal(" ".join(block.headings[-2:]), scene.languages))
            and (run := RUN.search(block.text))
        ):
            yield _fact(scene, FactKind.WITHDRAWAL_TEXT, block.text[:120], number, run.start())
            return


@lru_cache(maxsize=8192)
def _of_withdrawal(heading: str, codes: tuple[str, ...]) -> bool:
    return page_phrases(codes, PageKind.WITHDRAWAL).search(heading) is not None


def _empty(scene: Scene) -> Iterator[Fact]:
    for match in EMPTY.finditer(scene.text) if "[" in scene.text or "{" in scene.text else ():
        number = scene.block_at(match.start())
        if EMPTY_CLUE.search(match.group()) and scene.document.blocks[number].visible:
            yield _fact(scene, FactKind.PLACEHOLDER_TEXT, match.group(), number, match.start() - scene.starts[number])


def _fact(scene: Scene, kind: FactKind, value: str, number: int, at: int) -> Fact:
    block = scene.document.blocks[number]
    snippet = block.text[max(0, at - 60) : at + 100]
    return Fact(
        page_id=scene.page.id,
        kind=kind,
        value=value,
        as_shown=snippet,
        place=block.place,
        selector=scene.document.selector(number),
        snippet=snippet,
        technique="promises",
    )
