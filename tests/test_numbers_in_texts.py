"""No text and no template brings a number of its own: what a reader is told comes from a table."""

import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports.texts.languages import languages
from tests import catalogues

MARKUP = re.compile(r"<output[^>]*>0</output>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>|&\w+;", re.DOTALL)
"""What of a template nobody reads, and what a script begins to count at."""
FILE = Path(__file__).parent / "numbers_in_texts.toml"


@cache
def rules() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def counting(language: str) -> re.Pattern[str]:
    return re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{rules()['words'][language]})\b", re.IGNORECASE)


def numbers(text: str, language: str) -> list[str]:
    """What counts in a text, but for what the program puts in and what stands anywhere."""
    for pattern in (r"\{\w*\}", *rules()["anywhere"]):
        text = re.sub(pattern, "", text)
    return counting(language).findall(text)


def allowed(key: str) -> Iterator[str]:
    for rule in rules()["allowed"]:
        if any(fnmatchcase(key, pattern) for pattern in rule["keys"]):
            yield from rule["numbers"]


@pytest.mark.parametrize("language", languages())
def test_a_text_has_no_number_of_its_own(language: str) -> None:
    told = [
        f"{entry.where}: {key} says {found!r}"
        for key, entry in catalogues.entries(catalogues.catalogue_of(language)).items()
        for form in entry.forms
        for found in numbers(form, language)
        if found.lower() not in allowed(key)
    ]
    assert told == []


def test_every_exception_is_used_and_has_its_reason() -> None:
    entries = [
        (key, form, language)
        for language in languages()
        for key, it in catalogues.entries(catalogues.catalogue_of(language)).items()
        for form in it.forms
    ]
    for rule in rules()["allowed"]:
        assert rule["reason"]
        for pattern in rule["keys"]:
            assert any(fnmatchcase(key, pattern) for key, _, _ in entries), pattern
        met = {
            found.lower()
            for key, form, language in entries
            if any(fnmatchcase(key, it) for it in rule["keys"])
            for found in numbers(form, language)
        }
        assert [number for number in rule["numbers"] if number not in met] == [], rule["keys"]


@pytest.mark.parametrize("path", catalogues.TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_number_to_read(path: Path) -> None:
    text = MARKUP.sub(" ", path.read_text(encoding="utf-8"))
    assert re.findall(r"\d+", text) == []


@pytest.mark.parametrize(("language", "text", "found"), [
    ("en", "More than one in three of {n} shops", ["More than one", "three"]), ("en", "63 % of P2, SHA-256", ["63"]),
    ("nl", "De helft van de winkels", ["helft"]), ("nl", "Bij {yes} van de {count} winkels", []),
    ("de", "Ein Drittel der Shops", ["Drittel"]), ("fr", "La moitié des boutiques, soit 12,5 %", ["moitié", "12,5"]),
])  # fmt: skip
def test_a_number_in_digits_or_words_is_found(language: str, text: str, found: list[str]) -> None:
    assert numbers(text, language) == found
