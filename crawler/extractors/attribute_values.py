"""Addresses and numbers in attributes.

What hovering shows (`title`), what is read aloud (`alt`, `aria-label`), what a script may use (`data-*`, `value`, `onclick`).
A visitor meets `title`, `alt` and `aria-label` where the element stands; the other attributes nobody sees.
"""

from collections.abc import Iterator

from crawler.extractors._email_addresses import Address, addresses
from crawler.extractors._number_spelling import RUN
from crawler.extractors._phone_numbers import Context, Number, numbers
from crawler.extractors._value_labels import REACH, label_on_left
from crawler.model.document import Attribute
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

PERCEIVED = frozenset({"title", "alt", "aria-label"})
LEFT_OUT = frozenset({"data-cfemail", "itemprop", "itemtype", "property", "class", "style", "src", "srcset", "placeholder"})
SHORTEST = 6
PHONE_NAMES = ("phone", "tel", "mobile", "gsm")
LONGEST = 1_000
MOST = 300
"""Attributes with an `@`, and with digits, of one page that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the values of attributes; a number that only a script uses counts when the attribute's name says phone."""
    yield from _examples(scene)
    attributes = [item for item in scene.document.attributes if len(item.value) >= SHORTEST and item.name not in LEFT_OUT]
    for attribute in scene.ends([item for item in attributes if "@" in item.value], MOST, "addresses-in-attributes"):
        yield from _emails(attribute)
    for attribute in scene.ends([item for item in attributes if _may_hold_number(item)], MOST, "numbers-in-attributes"):
        yield from _phones(scene, attribute)


def _may_hold_number(item: Attribute) -> bool:
    named = item.name in PERCEIVED or any(part in item.name for part in PHONE_NAMES)
    return named and RUN.search(item.value, 0, LONGEST) is not None


def _examples(scene: Scene) -> Iterator[Found]:
    """Addresses written into a form's field to show what belongs there."""
    for form in scene.document.forms:
        place = form.place if form.visible or form.place is Place.POPUP else Place.HIDDEN
        for field in form.fields:
            if "@" in field.label and field.kind != "hidden":
                for item in addresses(field.label[:200]):
                    text = field.label[:200]
                    yield Found(
                        Channel.EMAIL,
                        item.value,
                        item.shown,
                        place,
                        form.block,
                        "attribute-values",
                        text,
                        item.start,
                        item.end,
                        "placeholder",
                    )


def _place(attribute: Attribute) -> Place:
    if attribute.tag == "meta":
        return Place.HEAD
    return attribute.place if attribute.visible and attribute.name in PERCEIVED else Place.HIDDEN


def _emails(attribute: Attribute) -> Iterator[Found]:
    text = attribute.value[:LONGEST]
    for item in addresses(text):
        yield _found(Channel.EMAIL, item, attribute, attribute.name)


def _phones(scene: Scene, attribute: Attribute) -> Iterator[Found]:
    text = attribute.value[:LONGEST]
    named = "Tel" if attribute.name not in PERCEIVED else ""

    def around(start: int, end: int) -> Context:
        before = text[max(0, start - REACH) : start]
        return Context(label_on_left(before).text or named, before, text[end : end + REACH])

    for item in numbers(text, scene.regions, around):
        label = around(item.start, item.end).label
        yield _found(Channel.PHONE, item, attribute, label)._replace(confidence=item.confidence)


def _found(channel: Channel, item: Address | Number, attribute: Attribute, label: str) -> Found:
    return Found(
        channel,
        item.value,
        item.shown,
        _place(attribute),
        attribute.block,
        "attribute-values",
        attribute.value[:LONGEST],
        item.start,
        item.end,
        label,
        written_out=False,
    )
