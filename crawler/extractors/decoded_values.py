"""Addresses and numbers in the text that the decoders brought to light."""

from collections.abc import Iterator

from crawler.extractors._email_addresses import addresses
from crawler.extractors._number_spelling import RUN
from crawler.extractors._phone_numbers import Context, numbers
from crawler.extractors._value_labels import label_around, label_on_left
from crawler.model.found import Decoded, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

WRITTEN = frozenset({"written-script", "character-array"})
"""Decoders of what a script writes where it stands, which is between blocks."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the values of every decoded text; one meant for machines alone stands where it stood."""
    for text in scene.decoded:
        yield from _emails(scene, text)
        if RUN.search(text.text) and "@" not in text.text:
            yield from _phones(scene, text)


def _emails(scene: Scene, decoded: Decoded) -> Iterator[Found]:
    shown = decoded.text.removeprefix("mailto:").partition("?")[0] if decoded.text.startswith("mailto:") else decoded.text
    for item in addresses(shown):
        yield Found(
            Channel.EMAIL,
            item.value,
            decoded.as_shown or item.shown,
            decoded.place,
            decoded.block,
            "decoded-values",
            *_around(scene, decoded),
            decoder=decoded.decoder,
            closed=_is_closed(scene, decoded),
        )


def _phones(scene: Scene, decoded: Decoded) -> Iterator[Found]:
    text = decoded.text.removeprefix("tel:")
    label = label_around(scene, decoded.block).text if decoded.block < len(scene.document.blocks) else ""

    def around(start: int, end: int) -> Context:
        return Context(label_on_left(text[max(0, start - 60) : start]).text or label, "", text[end : end + 20])

    for item in numbers(text[:2_000], scene.regions, around):
        yield Found(
            Channel.PHONE,
            item.value,
            decoded.as_shown or item.shown,
            decoded.place,
            decoded.block,
            "decoded-values",
            *_around(scene, decoded),
            label=around(item.start, item.end).label,
            decoder=decoded.decoder,
            closed=_is_closed(scene, decoded),
        )


def _is_closed(scene: Scene, decoded: Decoded) -> bool:
    """Whether the page must open what the value stands in; where a script writes one, only a browser can tell."""
    blocks = scene.document.blocks
    written = decoded.place in (Place.HIDDEN, Place.SCRIPT) or decoded.decoder in WRITTEN
    return not written and 0 <= decoded.block < len(blocks) and blocks[decoded.block].closed


def _around(scene: Scene, decoded: Decoded) -> tuple[str, int, int]:
    blocks = scene.document.blocks
    text = blocks[decoded.block].text if 0 <= decoded.block < len(blocks) else ""
    start = text.find(decoded.as_shown) if decoded.as_shown else -1
    return (text, start, start + len(decoded.as_shown)) if start >= 0 else (text, 0, 0)
