"""The word beside a value that tells what it is: on the left in the same line, in brackets behind it, or in the cell before.

`Tel: 020-1 Fax: 020-2` gives each number its own word; a number without a word of its own that follows another at once
(`Tel. 020-1 / 020-2`) has the word of the first; `Tel/Fax` is one label.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.extractors._email_addresses import without_mailboxes
from crawler.knowledge.countries import countries
from crawler.knowledge.denials import denied
from crawler.knowledge.joints import also, joints
from crawler.knowledge.languages import DIALLED, VOICE, languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import any_of
from crawler.model.document import Block, apart
from crawler.model.scene import Scene
from crawler.model.strict import read_facts

COLUMNS = 4
MOST_LINES = 12
"""A column of labels, with their values below in the same order, has fewer lines."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LONGEST, REST = 30, 12
"""Letters of a short text that is a label, and of what else may stand in it."""

FILE = Path(__file__).with_suffix(".toml")
REACH = 60
"""Characters on the left in which a label is looked for."""

DRAWN = "☎☏✆📞📱📲📠🖷"
"""Signs that stand for a word before a number."""

LETTER = re.compile(
    r"(?:^|(?<=[\s|(,;/•·>]))([TFMPEtfmpe])\s?[.:]\s{0,2}\W{0,2}$"
    rf"|(?:^|(?<=[\s|•·(,;/]))([TFMP])\s{{1,2}}\W{{0,2}}$|[{DRAWN}]\W{{0,3}}$"
)
AND = rf"(?:\s?[/&+]\s?|\s{any_of(joints(either=True))}\s)"
BOTH = re.compile(rf"(?<!\w)(?:[tp]\.?{AND}f|f\.?{AND}[tp])\s?[.:]?\s{{0,2}}$", re.IGNORECASE)
"""Two letters before one number that is both: `T/F 020-1`, `T & F: 020-1`."""
ALONE = re.compile(r"\W{0,2}(?:([TFMPE])|([tfmpe])\s?[.:])\W{0,2}")
"""A letter that is a cell or a line of its own beside its value."""
BRACKETED = re.compile(r"[(\[]([TFMPEtfmpe])[)\]]\s{0,2}:?\s{0,2}$")
"""A letter in brackets before its value: `(T) 020-1 (F) 020-2`."""

VALUE = re.compile(r"\d{4}|\d(?:[ ./-]{0,3}\d){5}")
"""A line above with a value of its own is no label of the next."""

SPEAKS = re.compile(rf"[\w{DRAWN}]")
"""What a line has besides its value: a word, or a sign for one."""

LETTERS = {"t": "Tel", "p": "Tel", "m": "Mob", "f": "Fax", "e": "E-mail"}
SIGNS = {"📠": "Fax", "🖷": "Fax"}
LAST = re.compile(r"[ \t]?[-–:,]?[ \t]?([^\W\d][^\d\n,;|/]{1,20})(?=$|\n|[,;|/])")
BEHIND = re.compile(r"\s?[(\[]\s?([^)\]]{1,30})[)\]]")
EXTENSION = re.compile(r"\d{2}")
JOINED = re.compile(rf"[\s/|,;&+-]{{0,4}}{any_of(joints(either=True))}?[\s/|,;&+-]{{0,4}}", re.IGNORECASE)
JOINT = re.compile(
    rf"[^\w?!]{{0,3}}(?:{any_of(joints(either=True))}|[&+/])?[^\w?!]{{0,3}}(?:{any_of(also())}(?:\s\w{{2,4}}){{0,2}}[^\w?!]{{1,3}})?",
    re.IGNORECASE,
)
"""Between two words for one number: `Tel. & Fax`, `Telefoon (tevens fax)`, `Tel. ook voor fax`."""
PLACE = re.compile(r"(?:^|[|•,;/])\s{0,3}((?:[^\W\d]+ ){0,2}[^\W\d]+):\s{0,2}$")
"""Up to three words and a colon, with nothing else before a value: `Tienda: 914728391`."""

FIELDS = (*DIALLED, "email_labels", "order_labels", "service_labels")


class Label(NamedTuple):
    """`text` as the page has it, `end` where it ends in the text on the left (-1: it stands elsewhere)."""

    text: str
    end: int = -1


NONE = Label("")


@cache
def labels(*fields: str) -> Phrases:
    """The words that tell what a value is, in every language: a Dutch shop writes "Phone", a German one "Mobile".

    Single letters are read by `LETTER`, which knows where they may stand.
    """
    words = [word for language in languages().values() for field in fields or FIELDS for word in getattr(language, field)]
    words += (word for field in fields or FIELDS for word in read_facts(FILE).get(field, ()))
    return Phrases(word for word in words if len(word.strip(".:")) > 1)


