"""What the HTML alone says about whether an element is seen on load.

`Sight.hidden_by` names what hides it, `closed` that an action on the page opens it. Class names count only where a well-known
framework gives them that meaning (Bootstrap 3 to 5, Tailwind, WordPress, Elementor, Magnific Popup). `aria-hidden` hides from
nobody who can see.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.model.strict import read_facts

NOTHING: Mapping[str, str | None] = {}


class Sight(NamedTuple):
    """What hides an element (empty: nothing), whether it opens by an action, and whether that is a menu."""

    hidden_by: str = ""
    closed: bool = False
    menu: bool = False


SEEN = Sight()
_NUMBER = r"-?\d*\.?\d+"
_STYLES = (
    ("display:none", "display:none", re.compile(r"(?:^|;)display:none")),
    ("visibility:hidden", "visibility:", re.compile(r"(?:^|;)visibility:(?:hidden|collapse)")),
    ("opacity:0", "opacity:", re.compile(r"(?:^|;)opacity:0?\.?0*(?:%|;|!|$)")),
    (
        "off-screen",
        ":-",
        re.compile(r"(?:^|;)(?:left|top|right|text-indent|margin-left|margin-top):-(?:\d{4,}|999|\d{3,}(?:\.\d+)?(?:em|rem|vw))"),
    ),
    ("zero size", "font-size:0", re.compile(r"(?:^|;)font-size:0(?:px|em|pt|%)?(?:;|!|$)")),
    ("zero size", "scale(0", re.compile(r"(?:^|;)transform:scale\(0(?:\.0+)?\)")),
    ("blurred", "blur(", re.compile(r"(?:^|;)filter:[^;]*blur\((?:[5-9]|\d{2,})(?:\.\d+)?px")),
    ("kept secret", "text-security:", re.compile(r"(?:^|;)-webkit-text-security:(?!none)")),
    ("clipped", "clip", re.compile(r"(?:^|;)clip:rect\(0|(?:^|;)clip-path:inset\((?:50|100)%")),
)
"""Ways to hide: the name, what every style that does so has in it, and the pattern."""
_ZERO_BOX = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?:px|em|pt|%)?(?:;|!|$)")
_SHAPED = re.compile(r"(?:^|;)padding-(?:top|bottom):")
_OVERFLOW = re.compile(r"(?:^|;)overflow:hidden")
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_WHITE = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff", "black": "#000", "#000000": "#000", "rgb(0,0,0)": "#000"}
_RELATIVE = frozenset({"inherit", "initial", "unset", "revert", "transparent", "currentcolor", "none"})
_COMPANION = re.compile(
    r"""
    (?:^|\s) (?:
        d-(?:sm|md|lg|xl|xxl)-(?!none)[\w-]+                  # Bootstrap 4 and 5
      | visible-(?:xs|sm|md|lg)[\w-]*                        # Bootstrap 3
      | (?:xs|sm|md|lg|[2-5]?xl|phone|mobile|tablet|laptop|desktop|(?:min|max)-[\w\[\]]+|@\w+)
        :(?:block|flex|grid|inline[\w-]*|table[\w-]*|contents|visible)   # Tailwind
      | (?:small|medium|large)[:@]\w+ | group-hover:\w+ | peer-checked:\w+ | hover:\w+
    ) (?=\s|$)
    """,
    re.VERBOSE,
)
"""Classes by which a wider or narrower window shows again what another class hides; those for print are none."""
_FOR_NARROW = re.compile(
    r"""
    (?:^|\s) (?:
        hidden-(?:sm|md|lg|xl)-up | visible-(?:xs|sm)(?:-block|-inline|-inline-block)?      # Bootstrap 3 and 4
      | d-(?:sm|md|lg|xl|xxl)-none                                                          # Bootstrap 4 and 5
      | (?:sm|md|lg|xl):hidden                                                              # Tailwind
      | hide-for-(?:medium|large) | show-for-small-only                                     # Foundation
    ) (?=\s|$)
    """,
    re.VERBOSE,
)
"""Classes that leave an element out of wide windows."""
_CLASSES = read_facts(Path(__file__).with_name("visibility.toml"))
_GONE, _FOR_READERS, _OPENED = frozenset(_CLASSES["gone"]), frozenset(_CLASSES["for_readers"]), frozenset(_CLASSES["opened"])
_WIDE = frozenset(_CLASSES["wide"])
_PANELS, _MENUS = frozenset(_CLASSES["panels"]), frozenset(_CLASSES["menus"])
_ALL_SCREENS = tuple(map(frozenset, _CLASSES["all_screens"]))
_SAYING = _GONE | _FOR_READERS | _PANELS | _MENUS | {min(group) for group in _ALL_SCREENS}


@lru_cache(maxsize=16_384)
def sight_of_classes(classes: str) -> Sight:
    """What the class names alone say.

    >>> sight_of_classes("d-none d-md-block").hidden_by
    ''
    >>> sight_of_classes("tab-pane fade").closed
    True
    """
    names = frozenset(classes.lower().split())
    if names.isdisjoint(_SAYING):
        return SEEN
    if names & _MENUS:
        return Sight("", closed=False, menu=True)
    if names & _OPENED:
        return SEEN
    if names & _PANELS:
        return SEEN if names & _WIDE or _COMPANION.search(classes) else Sight("", closed=True)
    if names & _FOR_READERS:
        return Sight("for screen readers")
    by = _gone(names, classes)
    return Sight(by) if by else SEEN


@lru_cache(maxsize=4_096)
def is_for_narrow(classes: str) -> bool:
    """Whether class names leave an element out of wide windows.

    >>> is_for_narrow("title clearfix hidden-md-up"), is_for_narrow("btn btn-link")
    (True, False)
    """
    return _FOR_NARROW.search(classes) is not None


def _gone(names: frozenset[str], classes: str) -> str:
    for group in _ALL_SCREENS:
        if group <= names:
            return "classes " + " ".join(sorted(group))
    gone = names & _GONE
    return "class " + min(gone) if gone and not _COMPANION.search(classes) else ""


@lru_cache(maxsize=4_096)
def hidden_by_style(style: str) -> str:
    """What an inline style hides by, or an empty string.

    >>> hidden_by_style("color: red; display : none !important")
    'display:none'
    >>> hidden_by_style("color:#fff;background:white")
    'same colour'

    A few hundred pixels only shift a box inside the one it stands in.

    >>> hidden_by_style("position:absolute; left:-9999px"), hidden_by_style("left: 50%; margin-left: -478px")
    ('off-screen', '')
    """
    return next(iter(ways_hidden(style)), "")


@lru_cache(maxsize=4_096)
def ways_hidden(style: str) -> tuple[str, ...]:
    """Every way in which declarations hide.

    A box of no height that keeps its shape by padding holds a picture or a film, which is seen.

    >>> ways_hidden("display: none; opacity: 0"), ways_hidden("height:0; padding-bottom:56%; overflow:hidden")
    (('display:none', 'opacity:0'), ())
    """
    flat = "".join(style.lower().split())
    ways = [name for name, clue, pattern in _STYLES if clue in flat and pattern.search(flat)]
    if "overflow:hidden" in flat and _OVERFLOW.search(flat) and _ZERO_BOX.search(flat) and not _SHAPED.search(flat):
        ways.append("zero size")
    colour, ground = _COLOUR.search(flat), _GROUND.search(flat)
    if colour and ground and _tone(colour.group(1)) == _tone(ground.group(1)) not in _RELATIVE:
        ways.append("same colour")
    return tuple(dict.fromkeys(ways))


def _tone(value: str) -> str:
    return _WHITE.get(value, value)
