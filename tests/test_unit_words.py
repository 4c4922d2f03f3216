"""The words that units keep beside them: every list has every language, for a gate in a language without words goes unseen.

A list that is no list of words of a language (codes, hosts, patterns, names) is named in `OTHERS` with the reason; a language
in which a list has no word, in `WITHOUT`.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.extractors._number_noise import noise
from crawler.knowledge.languages import languages
from crawler.knowledge.unit_words import unit_words
from crawler.model.strict import KnowledgeError

LABELS = tomllib.loads((Path(__file__).parent / "cases" / "noise_labels.toml").read_text(encoding="utf-8"))
CRAWLER = Path(__file__).parents[1] / "crawler"
FILES = sorted(path for room in ("decoders", "extractors", "owners", "browser") for path in (CRAWLER / room).glob("*.toml"))
FILES += [CRAWLER / "knowledge" / "joints.toml", CRAWLER / "knowledge" / "denials.toml"]

OTHERS = {
    "_email_addresses": {"reserved_tlds": "domains", "file_endings": "endings of files"},
    "_number_noise": {
        "words": "labels of numbers in the countries' own terms; asked for in each language below",
        "measures": "signs and abbreviations of measures",
        "glued": "abbreviations of labels, by the sign behind them",
        "brief": "some of those words",
        "courts": "some of those words, of Belgium alone",
    },
    "dismissing": {"signs": "signs, which are the same in every language"},
    "drawn_signs": {"": "names of classes"},
    "_icons": {"": "names of icons, which are the same in every language"},
    "_surroundings": {"endings": "ends of street names cut short"},
    "places": {"": "where a browser may be installed"},
    "_value_labels": {"": "labels in languages that have no file of their own"},
    "addresses": {"": "countries and street words of a country"},
    "hours": {"joins": "signs and words that join two days, compared whole"},
    "short_numbers": {"units": "signs and abbreviations of measures and hours"},
    "social_networks": {"": "hosts and paths"},
    "trader_name": {"joined": "words in the names of Spain, Italy and Portugal"},
    "webmail_links": {"": "hosts"},
    "third_party": {
        "paid_by_number": "names of payment services",
        "rooms": "words of French alone, where one word is said of a bed and of who hosts a site",
        "of_rooms": "some of those words",
    },
    "free_mail": {"domains": "domains"},
    "purposes": {"other_meanings": "words of one language that are something else in another; most have none"},
    "placeholder": {
        "words": "hosts of themes",
        "endings": "domains",
        "names": "names that themes bring along",
        "patterns_elsewhere": "words of languages that have no file of their own",
    },
}
"""Files and keys ("" for all) whose lists are not by language, each with why."""

WITHOUT: dict[tuple[str, str, str], str] = {}
"""(file, list, language) without words of its own, each with why."""


def lists_of(path: Path) -> Iterator[tuple[str, Any]]:
    """The lists and tables of words in a file, by their dotted names."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    skipped = OTHERS.get(path.stem, {})
    for key, value in table.items():
        if key not in ("source", "dated") and "" not in skipped and key not in skipped:
            yield from _inner(key, value)


def _inner(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and not set(value) & set(languages()):
        for key, inner in value.items():
            yield from _inner(f"{name}.{key}", inner)
    else:
        yield name, value


LISTS = [(path, name, value) for path in FILES for name, value in lists_of(path)]
each_list = pytest.mark.parametrize(("path", "name", "value"), LISTS, ids=[f"{path.stem}.{name}" for path, name, _ in LISTS])


@each_list
def test_a_list_of_words_has_every_language(path: Path, name: str, value: Any) -> None:
    assert isinstance(value, dict), f"{name} is one list for all languages: make it a table by language, or name it in OTHERS"
    without = {code for file, key, code in WITHOUT if (file, key) == (path.stem, name)}
    missing = {code for code in languages() if not value.get(code)} - without
    assert not missing, f"{name} has no words in {', '.join(sorted(missing))}"


@each_list
def test_no_word_stands_twice_in_a_language(path: Path, name: str, value: Any) -> None:
    for code, words in value.items():
        if isinstance(words, list):
            assert len(words) == len(set(words)), f"{path.name}: {name}.{code}"


def test_an_exception_names_a_list_that_is_there() -> None:
    names = {(path.stem, name) for path, name, _ in LISTS}
    assert {(file, key) for file, key, _ in WITHOUT} <= names
    keys = {path.stem: set(tomllib.loads(path.read_text(encoding="utf-8"))) | {""} for path in FILES}
    assert not [(file, key) for file, skipped in OTHERS.items() for key in skipped if key not in keys[file]]


def test_words_of_an_unknown_language_stop_the_program(tmp_path: Path) -> None:
    path = tmp_path / "unit.toml"
    path.write_text(
        'source = "a"\ndated = "2026-11"\n[labels]\nnl = ["merk"]\nxx = ["marke"]\n[names]\nnl = "merk"\n', encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match="labels: unknown language 'xx'"):
        unit_words(path, "labels")
    with pytest.raises(KnowledgeError, match=r"names\.nl: a list of words is expected"):
        unit_words(path, "names")


@pytest.mark.parametrize("kind", LABELS)
def test_a_label_of_what_is_no_phone_is_known_in_every_language(kind: str) -> None:
    assert set(LABELS[kind]) == set(languages())
    assert {code: noise("020-5550136", f"{label}: ", "") for code, label in LABELS[kind].items()} == dict.fromkeys(
        LABELS[kind], kind
    )
