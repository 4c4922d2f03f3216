"""E-mail addresses in the text of the page, block by block; a block that is hidden gives hidden ones."""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extractors._email_addresses import addresses
from crawler.extractors._shown_text import clean_text, place_of
from crawler.extractors._value_labels import REACH, label_on_left
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

AT = re.compile(r"[@\uff20][^\n]*")
LONGEST = 100_000
MOST = 200
MOST_BLOCKS = 2_000
"""Characters of one block, addresses of one page, and blocks with an `@`, that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the addresses of all blocks."""
    given = 0
    for number in islice(scene.blocks_with(AT), MOST_BLOCKS):
        if given >= MOST:
            return
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
