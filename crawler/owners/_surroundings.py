"""What stands around a value: its sentence, its line, its label, its block's cell and the headings above."""

import re
from functools import cache, lru_cache
from pathlib import Path

from crawler.knowledge.hosts import host_of
from crawler.knowledge.languages import VOICE, language_codes
from crawler.knowledge.phrases import phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import apart
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import AROUND_TEXT, Channel, Place
from crawler.model.strict import read_facts
from crawler.owners._domains import same_owner

BREAK = re.compile(r"[.!?](?=\s+[A-Z\d(«\"'])|\s[|•·]\s|\n")
REACH = 200
"""Characters of a sentence on either side of the value that are read."""

LAST_WORD = re.compile(r"(?<!\w)([^\W\d_]+)\.\Z")
LONGEST_WORD = 25
FILE = Path(__file__).with_suffix(".toml")
VALUE = re.compile(r"@|\d(?:[\s()/.-]{0,2}\d){5}")
"""A number or an address."""

WHOLE_VALUE = re.compile(r"[\w.+-]+@[\w.-]+|\+?\(?\d[\d\s()/.-]{5,}\d")
"""All of a number or an address."""

KINDS_OF_VALUE = (*VOICE, "fax_labels", "email_labels")


def sentence(found: Found) -> str:
    """The sentence that a value stands in, cut at 200 characters on either side."""
    return before(found) + found.text[found.start : found.end] + after(found)


def before(found: Found) -> str:
    """The part of the sentence before the value."""
    return _last_sentence(found.text[max(0, found.start - REACH) : found.start])


@lru_cache(maxsize=4096)
def _last_sentence(text: str) -> str:
    marks = [mark.end() for mark in BREAK.finditer(text) if not _abbreviates(text[: mark.end()])]
    return text[marks[-1] :] if marks else text


def _abbreviates(text: str) -> bool:
    """Whether a text ends in an abbreviation with a full stop, behind which its sentence goes on: `Aufsichtsbehörde, Tel. 030`."""
    word = LAST_WORD.search(text[-LONGEST_WORD:])
    return word is not None and (word[1].lower() in _abbreviations() or word[1].lower().endswith(_endings()))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(unit_words(FILE, "words"))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(read_facts(FILE)["endings"])


def after(found: Found) -> str:
    """The part of the sentence behind the value."""
    text = found.text[found.end : found.end + REACH]
    mark = BREAK.search(text)
    return text[: mark.start()] if mark else text


def headings(found: Found, scene: Scene) -> tuple[str, ...]:
    """The headings above a value, outermost first."""
    return scene.document.blocks[found.block].headings if 0 <= found.block < len(scene.document.blocks) else ()


def cell(found: Found, scene: Scene) -> str:
    """The words of the cell before the value's own in its row; a value there says nothing of the next (`winkel@shop.nl`)."""
    before = scene.document.blocks[found.block].label if 0 <= found.block < len(scene.document.blocks) else ""
    return WHOLE_VALUE.sub(" ", before) if VALUE.search(before) else before


def before_block(found: Found, scene: Scene) -> str:
    """The text of the block before, when it is short enough to be a label or a caption.

    A line with a value of its own speaks of the next only where that one has no words but a label: a name with its number, then
    the address. What ends the page's text speaks of nothing in its footer.
    """
    blocks = scene.document.blocks
    if not 0 < found.block < len(blocks) or apart(blocks[found.block - 1], blocks[found.block]):
        return ""
    text = blocks[found.block - 1].text
    return text if len(text) <= 80 and not (VALUE.search(text) and has_words(before(found))) else ""


@lru_cache(maxsize=4096)
def has_words(text: str) -> bool:
    """Whether a text says more than what kind of value follows."""
    return re.search(r"\w", phrases(language_codes(), *KINDS_OF_VALUE).sub(" ", text)) is not None


@lru_cache(maxsize=4096)
def without_label(text: str) -> str:
    """A text without the word for a kind of value that ends it.

    >>> without_label("Studio Nord, tlf. "), without_label("Studio Nord")
    ('Studio Nord, ', 'Studio Nord')
    """
    bare = text.rstrip(" :.")
    labels = phrases(language_codes(), *KINDS_OF_VALUE)
    ending = next((found for found in labels.finditer(text) if found.end() >= len(bare)), None)
    return text[: ending.start()] if ending else text


def stands_in_text(found: Found) -> bool:
    """Whether a value stands in what the page tells, not in its header, menu, sidebar, footer or scripts."""
    return found.place not in AROUND_TEXT and found.place is not Place.SCRIPT


def at_own_domain(found: Found, scene: Scene) -> bool:
    """Whether a value is an address at the domain of the shop or of the page."""
    if found.channel is not Channel.EMAIL:
        return False
    return any(same_owner(domain_of(found.value), host_of(url)) for url in (scene.shop.url, scene.document.url))


@lru_cache(maxsize=4096)
def domain_of(address: str) -> str:
    """The host of an e-mail address, lower case."""
    return address.rpartition("@")[2].lower()
