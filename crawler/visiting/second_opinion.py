"""Whether a page's source holds contact data that the first engine did not give: then the tolerant one is asked as well.

The source is read without a parser, as a third, crudest engine: scripts and tags are cut out, and what looks like a number or
an address must be found again in the first engine's blocks or links. A page of which every such piece was given needs no
second parse, which costs twenty times as much; when in doubt the answer is yes.
"""

import re
from collections.abc import Iterator
from html import unescape

from crawler.model.document import Document
from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS, PageKind

READ_TWICE = CONTACT_LIKE | LEGAL_KINDS | {PageKind.HOME}
"""Pages on which a value that was overlooked would make a wrong negative."""

_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_NUMBER = re.compile(
    r"""
    \d
    [\d\s()./\u2010-\u2015-]{5,22}    # digits with what is written between them, never over a letter
    \d
    """,
    re.VERBOSE,
)
_LOCAL_PART = re.compile(r"[\w.+-]{1,64}(?=@)")
_TARGET = re.compile(r"""href\s*=\s*["']?\s*(?:mailto|tel):([^"'<>?\s]{3,80})""")
_NO_DIGIT = re.compile(r"\D+")
_LENGTHS = range(8, 16)


def unlike(document: Document) -> bool:
    """Whether the source holds a number, an address or a contact link that the document does not."""
    if document.problems:
        return True
    source = "".join(_without_scripts(document.html.lower()))
    bare = unescape(_TAG.sub(" ", source))
    return _numbers_missing(bare, document) or _addresses_missing(bare, document) or _targets_missing(source, document)


def _without_scripts(source: str) -> Iterator[str]:
    """The source in lower case without the content of its scripts and styles; one that is not closed takes the rest."""
    start = 0
    while (match := _SCRIPT.search(source, start)) is not None:
        yield source[start : match.start()]
        start = source.find(f"</{match[1]}", match.end())
        if start < 0:
            return
    yield source[start:]


def _numbers_missing(bare: str, document: Document) -> bool:
    given = ""
    for match in _NUMBER.finditer(bare):
        digits = _NO_DIGIT.sub("", match.group())
        given = given or _NO_DIGIT.sub("", "".join(block.text for block in document.blocks))
        if len(digits) in _LENGTHS and digits not in given:
            return True
    return False


def _addresses_missing(bare: str, document: Document) -> bool:
    if "@" not in bare:
        return False
    given = "\n".join(block.text for block in document.blocks).lower()
    return any(match.group() not in given for match in _LOCAL_PART.finditer(bare))


def _targets_missing(source: str, document: Document) -> bool:
    targets = [unescape(target) for target in _TARGET.findall(source)]
    if not targets:
        return False
    given = "\n".join(link.target for link in document.links).lower()
    return any(target not in given for target in targets)
