"""How text and place of a value are taken from a block or a link."""

from functools import lru_cache

from crawler.model.found import Found
from crawler.model.link import Link
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

WIDE = str.maketrans({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFE6B: "@"})
"""Full-width letters, digits and marks (U+FF01 to U+FF5E) and the small @ to their plain forms, one for one: offsets stay."""

FIRST_BYTES = (b"\xef", b"\xe3")
ANY_WIDE = (b"\xef\xbc", b"\xef\xbd", b"\xe3\x80\x80", b"\xef\xb9\xab")
"""What one of them begins with, and holds, in UTF-8: one byte is searched a hundred times as fast as a range of characters."""


def clean_text(text: str) -> str:
    """Give a text with full-width characters made plain; its length stays.

    >>> clean_text("０２０")
    '020'
    """
    return text if text.isascii() else _made_plain(text)


@lru_cache(maxsize=32)
def _made_plain(text: str) -> str:
    """The same of a text that is not plain; links that stand in one block ask for it one after the other."""
    coded = text.encode("utf-8", "surrogatepass")
    if not any(byte in coded for byte in FIRST_BYTES):
        return text
    return text.translate(WIDE) if any(part in coded for part in ANY_WIDE) else text


def place_of(place: Place, *, visible: bool, closed: bool) -> Place:
    """Where a visitor meets it: hidden when neither shown nor opened by an action on the page; a pop-up stays one."""
    return place if visible or closed or place is Place.POPUP else Place.HIDDEN


def link_text(scene: Scene, link: Link) -> tuple[str, int, int]:
    """The text of the block a link stands in, and where the link's own text begins and ends in it."""
    blocks = scene.document.blocks
    around = clean_text(blocks[link.block].text) if 0 <= link.block < len(blocks) else ""
    start = around.find(link.text) if link.text else -1
    return (around, start, start + len(link.text)) if start >= 0 else (link.text, 0, len(link.text))


def address_of_link(scene: Scene, link: Link, value: str, technique: str) -> Found:
    """An e-mail address to which a link writes."""
    text, start, end = link_text(scene, link)
    return Found(
        channel=Channel.EMAIL,
        value=value,
        as_shown=link.text or value,
        place=place_of(link.place, visible=link.visible, closed=link.closed),
        block=link.block,
        technique=technique,
        text=text,
        start=start,
        end=end,
        label=link.title[:60],
        closed=link.closed,
        written_out="@" in link.text,
    )
