"""Street addresses: a street with its number, a postcode as the country writes it, a town; near each other in the text.

A simple reading: the postcode is looked for first, the street in the 80 characters before it or in the block before, the
town behind it. A post box is no street address and is left out.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from crawler.knowledge.countries import country
from crawler.knowledge.phrases import Phrases
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel

REACH = 80
MOST = 20
APART = frozenset({"FR", "GB", "IT", "ES", "PT"})
PARTS = re.compile(r"[,\n;|·•]|\s-\s")
MOST_LETTERS, NEAR = 45, 3
"""Letters of a street, and parts of an address between it and the end, at most."""
LONGEST = 5_000
CLUE = re.compile(r"[0-9](?:[0-9]{3}|[A-Za-z]{2}\b|-[0-9]{3}\b|[0-9]{2}[ \u00a0][0-9]{2}\b)")
"""What every postcode ends in, or holds."""
STREET = re.compile(
    r"""
    (?P<street> [^\W\d_][\w.'’ /-]{2,50}? ) [\s,]{1,3}
    (?P<number> \d{1,5}\s?(?:[a-zA-Z]{1,3}|[-/]\s?\w{1,4})? )
    [\s,.;|·•–-]{0,6} (?:[A-Z]{1,2}\s?-\s?)? $          # what may stand between it and the postcode
    """,
    re.VERBOSE,
)
NUMBER_FIRST = re.compile(
    r"(?P<number>\d{1,5}\s?(?:bis|ter|[a-zA-Z])?)[\s,]{1,3}(?P<street>[^\W\d_][\w.'’ -]{3,60}?)[\s,.;|·•–-]{0,6}$"
)
BOX = re.compile(
    r"(?:postbus|postfach|p\.?\s?o\.?\s?box|\bbox|bo[iî]te postale|antwoordnummer|casella postale|apartado(?: de correos)?|\bbp|skrytka pocztowa|\bpostboks|\bpostilokero|\bpl)\W*$",
    re.IGNORECASE,
)
TOWN = re.compile(r"[\s,]{0,3}(?P<town>[^\W\d_][^\W\d_'’.-]*(?:[ '’-][^\W\d_]+){0,3})")


def find(scene: Scene) -> Iterator[Found]:
    """Give the street addresses in visible blocks, in the form of the likeliest countries."""
    given, blocks = 0, scene.document.blocks
    numbers = [number for number in scene.numbered_with(CLUE) if blocks[number].visible or blocks[number].closed]
    for code in scene.regions[:2]:
        for number in numbers:
            for match in _postcode(code).finditer(blocks[number].text[:LONGEST]):
                if (found := _around(scene, code, number, match)) is not None:
                    yield found
                    given += 1
            if given >= MOST:
                return


def _around(scene: Scene, code: str, number: int, match: re.Match[str]) -> Found | None:
    block = scene.document.blocks[number]
    start = match.start()
    before = block.text[max(0, start - REACH) : start]
    for earlier in (number - 1, number - 2):
        if not before.strip(" ,") and earlier >= 0:
            before = scene.document.blocks[earlier].text[-REACH:]
    street = _street(code, before)
    town = TOWN.match(block.text, start + len(match.group()))
    if not street or (code != "GB" and not town):
        return None
    value = f"{street}, {match.group()} {town['town'] if town else ''}".strip()
    end = town.end() if town else start + len(match.group())
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
        closed=block.closed,
    )


@lru_cache(maxsize=4096)
def _street(code: str, before: str) -> str:
    first, second = (NUMBER_FIRST, STREET) if code in ("FR", "GB", "US") else (STREET, NUMBER_FIRST)
    for pattern in (first, second):
        if found := pattern.search(before):
            if BOX.search(found["street"]) or (not _is_street(code, found["street"]) and pattern is second):
                continue
            order = (found["number"], found["street"]) if pattern is NUMBER_FIRST else (found["street"], found["number"])
            return " ".join(part.strip() for part in order)
    return _by_street_word(code, before)


def _by_street_word(code: str, before: str) -> str:
    """A street by its word, where a town or nothing stands between it and the postcode: `124 City Road, London, EC1V 2NX`."""
    parts = [part.strip() for part in PARTS.split(before) if part.strip()]
    streets = [number for number, part in enumerate(parts) if len(part) <= MOST_LETTERS and _is_street(code, part)]
    if not streets or len(parts) - streets[-1] > NEAR:
        return ""
    first = streets[-1] - (streets[-1] > 0 and parts[streets[-1] - 1].isdigit())
    return ", ".join(parts[first : streets[-1] + 1])


@cache
def _postcode(code: str) -> re.Pattern[str]:
    known = country(code)
    return re.compile(known.postcode_pattern if known and known.postcode_pattern else "(?!)")


def _is_street(code: str, text: str) -> bool:
    """Whether a text holds a street word: by itself in French and English, at a word's end in Dutch and German."""
    if code in APART:
        return _street_words(code).search(text) is not None
    return _street_ends(code).search(text.lower()) is not None


@cache
def _street_ends(code: str) -> re.Pattern[str]:
    known = country(code)
    words = "|".join(re.escape(word.strip()) for word in (known.street_words if known else ()))
    return re.compile(rf"(?:{words})(?!\w)" if words else "(?!)")


@cache
def _street_words(code: str) -> Phrases:
    known = country(code)
    return Phrases(known.street_words if known else ())
