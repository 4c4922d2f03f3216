"""Numbers and addresses that are pictures of text: the page shows one, but only a person can read it, so the value is "".

A picture counts where its name or its words say that it is a number or an address (`telefoonnummer.png`), or where it stands in
a line that is nothing but a label ("E-mail: <img>"). An icon beside a value that is written out is no such picture.

>>> _named("https://shop.nl/img/telefoonnummer.png", ""), _named("https://shop.nl/img/phone-icon.png", "")
(<Channel.PHONE: 'phone'>, None)
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from crawler.extractors._value_labels import is_label, labels
from crawler.knowledge.languages import VOICE
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import Image
from crawler.model.found import Found
from crawler.model.link import REACHES
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

FILE = Path(__file__).with_suffix(".toml")
WRITTEN = re.compile(r"@|(?:\d[\s().-]?){6}")
"""What stands where a value is written out."""

FIELDS = {Channel.PHONE: VOICE, Channel.EMAIL: ("email_labels",)}


def find(scene: Scene) -> Iterator[Found]:
    """Give the pictures that stand for a number or an address, each without a value."""
    linked = {link.block for link in scene.contact_links if link.target.startswith(REACHES)}
    for image in scene.document.images:
        channel = _named(image.src, image.alt) or _labelled(scene, image)
        if channel and image.place is not Place.HIDDEN and not WRITTEN.search(image.alt) and image.block not in linked:
            text = _text_of(scene, image.block)
            yield Found(channel, "", image.alt or image.src, image.place, image.block, "pictured-values", text, label=text[:30])


@lru_cache(maxsize=4096)
def _named(src: str, alt: str) -> Channel | None:
    """The channel that the file's name or the alternative text tells."""
    words = re.sub(r"[\s_.-]", "", f"{src.rpartition('/')[2]} {alt}".casefold())
    return next((channel for channel in FIELDS if any(name in words for name in _names()[channel])), None)


def _labelled(scene: Scene, image: Image) -> Channel | None:
    """The channel of the label that is all of a line of the picture's block, where no value follows."""
    lines = [line.strip() for line in _text_of(scene, image.block).split("\n")]
    bare = [number for number, line in enumerate(lines) if line.endswith(":") and is_label(line)]
    if not bare or "ico" in image.src.lower() or scene.document.links_in(image.block):
        return None
    following = (*lines, _text_of(scene, image.block + 1))
    told = (_channel_of(lines[number]) for number in bare if not WRITTEN.search(following[number + 1]))
    return next(filter(None, told), None)


def channel_told(beside: str) -> Channel | None:
    """The channel whose label this text is, where it is nothing but a label.

    >>> channel_told("Telefoon"), channel_told("Liever bellen? Dat kan ook.")
    (<Channel.PHONE: 'phone'>, None)
    """
    return _channel_of(beside) if is_label(beside) else None


def _channel_of(text: str) -> Channel | None:
    return next((channel for channel, fields in FIELDS.items() if labels(*fields).search(text)), None)


def _text_of(scene: Scene, number: int) -> str:
    blocks = scene.document.blocks
    return blocks[number].text[:400] if number < len(blocks) else ""


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {channel.value: unit_words(FILE, "names", channel.value) for channel in FIELDS}
