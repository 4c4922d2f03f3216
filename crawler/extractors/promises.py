"""What a shop says about reaching it.

Complaint route, ordering without an account, contact data in the withdrawal text, and empty places such as `[telefoonnummer]`.
The words stand in the languages' files; a fact is the sentence that holds them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from crawler.extractors._number_spelling import RUN
from crawler.knowledge.phrases import Phrases, page_phrases, phrases
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.scene import Scene

ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
EMPTY = re.compile(r"[\[{]{1,2}[\w@ .-]{3,40}[\]}]{1,2}")
EMPTY_CLUE = re.compile(r"tel|phone|fon|mail|adres|nummer|number|straat|street", re.IGNORECASE)
ELSEWHERE = frozenset({PageKind.PRIVACY, PageKind.COOKIES})
HEADING = re.compile(r"h[1-6]|summary|dt")
MOST_MARKS = 1_000
MOST, MENTIONS = 10, 200
"""Facts of one kind, and mentions, of one page that are looked at."""

SHORT = 60
NEAR = 140
"""Letters of a link's text, and around a word for complaints in which an address or a number tells where to turn."""


def find(scene: Scene) -> Iterator[Fact]:
    """Give the facts of each kind, at most ten a page."""
    for number, word, at in _mentions(scene, phrases(scene.languages, "guest_words")):
        yield _fact(scene, FactKind.GUEST_CHECKOUT, word, number, at)
    yield from _complaints(scene)
    yield from _withdrawal(scene)
    yield from _empty(scene)


def _mentions(scene: Scene, pattern: Phrases) -> Iterator[tuple[int, str, int]]:
    """The first mention in each block that can be seen: its block, the words, and where they begin in it."""
    seen: set[int] = set()
    for match in islice(pattern.finditer(scene.text, scene.words), MENTIONS):
        number = scene.block_at(match.start())
        block = scene.document.blocks[number]
        if number not in seen and (block.visible or block.closed):
            seen.add(number)
            yield number, match.group(), match.start() - scene.starts[number]


def _complaints(scene: Scene) -> Iterator[Fact]:
    """Ways to complain: a link (its target is the value), a heading, a sentence that gives an address or a number.

    What a privacy page says of complaints is about an authority.
    """
    if scene.page.kinds and scene.page.kinds <= ELSEWHERE:
        return
    words = page_phrases(scene.languages, PageKind.COMPLAINTS)
    given: set[str] = set()
    for number, word, at in _mentions(scene, words):
        route = _link_of(scene, number, words) or _told(scene, number, word, at)
        if route and route not in given and len(given) < MOST:
            given.add(route)
            yield _fact(scene, FactKind.COMPLAINT_ROUTE, route, number, at)


def _link_of(scene: Scene, number: int, words: Phrases) -> str:
    links = (link for link in scene.document.links_in(number) if link.text and len(link.text) <= SHORT)
    return next((link.target for link in links if words.search(link.text)), "")


def _told(scene: Scene, number: int, word: str, at: int) -> str:
    """The word, where the block is a heading or its text goes on to tell where to turn."""
    text = scene.document.blocks[number].text
    behind = text[max(0, at - NEAR) : at + NEAR]
    turns = "@" in behind or RUN.search(behind) is not None
    return " ".join(word.casefold().split()) if turns or HEADING.fullmatch(scene.document.blocks[number].tag) else ""


def _withdrawal(scene: Scene) -> Iterator[Fact]:
    """The first number and the first address under a withdrawal heading, or on a page that is for nothing else."""
    whole = scene.page.kinds == frozenset({PageKind.WITHDRAWAL})
    if not whole and not any(
        _of_withdrawal(heading, scene.languages)
        for heading in {block.headings[-1] for block in scene.document.blocks if block.headings}
    ):
        return
    wanted = [_number_in, _address_in]
    for number, block in enumerate(scene.document.blocks):
        if not (block.visible or block.closed) or not (whole or _of_withdrawal(" ".join(block.headings[-2:]), scene.languages)):
            continue
        for look in tuple(wanted):
            if found := look(block.text):
                wanted.remove(look)
                yield _fact(scene, FactKind.WITHDRAWAL_TEXT, found.group().strip(), number, found.start())


def _number_in(text: str) -> re.Match[str] | None:
    return RUN.search(text)


def _address_in(text: str) -> re.Match[str] | None:
    """The first address, looked for around the first `@`: a long text without one costs nothing."""
    at = text.find("@")
    return ADDRESS.search(text, max(0, at - 64), at + 200) if at > 0 else None


@lru_cache(maxsize=8192)
def _of_withdrawal(heading: str, codes: tuple[str, ...]) -> bool:
    return page_phrases(codes, PageKind.WITHDRAWAL).search(heading) is not None


def _empty(scene: Scene) -> Iterator[Fact]:
    marks = EMPTY.finditer(scene.text) if "[" in scene.text or "{" in scene.text else ()
    for match in scene.ends(marks, MOST_MARKS, "empty-places"):
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
