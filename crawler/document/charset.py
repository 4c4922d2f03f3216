"""Bytes to text: which character set a page is really in.

Order: byte order mark; UTF-8 when the bytes hold valid multi-byte UTF-8 (a wrong declaration is common, valid multi-byte
sequences by accident are not); the HTTP header; the page's own declaration; cp1252.
"""

import codecs
import re
from typing import NamedTuple

from bs4.dammit import EncodingDetector

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_ASCII_SAFE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"})
_LAST = "cp1252"


class Decoded(NamedTuple):
    """The text of a page, the name of the character set it was decoded with, and whether the bytes are that text in UTF-8."""

    text: str
    charset: str
    is_utf8: bool = False


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Find out the character set and decode. Never raises.

    >>> decode("Müller".encode("cp1252"), "text/html; charset=utf-8")[:2]
    ('Müller', 'windows-1252')
    >>> decode("Müller".encode(), "text/html; charset=iso-8859-1")
    Decoded(text='Müller', charset='utf-8', is_utf8=True)
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(body.decode(name, "replace"), name.removesuffix("-sig"))
    try:
        return Decoded(body.decode("utf-8"), "utf-8", is_utf8=True)
    except UnicodeDecodeError:
        return Decoded(*_declared(body, content_type))


def _declared(body: bytes, content_type: str) -> tuple[str, str]:
    found = _HEADER.search(content_type)
    names = [found.group(1)] if found else []
    inside = EncodingDetector.find_declared_encoding(body, is_html=True)
    names += [inside] if inside else []
    for name in names:
        text = _strictly(body, name)
        if text is not None:
            return text, codecs.lookup(name).name.replace("cp1252", "windows-1252")
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace"), "utf-8"
    return body.decode(_LAST, "replace"), "windows-1252"


def _strictly(body: bytes, name: str) -> str | None:
    """The text if the codec exists, is one for text of pages, and fits."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if found.name in _ASCII_SAFE or found.name == "utf-8" or not found._is_text_encoding:  # noqa: SLF001
        return None
    # HTML says latin-1 where browsers read cp1252
    codec = _LAST if found.name in {"iso8859-1", "ascii"} else found.name
    try:
        return body.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return body.decode(codec, "replace") if codec == _LAST else None


def _mostly_utf8(body: bytes) -> bool:
    """Whether a few broken bytes stand in a page that is UTF-8 otherwise."""
    bad = body.decode("utf-8", "replace").count("\ufffd")
    good = sum(1 for byte in body if byte >= 0xC2) if bad < len(body) // 50 + 8 else 0
    return good > 4 * bad
