"""Addresses whose `@` and dots are words: `info [at] shop [dot] nl`, `info (apenstaartje) shop punt nl`.

The words stand in the languages' files. A bare word counts only when what follows is a domain name with its dot, and one of two
letters (`at`) only when the dot is a word too, a label for e-mail stands right before, or the address is all of its line and
what stands before or above it, or its picture, is that label; in brackets it may be any of the words, and a letter (`(a)`) when
a domain name without blanks follows and no `(b)` makes it a point of a list. A word listed in brackets counts only in them
(`(chez)`). `ät` is no word of a sentence. Whether the result is an address with a real top-level domain is the extractors'
business. Read within one block, and in `mailto:` links: in their recipients, or else in their words, where a short word will
do if it makes all of them an address.

>>> plain("Mail: info [at] shop [punt] nl", ("nl",))
['info@shop.nl']
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from urllib.parse import unquote

from crawler.knowledge.languages import language_codes, languages
from crawler.knowledge.phrases import Phrases, lowered, phrases, words_of
from crawler.knowledge.unit_words import any_of
from crawler.model.found import Decoded
from crawler.model.link import Link
from crawler.model.scene import Scene, blocks_at
from crawler.model.sighting import Place

LONG = 3
CLOSED_SIGN = re.compile(r"@\s?[\])}>*_–—-]")
WORD_BEHIND = re.compile(r"@[\w-]{1,63}\s?[\[({<]")
"""A sign whose dot may be a word in brackets: `info@shop[dot]nl`."""
OPENING = re.compile(r"[\[({<*_–—-]\s?\Z")
LABEL_REACH = 30
SENTENCE_END = re.compile(r"\.\s")
NEXT_POINT = re.compile(r"[\[(]b[\])]", re.IGNORECASE)
LONGEST, MOST = 20_000, 400
"""Characters of one block, and blocks with a word for `@` of one page, that are read."""

BRACKETS = "[](){}<>- "
OPEN, CLOSE = r"[\[({<]", r"[\])}>]"
LABELLED = re.compile(r":\s{0,2}[\w.+-]{2,40}\s(?=[a-z]{1,3}\s)", re.IGNORECASE)
"""What stands before a bare short word behind a label: `Mail: info at shop.nl`."""
LINED = re.compile(
    r"^(?:[^\w\n]{1,3}|[\w-]{1,12} ?[:|–-] )?[\w.+-]{2,40} (?=[a-z]{1,3} [\w-]{1,63}\.[a-z])", re.IGNORECASE | re.MULTILINE
)
"""The like at the start of a line or behind a dash. Not "Email us at shop.nl"."""
RAISED = re.compile(r"(?<=[a-z0-9])\s[A-Z]{2,3}\s(?=[a-z0-9])")
"""A short word in capitals amid small letters: `info AT shop.nl`, as no sentence has it."""
MARKS = " \t\n:|-–—"
LONGEST_LABEL = 30
"""Letters of a line, a cell or a picture's words that are a label."""


