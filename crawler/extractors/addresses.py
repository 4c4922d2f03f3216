"""Street addresses: a street with its number, a postcode as the country writes it, a town; near each other in the text.

A simple reading: the postcode is looked for first, the street in the 80 characters before it or in the block before, the
town behind it; with no street before, a street behind the town counts (`1010 Wien, Am Graben 12`). In a table the street may
stand some cells before. Where a page has no such address, one counts whose postcode stands behind its town, and else lines that are
nothing but a street and its number, in header and footer and beside contact data. A post box is no street address and is left out.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from crawler.extractors._number_noise import SHAPES
from crawler.extractors._streets import MOST_LETTERS, street_before, street_behind, unlabelled
from crawler.extractors._turned_addresses import in_another_order
from crawler.extractors._written_addresses import NUMBERLESS, id_labels, is_street, postcode, written
from crawler.extractors.post_boxes import without_box
from crawler.knowledge.languages import DIALLED
from crawler.knowledge.phrases import phrases
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

REACH = 80
CELLS = 4
"""Characters and blocks before a postcode in which its street is looked for."""
MOST, MOST_BLOCKS = 20, 3_000
"""Addresses, and blocks that may hold one, of one page that are looked at."""

LONGEST = 5_000
CLUE = re.compile(r"[0-9](?:[0-9]{3}|[A-Za-z]{2}\b|-[0-9]{3}\b|[0-9]{2}[ \u00a0][0-9]{2}\b)")
"""What every postcode ends in, or holds."""
ALONE = re.compile(
    r"""
    (?P<street> [A-ZÀ-Þ][\w.'’ -]{4,40}? ) [ ,]{1,2} (?P<number> \d{1,4} \s?[a-zA-Z]? (?:-\d{1,3})? )   # Groene Dijk 12b
    | (?P<first> \d{1,5}[a-zA-Z]? ) [ ,]{1,2} (?P<road> [A-ZÀ-Þ][\w.'’ -]{4,40} )                   # 12 Green Street
    """,
    re.VERBOSE,
)
ACCOUNT = re.compile(SHAPES["iban"], re.VERBOSE)
LONGEST_ACCOUNT = 50
"""Characters of an IBAN (ISO 13616), in groups of four."""
TELLS = re.compile(r"@|\d{3}[ .-]?\d{3,4}")
"""What contact data beside a street hold."""
YEAR = re.compile(r"(?:19|20)\d\d[ \u00a0][a-z]{2}")
"""A year and a word of two letters, where no capital follows: `in 2017 op de kerstmarkt` holds no Dutch postcode."""
TOWN = re.compile(r"[\s,.|·•–-]{0,4}(?P<town>[^\W\d_][^\W\d_'’.-]*(?:[ '’-][^\W\d_]+){0,3})")


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
        turned = list(_turned(scene, scene.regions[0], numbers))
        yield from turned or _alone(scene, scene.regions[0])


def _turned(scene: Scene, code: str, numbers: Iterable[int]) -> Iterator[Found]:
    """Addresses with the postcode behind its town."""
    for number in numbers:
        block = scene.document.blocks[number]
        for one in in_another_order(code, block.text[:LONGEST]):
            street = street_before(code, one.before)
            if is_street(code, street) and not _is_money(one.town):
                yield Found(
                    Channel.ADDRESS,
                    f"{unlabelled(street)}, {one.postcode} {one.town}",
                    block.text[one.start : one.end],
                    block.place,
                    number,
                    "addresses",
                    block.text,
                    one.start,
                    one.end,
                    label=_label(scene, number),
                    closed=block.closed,
                )


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
    return found is not None and bool(found["first"]) is (code in written("number_first")) and is_street(code, text)


def _by_contacts(scene: Scene, number: int) -> bool:
    """Whether a block stands in header or footer, or next to contact data."""
    blocks = scene.document.blocks
    beside = (*blocks[max(number - 2, 0) : number], *blocks[number + 1 : number + 3])
    return blocks[number].place in {Place.HEADER, Place.FOOTER} or any(TELLS.search(other.text[:200]) for other in beside)


def _around(scene: Scene, code: str, number: int, match: re.Match[str]) -> Found | None:
    block = scene.document.blocks[number]
    start = match.start()
    before = _without_word(block.text[max(0, start - REACH) : start])
    for earlier in (number - 1, number - 2):
        if not before.strip(" ,") and earlier >= 0:
            before = scene.document.blocks[earlier].text[-REACH:]
    rest = without_box(before)
    street = street_before(code, before) if rest == before else _beside_box(scene, code, number, rest)
    if not street and not block.text[:start].strip(" ,"):
        street = _cells_before(scene, code, number)
    if _is_number(scene, street) or _is_in_account(block.text, start):
        return None
    town = None if code in written("town_before") else TOWN.match(block.text, match.end())
    if not street and town:
        street = street_behind(code, town["town"], _text_behind(scene, number, town.end()))
    if not street or not (
        _is_town(match.group(), town, street) if town else code in written("town_before") | written("town_left_out")
    ):
        return None
    place = _before_labels(code, town["town"]) if town else ""
    value = f"{unlabelled(street)}, {match.group()} {place}".strip()
    end = town.start("town") + len(place) if town else match.end()
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


def _is_number(scene: Scene, street: str) -> bool:
    """Whether a street is digits behind the word for a phone; what only begins like one is none: `Ph. de Rooslaan 3`."""
    # with another country's postcodes `Tel. 0881 4667` is a street
    label = phrases(scene.languages, *DIALLED).search(street)
    return label is not None and not re.search(r"[^\W\d_]{2}", street[label.end() :])


def _is_in_account(text: str, start: int) -> bool:
    """Whether a postcode is four digits of a bank account."""
    accounts = ACCOUNT.finditer(text, max(0, start - LONGEST_ACCOUNT), start + LONGEST_ACCOUNT)
    return any(shape.start() < start < shape.end() for shape in accounts)


def _before_labels(code: str, town: str) -> str:
    """A town without the labels of the ids that follow it in its line: `Nieuwdorp BTW BE 0473.014.857`."""
    label = id_labels(code).search(town)
    return town[: label.start()].rstrip() if label and label.start() else town


def _text_behind(scene: Scene, number: int, end: int) -> str:
    """What stands behind a town: the rest of its block, or the next one."""
    blocks = scene.document.blocks
    rest = blocks[number].text[end : end + REACH]
    return f"\n{blocks[number + 1].text[:REACH]}" if not rest.strip() and number + 1 < len(blocks) else rest


def _is_town(code: str, town: re.Match[str], street: str) -> bool:
    """Whether a town stands behind a postcode; one behind a dash needs a street with its number, for so do names of goods."""
    dashed = re.search(r"[.|·•–-]", town.group()[: town.start("town") - town.start()])
    if _is_money(town["town"]) or (YEAR.fullmatch(code) and town["town"][0].islower()):
        return False
    return not dashed or re.search(rf"\d|{NUMBERLESS}\b", street) is not None


def _is_money(name: str) -> bool:
    return re.split(r"\W", name.lower())[0] in written("no_towns")


def _without_word(before: str) -> str:
    """A text without the word for a postcode at its end: `C/ Mayor, 26. C.P. 28037 Madrid`."""
    end = before.rstrip(" .:")
    word = next((word for word in written("postcode_words") if end.lower().endswith(word)), "")
    return end[: -len(word)] if word and not end[: -len(word)][-1:].isalnum() else before


def _beside_box(scene: Scene, code: str, number: int, rest: str) -> str:
    """The street before a post box, in the line or the block above it; none where it has a postcode of its own."""
    if not rest.strip(" ,.;-–") and number:
        above = scene.document.blocks[number - 1].text
        rest = above if len(above) <= MOST_LETTERS and is_street(code, above) else ""
    return "" if postcode(code).search(rest) else street_before(code, rest)


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


def _unlabelled(scene: Scene, street: str) -> str:
    """A street without the word for an address that stands before it: `Postadress Långa gatan 5`."""
    label = phrases(scene.languages, "address_labels").search(street)
    rest = street[label.end() :] if label and not label.start() else ""
    return rest.strip() if re.match(r"\s+[^\W\d_]", rest) else street


def _cells_before(scene: Scene, code: str, number: int) -> str:
    """A street that fills one of the cells before: a table has opening hours or numbers between the lines of an address."""
    for block in reversed(scene.document.blocks[max(number - CELLS, 0) : number]):
        if _is_alone(code, block.text):
            return block.text
    return ""


@lru_cache(maxsize=1024)
def _postcodes(code: str, text: str) -> tuple[re.Match[str], ...]:
    return tuple(postcode(code).finditer(text))
