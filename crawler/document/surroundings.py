"""What an element hands down to everything inside it: place, visibility, whether something must be opened first."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from crawler.document.places import names_site_part, place_of
from crawler.document.visibility import SEEN, Sight, hidden_by_style, sight_of_classes
from crawler.model.sighting import Place

Attrs = Mapping[str, str | None]


class Scope(NamedTuple):
    """Where the walk is: place, what hides, whether opened by an action; `in_main`: inside the page's own content."""

    place: Place = Place.BODY
    hidden_by: str = ""
    closed: bool = False
    in_main: bool = False
    menu: bool = False


class Hint(NamedTuple):
    """What names alone say about an element; `names` are the selectors a style rule could mean it by."""

    place: Place | None
    sight: Sight
    names: frozenset[str]
    site_part: bool


_CONTENT = frozenset({"main", "article"})
_OVERLAYS = frozenset({"div", "section", "aside", "dialog", "form", "ul"})
_TEXT_TAGS = frozenset(
    {"a", "span", "b", "i", "em", "strong", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "img", "button", "input"}
)
_TEXT_TAGS |= frozenset(
    {"label", "body", "html", "td", "tr", "tbody", "thead", "small", "svg", "font", "link", "meta", "script", "style"}
)
_LISTS = frozenset({"ul", "ol", "nav", "menu", "div"})
_TRIGGER = re.compile(
    r"""(?:aria-controls|data-(?:bs-)?target|data-toggle-target|data-open)  # Bootstrap, Foundation, WAI-ARIA
    \s*=\s*["']?([^"'>\s]{1,200})""",
    re.VERBOSE,
)
_OPEN = frozenset({"show", "open", "is-open", "in", "active", "is-active"})


@lru_cache(maxsize=16_384)
def hint_of(tag: str, role: str, id_: str, classes: str) -> Hint:
    """What the names of an element say, cached: themes repeat them hundreds of times a page."""
    place = None if tag in _TEXT_TAGS and tag != "body" else place_of(tag, role, id_, classes)
    if tag in {"body", "html"} or (place is Place.POPUP and tag not in _OVERLAYS):
        place = None
    tokens = classes.split()[:40]
    names = {"." + token for token in tokens} | {f"{tag}.{token}" for token in tokens}
    if id_:
        names |= {"#" + id_, f"{tag}#{id_}"}
    sight = SEEN if tag in {"body", "html"} else sight_of_classes(classes) if classes else SEEN
    return Hint(place, sight, frozenset(names), names_site_part(id_, classes))


def narrow(scope: Scope, tag: str, attrs: Attrs, rules: AbstractSet[str], triggered: "Triggered") -> Scope:
    """The scope inside an element: the given object itself when nothing changes.

    `rules` are selectors hidden by the page's styles; `triggered` tells whether an id is opened by a control on the page.
    """
    get = attrs.get
    id_, classes = get("id") or "", get("class") or ""
    hint = hint_of(tag, get("role") or "", id_, classes)
    if hint.place is not None:
        scope = _placed(scope, tag, hint, classes)
    elif tag in _CONTENT or get("role") == "main":
        scope = scope if scope.in_main or scope.place is not Place.BODY else scope._replace(in_main=True)
    sight = hint.sight
    if (
        sight is not SEEN
        or "style" in attrs
        or "hidden" in attrs
        or (rules and not hint.names.isdisjoint(rules))
        or "open" in attrs
    ):
        scope = _seen(scope, tag, attrs, hint, rules, triggered)
    return scope


class Triggered:
    """Ids that a control on the page opens, looked for only once something hidden has an id."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._ids: frozenset[str] | None = None

    def __call__(self, id_: str) -> bool:
        """Whether a control on the page opens the element with this id."""
        if self._ids is None:
            self._ids = trigger_targets(self._html)
        return id_ in self._ids


def trigger_targets(html: str) -> frozenset[str]:
    """The ids that `aria-controls`, `data-target` and the like name."""
    return frozenset(one.lstrip("#") for found in _TRIGGER.findall(html) for one in found.split()[:4])


def _placed(scope: Scope, tag: str, hint: Hint, classes: str) -> Scope:
    claim = hint.place
    if claim is Place.POPUP:
        opened = not _OPEN.isdisjoint(classes.lower().split())
        return scope._replace(place=Place.POPUP, closed=scope.closed or not opened)
    if claim is None or scope.place is not Place.BODY:
        return scope
    if scope.in_main and claim in {Place.HEADER, Place.FOOTER} and not hint.site_part:
        return scope
    if claim is Place.HEAD and tag != "head":
        return scope
    return scope._replace(place=claim)


def _seen(scope: Scope, tag: str, attrs: Attrs, hint: Hint, rules: AbstractSet[str], triggered: Triggered) -> Scope:
    if scope.hidden_by:
        return scope
    by = hint.sight.hidden_by
    if "hidden" in attrs and tag != "input" and attrs["hidden"] != "false":
        by = "hidden"
    elif "style" in attrs:
        by = hidden_by_style(attrs["style"] or "") or by
    if not by and rules and not hint.names.isdisjoint(rules):
        by = "style rule"
    menu = hint.sight.menu
    if (by and scope.place in {Place.NAV, Place.HEADER} and tag in _LISTS) or menu:
        return scope._replace(closed=True, menu=True)
    opened = hint.sight.closed or (by and (triggered(attrs.get("id") or "") or attrs.get("role") == "tabpanel"))
    if opened:
        return scope._replace(closed=True)
    return scope._replace(hidden_by=by, place=Place.HIDDEN) if by else scope
