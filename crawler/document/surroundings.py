"""What an element hands down to everything inside it: place, visibility, whether something must be opened first."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from crawler.document.marks import CLOSED, UNSEEN
from crawler.document.places import TELLING_ROLES, TELLING_TAGS, may_claim, names_site_part, place_of
from crawler.document.styles import Styles, decides
from crawler.document.tag import Attrs, Tag
from crawler.document.visibility import SEEN, Sight, hidden_by_style, sight_of_classes
from crawler.model.sighting import Place

# an enum's members cost a slow look-up each
_BODY, _HIDDEN, _POPUP = Place.BODY, Place.HIDDEN, Place.POPUP


class Scope(NamedTuple):
    """Where the walk is: place, what hides, whether opened by an action; `in_main`: inside the page's own content."""

    place: Place = _BODY
    hidden_by: str = ""
    closed: bool = False
    in_main: bool = False
    menu: bool = False

    def hidden(self, by: str) -> "Scope":
        """The same, hidden."""
        return self if self.hidden_by else Scope(_HIDDEN, by, self.closed, self.in_main, self.menu)

    def closing(self, *, menu: bool = False) -> "Scope":
        """The same, to be opened by an action."""
        return self._replace(closed=True, menu=self.menu or menu)


class Hint(NamedTuple):
    """What names alone say about an element.

    `site_part`: it claims to be a header or footer, by a name that themes give that of the site. `opened`: an overlay that is open.
    """

    place: Place | None
    sight: Sight
    site_part: bool
    silent: bool
    opened: bool


_CONTENT = frozenset({"main", "article"})
_OF_SITE = frozenset({Place.HEADER, Place.FOOTER})
_OVERLAYS = frozenset({"div", "section", "aside", "dialog", "form", "ul"})
PLACELESS = frozenset(
    """a span b i em strong p h1 h2 h3 h4 h5 h6 li img button input label body html td tr tbody thead small svg font link meta
    script style""".split(),  # noqa: SIM905 - one word a line fills a page
)
_WHOLE_PAGE = frozenset({"html", "body"})
_PLACELESS = "*"
"""Stands for any element of which a name tells no place: of those only role and classes count."""
_LISTS = frozenset({"ul", "ol", "nav", "menu", "div"})
_MOST_CLASSES = 40
_OPEN = frozenset({"show", "open", "is-open", "in", "active", "is-active"})


def hint_of(tag: str, role: str, id_: str, classes: str) -> Hint:
    """What the names of an element say: of most only the classes count, which themes repeat hundreds of times a page."""
    telling = role if role in TELLING_ROLES else ""
    if tag in PLACELESS:
        return _hint(_PLACELESS, telling, "", "" if tag in _WHOLE_PAGE else classes)
    return _hint(tag, telling, id_ if id_ and may_claim(id_) else "", classes)


@lru_cache(maxsize=16_384)
def _hint(tag: str, role: str, id_: str, classes: str) -> Hint:
    place = None
    if tag != _PLACELESS and (role or id_ or tag in TELLING_TAGS or may_claim(classes)):
        place = place_of(tag, role, id_, classes)
        if (place is _POPUP and tag not in _OVERLAYS) or (place is Place.HEAD and tag != "head"):
            place = None
    sight = sight_of_classes(classes) if classes else SEEN
    silent = place is None and sight is SEEN and tag not in _CONTENT and role != "main"
    opened = place is _POPUP and not _OPEN.isdisjoint(classes.lower().split()[:_MOST_CLASSES])
    site_part = place in _OF_SITE and names_site_part(id_, classes)
    return Hint(place, sight, site_part, silent, opened)


def narrow(scope: Scope, number: int, tag: Tag, styles: Styles | None, triggers: Mapping[str, bool]) -> Scope:
    """The scope inside an element: the given object itself when nothing changes.

    `styles` are those of the page where they may mean the element; `triggers` the ids that controls met so far open, each with
    whether only narrow windows have the control: what it opens there is open in wide ones.
    """
    attrs, hint = tag.said, tag.hint
    scope = _standing(scope, tag, opened=hint.opened or (tag.name == "dialog" and "open" in attrs))
    if scope.hidden_by:
        return scope
    by = tag.by or (_ruled(styles.hidden_by(number, tag), attrs) if styles is not None else "")
    menu = hint.sight.menu or (bool(by) and scope.place in {Place.NAV, Place.HEADER} and tag.name in _LISTS)
    closed = (hint.sight.closed and not triggers.get(tag.id or "", False)) or _pops_over(attrs)
    if menu or closed or (by and (attrs.get("role") == "tabpanel" or tag.id in triggers)):
        return scope.closing(menu=menu)
    return scope.hidden(by) if by else scope


def narrow_as_marked(scope: Scope, tag: Tag, triggers: Mapping[str, bool]) -> Scope:
    """The scope inside an element of a page that a browser showed: what is unseen there, and opens on the page, is closed."""
    by = tag.said.get(UNSEEN, "")
    scope = _standing(scope, tag, opened=not by)
    if scope.hidden_by or not by:
        return scope
    hint = tag.hint
    menu = hint.sight.menu or (scope.place in {Place.NAV, Place.HEADER} and tag.name in _LISTS)
    panel = hint.sight.closed or tag.said.get("role") == "tabpanel" or tag.id in triggers or _pops_over(tag.said)
    if menu or panel or by == CLOSED or hint.place is Place.POPUP:
        return scope.closing(menu=menu)
    return scope.hidden(by)


def _pops_over(attrs: Attrs) -> bool:
    """Whether an element is a popover, which a button of the page opens.

    https://html.spec.whatwg.org/multipage/popover.html
    """
    return attrs.get("popover", "-") in {"", "auto", "manual", "hint"}


def _standing(scope: Scope, tag: Tag, *, opened: bool) -> Scope:
    """The scope with the place that the element claims."""
    if tag.hint.place is not None:
        return _placed(scope, tag.hint, opened=opened)
    if not scope.in_main and scope.place is _BODY and (tag.name in _CONTENT or tag.said.get("role") == "main"):
        return scope._replace(in_main=True)
    return scope


def _placed(scope: Scope, hint: Hint, *, opened: bool) -> Scope:
    claim = hint.place
    if claim is _POPUP:
        closed = scope.closed or (scope.place is not claim and not opened)
        return scope._replace(place=_HIDDEN if scope.hidden_by else claim, closed=closed)
    if claim is None or scope.place is not _BODY:
        return scope
    if scope.in_main and claim in _OF_SITE and not hint.site_part:
        return scope
    return scope._replace(place=claim)


def hidden_by_itself(tag: str, attrs: Attrs, hint: Hint) -> str:
    """What hides an element by its own attributes, or an empty string."""
    if "hidden" in attrs and tag != "input" and attrs["hidden"] != "false":
        return "hidden"
    style = attrs.get("style")
    return (hidden_by_style(style[:2_000]) if style else "") or hint.sight.hidden_by


def _ruled(way: str, attrs: Attrs) -> str:
    """The page's own rule that hides an element, unless its own style shows it again."""
    style = attrs.get("style")
    return "" if not way or (style and decides(way, style)) else f"style rule: {way}"
