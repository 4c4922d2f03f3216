r"""Text of a shop or a list on its way to a person: nothing in it acts, hides, or turns the direction of writing.

Control characters, escapes, lone surrogates, characters without width and those that turn the direction of writing (Unicode
UAX 9) are written out as `[U+202E]`. The two joiners stay: Persian, Hindi and emoji need them, and they act on nothing else.

>>> plain("tel\u202e 020\x1b[2J")
'tel[U+202E] 020[U+001B][2J'
"""

import json
import re

NEUTRALISED = re.compile(
    r"""
    [\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]   # controls that are no white space; ESC among them
    | [\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]  # direction marks, embeddings, overrides, isolates
    | [\u180e\u200b\u2060-\u2065\u206a-\u206f\u115f\u1160\u3164\uffa0]  # without width, or without ink
    | [\ufeff\ufff9-\ufffb\ufffe\uffff]      # byte order mark, annotations, no characters at all
    | [\U000e0000-\U000e007f]                # tags: a second text that nobody sees
    | [\ud800-\udfff]                        # lone surrogates: no UTF-8 for them
    """,
    re.VERBOSE,
)


_ACTS = re.compile(rf"[\x85\u2028\u2029]|{NEUTRALISED.pattern}", re.VERBOSE)
"""What acts, and what ends a line for some readers though it does not in JSON."""


def plain(text: str, most: int = 400) -> str:
    """Text on one line, at most `most` characters before what acts is written out, with nothing in it that acts."""
    if len(text) <= most and text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # most texts: nothing to fold, to cut or to write out
    folded = " ".join(text[: most * 4].split())
    return neutralised(folded if len(folded) <= most else folded[: most - 1] + "…")


def is_utf8(text: str) -> bool:
    """Whether text can be written down as UTF-8; the name of a file may hold bytes that are none."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def escaped(text: str) -> str:
    """JSON text on one line for every reader, with what acts on a terminal as escapes; nothing is lost."""
    return _ACTS.sub(lambda found: json.dumps(found[0])[1:-1], text)


def neutralised(text: str) -> str:
    """Text with its lines and blanks as they are, and with nothing else in it that acts."""
    return NEUTRALISED.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
