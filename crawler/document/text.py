"""White space and characters without width."""

import re
from collections.abc import Sequence
from itertools import chain, pairwise

from crawler.model.document import RAISED

LINE = "\x00"
"""Stands for a line break inside a block until the block is closed; no page text can hold it."""

# soft hyphen, zero-width space and joiners, direction marks and isolates, word joiner, byte order mark;
# the two overrides U+202D and U+202E stay, as they change the order of what a customer reads
_WIDTHLESS = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]+")

_RAISED = str.maketrans("0123456789", RAISED)
_NOTE = re.compile(r"\s*\d{1,2}(?:\s?[,;/]\s?\d{1,2})?\)?\s*")
"""What points to a note at the foot of the page."""

_NUMBER = re.compile(r"\s*[+(]?\d(?:[\s()./-]{0,3}\d){7,14}\s*")
_ADDRESS = re.compile(r"\s*[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\s*", re.IGNORECASE)
_PIECE = re.compile(r"(?!(?:e-?)?mail$)[a-z._+-]+")
"""What may be the beginning of an address that is cut over tags; a word for mail is its label."""
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.$")
"""A letter that stands for a label: `M.`."""

_WORD = re.compile(r"[a-zß-ÿ]{3}$")
_PHRASE = re.compile(r"[A-ZÀ-Þ][a-zß-ÿ]+[\s,:]+\S|[012]?\d[.:hu]\d\d")


def fold(text: str) -> str:
    r"""Text with white space folded, characters without width taken out and line breaks kept.

    >>> fold("  020\u00a0-  12\u00ad34 \x00 \n fax ")
    '020 - 1234\nfax'
    """
    if not text.isascii():
        text = _WIDTHLESS.sub("", text)
    if LINE in text:
        lines = (" ".join(line.split()) for line in text.split(LINE))
        return "\n".join(line for line in lines if line)
    return " ".join(text.split())


def raise_note(parts: list[str]) -> None:
    """Write the digits that point to a note, the last text of a block under way, as raised ones: no part of the number before.

    >>> parts = ["Tel. 020 624 81 35", "1"]
    >>> raise_note(parts)
    >>> parts
    ['Tel. 020 624 81 35', '¹']
    """
    if parts and _NOTE.fullmatch(parts[-1]) and "".join(parts[-4:-1]).rstrip()[-1:].isalnum():
        parts[-1] = parts[-1].translate(_RAISED)


def joined(parts: Sequence[str]) -> str:
    """The texts of a block, with a gap where one that is a whole number or address, or a phrase, would be glued to the next.

    Page programs leave no white space between elements that styles set apart; a value or a name cut over tags stays whole.

    >>> joined(["020 624 81 35", "info@shop.nl"]), joined(["in", "fo@shop.nl"]), joined(["020-62", "48135"])
    ('020 624 81 35 info@shop.nl', 'info@shop.nl', '020-6248135')
    >>> joined(["Open", "Maandag: 9-17"]).split(LINE), joined(["Lamp", "Huis"]), joined(["Maandag", "09:00-17:00"]).split(LINE)
    (['Open', 'Maandag: 9-17'], 'LampHuis', ['Maandag', '09:00-17:00'])
    """
    if not any(map(_touch, parts, parts[1:])):
        return "".join(parts)
    gaps = [_gap(one, other) if _touch(one, other) else "" for one, other in pairwise(parts)]
    return "".join(chain.from_iterable(zip(parts, (*gaps, ""), strict=True)))


def _touch(one: str, other: str) -> bool:
    last, first = one[-1:], other[:1]
    return (last.isalnum() or last == ".") and (first.isalnum() or first in "+(")


def _gap(one: str, other: str) -> str:
    """What parts two texts that touch, of which one is a whole value and the other no piece of it."""
    if _PHRASE.match(other) and _WORD.search(one):
        return LINE
    numbers = sum(_NUMBER.fullmatch(text) is not None for text in (one, other))
    if numbers:
        return LINE if numbers > 1 else " "
    if one[-1:] == ".":
        return " " if _INITIAL.search(one) and _ADDRESS.fullmatch(other) else ""
    return " " if (_ADDRESS.fullmatch(other) and not _PIECE.fullmatch(one)) or (len(other) > 1 and _ADDRESS.fullmatch(one)) else ""