@cache
def pattern(codes: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of an address in words in these languages."""
    at, dot, letter = _choice(codes, "at_words"), _choice(codes, "dot_words"), any_of(_letters(codes))
    bare = _choice(codes, "at_words", bare=True)
    return re.compile(
        rf"""
        (?<![\w.+-])
        (?P<local> [\w+-]{{1,40}} (?: (?:\.|\s?{OPEN}\s?(?:{dot}|\.)\s?{CLOSE}\s?) [\w+-]{{1,40}} ){{0,3}} )
        \s{{0,3}}
        (?: {OPEN}\s?(?:{at}|@|at|æt|(?P<letter>{letter}))\s?{CLOSE} | @(?=[\w-]{{1,63}}\s?{OPEN})
          | [-–—_*]{{1,2}}\s?(?:{bare})\s?[-–—_*]{{1,2}} | \s(?P<bare>{bare})(?=\s) )
        \s{{0,3}}
        (?P<domain> [\w-]{{1,63}}
          (?: (?: \s?\.\s? | \s?{OPEN}\s?(?:{dot}|dot|\.)\s?{CLOSE}\s? | \s(?:{dot})\s ) [\w-]{{2,40}} ){{1,3}} )
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _choice(codes: tuple[str, ...], field: str, *, bare: bool = False) -> str:
    """The words for a sign; those that are listed in brackets alone stand for it in brackets alone: `info (chez) lampes.fr`."""
    known = languages()
    listed = (word for code in codes if code in known for word in getattr(known[code], field))
    words = {word.strip(BRACKETS) for word in listed if not (bare and word.startswith("("))}
    return any_of(word for word in words if len(word) > 1)


@cache
def _letters(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The letters that stand for the sign: `info(a)lampa.se`."""
    return tuple(sorted(letter for word in _listed(codes, "at_words")[1] if len(letter := word.strip(BRACKETS)) == 1))


@cache
def bracketed(codes: tuple[str, ...]) -> re.Pattern[str]:
    """A cheap pattern that every `@` written as a word in brackets or between hyphens matches."""
    return re.compile(rf"[\[({{<*_–—-]\s?(?:{_choice(codes, 'at_words')}|@|at)\s?[\])}}>*_–—-]", re.IGNORECASE)


@cache
def _closed(codes: tuple[str, ...]) -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    """Each word for `@` with a mark behind it, lower case, and the words that a text which has it must have."""
    listed = {"at", *(word.replace("\\", "").lower() for word in _choice(codes, "at_words").split("|"))}
    return tuple((words_of(word), re.compile(rf"{re.escape(word)}\s?[\])}}>*_–—-]")) for word in sorted(listed))


@cache
def _listed(codes: tuple[str, ...], field: str) -> tuple[Phrases, frozenset[str]]:
    known = languages()
    words = [word for code in codes if code in known for word in getattr(known[code], field)]
    return Phrases(words), frozenset(words)


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the addresses in words of all blocks."""
    places = sorted({*_places(scene)})
    numbers = blocks_at(places, scene.starts)
    if any(len(scene.document.blocks[number].text) > LONGEST for number in numbers):
        scene.cut.add("too-long-text")
    for number in scene.ends(numbers, MOST, "at-words"):
        yield from _of_block(scene, number)
    for link in scene.contact_links:
        if link.target[:7].lower() == "mailto:" and "@" not in link.target:
            yield from _of_link(scene, link)


def _places(scene: Scene) -> Iterator[int]:
    """Where an at-word stands. A bare one is looked for only where a word for a dot occurs too, or where it is long."""
    yield from _in_brackets(scene)
    yield from _of_letters(scene)
    ats, words = _listed(scene.languages, "at_words")
    dots = _listed(scene.languages, "dot_words")[1]
    if scene.words & (dots | {"dot"}):
        yield from (found.start() for found in WORD_BEHIND.finditer(scene.text))
    if scene.words & dots or any(long <= scene.words for long in _long(scene.languages)):
        yield from (found.start() for found in ats.finditer(scene.text, scene.words))
    elif scene.words & words:
        patterns = (LABELLED, LINED, RAISED)
        yield from (found.start() for sought in patterns for found in sought.finditer(scene.text))


@cache
def _long(codes: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """The words of each sign that no sentence has ("snabel-a")."""
    bare = {word.strip(BRACKETS) for word in _listed(codes, "at_words")[1] if not word.startswith("(")}
    return tuple(words_of(word) for word in sorted(bare) if not _is_a_word(word))


def _is_a_word(text: str) -> bool:
    """Whether a word for the sign may be one of a sentence: short, and of plain letters ("at", not "ät")."""
    return len(text) <= LONG and text.isascii()


def _in_brackets(scene: Scene) -> Iterator[int]:
    """Where the cheap pattern matches: it is not cheap enough for every page, so the words are looked for first."""
    text = scene.text
    if "_" in text:
        yield from (found.start() for found in bracketed(scene.languages).finditer(text))
        return
    by_words = (closed.finditer(lowered(text)) for words, closed in _closed(scene.languages) if words <= scene.words)
    for found in chain(*by_words, CLOSED_SIGN.finditer(text)):
        if opening := OPENING.search(text, max(0, found.start() - 2), found.start()):
            yield opening.start()


def _of_letters(scene: Scene) -> Iterator[int]:
    text = lowered(scene.text) if _letters(scene.languages) else ""
    for sign in (f"{opening}{letter}" for letter in _letters(scene.languages) for opening in "([{"):
        at = text.find(sign)
        while at >= 0:
            yield at
            at = text.find(sign, at + 1)


def _of_block(scene: Scene, number: int) -> Iterator[Decoded]:
    block = scene.document.blocks[number]
    place = block.place if block.visible or block.closed else Place.HIDDEN
    for shown in pattern(scene.languages).finditer(block.text[:LONGEST]):
        if address := _address(shown, scene.languages, _beside(scene, number, shown)):
            yield Decoded(address, "at-words", place, number, as_shown=shown.group())


def _of_link(scene: Scene, link: Link) -> Iterator[Decoded]:
    """The address in the recipient of a link that mails, or else in its words; where it is all of them the link is its label."""
    place = link.place if link.visible or link.closed else Place.HIDDEN
    recipient, asks, _ = link.target[7:].partition("?")
    for text in (unquote(recipient), "" if asks else link.text):
        if addresses := plain(text, scene.languages, is_label=True):
            yield from (Decoded(address, "at-words", place, link.block, as_shown=link.target) for address in addresses)
            return


def plain(text: str, codes: tuple[str, ...], *, is_label: bool = False) -> list[str]:
    """Give the addresses in words of a text, with `@` and dots; a short word will do where the address is all of a label."""
    found = [(one, is_label and one.group() == text.strip()) for one in pattern(codes).finditer(text)]
    return [address for one, whole in found if (address := _address(one, codes, is_labelled=whole))]


def _beside(scene: Scene, number: int, found: re.Match[str]) -> tuple[str, ...]:
    """What may be the label of an address that ends its line: what stands before it, the line above, or else above the block."""
    above, _, before = found.string[: found.start()].rpartition("\n")
    behind = found.string[found.end() :].partition("\n")[0]
    if not found["bare"] or any(map(str.isalnum, behind)) or before.rstrip()[-1:].isalnum():
        return ()
    if any(map(str.isalnum, before)):
        return (before,)
    if above.strip():
        return (above.rpartition("\n")[2],)
    block, earlier = scene.document.blocks[number], scene.document.blocks[max(0, number - 1) : number]
    pictures = (image.alt for image in scene.document.images_in(number))
    return (block.label, *block.headings[-1:], *(one.text for one in earlier), *pictures)


def _address(found: re.Match[str], codes: tuple[str, ...], beside: tuple[str, ...] = (), *, is_labelled: bool = False) -> str:
    dot = _choice(codes, "dot_words")
    dots = re.compile(rf"\s?{OPEN}\s?(?:{dot}|dot|\.)\s?{CLOSE}\s?|\s(?:{dot})\s|\s?\.\s?", re.IGNORECASE)
    doubtful = found["bare"] and _is_a_word(found["bare"]) and "." in found["domain"] and not is_labelled
    if doubtful and not _is_labelled(found, beside):
        return ""
    if found["letter"] and (found["local"].isdigit() or NEXT_POINT.search(found.string)):
        return ""
    written = SENTENCE_END.split(found["domain"])[0] if found["letter"] else found["domain"]
    local, domain = dots.sub(".", found["local"]).rstrip("-"), dots.sub(".", written).lstrip("-")
    return f"{local}@{domain}" if "." in domain else ""


def _is_labelled(found: re.Match[str], beside: tuple[str, ...]) -> bool:
    """Whether an address in words stands right behind a label for e-mail and its colon, or a label is `beside` it.

    A word in capitals amid small letters needs no colon.
    """
    before = found.string[max(0, found.start() - LABEL_REACH) : found.start()].rstrip()
    raised = found["bare"].isupper() and found["local"].islower()
    told = (raised or before.endswith(":")) and _ends_in_label(before)
    return told or any(len(text) <= LONGEST_LABEL and _ends_in_label(text) for text in beside)


def _ends_in_label(text: str) -> bool:
    text = text.rstrip(MARKS)
    return any(label.end() == len(text) for label in _labels().finditer(text))


@cache
def _labels() -> Phrases:
    return phrases(language_codes(), "email_labels")
