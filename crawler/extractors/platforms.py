"""Shop software: what a page's generator, the addresses of its scripts and pictures, or its own code tell of the platform.

The code is looked at only where nothing else told. A page that shows marks of two platforms tells both; which of them the shop
runs on is settled when all its pages are read.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

from crawler.knowledge.platforms import Platform, platforms
from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene
from crawler.model.sighting import Place

MOST = 80
"""Scripts, and pictures, of one page whose addresses are looked at."""

LONGEST = 300
"""Characters of one address that are looked at."""

LONGEST_CODE = 2_000
"""Characters of one inline script in which marks are looked for: a platform's settings stand at its beginning."""

AROUND_HOST = frozenset("/.")
BEHIND_HOST = frozenset("/:?\n")

Told = Mapping[str, str]
"""The mark by which each platform was told, by its id."""


def find(scene: Scene) -> Iterator[Fact]:
    """Give each platform of which the page shows a mark."""
    for technique, told in (("generator", _generators(scene)), ("addresses", _addresses(scene)), ("code", _code(scene))):
        for name, mark in told.items():
            yield _fact(scene, _known()[name], mark, technique)
        if told:
            return


def _generators(scene: Scene) -> Told:
    contents = " ".join(content.lower() for name, content in scene.document.meta if name == "generator")
    told = ((one.id, word) for one in platforms() for word in one.generators if word in contents) if contents else ()
    return dict(reversed([*told]))


def _addresses(scene: Scene) -> Told:
    document = scene.document
    addresses = [script.src[:LONGEST] for script in document.scripts[:MOST] if script.src]
    addresses += [image.src[:LONGEST] for image in document.images[:MOST]]
    text = "\n".join([*addresses, ""]).lower()
    told: dict[str, str] = {}
    for number, start, end in _address_search().find_matches_as_indexes(text, overlapping=True):
        name, mark, is_host = _address_marks()[number]
        if not is_host or (text[start - 1] in AROUND_HOST and text[end] in BEHIND_HOST):
            told.setdefault(name, mark)
    return told


def _code(scene: Scene) -> Told:
    told: dict[str, str] = {}
    for script in scene.document.scripts[:MOST]:
        if script.text:
            told |= _marks_in(script.text[:LONGEST_CODE])
    return told


@lru_cache(maxsize=1024)
def _marks_in(code: str) -> Told:
    """The marks of a script's code; the same script stands on every page of a shop."""
    met = {number for number, _, _ in _code_search().find_matches_as_indexes(code, overlapping=True)}
    return dict(_code_marks()[number] for number in sorted(met))


def _fact(scene: Scene, platform: Platform, mark: str, technique: str) -> Fact:
    return Fact(
        page_id=scene.page.id,
        kind=FactKind.PLATFORM,
        value=platform.id,
        as_shown=platform.name,
        place=Place.HEAD if technique == "generator" else Place.SCRIPT,
        snippet=mark,
        technique=f"platforms: {technique}",
    )


@cache
def _known() -> Mapping[str, Platform]:
    return {one.id: one for one in platforms()}


@cache
def _address_marks() -> tuple[tuple[str, str, bool], ...]:
    hosts = ((one.id, host, True) for one in platforms() for host in one.script_hosts)
    return (*hosts, *((one.id, path, False) for one in platforms() for path in one.paths))


@cache
def _address_search() -> AhoCorasick:
    return AhoCorasick([mark for _, mark, _ in _address_marks()])


@cache
def _code_marks() -> tuple[tuple[str, str], ...]:
    return tuple((one.id, word) for one in platforms() for word in one.markers)


@cache
def _code_search() -> AhoCorasick:
    return AhoCorasick([word for _, word in _code_marks()])
