"""Whether a page's source holds contact data that the first engine did not give: then the tolerant one is asked as well.

The source is read without a parser, as a third, crudest engine: scripts and tags are cut out, and what looks like a number or
an address must be found again in the first engine's blocks or links. A page of which every such piece was given needs no
second parse, which costs twenty times as much; when in doubt the answer is yes.
"""

import re
from collections.abc import Iterable, Iterator
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
_LOCAL_PART = re.compile(r"[\w.+-]+\Z")
_LONGEST_LOCAL_PART = 64
_MOST_PIECES = 400
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
    runs = (_NO_DIGIT.sub("", match.group()) for match in _NUMBER.finditer(bare))
    numbers = _some(run for run in runs if len(run) in _LENGTHS)
    if not numbers:
        return False
    given = _NO_DIGIT.sub("", "".join(block.text for block in document.blocks))
    return _missing(numbers, given)


def _addresses_missing(bare: str, document: Document) -> bool:
    if "@" not in bare:
        return False
    ends = (_LOCAL_PART.search(piece[-_LONGEST_LOCAL_PART:]) for piece in bare.split("@")[:-1])
    return _missing(_some(end.group() for end in ends if end), "\n".join(block.text for block in document.blocks).lower())


def _targets_missing(source: str, document: Document) -> bool:
    targets = _some(unescape(target) for target in _TARGET.findall(source))
    return bool(targets) and _missing(targets, "\n".join(link.target for link in document.links).lower())


def _some(pieces: Iterable[str]) -> set[str]:
    """The different pieces, at most one more than are looked up."""
    found: set[str] = set()
    for piece in pieces:
        found.add(piece)
        if len(found) > _MOST_PIECES:
            break
    return found


def _missing(pieces: set[str], given: str) -> bool:
    """Whether a piece was not given; so many pieces that looking them up takes long count as a yes."""
    return len(pieces) > _MOST_PIECES or any(piece not in given for piece in pieces)
