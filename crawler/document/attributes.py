"""Attributes that may carry a contact value, and controls that lead on by an attribute."""

import re
from collections.abc import Mapping
from enum import Enum

from crawler.document.draft import MOST_LINKS, Draft
from crawler.model.document import Attribute
from crawler.model.link import Link

Attrs = Mapping[str, str | None]
BORING = frozenset(
    """class href src style type rel target width height role tabindex srcset sizes loading for method action hidden itemtype
    charset media async defer lang property aria-hidden aria-expanded aria-labelledby data-src data-srcset xmlns viewbox d fill
    colspan rowspan align valign border cellpadding cellspacing bgcolor autocomplete checked selected disabled required integrity
    crossorigin nonce dir data-toggle data-bs-toggle data-id decoding fetchpriority name viewBox color face size xmlns:xlink
    maxlength""".split(),  # noqa: SIM905 - one word a line fills a page
)
"""Attributes that carry nothing a reader wants."""
_CARRIERS = re.compile(r"data-(?:cfemail|.*(?:mail|phone|tel|user|domain|contact).*|enc|hash)|itemprop")
_NUMBERS = re.compile(
    r"""data-(?:[\w-]*(?:id|sku|price|time|width|height|index|product|key|timestamp|version|token)[\w-]*
    | v-.* | event.* | level | test.* | element_type)""",
    re.VERBOSE,
)
_MAYBE = re.compile(r"[@\d%&:(\[]")
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
LONGEST = 2_000


class _Sort(Enum):
    NEVER = 0
    ALWAYS = 1
    BY_VALUE = 2
    ID = 3
    MICRODATA = 4
    TRIGGER = 5


_SORTS = dict.fromkeys(BORING, _Sort.NEVER)
_SORTS |= {"id": _Sort.ID, "itemscope": _Sort.MICRODATA, "typeof": _Sort.MICRODATA}
_SORTS |= dict.fromkeys(("aria-controls", "data-target", "data-bs-target", "data-open", "data-toggle-target"), _Sort.TRIGGER)
_MOST_NAMES = 20_000


def carry(draft: Draft, tag: str, attrs: Attrs) -> None:
    """Keep the attributes that may carry a contact value, the anchor an id makes, and the ids a control opens."""
    for name, value in attrs.items():
        sort = _SORTS.get(name) or _sort(name)
        if sort is _Sort.NEVER:
            continue
        if sort is _Sort.BY_VALUE:
            if value and len(value) >= 5 and _MAYBE.search(value, 0, LONGEST) and _TELLING.search(value, 0, LONGEST):
                _keep(draft, tag, name, value)
        elif sort is _Sort.ID:
            draft.anchors.setdefault(value or "", len(draft.blocks))
        elif sort is _Sort.ALWAYS:
            _keep(draft, tag, name, value or "")
        elif sort is _Sort.TRIGGER:
            draft.triggers.update((value or "").replace("#", " ").split()[:4])
        else:
            draft.microdata = True
    if "onclick" in attrs or "data-href" in attrs:
        on_click(draft, attrs)


def _sort(name: str) -> _Sort:
    if _CARRIERS.fullmatch(name):
        sort = _Sort.ALWAYS
    else:
        sort = _Sort.NEVER if _NUMBERS.fullmatch(name) else _Sort.BY_VALUE
    if len(_SORTS) < _MOST_NAMES:
        _SORTS[name] = sort
    return sort


def _keep(draft: Draft, tag: str, name: str, value: str) -> None:
    if len(draft.attributes) < _MOST:
        scope = draft.scope
        draft.attributes.append(Attribute(tag, name, value[:LONGEST], scope.place, not scope.hidden_by, len(draft.blocks)))


def on_click(draft: Draft, attrs: Attrs) -> None:
    """A control that leads on by `data-href` or by a written-out script."""
    written = attrs.get("data-href") or scripted(attrs.get("onclick") or "")
    target = draft.addresses.absolute(written) if written else ""
    if target:
        text = attrs.get("aria-label") or attrs.get("title") or attrs.get("value") or ""
        keep_link(draft, target, attrs, text=text, written_out=False)


def scripted(script: str) -> str:
    """The address that a written-out script leads to, or an empty string.

    >>> scripted("window.location.href = '/contact'; return false")
    '/contact'
    """
    found = _ONCLICK.search(script, 0, LONGEST)
    return found.group(1) if found else ""


def keep_link(draft: Draft, target: str, attrs: Attrs, *, text: str, written_out: bool) -> None:
    """Add a link as it stands in the draft's present scope."""
    links, scope, get = draft.links, draft.scope, attrs.get
    if len(links) >= MOST_LINKS:
        draft.problems["too-many-links"] = None
        return
    block = len(draft.blocks) if draft.parts or not written_out else draft.last_written()
    closed = scope.closed and not scope.menu
    title, rel = get("title") or "", get("rel") or ""
    links.append(Link(target, text[:500], scope.place, not scope.hidden_by, closed, title, rel, block, written_out))
