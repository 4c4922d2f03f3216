"""Gates and offers on contact pages, the same in every language: `cases/gates.toml`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.knowledge.languages import languages
from tests.test_elements import case_of, reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "gates.toml").read_text(encoding="utf-8"))["case"]
ABOUT = sorted({case["about"] for case in CASES})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']} {case['about']}")
def test_a_contact_page_has_these_gates_and_channels(case: dict[str, Any]) -> None:
    root = f'<html lang="{case["language"]}" data-country="{case["country"]}" data-kinds="contact">'
    reading = reading_of(case_of(f"{root}<body>{case['body']}</body></html>"))
    assert [gate.kind.value for gate in reading.gates] == case["gates"]
    assert sorted(item.channel.value for item in reading.sightings) == case["channels"]


@pytest.mark.parametrize("about", ABOUT)
def test_every_language_has_the_case(about: str) -> None:
    assert {case["language"] for case in CASES if case["about"] == about} == set(languages())
