"""Word lists as one pattern: finds any word of a list on word boundaries, whatever the case, in several languages at once.

>>> phrases(("nl",), "fax_labels").search("Tel. 020-1 Fax 020-2").group()
'Fax'
"""

import re
from collections.abc import Iterable
from functools import cache

from crawler.knowledge.languages import languages

NOTHING = re.compile(r"(?!)")
"""Matches nowhere: the pattern of an empty list."""


@cache
def phrases(codes: tuple[str, ...], *lists: str) -> re.Pattern[str]:
    """The pattern of the word lists (fields of `Language`) of these languages; unknown languages are passed over."""
    known = languages()
    return pattern_of({word for code in codes if code in known for field in lists for word in getattr(known[code], field)})


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    r"""Make the pattern of words; a space in a word stands for any white space.

    >>> pattern_of(["track & trace"]).search("Track  & Trace").group()
    'Track  & Trace'
    """
    spelt = sorted(
        (r"\s+".join(map(re.escape, word.split())) for word in words if word.strip()), key=lambda word: (-len(word), word)
    )
    if not spelt:
        return NOTHING
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)", re.IGNORECASE)
