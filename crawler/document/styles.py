"""Rules of `<style>` elements that hide an element on load, as far as they can be told without a browser.

The cascade is followed for what hides (`visibility.ways_hidden`) and what shows again: importance, specificity, order. Selectors
of types, classes and ids, joined by space, `>`, `+` or `~`, are matched on the element and its own ancestors. Where a rule can not
be told the answer is "seen": one with a condition (`@media (min-width: 9px)`) or a pseudo-class that is not known hides nothing,
but what it might show is shown. `:hover` and its like do not hold on load, `@media print` does on no screen.

Read by own code: tinycss2 takes ten times as long on the style elements of real pages, longer than the HTML around them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from crawler.document.selectors import Lineage, Selector, classes_needed, key_of, selector_of, specificity
from crawler.document.tag import Tag
from crawler.document.tree import Tree
from crawler.document.visibility import ways_hidden

_MOST = 400_000
_MOST_OF_A_NAME = 100
_MOST_RULES = 4_000
_MOST_SHEETS = 1_000
UNSEEN_ANYHOW = frozenset({"meta", "script", "style"})
"""Elements that nobody sees; a rule that hides them says nothing of what they hold."""
_MOST_QUESTIONS = 4_000
"""Rules held against the elements of one page: far more than real pages ask."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PART = re.compile(r"([^{}]*+)([{}]|\Z)")
_ALWAYS = re.compile(r"@(?:layer|media\s+(?:only\s+)?(?:all|screen)\s*$)", re.IGNORECASE)
_NEVER = re.compile(r"@media\s+(?:only\s+)?(?:print|speech)\b[^,]*$", re.IGNORECASE)
# on lower case, each beginning with a letter: several times as fast as one that ignores case
_WORTH = re.compile(
    r"""display\s*+:\s*+none | visibility\s*+:\s*+(?:hidden|collapse) | opacity\s*+:\s*+[0.]+(?![\d.])
    | (?:left|right|top|indent)\s*+:\s*+-\d{3} | font-size\s*+:\s*+0(?![\d.]) | (?:height|width)\s*+:\s*+[01](?![\d.])
    | clip(?:-path)?\s*+:\s*+(?:rect|inset) | filter\s*+:\s*+blur""",
    re.VERBOSE,
)
_DECIDING = {
    "display:none": ("display",),
    "visibility:hidden": ("visibility",),
    "opacity:0": ("opacity", "animation", "transition"),
    "off-screen": ("left", "right", "top", "inset", "text-indent", "margin", "position", "transform"),
    "zero size": ("font", "font-size", "height", "width", "max-height", "max-width", "overflow"),
    "clipped": ("clip", "clip-path"),
    "blurred": ("filter", "animation", "transition"),
    "kept secret": ("-webkit-text-security",),
    "same colour": ("color", "background", "background-color"),
}
"""Which declarations of another rule decide again over each way to hide. What moves is shown by a script, not hidden."""

_SHOWS = {
    way: re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?:-(?:left|top|right|name|property))?\s*:")
    for way, names in _DECIDING.items()
}

_MOVES = re.compile(r"(?:animation|transition)[\w-]*\s*:")
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]")
_ELSEWHEN = re.compile(
    r":(?:hover|focus|active|target|checked|visited|disabled|empty|before|after|first-l|placeholder|selection|marker|backdrop|-)|::"
)
"""Pseudo-elements, and states that an element is not in on load."""


class Rule(NamedTuple):
    """What one selector's rule does to one way of hiding.

    `maybe` where only a browser can tell whether it holds; `needs` are classes without which it does not.
    """

    way: str
    hides: bool
    maybe: bool
    weight: tuple[bool, int, int, int, int]
    selector: Selector
    needs: frozenset[str]


class Sheet(NamedTuple):
    """The rules of one style element that hide, and those that show again.

    Each stands under the name that an element must bear: `.class`, `#id`, tag or `*`. `ways` are those in which this sheet and
    the page's sheets before it hide.
    """

    ways: frozenset[str]
    hiding: Mapping[str, tuple[Rule, ...]]
    showing: Mapping[str, tuple[Rule, ...]]


Told = tuple[int, Rule]
"""A rule with the number of its sheet."""
_NOTHING = Sheet(frozenset(), {}, {})


def sheet_of(css: str, ways: frozenset[str] = frozenset()) -> Sheet:
    """The rules of a style sheet that hide, and those that decide over them and over the `ways` that sheets before it hide by.

    >>> sorted(sheet_of(".a,p.b{display:none} @media print{.c{display:none}} .e:hover{display:none} .f p{left:-9999px}").hiding)
    ['.a', '.b', 'p']
    """
    lower = css.lower()
    return _read(css, ways) if ways or _WORTH.search(lower) or _coloured(lower) else _NOTHING


def decides(way: str, declarations: str) -> bool:
    """Whether declarations decide over a way to hide: an element's own style goes before the page's rules.

    >>> decides("display:none", "display: block")
    True
    """
    return any(name in declarations for name in _DECIDING[way]) and _SHOWS[way].search(declarations) is not None


def _coloured(declarations: str) -> bool:
    return "background" in declarations and "color" in declarations


