"""Attributes that may carry a contact value, and controls that lead on by an attribute."""

import re
from functools import lru_cache
from pathlib import Path

from crawler.document.draft import Draft
from crawler.document.marks import FRAME
from crawler.document.marks import NAMES as MARKS
from crawler.document.tag import Attrs, Sort, Tag, Told
from crawler.document.visibility import is_for_narrow
from crawler.model.document import Attribute
from crawler.model.link import REACHES, Link, PageKind
from crawler.model.strict import read_facts

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
_DIGITS = re.compile(r"\d(?:[ ()./\u2010-\u2015\u00a0-]{0,3}\d){5}").search
_AT = re.compile(r"[(\[]\s?at\s?[)\]]", re.IGNORECASE).search
_LEADS = re.compile("location|open|pop_?up|goto", re.IGNORECASE).search
_ONCLICK = re.compile(
    r"""
    (?: location (?: \.href )? \s? = | location\. (?: assign | replace ) \( | window\.open\( ) \s?
        ['"] (?P<address> [^'"]{1,2000} ) ['"]
    | (?<![\w.]) \w{0,20} (?: open | pop_?up | goto ) \w{0,20} \( \s?    # a function of the shop's own
        ['"] (?P<given> (?: https?:/ )? / [^'"]{1,2000} ) ['"]
    """,
    re.VERBOSE | re.IGNORECASE,
)
JOOMLA, JOOMLAS = "joomla-hidden-mail", ("first", "last")
"""The element in which Joomla 4 and later keeps an address, and what holds its two halves."""

DRAWING = frozenset({"i", "span", "em", "b"})
"""Elements that may stand for a sign that a style or an icon draws."""
_SIGNS = "|".join(map(re.escape, read_facts(Path(__file__).with_name("signs.toml"))["classes"]))
_SIGN = re.compile(rf"(?:^|[\s-])(?:{_SIGNS})(?:\s|$)")

_BEFORE = 20
"""Texts before a link that are looked at for what it stands in."""
_BARE = frozenset({"href", "rel", "target"})
"""What a link has that no style is made for."""

_MOST = 5_000
_NO_KINDS: frozenset[PageKind] = frozenset()
_new = tuple.__new__
LONGEST = 2_000
_LONGEST_CLASS = 200


# an enum's members cost a slow look-up each
_NEVER, _ALWAYS, _BY_VALUE, _TRIGGER = Sort.NEVER, Sort.ALWAYS, Sort.BY_VALUE, Sort.TRIGGER
_CLICK, _NAME = Sort.CLICK, Sort.NAME


_SORTS = dict.fromkeys((*_BORING, *MARKS), Sort.NEVER)
_SORTS[FRAME] = Sort.FRAME
_SORTS |= {"id": Sort.NEVER, "itemscope": Sort.MICRODATA, "typeof": Sort.MICRODATA}
_SORTS |= dict.fromkeys(("aria-controls", "data-target", "data-bs-target", "data-open", "data-toggle-target"), Sort.TRIGGER)
_SORTS |= dict.fromkeys(("aria-label", "title"), Sort.NAME)
_SORTS |= dict.fromkeys(("onclick", "data-href"), Sort.CLICK)


@lru_cache(maxsize=8_192)
def _sort(name: str) -> Sort:
    sort = _SORTS.get(name)
    if sort is not None:
        return sort
    if _CARRIERS.fullmatch(name):
        return _ALWAYS
    return Sort.NEVER if _NUMBERS.fullmatch(name) else _BY_VALUE


def told_by(tag: str, attrs: Attrs) -> tuple[Told, ...]:
    """The attributes that may carry a contact value or draw its sign, and those that open, lead or name what stands in a link."""
    if tag == JOOMLA:
        return tuple(Told(_ALWAYS, name, attrs.get(name, "")) for name in JOOMLAS)
    told: list[Told] = []
    drawn = attrs.get("class", "") if tag in DRAWING else ""
    if "at" in drawn and _SIGN.search(drawn, 0, _LONGEST_CLASS):
        told.append(Told(_ALWAYS, "class", drawn))
    for name, value in attrs.items():
        sort = _sort(name)
        if sort is _NAME and tag == "a":
            sort = _BY_VALUE
        if sort is not _NEVER and (sort is not _BY_VALUE or _tells(value)):
            told.append(Told(sort, name, value))
    return tuple(told)


def _tells(value: str) -> bool:
    return len(value) >= 5 and _MAYBE(value, 0, LONGEST) is not None and _telling(value[:LONGEST])


