"""What only machines read: meta elements, comments, strings in scripts. Kept, for the class `machine-only` and for the search."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from crawler.extractors._email_addresses import Address, addresses
from crawler.extractors._number_spelling import CLUE, RUN
from crawler.extractors._phone_numbers import Context, numbers
from crawler.extractors._value_labels import REACH, label_on_left
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

MOST_TEXTS = 400
"""Meta elements, comments, and scripts with an `@`, of one page that are read."""

LONGEST = 60_000
MOST = 30
"""Characters of one script, and addresses in it, that are read."""

AROUND = 80
"""Characters on either side of an address that are kept."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the addresses of meta elements, comments and scripts, and the labelled numbers of meta elements."""
    for _, content in scene.ends(scene.document.meta, MOST_TEXTS, "metadata"):
        if "@" in content:
            yield from _emails(content[:2_000], Place.HEAD, 0, "meta")
        if CLUE.search(content, 0, 2_000) and not content.startswith(("http", "/", "data:")):
            yield from _phones(scene, content[:2_000])
    for comment in scene.ends(scene.document.comments, MOST_TEXTS, "comments"):
        if "@" in comment:
            yield from _emails(comment, Place.SCRIPT, 0, "comment")
    scripts = [script for script in scene.document.scripts if "@" in script.text and "ld+json" not in script.kind]
    for script in scene.ends(scripts, MOST_TEXTS, "scripts"):
        yield from _emails(script.text, Place.SCRIPT, script.block, "script")


@lru_cache(maxsize=1024)
def _addresses(text: str) -> tuple[Address, ...]:
    return tuple(islice(addresses(text[:LONGEST]), MOST))


def _emails(text: str, place: Place, block: int, label: str) -> Iterator[Found]:
    for item in _addresses(text):
        first = max(0, item.start - AROUND)
        yield Found(
            Channel.EMAIL,
            item.value,
            item.shown,
            place,
            block,
            "machine-text",
            text[first : item.end + AROUND],
            item.start - first,
            item.end - first,
            label,
            confidence=0.5,
        )


def _phones(scene: Scene, text: str) -> Iterator[Found]:
    def around(start: int, end: int) -> Context:
        return Context(
            label_on_left(text[max(0, start - REACH) : start]).text, text[max(0, start - REACH) : start], text[end : end + REACH]
        )

    if not RUN.search(text):
        return
    for item in numbers(text, scene.regions, around):
        label = around(item.start, item.end).label
        if label or item.shown.startswith("+"):
            yield Found(
                Channel.PHONE,
                item.value,
                item.shown,
                Place.HEAD,
                0,
                "machine-text",
                text,
                item.start,
                item.end,
                label or "meta",
                confidence=0.5,
            )