class Styles:
    """The sheets of a page as one; a rule may hide elements of these `names`, `classes` and `ids`."""

    __slots__ = ("_hiding", "_sheets", "_showing", "classes", "ids", "left", "lineage", "names", "ways")

    def __init__(self, tree: Tree) -> None:
        self._sheets = 0
        self._hiding: dict[str, list[Told]] = {}
        self._showing: dict[str, list[Told]] = {}
        self.names: set[str] = set()
        self.classes: set[str] = set()
        self.ids: set[str] = set()
        self.ways: frozenset[str] = frozenset()
        self.lineage = Lineage(tree)
        self.left = _MOST_QUESTIONS

    @property
    def full(self) -> bool:
        """Whether a page has so many sheets that no more are read."""
        return self._sheets >= _MOST_SHEETS

    def add(self, css: str) -> None:
        """Take one more sheet, whose rules go after those before."""
        if self.full:
            return
        sheet = sheet_of(css, self.ways)
        if sheet.hiding or sheet.showing:
            for rules, more in ((self._hiding, sheet.hiding), (self._showing, sheet.showing)):
                for name, found in more.items():
                    rules.setdefault(name, []).extend((self._sheets, rule) for rule in found)
            self._sheets += 1
            self.classes.update(name[1:] for name in sheet.hiding if name[0] == ".")
            self.ids.update(name[1:] for name in sheet.hiding if name[0] == "#")
            self.names.update(name for name in sheet.hiding if name[0] not in ".#" and name not in UNSEEN_ANYHOW)
            self.ways |= sheet.ways

    def hidden_by(self, number: int, tag: Tag) -> str:
        """The way the rules hide an element where it stands, or an empty string."""
        names = _names(tag)
        told = _of_names(self._hiding, names)
        self.left -= len(told)
        if not told or self.left < 0:
            return ""
        lineage = self.lineage
        lineage.follow(number)
        met = tag.classes | lineage.classes[-1]
        hiding = [one for one in told if one[1].needs <= met and lineage.meets(number, one[1].selector)]
        return self._outweighed(number, (*names, "*"), met, hiding) if hiding else ""

    def _outweighed(self, number: int, names: tuple[str, ...], met: frozenset[str], hiding: list[Told]) -> str:
        ways = {rule.way for _, rule in hiding}
        told = _of_names(self._showing, names)
        self.left -= len(told)
        showing = [
            one for one in told if one[1].way in ways and one[1].needs <= met and self.lineage.meets(number, one[1].selector)
        ]
        ways -= {rule.way for _, rule in showing if rule.maybe}
        last = {rule.way: rule.hides for _, rule in sorted((*hiding, *showing), key=_weight)}
        return next((way for way, hides in last.items() if hides and way in ways), "")


def _names(tag: Tag) -> tuple[str, ...]:
    """What a rule could mean an element by."""
    classes = ["." + name for name in tag.classes]
    return (tag.name, *classes, "#" + tag.id) if tag.id else (tag.name, *classes)


def _of_names(rules: Mapping[str, list[Told]], names: Iterable[str]) -> list[Told]:
    return [told for name in names for told in rules.get(name, ())]


def _weight(told: Told) -> tuple[object, ...]:
    number, rule = told
    return (*rule.weight[:4], number, rule.weight[4])


@lru_cache(maxsize=256)
def _read(css: str, before: frozenset[str]) -> Sheet:
    found = _rules(_COMMENT.sub(" ", css[:_MOST]))[:_MOST_RULES]
    hiding = {number: ways for number, (_, body, _) in enumerate(found) if (ways := _ways(body))}
    watched = before | {way for number, ways in hiding.items() for way in ways if not found[number][2]}
    kept: tuple[dict[str, tuple[Rule, ...]], dict[str, tuple[Rule, ...]]] = ({}, {})
    for number, (selectors, body, conditional) in enumerate(found):
        ways = hiding.get(number, ())
        told = [(way, way in ways) for way in _DECIDING if way in watched and (way in ways or decides(way, body))]
        for written in selectors.split(",") if told else ():
            for key, rule in _told_by(written.strip(), told, number, "!important" in body, conditional=conditional):
                before_it = kept[rule.hides].get(key, ())
                if len(before_it) < _MOST_OF_A_NAME:
                    kept[rule.hides][key] = (*before_it, rule)
    return Sheet(watched, kept[True], kept[False])


def _told_by(
    written: str, told: list[tuple[str, bool]], number: int, important: bool, *, conditional: bool
) -> Iterable[tuple[str, Rule]]:
    if not written or len(written) > 500 or _ELSEWHEN.search(written):
        return
    plain = _PSEUDO.sub("", written)
    maybe = conditional or plain != written
    selector = selector_of(plain)
    if not selector:
        return
    key, subject = key_of(selector[0]), selector[0]
    weight = (important, *specificity(selector), number)
    needs = classes_needed(selector)
    for way, hides in told:
        if not hides or not (maybe or key == "*" or subject.tag in {"html", "body"}):
            yield key, Rule(way, hides, maybe, weight, selector, needs)


def _ways(body: str) -> tuple[str, ...]:
    """How a rule's declarations hide; what fades in by itself or by a script is on its way to be seen."""
    lower = body[:2_000].lower()
    if not _WORTH.search(lower) and not _coloured(lower):
        return ()
    return tuple(way for way in ways_hidden(lower) if way != "opacity:0" or not _MOVES.search(lower))


def _rules(css: str) -> list[tuple[str, str, bool]]:
    """(selectors, declarations, under a condition) of each rule, nested rules included."""
    found: list[tuple[str, str, bool]] = []
    open_: list[str] = []
    for text, mark in _PART.findall(css):
        if mark == "{":
            open_.append(text.rpartition(";")[2].strip())
        elif mark and open_:
            selectors = open_.pop()
            if not selectors.startswith("@") and not any(map(_NEVER.match, open_)):
                found.append((selectors, text, any(not _ALWAYS.match(one) for one in open_)))
    return found
