"""Street addresses: a street with its number, a postcode as the country writes it, a town; near each other in the text.

A simple reading: the postcode is looked for first, the street in the 80 characters before it or in the block before, the
town behind it; with no street before, a street behind the town counts (`1010 Wien, Am Graben 12`). In a table the street may stand
some cells before. Where a page has no such address, lines that are nothing but
a street and its number count, in header and footer and beside contact data. A post box is no street address and is left out.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from crawler.extractors._number_noise import SHAPES
from crawler.extractors._value_labels import labels
from crawler.extractors.post_boxes import without_box
from crawler.knowledge.countries import country
from crawler.knowledge.phrases import Phrases, phrases
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")
REACH = 80
CELLS = 4
"""Characters and blocks before a postcode in which its street is looked for."""
MOST, MOST_BLOCKS = 20, 3_000
"""Addresses, and blocks that may hold one, of one page that are looked at."""

PARTS = re.compile(r"[,\n;|·•]|\s-\s")
DASH = re.compile(r"\s[-–—]\s")
"""Stands between a name and the street."""
MOST_LETTERS, NEAR = 45, 3
"""Letters of a street, and parts of an address between it and the end, at most."""
LONGEST = 5_000
CLUE = re.compile(r"[0-9](?:[0-9]{3}|[A-Za-z]{2}\b|-[0-9]{3}\b|[0-9]{2}[ \u00a0][0-9]{2}\b)")
"""What every postcode ends in, or holds."""
STREET = re.compile(
    r"""
    (?P<street> [^\W\d_][\w.'’ /-]{2,50}? ) [\s,]{1,3}
    (?P<number> \d{1,5}\s?(?:[a-zA-Z]{1,3}|[-/]\s?\w{1,4})? )
    [\s,.;|·•/–-]{0,6} (?:[A-Z]{1,2}\s?-\s?)? $          # what may stand between it and the postcode
    """,
    re.VERBOSE,
)
NUMBER_FIRST = re.compile(
    r"(?P<number>\d{1,5}\s?(?:bis|ter|[a-zA-Z])?)[\s,]{1,3}(?P<street>[^\W\d_][\w.'’ -]{3,60}?)[\s,.;|·•–-]{0,6}$"
)
ALONE = re.compile(
    r"""
    (?P<street> [A-ZÀ-Þ][\w.'’ -]{4,40}? ) [ ,]{1,2} (?P<number> \d{1,4} \s?[a-zA-Z]? (?:-\d{1,3})? )   # Groene Dijk 12b
    | (?P<first> \d{1,5}[a-zA-Z]? ) [ ,]{1,2} (?P<road> [A-ZÀ-Þ][\w.'’ -]{4,40} )                   # 12 Green Street
    """,
    re.VERBOSE,
)
ACCOUNT = re.compile(SHAPES["iban"], re.VERBOSE)
TELLS = re.compile(r"@|\d{3}[ .-]?\d{3,4}")
"""What contact data beside a street hold."""
BEHIND = re.compile(
    r"""
    \s{0,2}(?:\([^()\n]{2,30}\)\s{0,2})? [,;|·•\n–-] \s{0,2}            # Krems (Niederösterreich),
    (?P<street> [^\W\d_][\w.'’ /-]{2,40}? ) [ ,]{1,2}
    (?P<number> \d{1,4} (?:\s?[a-zA-Z]\b)? (?:\s?[/-]\s?\w{1,4}){0,3} ) (?![\w.:])
    """,
    re.VERBOSE,
)
"""A street behind its town."""
HOUSE = re.compile(r"\s(?P<number>\d{1,3}\s?[a-z]?)\s{0,2}(?=$|[\n,;|·•])")
"""The number of a house right behind the name of a village whose streets have none."""
NUMBERED = ("phone_labels", "mobile_labels", "fax_labels")
"""Words before digits that are no street: with another country's postcodes `Tel. 0881 4667` is one."""
TOWN = re.compile(r"[\s,]{0,3}(?P<town>[^\W\d_][^\W\d_'’.-]*(?:[ '’-][^\W\d_]+){0,3})")


def find(scene: Scene) -> Iterator[Found]:
    """Give the street addresses in visible blocks, in the form of the likeliest countries."""
    given, blocks = 0, scene.document.blocks
    seen = [number for number in scene.numbered_with(CLUE) if blocks[number].visible or blocks[number].closed]
    numbers = scene.ends(seen, MOST_BLOCKS, "streets")
    for code in scene.regions[:2]:
        for number in numbers:
            for match in _postcodes(code, blocks[number].text[:LONGEST]):
                if (found := _around(scene, code, number, match)) is not None:
                    yield found
                    given += 1
            if given >= MOST:
                return
    if not given:
        yield from _alone(scene, scene.regions[0])


def _alone(scene: Scene, code: str) -> Iterator[Found]:
    """Blocks that are nothing but a street and its number."""
    for number in scene.ends(scene.numbered, MOST_BLOCKS, "streets"):
        block = scene.document.blocks[number]
        text = block.text
        if block.hidden_by or not _is_alone(code, text) or not _by_contacts(scene, number):
            continue
        yield Found(
            Channel.ADDRESS, text, text, block.place, number, "addresses", text, 0, len(text), closed=block.closed, confidence=0.6
        )


def _is_alone(code: str, text: str) -> bool:
    found = ALONE.fullmatch(text) if len(text) <= MOST_LETTERS else None
    return found is not None and bool(found["first"]) is (code in _written("number_first")) and _is_street(code, text)


def _by_contacts(scene: Scene, number: int) -> bool:
    """Whether a block stands in header or footer, or next to contact data."""
    blocks = scene.document.blocks
    beside = (*blocks[max(number - 2, 0) : number], *blocks[number + 1 : number + 3])
    return blocks[number].place in {Place.HEADER, Place.FOOTER} or any(TELLS.search(other.text[:200]) for other in beside)


def _around(scene: Scene, code: str, number: int, match: re.Match[str]) -> Found | None:
    block = scene.document.blocks[number]
    start = match.start()
    before = block.text[max(0, start - REACH) : start]
    for earlier in (number - 1, number - 2):
        if not before.strip(" ,") and earlier >= 0:
            before = scene.document.blocks[earlier].text[-REACH:]
    rest = without_box(before)
    street = _street(code, before) if rest == before else _beside_box(scene, code, number, rest)
    if not street and not block.text[:start].strip(" ,"):
        street = _cells_before(scene, code, number)
    town = None if code in _written("town_before") else TOWN.match(block.text, start + len(match.group()))
    if phrases(scene.languages, *NUMBERED).search(street):
        return None
    if not street and town:
        street = _behind(code, town["town"], _text_behind(scene, number, town.end()))
    if not street or (code not in _written("town_before") and not town):
        return None
    if _is_in_account(block.text, start):
        return None
    place = _before_labels(code, town["town"]) if town else ""
    value = f"{street}, {match.group()} {place}".strip()
    end = town.start("town") + len(place) if town else start + len(match.group())
    return Found(
        Channel.ADDRESS,
        re.sub(r"\s+", " ", value),
        value,
        block.place,
        number,
        "addresses",
        block.text,
        max(0, start - len(before)),
        end,
        label=_label(scene, number),
        closed=block.closed,
    )


def _is_in_account(text: str, start: int) -> bool:
    """Whether a postcode is four digits of a bank account."""
    return any(shape.start() < start < shape.end() for shape in ACCOUNT.finditer(text))


def _before_labels(code: str, town: str) -> str:
    """A town without the labels of the ids that follow it in its line: `Evergem BTW BE 0473.014.857`."""
    label = _id_labels(code).search(town)
    return town[: label.start()].rstrip() if label and label.start() else town


@cache
def _id_labels(code: str) -> Phrases:
    known = country(code)
    return Phrases((*known.register_labels, *known.vat_labels) if known else ())


def _text_behind(scene: Scene, number: int, end: int) -> str:
    """What stands behind a town: the rest of its block, or the next one."""
    blocks = scene.document.blocks
    rest = blocks[number].text[end : end + REACH]
    return f"\n{blocks[number + 1].text[:REACH]}" if not rest.strip() and number + 1 < len(blocks) else rest


@lru_cache(maxsize=4096)
def _behind(code: str, town: str, rest: str) -> str:
    """A street behind its town, or the town with the number of a house; "" where another postcode follows, whose street it is.

    >>> _behind("AT", "Wien", ", Am Graben 12/3"), _behind("AT", "Weißbriach", " 150"), _behind("AT", "Wien", " 19")
    ('Am Graben 12/3', 'Weißbriach 150', '')
    """
    if code in _written("number_first"):
        return ""
    if (house := HOUSE.match(rest)) and int(re.sub(r"\D", "", house["number"])) > _districts().get(code, 1000):
        return f"{town} {house['number']}"
    found = BEHIND.match(rest)
    if found is None or not found["street"][0].isupper() or not _is_street(code, found["street"]):
        return ""
    if _postcode(code).search(rest, found.end()):
        return ""
    return f"{found['street'].strip()} {found['number']}"


def _beside_box(scene: Scene, code: str, number: int, rest: str) -> str:
    """The street before a post box, in the line or the block above it; none where it has a postcode of its own."""
    if not rest.strip(" ,.;-–") and number:
        above = scene.document.blocks[number - 1].text
        rest = above if len(above) <= MOST_LETTERS and _is_street(code, above) else ""
    return "" if _postcode(code).search(rest) else _street(code, rest)


def _label(scene: Scene, number: int) -> str:
    """The word for an address in the cell before, the line before or the heading: "Bezoekadres", "Retouradres"."""
    block, words = scene.document.blocks[number], phrases(scene.languages, "address_labels")
    texts = (
        block.text[:MOST_LETTERS],
        block.label,
        *(one.text for one in scene.document.blocks[max(number - 2, 0) : number]),
        *block.headings[-1:],
    )
    return next((found.group() for text in texts if len(text) <= MOST_LETTERS and (found := words.search(text))), "")


def _cells_before(scene: Scene, code: str, number: int) -> str:
    """A street that fills one of the cells before: a table has opening hours or numbers between the lines of an address."""
    for block in reversed(scene.document.blocks[max(number - CELLS, 0) : number]):
        if _is_alone(code, block.text):
            return block.text
    return ""


@lru_cache(maxsize=4096)
def _street(code: str, before: str) -> str:
    first, second = (NUMBER_FIRST, STREET) if code in _written("number_first") else (STREET, NUMBER_FIRST)
    for pattern in (first, second):
        if found := pattern.search(before):
            if not _is_street(code, found["street"]) and (pattern is second or code == "US"):
                continue
            street = _behind_name(code, DASH.split(found["street"])[-1])
            order = (found["number"], street) if pattern is NUMBER_FIRST else (street, found["number"])
            return " ".join(part.strip() for part in order)
    return _by_street_word(code, before)


def _behind_name(code: str, street: str) -> str:
    """A street without its label, and without the firm whose name stands before it in its line.

    >>> _behind_name("BE", "Adres Wateringe"), _behind_name("BE", "Lampen nv Finlandstraat"), _behind_name("BE", "Grote Markt")
    ('Wateringe', 'Finlandstraat', 'Grote Markt')
    """
    label = labels("address_labels").search(street)
    if label and not label.start():
        street = street[label.end() :].lstrip(" :.-") or street
    form = next(_forms(code).finditer(street), None)
    rest = street[form.end() :].lstrip(" :.-") if form and form.start() else ""
    return rest if rest and _is_street(code, rest) else street


@cache
def _forms(code: str) -> Phrases:
    known = country(code)
    return Phrases(known.legal_forms if known else ())


def _by_street_word(code: str, before: str) -> str:
    """A street by its word, where a town or nothing stands between it and the postcode: `124 City Road, London, EC1V 2NX`."""
    parts = [part.strip() for part in PARTS.split(before) if part.strip()]
    streets = [number for number, part in enumerate(parts) if len(part) <= MOST_LETTERS and _is_street(code, part)]
    if not streets or len(parts) - streets[-1] > NEAR:
        return ""
    first = streets[-1] - (streets[-1] > 0 and parts[streets[-1] - 1].isdigit())
    return ", ".join(parts[first : streets[-1] + 1])


@lru_cache(maxsize=1024)
def _postcodes(code: str, text: str) -> tuple[re.Match[str], ...]:
    return tuple(_postcode(code).finditer(text))


@cache
def _postcode(code: str) -> re.Pattern[str]:
    known = country(code)
    return re.compile((known.postcode_pattern if known else read_facts(FILE).get(code, {}).get("postcode_pattern")) or "(?!)")


def _is_street(code: str, text: str) -> bool:
    """Whether a text holds a street word: by itself in French and English, at a word's end in Dutch and German."""
    if code in _written("words_apart"):
        return _street_words(code).search(text) is not None
    return _street_ends(code).search(text.lower()) is not None


@cache
def _street_ends(code: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word.strip()) for word in _words(code))
    return re.compile(rf"(?:{words})(?!\w)" if words else "(?!)")


@cache
def _street_words(code: str) -> Phrases:
    return Phrases(_words(code))


def _words(code: str) -> tuple[str, ...]:
    known = country(code)
    return known.street_words if known else tuple(read_facts(FILE).get(code, {}).get("street_words", ()))


@cache
def _written(how: str) -> frozenset[str]:
    return frozenset(read_facts(FILE)[how])


@cache
def _districts() -> dict[str, int]:
    return dict(read_facts(FILE)["districts"])