def _telling(value: str) -> bool:
    """Whether a value has an `@`, also a disguised one, a scheme, or a run of six digits: asked one by one, which is fast."""
    if "@" in value or "%40" in value or "&#64" in value or _DIGITS(value):
        return True
    if ":" in value and ("mailto:" in (lower := value.lower()) or "tel:" in lower):
        return True
    return ("(" in value or "[" in value) and _AT(value) is not None


def carry(draft: Draft, tag: Tag) -> None:
    """Keep the attributes that may carry a contact value, and the ids a control opens."""
    for sort, name, value in tag.told:
        if sort is _BY_VALUE or sort is _ALWAYS:
            _keep(draft, tag.name, name, value)
        elif sort is _TRIGGER:
            _opens(draft, tag, value.replace("#", " ").split()[:4])
        elif sort is _CLICK:
            _clicked(draft, tag, name, value)
        elif sort is _NAME:
            _named(draft, tag, name, value)
        elif sort is Sort.FRAME:
            draft.frames += [value] if draft.marked else []
        else:
            draft.microdata = True


def _opens(draft: Draft, tag: Tag, ids: list[str]) -> None:
    """Note what a control opens, and whether all its controls are there in narrow windows alone."""
    narrow = is_for_narrow(tag.attributes.get("class", ""))
    for id_ in ids:
        draft.triggers[id_] = narrow and draft.triggers.get(id_, True)


def _keep(draft: Draft, tag: str, name: str, value: str) -> None:
    if len(draft.attributes) < _MOST:
        scope = draft.scope
        draft.attributes.append(Attribute(tag, name, value[:LONGEST], scope.place, not scope.hidden_by, len(draft.blocks)))


def _named(draft: Draft, tag: Tag, name: str, value: str) -> None:
    """What an element is called: the icon that is all a link holds may name it."""
    if _tells(value):
        _keep(draft, tag.name, name, value)
    if draft.link is not None:
        draft.link.named.append(value[:LONGEST])


def _clicked(draft: Draft, tag: Tag, name: str, value: str) -> None:
    if _telling(value[:LONGEST]):
        _keep(draft, tag.name, name, value)
    if name == "data-href" or "data-href" not in tag.said:
        on_click(draft, tag.said)


def on_click(draft: Draft, attrs: Attrs) -> None:
    """A control that leads on by `data-href` or by a written-out script."""
    written = attrs.get("data-href") or scripted(attrs.get("onclick") or "")
    target = draft.addresses.absolute(written) if written else ""
    if target:
        text = attrs.get("aria-label") or attrs.get("title") or attrs.get("value") or ""
        keep_link(draft, target, attrs, text, written_out=False)


def scripted(script: str) -> str:
    """The address that a written-out script leads to, or an empty string. A recipient in pieces or escapes is for the decoders.

    >>> scripted("window.location.href = '/contact'; return false"), scripted("location='mailto:info'+'@shop.nl'")
    ('/contact', '')
    >>> scripted("javascript:openWindow('/contact', 300)"), scripted("track('/contact')")
    ('/contact', '')
    """
    found = _LEADS(script, 0, LONGEST) and _ONCLICK.search(script, 0, LONGEST)
    target = found["address"] or found["given"] if found else ""
    return "" if found and target.startswith("mailto:") and _goes_on(script, found) else target


def _goes_on(script: str, found: re.Match[str]) -> bool:
    return "\\" in found.group() or script[found.end() :].lstrip().startswith("+")


def shows_nothing(draft: Draft, target: str, attrs: Attrs) -> bool:
    """Whether a link without a text that writes or calls is empty and bare, in the middle of a sentence.

    One on its own, behind a colon, or with a class may have an icon that a style draws.
    """
    if draft.marked or not target.startswith(REACHES) or not _BARE.issuperset(attrs):
        return False
    before = "".join(draft.parts[-_BEFORE:]).rstrip()
    return before[-1:].isalnum() and draft.tree.tags[-1].attributes is attrs


def keep_link(draft: Draft, target: str, attrs: Attrs, text: str, *, written_out: bool) -> None:
    """Add a link as it stands in the draft's present scope. One to a page is met by opening a menu, which costs nothing."""
    links, scope, get = draft.links, draft.scope, attrs.get
    if draft.is_full_of_links():
        return
    block = len(draft.blocks) if draft.parts or not written_out else draft.last_written()
    closed = scope.closed and not (scope.menu and target[:4] == "http")
    title, rel = get("title", ""), get("rel", "")
    seen = not scope.hidden_by
    # a named tuple's own constructor is a Python function: twice the time, hundreds of times a page
    links.append(_new(Link, (target, text[:500], scope.place, seen, closed, title, rel, block, written_out, _NO_KINDS)))
