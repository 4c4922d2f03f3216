"""Attributes that may carry a contact value, and controls that lead on by an attribute."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from crawler.document.draft import MOST_LINKS, Draft
from crawler.model.document import Attribute
from crawler.model.link import Link, PageKind

Attrs = Mapping[str, str | None]
_BORING = frozenset(
    """class href src style type rel target width height role tabindex srcset sizes loading for method action hidden itemtype
    charset media async defer lang property aria-hidden aria-expanded aria-labelledby data-src data-srcset xmlns viewbox d fill
    colspan rowspan align valign border cellpadding cellspacing bgcolor autocomplete checked selected disabled required integrity
    crossorigin nonce dir data-toggle data-bs-toggle data-id decoding fetchpriority name viewBox color face size xmlns:xlink
    maxlength""".split(),  # noqa: SIM905 - one word a line fills a page
)
_CARRIERS = re.compile(r"data-(?:cfemail|.*(?:mail|phone|tel|user|domain|contact).*|enc|hash)|itemprop")
_NUMBERS = re.compile(
    r"""data-(?:[\w-]*(?:id|sku|price|time|width|height|index|product|key|timestamp|version|token)[\w-]*
    | v-.* | event.* | level | test.* | element_type)""",
    re.VERBOSE,
)
_MAYBE = re.compile(r"[@\d%&:(\[]").search
_TELLING = re.compile(
    r"""@ | %40 | &\#64 | mailto: | tel:
    | \d(?:[ ()./\u2010-\u2015\u00a0-]{0,3}\d){5}  # a run of six digits
    | [(\[]\s?at\s?[)\]]""",
    re.IGNORECASE | re.VERBOSE,
)
_ONCLICK = re.compile(
    r"""(?:location(?:\.href)?\s?=|location\.(?:assign|replace)\(|window\.open\()
    \s?['"]([^'"]{1,2000})['"]""",
    re.VERBOSE,
)
_MOST = 5_000
_SCOPING = frozenset({"role", "style", "hidden"})
_NO_KINDS: frozenset[PageKind] = frozenset()
_new = tuple.__new__
LONGEST = 2_000


class Sort(Enum):
    """How an attribute is read: never, always, by its value, or for something else it says."""

    NEVER = 0
    ALWAYS = 1
    BY_VALUE = 2
    MICRODATA = 3
    TRIGGER = 4
    CLICK = 5


# an enum's members cost a slow look-up each
_ALWAYS, _BY_VALUE, _TRIGGER, _CLICK = Sort.ALWAYS, Sort.BY_VALUE, Sort.TRIGGER, Sort.CLICK


class Shape(NamedTuple):
    """What the names of an element's attributes ask for: `told` to be read; a class, an id, or others may change the scope."""

    told: tuple[tuple[str, Sort], ...]
    classed: bool
    named: bool
    scoping: bool


_SORTS = dict.fromkeys(_BORING, Sort.NEVER)
_SORTS |= {"id": Sort.NEVER, "itemscope": Sort.MICRODATA, "typeof": Sort.MICRODATA}
_SORTS |= dict.fromkeys(("aria-controls", "data-target", "data-bs-target", "data-open", "data-toggle-target"), Sort.TRIGGER)
_SORTS |= dict.fromkeys(("onclick", "data-href"), Sort.CLICK)
_MOST_SHAPES = 20_000
SHAPES: dict[tuple[str, ...], Shape] = {}
"""Shapes met so far, by the names of the attributes in their order: themes repeat them."""


def shape_of(names: tuple[str, ...]) -> Shape:
    """The shape of an element with these attributes, remembered in SHAPES."""
    told = tuple((name, sort) for name in names if (sort := _SORTS.get(name) or _sort(name)) is not Sort.NEVER)
    shape = Shape(told, "class" in names, "id" in names, not _SCOPING.isdisjoint(names))
    if len(SHAPES) >= _MOST_SHAPES:
        SHAPES.clear()
    SHAPES[names] = shape
    return shape


def _sort(name: str) -> Sort:
    if _CARRIERS.fullmatch(name):
        return Sort.ALWAYS
    return Sort.NEVER if _NUMBERS.fullmatch(name) else Sort.BY_VALUE


def carry(draft: Draft, tag: str, attrs: Attrs, told: tuple[tuple[str, Sort], ...]) -> None:
    """Keep the attributes that may carry a contact value, and the ids a control opens."""
    for name, sort in told:
        value = attrs[name] or ""
        if sort is _BY_VALUE:
            if len(value) >= 5 and _MAYBE(value, 0, LONGEST) and _TELLING.search(value, 0, LONGEST):
                _keep(draft, tag, name, value)
        elif sort is _ALWAYS:
            _keep(draft, tag, name, value)
        elif sort is _TRIGGER:
            draft.triggers.update(value.replace("#", " ").split()[:4])
        elif sort is _CLICK:
            _clicked(draft, tag, name, attrs)
        else:
            draft.microdata = True


def _keep(draft: Draft, tag: str, name: str, value: str) -> None:
    if len(draft.attributes) < _MOST:
        scope = draft.scope
        draft.attributes.append(Attribute(tag, name, value[:LONGEST], scope.place, not scope.hidden_by, len(draft.blocks)))


def _clicked(draft: Draft, tag: str, name: str, attrs: Attrs) -> None:
    value = attrs[name] or ""
    if _TELLING.search(value, 0, LONGEST):
        _keep(draft, tag, name, value)
    if name == "data-href" or "data-href" not in attrs:
        on_click(draft, attrs)


def on_click(draft: Draft, attrs: Attrs) -> None:
    """A control that leads on by `data-href` or by a written-out script."""
    written = attrs.get("data-href") or scripted(attrs.get("onclick") or "")
    target = draft.addresses.absolute(written) if written else ""
    if target:
        text = attrs.get("aria-label") or attrs.get("title") or attrs.get("value") or ""
        keep_link(draft, target, attrs, text, written_out=False)


def scripted(script: str) -> str:
    """The address that a written-out script leads to, or an empty string.

    >>> scripted("window.location.href = '/contact'; return false")
    '/contact'
    """
    found = _ONCLICK.search(script, 0, LONGEST)
    return found.group(1) if found else ""


def keep_link(draft: Draft, target: str, attrs: Attrs, text: str, *, written_out: bool) -> None:
    """Add a link as it stands in the draft's present scope."""
    links, scope, get = draft.links, draft.scope, attrs.get
    if len(links) >= MOST_LINKS:
        draft.problems["too-many-links"] = None
        return
    block = len(draft.blocks) if draft.parts or not written_out else draft.last_written()
    closed = scope.closed and not scope.menu
    title, rel = get("title") or "", get("rel") or ""
    seen = not scope.hidden_by
    # a named tuple's own constructor is a Python function: twice the time, hundreds of times a page
    links.append(_new(Link, (target, text[:500], scope.place, seen, closed, title, rel, block, written_out, _NO_KINDS)))
