"""What stands right around a number does not hide or change it: `cases/around_numbers.toml`, over the spellings of countries."""

import html
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.model.sighting import Channel
from crawler.reading import read
from tests.test_elements import case_of, scene_parts

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "around_numbers.toml").read_text(encoding="utf-8"))
SPELLINGS = [(country, *spelling.split(" = ")) for country in TABLE["country"] for spelling in country["spellings"]]


def phones(text: str, country: dict[str, Any]) -> set[str]:
    """The numbers of a page that has nothing but a line of text."""
    root = f'<html lang="{country["language"]}" data-country="{country["country"]}" data-url="https://lampen.example/contact">'
    case = case_of(f"<!doctype html>{root}<body><h1>Contact</h1><p>{html.escape(text)}</p></body></html>")
    return {item.value for item in read(*scene_parts(case)).sightings if item.channel is Channel.PHONE}


def misread(line: str, every: int = 1) -> list[tuple[str, set[str]]]:
    """The lines, with each spelling for `{}` or every fifth, say, in which another number is read, and what is."""
    chosen = SPELLINGS[len(line) % every :: every]
    lines = [(line.replace("{}", shown), {value}, country) for country, shown, value in chosen]
    return [(text, found) for text, wanted, country in lines if (found := phones(text, country)) != wanted]


LINES = [
    *(f"{label}{{}}{behind}" for behind in TABLE["behind"] for label in ("Tel. ", "")),
    *(f"{before}{{}}" for before in TABLE["before"]),
]


@pytest.mark.parametrize("line", LINES)
def test_what_stands_around_a_number_is_not_part_of_it(line: str) -> None:
    assert misread(line, 7) == []


@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_it_is_not_in_any_spelling(line: str) -> None:
    assert misread(line) == []
