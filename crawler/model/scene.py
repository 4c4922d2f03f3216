"""A page as the extractors and owner rules see it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate
from operator import add
from typing import TypeVar

from crawler.model.document import Document
from crawler.model.found import Decoded
from crawler.model.link import Link
from crawler.model.page import Page
from crawler.model.shop import Shop

Item = TypeVar("Item")
Marks = Mapping[int, frozenset[tuple[str, str]]]

MOST_LINKS = 250
"""Links of one block: what has more is a list of words."""


def blocks_at(offsets: Iterable[int], starts: Sequence[int]) -> tuple[int, ...]:
    """The blocks that begin at `starts` and hold these offsets, each once, in order.

    >>> blocks_at([0, 3, 12], [0, 10, 20])
    (0, 1)
    """
    return tuple(dict.fromkeys(bisect_right(starts, offset) - 1 for offset in offsets))


def starts_of(texts: Sequence[str]) -> tuple[int, ...]:
    """Where each text begins when they are joined, a line each.

    >>> starts_of(["tel", "fax"])
    (0, 4)
    """
    return tuple(map(add, accumulate(map(len, texts), initial=0), range(len(texts))))


def blocks_where(find: Callable[[int], int], starts: Sequence[int]) -> Iterator[int]:
    """The blocks that begin at `starts` and hold what `find` finds from an offset on (-1: nothing), each once, in order.

    >>> list(blocks_where(lambda at: "tel fax fax".find("f", at), [0, 4, 8]))
    [1, 2]
    """
    at, last = find(0), len(starts) - 1
    while at >= 0:
        number = bisect_right(starts, at) - 1
        yield number
        if number == last:
            return
        at = find(starts[number + 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One page with what is worked out once for all its extractors.

    `languages` are the codes of the languages whose words are looked for, `regions` the countries (ISO 3166-1) whose national
    numbers are tried, both best first. `text` is the text of all blocks, a line each, and `starts` the offset at which each
    begins; `words` are its words, casefolded, `numbered` the blocks with a digit, `figures` and
    `figure_starts` their text alone. `targets` are the targets of all links, a line each, and `contact_links` the links that lead
    to no web address (`mailto:`, `tel:`, `javascript:`). `marks` are the names and values (lower case) of a block's `itemprop` and
    `property`. `decoded` is what the decoders brought to light, `cut` what was too much to be read in full (`too-many-numbers`).
    """

    page: Page
    document: Document
    shop: Shop
    languages: tuple[str, ...]
    regions: tuple[str, ...]
    text: str
    starts: tuple[int, ...]
    words: frozenset[str] = frozenset()
    numbered: tuple[int, ...] = ()
    figures: str = ""
    figure_starts: tuple[int, ...] = ()
    targets: str = ""
    contact_links: tuple[Link, ...] = ()
    marks: Marks = field(default_factory=dict)
    decoded: tuple[Decoded, ...] = ()
    cut: set[str] = field(default_factory=set, compare=False)

    def block_at(self, offset: int) -> int:
        """The index of the block that `text` has at an offset."""
        return bisect_right(self.starts, offset) - 1

    def blocks_with(self, sign: str) -> Iterator[int]:
        """The blocks in whose text a sign stands, each once, in order."""
        return blocks_where(partial(self.text.find, sign), self.starts)

    def numbered_with(self, pattern: re.Pattern[str]) -> list[int]:
        """The blocks in whose text a pattern stands that begins with a digit, each once, in order."""
        found, at = [], 0
        search, figures, numbered, starts = pattern.search, self.figures, self.numbered, self.figure_starts
        while match := search(figures, at):
            place = bisect_right(starts, match.start())
            at = starts[place] if place < len(starts) else len(figures) + 1
            if match.end() < at or search(figures, match.start(), at - 1):
                found.append(numbered[place - 1])
            if place == len(starts):
                break
        return found

    def ends(self, items: Iterable[Item], most: int, what: str) -> Sequence[Item]:
        """The items; of more than `most` the first and the last, as header and footer say most, and `cut` notes it."""
        listed = items if isinstance(items, Sequence) else tuple(items)
        if len(listed) <= most:
            return listed
        self.cut.add(f"too-many-{what}")
        last = most // 3
        return (*listed[: most - last], *listed[-last:])

    def links_in(self, number: int) -> Sequence[Link]:
        """The links of a block, with which each of its values is compared."""
        return self.ends(self.document.links_in(number), MOST_LINKS, "links-in-a-block")

    def with_decoded(self, decoded: tuple[Decoded, ...]) -> "Scene":
        """The same page with what the decoders brought to light."""
        return replace(self, decoded=decoded)
