"""White space and characters without width."""

import re

LINE = "\x00"
"""Stands for a line break inside a block until the block is closed; no page text can hold it."""

# soft hyphen, zero-width space and joiners, direction marks and isolates, word joiner, byte order mark;
# the two overrides U+202D and U+202E stay, as they change the order of what a customer reads
_WIDTHLESS = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u2064\u2066-\u2069\ufeff]+")


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
