"""E-mail addresses in the text of the page, block by block; a block that is hidden gives hidden ones."""

from collections.abc import Iterator

from crawler.extractors._email_addresses import addresses
from crawler.extractors._shown_text import clean_text, place_of
from crawler.extractors._value_labels import REACH, label_on_left
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

LONGEST = 100_000
MOST = 200
"""Characters of one block, and addresses of one page, that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the addresses of all blocks."""
    at, given = _next(scene.text, 0), 0
    while at >= 0 and given < MOST:
        number = scene.block_at(at)
        block = scene.document.blocks[number]
        text = clean_text(block.text[:LONGEST])
        for item in addresses(text):
            given += 1
            yield Found(
                channel=Channel.EMAIL,
                value=item.value,
                as_shown=item.shown,
                place=place_of(block.place, visible=block.visible, closed=block.closed),
                block=number,
                technique="visible-emails",
                text=text,
                start=item.start,
                end=item.end,
                label=label_on_left(text[max(0, item.start - REACH) : item.start]).text or block.label[:REACH],
                closed=block.closed,
            )
        at = _next(scene.text, scene.starts[number] + len(block.text))


def _next(text: str, start: int) -> int:
    """Where the next `@`, plain or full-width, stands."""
    return min((at for at in (text.find("@", start), text.find("\uff20", start)) if at >= 0), default=-1)
