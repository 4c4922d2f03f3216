"""Selectors of types, classes and ids, joined by a space, `>`, `+` or `~`, and whether they mean an element.

>>> [(one.tag, one.step) for one in selector_of("ul.menu > li a")]
[('a', ' '), ('li', '>'), ('ul', '')]
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from crawler.document.node import Node

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


Around = tuple[Node, *tuple[object, ...]]


class Kin(NamedTuple):
    """An element as selectors see it."""

    node: Node
    tag: str
    id: str | None
    classes: frozenset[str]


class Lineage:
    """The elements around the walk, from the outside in; kept between questions, as neighbours share most of theirs.

    `around` is the walk's own list of the elements it is in, the outermost first; each begins with its node.
    """

    __slots__ = ("around", "kins", "names")

    def __init__(self, around: Sequence[Around]) -> None:
        self.around = around
        self.kins: list[Kin] = []
        self.names: list[frozenset[str]] = [frozenset()]

    def follow(self) -> None:
        """Take on the elements around the present one."""
        around, kins, names = self.around, self.kins, self.names
        while kins and (len(kins) > len(around) or kins[-1].node is not around[len(kins) - 1][0]):
            kins.pop()
            names.pop()
        for one in around[len(kins) :]:
            kins.append(kin_of(one[0]))
            names.append(names[-1] | kins[-1].classes)

    def meets(self, own: Kin, selector: Selector) -> bool:
        """Whether a selector means an element in the midst of these; each step takes the nearest element that fits."""
        if not _fits(selector[0], own):
            return False
        at, here = len(self.kins), own
        for before, wanted in pairwise(selector):
            if before.step in "+~":
                found = _beside(here, wanted, before.step)
            else:
                least = max(at - (1 if before.step == ">" else _FARTHEST), 0)
                at = next((number for number in range(at - 1, least - 1, -1) if _fits(wanted, self.kins[number])), -1)
                found = self.kins[at] if at >= 0 else None
            if found is None:
                return False
            here = found
        return True


def kin_of(node: Node) -> Kin:
    """An element by its name, its id and its classes."""
    get = node.attributes.get
    return Kin(node, node.tag or "", get("id"), frozenset((get("class") or "").split()))


def _beside(kin: Kin, wanted: Compound, step: str) -> Kin | None:
    before = kin.node.prev
    for _ in range(_ASIDE):
        while before is not None and (before.tag or "-")[0] == "-":
            before = before.prev
        if before is None or _fits(wanted, found := kin_of(before)):
            return None if before is None else found
        if step == "+":
            return None
        before = before.prev
    return None


def _fits(wanted: Compound, kin: Kin) -> bool:
    if (wanted.tag and wanted.tag != kin.tag) or not wanted.classes <= kin.classes:
        return False
    return not wanted.ids or wanted.ids == {kin.id}
