"""Selectors of types, classes and ids, joined by a space, `>`, `+` or `~`, and whether they mean an element.

>>> [(one.tag, one.step) for one in selector_of("ul.menu > li a")]
[('a', ' '), ('li', '>'), ('ul', '')]
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from crawler.document.tag import Tag
from crawler.document.tree import Tree

_FARTHEST, _ASIDE = 200, 10
_COMPOUND = re.compile(r"(?P<tag>\*|[a-z][\w-]*)?(?P<names>(?:[.#](?:[\w-]|\\.|[^\x00-\x7f])+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#](?:[\w-]|\\.|[^\x00-\x7f])+")
_ESCAPE = re.compile(r"\\(.)")
_STEP = re.compile(r"\s*([>+~])\s*|\s+")


class Compound(NamedTuple):
    """One element's part of a selector; `step` says how it stands to the part on its left, empty for the first."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    step: str


Selector = tuple[Compound, ...]
"""Compounds from right to left: the element itself first."""


@lru_cache(maxsize=8_192)
def selector_of(written: str) -> Selector:
    """The compounds of a selector from right to left; none when it can not be read."""
    found: list[Compound] = []
    at, step = 0, ""
    while at < len(written):
        part = _COMPOUND.match(written, at)
        if part is None or part.end() == at:
            return ()
        names = [(mark[0], _ESCAPE.sub(r"\1", mark[1:])) for mark in _NAME.findall(part["names"])]
        found.append(_compound(part["tag"] or "", names, step))
        at = part.end()
        gap = _STEP.match(written, at)
        if at < len(written) and gap is None:
            return ()
        if gap is not None:
            step, at = gap[1] or " ", gap.end()
    return tuple(reversed(found))


def _compound(tag: str, names: list[tuple[str, str]], step: str) -> Compound:
    classes = frozenset(name for mark, name in names if mark == ".")
    return Compound("" if tag == "*" else tag.lower(), classes, frozenset(name for mark, name in names if mark == "#"), step)


def classes_needed(selector: Selector) -> frozenset[str]:
    """The classes that the element or those around it must have; one beside them tells nothing."""
    inner = (one.classes for after, one in zip((None, *selector), selector, strict=False) if not after or after.step not in "+~")
    return frozenset[str]().union(*inner)


def specificity(selector: Selector) -> tuple[int, int, int]:
    """How many ids, classes and types a selector names."""
    ids = sum(len(one.ids) for one in selector)
    return ids, sum(len(one.classes) for one in selector), sum(bool(one.tag) for one in selector)


def key_of(subject: Compound) -> str:
    """The one name by which a rule is found from an element."""
    if subject.ids:
        return "#" + min(subject.ids)
    return "." + min(subject.classes) if subject.classes else subject.tag or "*"


class Lineage:
    """The elements around the one asked about, from the outside in; kept between questions, as neighbours share most of theirs."""

    __slots__ = ("classes", "numbers", "tree")

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.numbers: list[int] = []
        self.classes: list[frozenset[str]] = [frozenset()]

    def follow(self, number: int) -> None:
        """Take on the elements around the given one."""
        parents, tags, numbers, classes = self.tree.parents, self.tree.tags, self.numbers, self.classes
        fresh: list[int] = []
        around = parents[number]
        while numbers and numbers[-1] > around:
            numbers.pop()
            classes.pop()
        while around >= 0 and not (numbers and numbers[-1] == around):
            fresh.append(around)
            around = parents[around]
            while numbers and numbers[-1] > around:
                numbers.pop()
                classes.pop()
        for one in reversed(fresh):
            numbers.append(one)
            classes.append(classes[-1] | tags[one].classes)

    def meets(self, number: int, selector: Selector) -> bool:
        """Whether a selector means an element in the midst of these; each step takes the nearest element that fits."""
        tags, numbers = self.tree.tags, self.numbers
        if not _fits(selector[0], tags[number]):
            return False
        at, here = len(numbers), number
        for before, wanted in pairwise(selector):
            if before.step in "+~":
                here = self._beside(here, wanted, before.step)
            else:
                least = max(at - (1 if before.step == ">" else _FARTHEST), 0)
                at = next((depth for depth in range(at - 1, least - 1, -1) if _fits(wanted, tags[numbers[depth]])), -1)
                here = numbers[at] if at >= 0 else -1
            if here < 0:
                return False
        return True

    def _beside(self, number: int, wanted: Compound, step: str) -> int:
        tags, before = self.tree.tags, self.tree.before
        for _ in range(_ASIDE):
            number = before(number)
            while number >= 0 and tags[number].name[0] == "-":
                number = before(number)
            if number < 0 or _fits(wanted, tags[number]):
                return number
            if step == "+":
                return -1
        return -1


def _fits(wanted: Compound, tag: Tag) -> bool:
    if (wanted.tag and wanted.tag != tag.name) or not wanted.classes <= tag.classes:
        return False
    return not wanted.ids or wanted.ids == {tag.attributes.get("id")}
