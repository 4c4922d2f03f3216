"""Every fact kept as data is read by code: a list that nothing reads would look known and change nothing."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from crawler.knowledge.chats import ChatVendor
from crawler.knowledge.countries import Country, Regions
from crawler.knowledge.languages import Language
from crawler.knowledge.organisations import Entry, Organisation, OrganisationFile
from crawler.knowledge.platforms import Platform
from crawler.model.strict import KnowledgeError, read_facts

ROOT = Path(__file__).parents[1]
RECORDS = (Language, Country, Regions, ChatVendor, Platform, Organisation, Entry)
ABOUT = {"source", "dated"}
"""Where a file's facts come from: said of all files, and shown in docs/knowledge.md."""

FIELDS = [(record, field.name) for record in RECORDS for field in fields(record) if field.name not in ABOUT]


@cache
def read_names() -> frozenset[str]:
    """The names that code reads: attributes, and texts that may name one (word lists are asked for by name)."""
    return frozenset(name for path in sorted((ROOT / "crawler").rglob("*.py")) for name in _names(path))


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


@pytest.mark.parametrize(("record", "name"), FIELDS, ids=[f"{record.__name__}.{name}" for record, name in FIELDS])
def test_a_field_of_knowledge_is_read_by_code(record: type, name: str) -> None:
    assert name in read_names(), f"{record.__name__}.{name} is filled in by every file and read by nothing"


BESIDE_UNITS = sorted(
    path for room in ("extractors", "owners", "plumbing", "visiting") for path in (ROOT / "crawler" / room).glob("*.toml")
)
COUNTRY = 2
"""Letters of a key that names a country."""


@pytest.mark.parametrize("path", BESIDE_UNITS, ids=lambda path: path.name)
def test_every_list_beside_a_unit_is_read_by_code(path: Path) -> None:
    keys = {key for key in tomllib.loads(path.read_text(encoding="utf-8")) if key not in ABOUT and len(key) > COUNTRY}
    assert keys <= read_names(), "a list that is filled in and read by nothing"


def test_facts_without_a_source_or_without_the_key_asked_for_are_refused(tmp_path: Path) -> None:
    told, untold = tmp_path / "told.toml", tmp_path / "untold.toml"
    told.write_text('source = "a norm"\ndated = "2026-11"\nwords = ["a"]\n', encoding="utf-8")
    untold.write_text('source = "a norm"\nwords = ["a"]\n', encoding="utf-8")
    assert read_facts(told)["words"] == ["a"]
    with pytest.raises(KnowledgeError, match=r"told\.toml: key 'wrods' is missing"):
        read_facts(told)["wrods"]
    with pytest.raises(KnowledgeError, match=r"untold\.toml: key 'dated' is missing"):
        read_facts(untold)


def test_every_kind_of_organisation_file_has_only_its_entries() -> None:
    assert {field.name for field in fields(OrganisationFile)} - ABOUT == {"organisations"}
