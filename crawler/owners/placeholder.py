"""Dummies that a theme or a form brought along: `you@example.com`, `+33 4 12 34 56 78`, `06 12345678`.

A pattern (`firstname.lastname@shop.nl`) tells how a firm's addresses are made, and is none.

Digits that run up or down through the whole subscriber number, or repeat one digit; domains that RFC 2606 keeps for
examples; the examples in the languages' files.

>>> is_dummy_number("+33412345678"), is_dummy_number("+31206737558"), is_dummy_number("+12345678901")
(True, False, True)
>>> is_dummy_address("you@example.com"), is_dummy_address("info@shop.nl")
(True, False)
"""

import re
from functools import cache
from pathlib import Path

from crawler.knowledge.hosts import host_of
from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Owner, Place
from crawler.model.strict import read_facts
from crawler.owners._domains import same_owner

RUNNING = re.compile(r"12345678|23456789|01234567|98765432|87654321")
SHORT_RUNNING = re.compile(r"\d{2,3}(?:1234567|123456|7654321|7654321|0123456)$")
REPEATED = re.compile(r"(\d)\1{5,}")
RESERVED = re.compile(r"(?:.*\.)?example\.(?:com|org|net|[a-z]{2})|.*\.(?:test|example|invalid|localhost)")
"""Names that RFC 2606 keeps for examples, and those registries keep likewise."""

DOUBT = 0.3
NEAR = 20
"""Letters before an address in which a word for an example stands."""

FILE = Path(__file__).with_suffix(".toml")


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a value is a dummy."""
    if found.channel is Channel.PHONE and (is_dummy_number(found.value) or any(map(_is_example, (found.value, found.as_shown)))):
        return Claim("dummy-number", owner=Owner.PLACEHOLDER)
    if found.channel is Channel.EMAIL and found.label == "placeholder" and found.technique == "attribute-values":
        return Claim("example-in-a-field", owner=Owner.PLACEHOLDER)
    if found.channel is Channel.EMAIL and found.confidence < DOUBT:
        return Claim("no-address", owner=Owner.PLACEHOLDER)
    if found.channel is Channel.EMAIL and _is_pattern(found.value.partition("@")[0]):
        return Claim("pattern-of-addresses", owner=Owner.PLACEHOLDER)
    if found.channel is Channel.EMAIL and (is_dummy_address(found.value) or _behind_example(found)) and not _is_own(found, scene):
        return Claim("example-address", owner=Owner.PLACEHOLDER)
    return None


def _is_own(found: Found, scene: Scene) -> bool:
    host = found.value.rpartition("@")[2]
    return any(same_owner(host, host_of(url)) for url in (scene.document.url, scene.shop.url))


def _behind_example(found: Found) -> bool:
    """Whether a text of a script gives the address as an example: `"For example lojzo@mail.sk"`."""
    if found.place is not Place.SCRIPT:
        return False
    text = found.text[max(0, found.start - NEAR) : found.start].rstrip(" :(\"'")
    return any(word.end() == len(text) for word in _example_words().finditer(text))


@cache
def _example_words() -> Phrases:
    return Phrases(unit_words(FILE, "examples"))


def is_dummy_number(value: str) -> bool:
    """Whether the digits are no real subscriber's; themes make one run on from the country's code 1."""
    digits = value[1 if value.startswith("+1") else 3 :] if value.startswith("+") else value
    return bool(RUNNING.search(digits) or REPEATED.search(digits) or SHORT_RUNNING.search(digits))


def is_dummy_address(value: str) -> bool:
    """Whether the address is an example."""
    local, _, host = value.partition("@")
    return bool(RESERVED.fullmatch(host)) or host in _hosts() or local in _names() or _is_example(value)


def _is_example(shown: str) -> bool:
    return re.sub(r"[\s().-]", "", shown.lower()) in _examples()


@cache
def _examples() -> frozenset[str]:
    texts = (text for language in languages().values() for text in language.placeholder_texts)
    return frozenset(re.sub(r"[\s().-]", "", text) for text in texts if "@" in text or re.search(r"\d{6}", re.sub(r"\D", "", text)))


@cache
def _hosts() -> frozenset[str]:
    table = read_facts(FILE)
    return frozenset(f"{word}.{ending}" for word in table["words"] for ending in table["endings"])


def _is_pattern(local: str) -> bool:
    """Whether the part before the sign tells how addresses are made.

    >>> _is_pattern("firstname_lastname"), _is_pattern("jane.surname")
    (True, False)
    """
    return re.sub(r"[_-]", ".", local) in _patterns()


@cache
def _patterns() -> frozenset[str]:
    return frozenset([*unit_words(FILE, "patterns"), *read_facts(FILE)["patterns_elsewhere"]])


@cache
def _names() -> frozenset[str]:
    return frozenset(read_facts(FILE)["names"])
