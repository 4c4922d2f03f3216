"""Each decoder, extractor, owner rule, gate finder and noise rule is taken out in turn: at least one case must fail then.

Each must have a case in which it keeps silent too, though the page may tempt it: `data-silent` of the case names it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

import pytest

from crawler import reading
from crawler.extractors import _email_addresses, _number_noise, _number_spelling, _phone_numbers, machine_text
from crawler.model.document import Document
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.owners import _neighbours, placeholder, purpose, third_party
from tests.test_elements import CASES, Case, case_of, differences, scene_parts

ROOMS = ("decoder", "extractor", "owner")
ROSTERS = ("FIND", "FIND_FACTS", "FIND_GATES", "ATTRIBUTE")
FIRST_GROUNDS = {
    third_party: ("_known", "_in_data", "_by_words", "_in_a_story"),
    purpose: ("by_mailbox", "_last_word", "_by_page"),
    placeholder: ("is_dummy_number", "is_dummy_address"),
}
"""Grounds inside an owner rule, each taken out by itself."""

NEIGHBOURS = ("_faxes", "_framed", "_strangers", "_companions", "_branches")
SHAPE_NOISE = ("tax-number", "register-number", "ip-address", "part-of-a-code", "quantity")
FORM_NOISE = ("bare-digits", "not-cut-as-a-number")


class Known(NamedTuple):
    """A case with its parsed page."""

    name: str
    case: Case
    parts: tuple[Page, Document, Shop]


@cache
def known() -> tuple[Known, ...]:
    cases = [(path.stem, case_of(path.read_text(encoding="utf-8"))) for path in CASES]
    return tuple(Known(name, case, scene_parts(case)) for name, case in cases)


def name_of(unit: Callable[..., object]) -> str:
    """`decoder:rot13` of `crawler.decoders.rot13.decode`."""
    _, room, module = unit.__module__.split(".")
    return f"{room.removesuffix('s')}:{module}"


@cache
def speakers() -> dict[str, list[Known]]:
    """The cases that agree, all under "", and of each unit of the rosters those in which it says anything."""
    heard: set[str] = set()
    spoken: dict[str, list[Known]] = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "DECODE", tuple((name, spied(unit, name_of(unit), heard)) for name, unit in reading.DECODE))
        for roster in ROSTERS:
            spies = tuple(spied(unit, name_of(unit), heard) for unit in getattr(reading, roster))
            patch.setattr(reading, roster, spies)
        for item in known():
            heard.clear()
            agrees = not fails(item)
            for unit in ("", *heard) if agrees else ():
                spoken[unit].append(item)
    return spoken


def spied(unit: Callable[..., object], name: str, heard: set[str]) -> Callable[..., object]:
    def said(*args: object) -> object:
        found = unit(*args)
        found = list(found) if isinstance(found, Iterable) and not isinstance(found, tuple) else found
        if found:
            heard.add(name)
        return found

    return said


@contextmanager
def left_out(unit: str) -> Iterator[None]:
    """Without one unit; what caches keep of it is forgotten before and after."""
    caches = (_number_spelling.cleaned, machine_text._addresses) if unit.startswith(("noise-shape", "noise-mail")) else ()
    try:
        with pytest.MonkeyPatch.context() as patch:
            without(unit, patch)
            for kept in caches:
                kept.cache_clear()
            yield
    finally:
        for kept in caches:
            kept.cache_clear()


def without(unit: str, patch: pytest.MonkeyPatch) -> None:
    """Take one unit out."""
    kind, _, name = unit.partition(":")
    if kind in ROOMS:
        patch.setattr(reading, "DECODE", tuple(item for item in reading.DECODE if name_of(item[1]) != unit))
        for roster in ROSTERS:
            patch.setattr(reading, roster, tuple(item for item in getattr(reading, roster) if name_of(item) != unit))
    elif kind == "ground":
        module = next(module for module, names in FIRST_GROUNDS.items() if name in names)
        patch.setattr(module, name, lambda *_, **__: None)
    elif kind == "neighbours":
        patch.setattr(_neighbours, name, lambda items, *_: list(items))
    else:
        without_noise(kind, name, patch)


def without_noise(kind: str, name: str, patch: pytest.MonkeyPatch) -> None:
    if kind == "noise-shape":
        rest = "\n|".join(pattern for shape, pattern in _number_noise.SHAPES.items() if shape != name)
        patch.setattr(_number_noise, "ANY_SHAPE", re.compile(rest, re.VERBOSE | re.IGNORECASE))
    elif kind == "noise-word":
        patch.setattr(_number_noise, "_last", silent(_number_noise._last, name))
    elif kind == "noise-form" and name in SHAPE_NOISE:
        patch.setattr(_number_noise, "_shape", silent(_number_noise._shape, name))
    elif kind == "noise-form":
        patch.setattr(_phone_numbers, "reject", silent(_phone_numbers.reject, name))
    elif name == "file-name":
        patch.setattr(_email_addresses, "FILES", frozenset())
    else:
        patch.setattr(_email_addresses, "real_domain", lambda host: host.rstrip(".-"))


def silent(rule: Callable[..., str], reason: str) -> Callable[..., str]:
    """The same rule that never gives this reason."""
    return lambda *args, **kwargs: "" if (said := rule(*args, **kwargs)) == reason else said


def units() -> Iterable[str]:
    yield from (name_of(decode) for _, decode in reading.DECODE)
    yield from (name_of(unit) for roster in ROSTERS for unit in getattr(reading, roster))
    yield from (f"ground:{name}" for names in FIRST_GROUNDS.values() for name in names)
    yield from (f"neighbours:{name}" for name in NEIGHBOURS)
    yield from (f"noise-shape:{name}" for name in _number_noise.SHAPES)
    yield from (f"noise-word:{name}" for name in _number_noise.words())
    yield from (f"noise-form:{name}" for name in (*SHAPE_NOISE, *FORM_NOISE))
    yield from ("noise-mail:file-name", "noise-mail:real-domain")


UNITS = tuple(units())


def fails(item: Known) -> bool:
    return bool(differences(item.case, reading.read(*item.parts)))


@pytest.mark.parametrize("unit", UNITS)
def test_some_case_fails_without_the_unit(unit: str) -> None:
    items = speakers().get(unit if unit.partition(":")[0] in ROOMS else "", [])
    with left_out(unit):
        assert any(map(fails, items)), f"no case needs {unit}"


@pytest.mark.parametrize("unit", UNITS)
def test_some_case_tempts_the_unit_in_vain(unit: str) -> None:
    items = [item for item in speakers()[""] if unit in item.case.settings.get("silent", "").split()]
    with left_out(unit):
        assert [item.name for item in items if not fails(item)], f"no case tempts {unit} in vain"


def test_silent_names_units_that_there_are() -> None:
    names = set(UNITS)
    said = defaultdict(set)
    for item in known():
        said[item.name] |= set(item.case.settings.get("silent", "").split()) - names
    assert not {name: unknown for name, unknown in said.items() if unknown}
