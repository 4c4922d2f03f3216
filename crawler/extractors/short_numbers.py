"""Short service numbers, dialled as they are (`3631`, `1850`): three to six digits, so only right behind a word for phone.

Which there are stands in the countries' files; the value is the digits alone. Behind a word for service they may be a postcode.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from crawler.extractors._number_noise import UNITS
from crawler.extractors._number_plans import short_number, shorts
from crawler.extractors._shown_text import clean_text, place_of
from crawler.extractors._value_labels import labels
from crawler.knowledge.countries import country
from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")

BEHIND = re.compile(
    rf"""
    \s?[:.]?\s{{0,2}} {any_of(unit_words(FILE, "before"))}? \s{{0,2}}
    (?P<digits> \d{{2}}[ .]?\d{{1,2}}(?:[ .]?\d{{1,2}})? )
    (?! [\d:.,/-]\d | \d | \s\d | \s?(?:{any_of(read_facts(FILE)["units"]["signs"])}|h\b) )  # more digits, or a unit: not dialled
    """,
    re.VERBOSE,
)

DIALLED = re.compile(r"[0-9](?<!\d\d)(?=(\d[ .]?\d{1,2}(?:[ .]?\d{1,2})?)(?![\d:.,/-]\d|\d|\s\d))")
"""Digits that may stand behind such a word: where none of them is a short number, no word is looked for."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the short numbers that follow a word for phone."""
    if not any(shorts(region) for region in scene.regions[:2]):
        return
    if not any(short_number(digits.group() + digits[1], scene.regions) for digits in DIALLED.finditer(scene.figures)):
        return
    for label in labels("phone_labels", "service_labels").finditer(scene.text, scene.words):
        behind = BEHIND.match(scene.text, label.end())
        counts = behind and UNITS.match(scene.text, behind.end())
        value = short_number(behind["digits"], scene.regions) if behind and not counts else ""
        if not behind or not value or _is_postcode(scene, label.group(), behind.start("digits")):
            continue
        number = scene.block_at(label.start())
        block = scene.document.blocks[number]
        start = behind.start("digits") - scene.starts[number]
        yield Found(
            Channel.PHONE,
            value,
            behind["digits"],
            place_of(block.place, visible=block.visible, closed=block.closed),
            number,
            "short-numbers",
            clean_text(block.text),
            start,
            start + len(behind["digits"]),
            label.group(),
            closed=block.closed,
            confidence=0.8,
        )


def _is_postcode(scene: Scene, label: str, start: int) -> bool:
    """Whether digits behind a heading such as "Contact" begin an address of the shop's country: `1095 Lutry`."""
    known = country(scene.regions[0])
    if known is None or labels("phone_labels").search(label):
        return False
    return re.compile(known.postcode_pattern).match(scene.text, start) is not None
