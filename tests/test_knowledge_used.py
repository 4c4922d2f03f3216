"""Every fact kept as data is read by code: a list that nothing reads would look known and change nothing."""

import ast
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


def test_every_kind_of_organisation_file_has_only_its_entries() -> None:
    assert {field.name for field in fields(OrganisationFile)} - ABOUT == {"organisations"}