def is_fax(label: str) -> bool:
    """Whether a label is that of a fax and of nothing else.

    >>> is_fax("Telefax"), is_fax("Tel/Fax"), is_fax("Tel")
    (True, False, False)
    """
    fax = labels("fax_labels")
    return bool(fax.search(label)) and not labels(*VOICE).search(fax.sub(" ", label))


@lru_cache(maxsize=1024)
def second_of(label: str) -> str:
    """The label of the second of two numbers behind one label: of `Tel./Fax: 020-1 / 020-2` the fax.

    >>> second_of("Tel./Fax"), second_of("Fax / Tel"), second_of("Tel")
    ('Fax', 'Fax / Tel', 'Tel')
    """
    last = next(reversed(list(labels().finditer(label))), None)
    return last.group() if last and is_fax(last.group()) and not is_fax(label) else label


@lru_cache(maxsize=8192)
def label_on_left(text: str) -> Label:
    r"""The label that ends nearest before a value, two joined ones (`Tel. en fax`) taken together.

    Read in the value's own line, or in the line above when that one has only the value.

    >>> label_on_left("Fax: 020-7654321\nTel ").text, label_on_left("Telefoon\n").text
    ('Tel', 'Telefoon')
    """
    text = text[-REACH:]
    above, line_end, before = text.rpartition("\n")
    if line_end and not SPEAKS.search(before):
        before = above.rpartition("\n")[2]
        return NONE if VALUE.search(before) else _in_line(before)
    return _shifted(_in_line(before), len(text) - len(before))


def _shifted(label: Label, by: int) -> Label:
    return Label(label.text, label.end + by) if label.end >= 0 else label


def _in_line(before: str) -> Label:
    if both := BOTH.search(before):
        return Label("Tel/Fax", both.end())
    if letter := _letter(before):
        return Label(letter, len(before))
    if found := BRACKETED.search(before):
        return Label(LETTERS[found[1].lower()], found.end())
    if found := LETTER.search(before):
        letter = (found[1] or found[2] or "").lower()
        return Label(LETTERS.get(letter, "") or SIGNS.get(found.group()[:1], "Tel"), found.end())
    marks = list(_undenied(without_mailboxes(before)))
    if not marks:
        place = PLACE.search(before)
        named = labels("branch_labels").search(place[1]) if place else None
        return Label(place[1], place.end()) if place and named and not named.start() else NONE
    last, start = marks[-1], marks[-1].start()
    for earlier in reversed(marks[:-1]):
        if not JOINT.fullmatch(before, earlier.end(), start):
            break
        start = earlier.start()
    return Label(before[start : last.end()], last.end())


def _undenied(text: str) -> Iterator[re.Match[str]]:
    """The labels of a text, without a fax that it says there is none of: `Pas de fax. 04 ...`."""
    ends = [word.end() for word in denied().finditer(text)]
    for mark in labels().finditer(text):
        if not (ends and is_fax(mark.group()) and any(not text[end : mark.start()].strip() for end in ends if end < mark.start())):
            yield mark


def label_behind(after: str) -> Label:
    r"""The label behind a number: in brackets, or as all that is left of its line. A word for mail there begins what follows.

    >>> label_behind(" (fax)").text, label_behind(" (f) 020-7").text, label_behind(" fax\n").text, label_behind(" fax 020-7").text
    ('fax', 'Fax', 'fax', '')
    >>> label_behind(" (geen fax)").text, label_behind(" (fax -45)").text
    ('', '')
    """
    if found := BEHIND.match(after):
        letter = LETTERS.get(found[1].strip(" .:").lower(), "")
        return Label(letter or (found[1] if labels().search(found[1]) and not _names_another(found[1]) else ""))
    last = LAST.match(after)
    return Label(last[1]) if last and is_label(last[1]) and not labels("email_labels").search(last[1]) else NONE


def begins_what_follows(own: str, after: str) -> bool:
    """Whether a word for fax is not of the number before it, which has its own word for phone: `Tel. 020-1 Fax:`.

    >>> begins_what_follows("Tel", " Fax:"), begins_what_follows("", " Fax"), begins_what_follows("Tel", " (Fax)")
    (True, False, False)
    """
    voice = labels(*VOICE)
    return not BEHIND.match(after) and is_fax(label_behind(after).text) and voice.search(own) is not None


def _names_another(text: str) -> bool:
    """Whether words in brackets behind a number say what it is not, or hold the extension of a fax: `(geen fax)`, `(Fax -45)`."""
    found = denied().search(text)
    return (found is not None and not text[: found.start()].strip()) or (EXTENSION.search(text) is not None and is_fax(text))


