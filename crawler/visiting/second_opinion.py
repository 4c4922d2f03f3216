"""Whether a page's source holds contact data that the first engine did not give: then the tolerant one is asked as well.

The source is read without a parser, as a third, crudest engine: scripts and tags are cut out (as bytes, which are lowered and
searched several times as fast as text), and what looks like a number or an address must be found again in the first engine's
blocks or links. A page of which every such piece was given needs no
second parse, which costs twenty times as much; when in doubt the answer is yes.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from crawler.model.document import Document
from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS, PageKind

READ_TWICE = CONTACT_LIKE | LEGAL_KINDS | {PageKind.HOME}
"""Pages on which a value that was overlooked would make a wrong negative."""

_SCRIPT = re.compile(rb"<(script|style)\b[^<>]*>")
_TEXT = re.compile(
    rb"""
    >
    ( [^<]+ (?: <(?![a-z/!?]) [^<>]*+ (?=<) )* )    # a sign for "less than" opens no tag
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"""
    [0-9]
    [0-9\s()./\u2010-\u2015-]{5,22}    # digits with what is written between them, never over a letter
    [0-9]
    """,
    re.VERBOSE,
)
_LOCAL_PART = re.compile(r"[\w.+-]+\Z")
_LONGEST_LOCAL_PART = 64
_MOST_PIECES = 400
_TARGET = re.compile(rb"""href\s*=\s*["']?\s*(?:mailto|tel):([^"'<>?\s]{3,80})""")
_NO_DIGIT = re.compile(r"[^0-9]+")
_LENGTHS = range(8, 16)


def unlike(document: Document) -> bool:
    """Whether the source holds a number, an address or a contact link that the document does not."""
    if document.problems:
        return True
    source = b"".join(_without_scripts(document.html.encode("utf-8", "replace").lower()))
    bare = unescape(b"  ".join(_TEXT.findall(b">" + source)).decode("utf-8"))
    return _numbers_missing(bare, document) or _addresses_missing(bare, document) or _targets_missing(source, document)


def _without_scripts(source: bytes) -> Iterator[bytes]:
    """The source in lower case without the content of its scripts and styles; one that is not closed takes the rest."""
    start = 0
    while (match := _SCRIPT.search(source, start)) is not None:
        yield source[start : match.start()]
        start = source.find(b"</" + match[1], match.end())
        if start < 0:
            return
    yield source[start:]


def _numbers_missing(bare: str, document: Document) -> bool:
    runs = (_NO_DIGIT.sub("", shown) for shown in _NUMBER.findall(bare))
    numbers = _some(run for run in runs if len(run) in _LENGTHS)
    if not numbers:
        return False
    given = _NO_DIGIT.sub("", "".join([block.text for block in document.blocks]))
    return _missing(numbers, given)


def _addresses_missing(bare: str, document: Document) -> bool:
    if "@" not in bare:
        return False
    ends = (_LOCAL_PART.search(piece[-_LONGEST_LOCAL_PART:]) for piece in bare.split("@")[:-1])
    return _missing(_some(end.group() for end in ends if end), _lowered(block.text for block in document.blocks))


def _targets_missing(source: bytes, document: Document) -> bool:
    if b"mailto:" not in source and b"tel:" not in source:
        return False
    targets = _some(unescape(target.decode("utf-8", "replace")) for target in _TARGET.findall(source))
    return bool(targets) and _missing(targets, _lowered(link.target for link in document.links))


def _lowered(texts: Iterable[str]) -> str:
    """Texts with their ASCII letters in lower case, as the source was lowered."""
    return "\n".join(texts).encode("utf-8", "replace").lower().decode("utf-8")


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
