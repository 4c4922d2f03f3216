"""Keeps hostile bytes from the parsers.

Parsers need quadratic time for thousands of attributes on one element (lexbor: 13 s for 50,000) and for elements nested tens of
thousands deep (100 s for 200,000). Honest pages are nowhere near; browsers cut nesting at 512.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

MOST_BYTES = 5_000_000
MOST_BYTES_TOLERANT = 2_000_000
_MOST_ATTRIBUTES = 700
_KEPT_ATTRIBUTES = 200
_STRIDE = 2 * _MOST_ATTRIBUTES
"""Bytes: a tag with more attributes is longer."""
_DEEPEST = 600
_DEEPEST_TOLERANT = 150
_MOST_MARKS = 5_000
_FEW_TAGS = 12_000
_FIRST_TAGS, _LAST_TAGS = 7_500, 2_500
"""Elements that are read of a page with more. Of 589 pages of shops the fullest had 4,600."""
_MOST_TAGS = 3 * (_FIRST_TAGS + _LAST_TAGS)
"""Of end tags too, as parsers make elements of those that end nothing."""

_VALUE = rb"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+"""
# a start tag in forty pieces or more: an attribute with its value, or sixty characters of anything
_LONG_TAG = re.compile(rb"<[a-zA-Z](?>[^>=]{1,60}+(?:" + _VALUE + rb")?+|=){40,}+")
_ATTRIBUTE = re.compile(rb"[^\s/>=]++\s*+(?:" + _VALUE + rb")?+")
_BRACKET, _OPENING = re.compile(rb"<"), re.compile(rb"<(?!/)")
_START = re.compile(rb"<[a-zA-Z]")
_MARKUP = re.compile(
    rb"""<!--.*?(?:-->|\Z)
    | <(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)|\Z)
    | <(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>(?>[^>=]++(?:"""
    + _VALUE
    + rb""")?+|=)*+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
_FLAT = _VOID | frozenset(b"a p li option optgroup td th tr tbody thead tfoot dt dd html head body".split())


def guarded(body: bytes, *, tolerant: bool = False) -> tuple[bytes, tuple[str, ...]]:
    """The bytes that may be parsed, and what was cut: `too-long`, `too-many-tags`, `too-many-attributes`, `too-deep`.

    `tolerant`: for html.parser, which nests whatever is not closed and looks for the end of each comment anew.
    """
    problems: list[str] = []
    most = MOST_BYTES_TOLERANT if tolerant else MOST_BYTES
    if len(body) > most:
        body = body[:most]
        problems.append("too-long")
    tags = body.count(b"<")
    if tags > _MOST_TAGS or (tags > _FIRST_TAGS + _LAST_TAGS < tags - body.count(b"</")):
        body = _without_middle(body, opening=tags <= _MOST_TAGS)
        problems.append("too-many-tags")
    if tolerant:
        body = _without_open_comment(body)
    if _may_be_crowded(body):
        body = _cut(body, _crowded(body), problems, ("too-many-attributes", b""))
    if tolerant or tags > _FEW_TAGS:
        body = _cut(body, _too_deep(body, tolerant=tolerant), problems, ("too-deep", b"<hr>" if tolerant else b""))
    return body, tuple(problems)


def _attributes(tag: bytes) -> bool:
    """Whether a tag has too many attributes; what divides them is counted first, as scripts look like long tags too."""
    if len(tag) <= _STRIDE:
        return False
    dividers = len(tag.split()) + tag.count(b"/") + tag.count(b'"') + tag.count(b"'")
    return dividers > _MOST_ATTRIBUTES and len(_ATTRIBUTE.findall(tag)) > _MOST_ATTRIBUTES


def _may_be_crowded(body: bytes) -> bool:
    """Whether a start tag has too many attributes. It looks closely only where a look now and then gives cause.

    Such a tag is longer than a stride, so one ends inside it: at a `>` in one of its values, or at none. `since` is where the
    strides began that ended so, up to the one under way.
    """
    begin, since, size = 0, -1, len(body)
    rfind, double, single = body.rfind, -1, -1
    while begin + _STRIDE < size:
        end = rfind(b">", begin, begin + _STRIDE)
        if since < 0:
            since = begin
        if end < 0:
            end = body.find(b">", begin + _STRIDE)
            end = end if end >= 0 else size
            if _crowds(body, since, end):
                return True
        double, single = max(double, rfind(b'"', begin, end)), max(single, rfind(b"'", begin, end))
        if not (_opens_value(body, double) or _opens_value(body, single)):
            if since < begin and _crowds(body, since, end):
                return True
            since = -1
        begin = end + 1
    return since >= 0 and _crowds(body, since, size)


def _crowds(body: bytes, begin: int, end: int) -> bool:
    first = _START.search(body, begin, max(end - _STRIDE, begin))
    return first is not None and any(_attributes(found.group()) for found in _LONG_TAG.finditer(body, first.start(), end))


def _opens_value(body: bytes, quote: int) -> bool:
    """Whether the last quote before a `>` follows a `=`, so that the `>` may stand in a value."""
    before = body[quote - 1 : quote] if quote > 0 else b""
    if not before.isspace():
        return before == b"="
    start = max(quote - _STRIDE, 0)
    return body[start:quote].rstrip()[-1:] in ((b"=", b"") if start else (b"=",))


def _without_middle(body: bytes, *, opening: bool) -> bytes:
    """The first and the last elements of a body, or tags of any kind: header and footer say most."""
    first = next(islice((_OPENING if opening else _BRACKET).finditer(body), _FIRST_TAGS, None)).start()
    last, left = len(body), _LAST_TAGS
    while left:
        last = body.rfind(b"<", 0, last)
        left -= not opening or body[last + 1 : last + 2] != b"/"
    return body[:first] + body[last:]


def _without_open_comment(body: bytes) -> bytes:
    """The body up to a comment that never ends, which no browser shows."""
    start = body.find(b"<!--", body.rfind(b"-->") + 1)
    return body if start < 0 else body[:start]


def _cut(body: bytes, spans: Iterator[tuple[int, int]], problems: list[str], how: tuple[str, bytes]) -> bytes:
    """The body without the spans, each replaced by `how[1]`; where there are any, the problem `how[0]` is noted."""
    parts: list[bytes] = []
    end = 0
    for start, stop in spans:
        parts += (body[end:start], how[1] if len(parts) < _MOST_MARKS else b" ")
        end = stop
    if not parts:
        return body
    problems.append(how[0])
    return b"".join((*parts, body[end:]))


def _crowded(body: bytes) -> Iterator[tuple[int, int]]:
    """The spans of attributes beyond the first ones, of start tags that have too many."""
    for found in _MARKUP.finditer(body):
        if found["rest"] and _attributes(found["rest"]):
            kept = [one.end() for one in _ATTRIBUTE.finditer(found["rest"])][_KEPT_ATTRIBUTES]
            yield found.start("rest") + kept, found.end("rest")


def _too_deep(body: bytes, *, tolerant: bool) -> Iterator[tuple[int, int]]:
    """The spans of start tags that would nest too deep, and of end tags at that depth that end nothing."""
    open_: Counter[bytes] = Counter()
    depth = 0
    flat, deepest = (_VOID, _DEEPEST_TOLERANT) if tolerant else (_FLAT, _DEEPEST)
    for found in _MARKUP.finditer(body):
        name = (found["name"] or b"").lower()
        if not name or name in flat:
            continue
        if found["end"]:
            if open_[name]:
                open_[name] -= 1
                depth -= 1
            elif depth >= deepest:
                yield found.start(), min(found.end() + 1, len(body))
        elif depth >= deepest:
            yield found.start(), min(found.end() + 1, len(body))
        else:
            open_[name] += 1
            depth += 1