def label_around(scene: Scene, number: int) -> Label:
    """The label in the cell before a block, in its picture, or in the short block before.

    A row of labels with a row of values below it, and two blocks of lines side by side, are matched by position.
    """
    block = scene.document.blocks[number]
    if beside := label_of_line(scene, number, 0):
        return beside
    if block.label and (cell := label_on_left(block.label[-REACH:])).text:
        return Label(cell.text)
    if picture := next((image.alt for image in scene.document.images_in(number) if is_label(image.alt)), ""):
        return Label(picture)
    return _in_row(scene, number)


def label_of_line(scene: Scene, number: int, line: int) -> Label | None:
    """The label of one line of a block whose cell before, or block before, is lines of labels; None where there is none."""
    blocks = scene.document.blocks
    before = blocks[number - 1].text if number and not apart(blocks[number - 1], blocks[number]) else ""
    for text in (blocks[number].label, before):
        lines = text.split("\n") if "\n" in text and len(text) <= REACH else []
        if line < len(lines) and all(map(_announces, lines)):
            return Label((_letter(lines[line]) or lines[line]) if is_label(lines[line]) else "")
    return None


def label_in_lines(lines: Sequence[str], line: int) -> str:
    """The label of one of a text's lines, where as many lines of values stand below lines of labels, "" where none do.

    >>> [label_in_lines(["Tel.", "Fax", "020-6248135", "020-6248136"], line) for line in (2, 3)]
    ['Tel.', 'Fax']
    >>> label_in_lines(["Tel.", "020-6248135", "Fax", "020-6248136"], 3)
    ''
    """
    first, farthest = line, max(line - MOST_LINES, 0)
    while first > farthest and not _announces(lines[first - 1]):
        first -= 1
    top, farthest = first, max(first - MOST_LINES, 0)
    while top > farthest and _announces(lines[top - 1]) and not labels("service_labels").search(lines[top - 1]):
        top -= 1
    told, values = lines[top:first], lines[first : 2 * first - top]
    whole = MOST_LINES > len(told) > max(line - first, 1) and len(values) == len(told) and not any(map(_announces, values))
    return (_letter(told[line - first]) or told[line - first]) if whole else ""


def _in_row(scene: Scene, number: int) -> Label:
    """The label whose place in the labels before is that of the block in as many values behind them."""
    blocks = scene.document.blocks
    row = [block for block in blocks[max(0, number - 2 * COLUMNS) : number] if not apart(block, blocks[number])]
    texts = [block.text for block in row]
    after = next((count for count, text in enumerate(reversed(texts)) if _announces(text)), len(texts))
    head = len(texts) - after
    first = head
    while first and _announces(texts[first - 1]) and _heading(row[first - 1]) == _heading(row[head - 1]):
        first -= 1
    if first + after >= head or (head - first == 1 and after) or not is_label(texts[first + after]):
        return NONE
    rest = blocks[number + 1 : number + head - first - after]
    return NONE if any(_announces(block.text) for block in rest) else Label(_letter(texts[first + after]) or texts[first + after])


def _heading(block: Block) -> str:
    """The level of a heading, "" where a block is none: one above a table, or above other headings, is none of a row of labels."""
    return block.tag if block.tag in HEADINGS else ""


@lru_cache(maxsize=8192)
def _announces(text: str) -> bool:
    """Whether a short text is a label of any value, also of an address, hours or a register number."""
    return is_label(text) or _is_little_but(_others(), text)


@cache
def _others() -> Phrases:
    fields = ("address_labels", "name_labels", "hours_labels")
    words = [word for language in languages().values() for field in fields for word in getattr(language, field)]
    ids = [word for country in countries().values() for word in (*country.register_labels, *country.vat_labels)]
    return Phrases(word for word in (*words, *ids) if len(word.strip(".:")) > 1)


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether a short text is a label and little else.

    >>> is_label("Telefoon:"), is_label("F"), is_label("Free Shipping on Orders")
    (True, True, False)
    """
    return bool(_letter(text)) or _is_little_but(labels(), text)


def _letter(text: str) -> str:
    """The word that a letter alone stands for, "" for any other text.

    >>> _letter("F"), _letter("t:"), _letter("t")
    ('Fax', 'Tel', '')
    """
    found = ALONE.fullmatch(text)
    return LETTERS[(found[1] or found[2]).lower()] if found else ""


def _is_little_but(words: Phrases, text: str) -> bool:
    found = words.search(text) if len(text) <= LONGEST else None
    rest = text.replace(found.group(), "").strip() if found else ""
    return found is not None and len(rest) <= REST and not re.search(r"\d{3}|@", rest)
