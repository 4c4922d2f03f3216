"""E-mail addresses in the text of the page, block by block; a block that is hidden gives hidden ones."""

from collections.abc import Iterator

from crawler.extractors._email_addresses import SIGN, Address, address_at
from crawler.extractors._shown_text import clean_text, place_of
from crawler.extractors._value_labels import REACH, label_on_left
from crawler.model.document import Block
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

MOST = 400
"""Signs of one page that are looked at."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the addresses of all blocks."""
    blocks = scene.document.blocks
    texts = {number: clean_text(blocks[number].text) for number in scene.blocks_with("@")}
    signs = [(number, sign.start()) for number, text in texts.items() for sign in SIGN.finditer(text)]
    for number, at in scene.ends(signs, MOST, "addresses"):
        if item := address_at(texts[number], at):
            yield _found(blocks[number], texts[number], item)


def _found(block: Block, text: str, item: Address) -> Found:
    return Found(
        channel=Channel.EMAIL,
        value=item.value,
        as_shown=item.shown,
        place=place_of(block.place, visible=block.visible, closed=block.closed),
        block=block.number,
        technique="visible-emails",
        text=text,
        start=item.start,
        end=item.end,
        label=label_on_left(text[max(0, item.start - REACH) : item.start]).text or block.label[:REACH],
        closed=block.closed,
    )
