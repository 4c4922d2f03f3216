"""Who hosts or built the site: the short lines below a line or a heading that says no more than that, in a legal notice.

So with the chamber, the insurer and the photographer that a notice names. Below a heading of its own a whole sentence is theirs.

French law (LCEN, art. 1-1) has a site name its host with address and telephone number, and many legal notices go on with whoever
built it. Each particular is then a line or a paragraph of its own: "Hébergeur du site", the name, the street, the number. A line
that names another firm, opens the shop's own particulars or says more than a particular does ends them.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from crawler.knowledge.joints import parts_of
from crawler.knowledge.languages import language_codes
from crawler.knowledge.phrases import phrases, words_of
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import apart
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner
from crawler.owners._surroundings import VALUE, WHOLE_VALUE, at_own_domain, has_words, headings, stands_in_text
from crawler.owners.site_builder import names_the_shop
from crawler.owners.third_party import LINE_BEFORE, NOTICES, speaks_in_first_person

FILE = Path(__file__).with_suffix(".toml")
REACH = 8
"""Lines of particulars below their label."""

SHORT = 60
NUMBER = re.compile(r"\W*\d{0,2}[.)]?\W*")
"""What may stand before a label: a number, a bullet."""

DIGIT = re.compile(r"\d")
POSTCODE = re.compile(r"(?<![\d+])(?:\d{4,5}|\d{4}-\d{3}|\d{3} \d{2}|\d{2}-\d{3})\s+[^\W\d]{2}")
"""A second town below a label is that of another firm."""


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a value stands in the particulars of the host or of whoever built the site."""
    if found.channel not in (Channel.PHONE, Channel.EMAIL) or not stands_in_text(found):
        return None
    if not scene.page.kinds & NOTICES or _telling_words().isdisjoint(scene.words):
        return None
    if at_own_domain(found, scene):
        return None
    line = found.text[: found.start].rpartition("\n")[2]
    if _names_them(line):
        is_theirs = not names_the_shop(line, scene)
    else:
        is_theirs = _opens_its_section(found, scene, line) if _says_more(line) else _is_below_a_label(found, scene)
    return Claim(LINE_BEFORE, owner=Owner.THIRD_PARTY) if is_theirs else None


def _opens_its_section(found: Found, scene: Scene, line: str) -> bool:
    """Whether a line that says more is the first below a heading that is a label, or particulars alone stand between."""
    if speaks_in_first_person(line) or names_the_shop(line, scene) or not any(map(_is_label, headings(found, scene)[-1:])):
        return False
    return all(map(_goes_on, islice(_lines_above(found, scene), REACH)))


def _is_below_a_label(found: Found, scene: Scene) -> bool:
    if any(map(_is_label, headings(found, scene)[-1:])) or _is_in_their_particulars(found, scene):
        return True
    towns = 0
    for line in islice(_lines_above(found, scene), REACH):
        if _is_label(line):
            return True
        towns += POSTCODE.search(line) is not None
        if not _goes_on(line) or names_the_shop(line, scene) or towns > 1:
            return False
    return False


def _is_in_their_particulars(found: Found, scene: Scene) -> bool:
    """Whether the lines above in the same block are a street and a town below a line that names whose they are."""
    above = found.text[: found.start].split("\n")[-2 : -2 - REACH : -1]
    whose = next((nth for nth, line in enumerate(above) if _names_them(line)), 0)
    between = above[:whose]
    if len([line for line in between if POSTCODE.search(line)]) != 1 or names_the_shop(above[whose], scene):
        return False
    return all(_goes_on(line) and not (":" in line and _says_more(line)) for line in between)


def _lines_above(found: Found, scene: Scene) -> Iterator[str]:
    """The lines above a value, the nearest first: of its own block, its cell's label, and the blocks before in its section."""
    yield from reversed(found.text[: found.start].split("\n")[:-1])
    blocks = scene.document.blocks
    if not 0 <= found.block < len(blocks):
        return
    own = blocks[found.block]
    yield from filter(None, [own.label])
    for block in reversed(blocks[max(0, found.block - REACH) : found.block]):
        if block.headings != own.headings or apart(block, own):
            return
        yield from filter(None, [*reversed(block.text.split("\n")), block.label])


@lru_cache(maxsize=4096)
def _goes_on(line: str) -> bool:
    """Whether a line may stand between a label and a value that belongs to it.

    >>> _goes_on("12 rue du Port"), _goes_on("Tél. 02 35 11 40 72"), _goes_on("Éditeur : Les Trois Fours"), _goes_on("Contact")
    (True, True, False, False)
    """
    asks = VALUE.search(line) or line.endswith((":", "?"))
    if len(line) > SHORT or speaks_in_first_person(line) or (asks and _says_more(line)):
        return False
    label = phrases(language_codes(), "name_labels", "service_labels").search(line)
    return label is None or not NUMBER.fullmatch(line[: label.start()])


@lru_cache(maxsize=4096)
def _says_more(line: str) -> bool:
    """Whether a line has words beside its values and their labels.

    >>> _says_more("Tél. 02 35 11 40 72, "), _says_more("Pour vos commandes : ")
    (False, True)
    """
    return has_words(WHOLE_VALUE.sub(" ", line))


@lru_cache(maxsize=8192)
def _is_label(line: str) -> bool:
    """Whether a line says that the host or the builder of the site follows, and no more.

    >>> _is_label("3. Hébergeur du site :"), _is_label("Hébergeur du site : Nuage SAS")
    (True, False)
    """
    if len(line) > SHORT:
        return False
    parts = [_bare(part) for part in parts_of(line)]
    return _bare(line) in _labels() or (len(parts) > 1 and _parts().issuperset(parts) and not _labels().isdisjoint(parts))


@lru_cache(maxsize=8192)
def _names_them(line: str) -> bool:
    """Whether a line goes on behind such a label with no more than a name, or with what the value is written on.

    >>> _names_them("Design & Umsetzung: Anna Berg, "), _names_them("Kontrollstelle: DE-ÖKO-006"), _names_them("Hosting")
    (True, False, False)
    """
    label, colon, name = line.partition(":")
    has_value = DIGIT.search(name) or VALUE.search(name) or ":" in name
    return bool(colon) and _is_label(label) and not has_value and not speaks_in_first_person(name)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[\W\d_]+", " ", text).casefold().split())


@cache
def _parts() -> frozenset[str]:
    return _labels() | frozenset(map(_bare, unit_words(FILE, "parts")))


@cache
def _labels() -> frozenset[str]:
    return frozenset(map(_bare, _listed()))


@cache
def _telling_words() -> frozenset[str]:
    """A word of each label: a page without any of them has no such line."""
    return frozenset(max(words_of(label), key=len) for label in _listed())


@cache
def _listed() -> tuple[str, ...]:
    return unit_words(FILE, "labels")
