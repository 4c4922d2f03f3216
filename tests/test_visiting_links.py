"""Which page a link promises, case by case in each language."""

import tomllib
from pathlib import Path

import pytest

from crawler.model.link import CONTACT_LIKE, LEGAL_KINDS
from crawler.visiting.page_kinds import kinds_of_link

FOLDER = Path(__file__).parent / "cases" / "links"


def cases() -> list[tuple[str, str, str, str]]:
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["cases"] for path in sorted(FOLDER.glob("*.toml"))}
    return [(code, text, path, expected) for code, rows in tables.items() for text, path, expected in rows]


@pytest.mark.parametrize(("code", "text", "path", "expected"), cases())
def test_a_link_promises_its_kind_of_page_and_no_other(code: str, text: str, path: str, expected: str) -> None:
    kinds = kinds_of_link(text, f"https://winkel.example{path}", tuple(dict.fromkeys((code, "en"))))
    if expected == "none":
        assert not kinds & (CONTACT_LIKE | LEGAL_KINDS)
    else:
        assert set(expected.split("+")) <= {kind.value for kind in kinds}


def test_each_language_has_its_cases() -> None:
    counts = {path.stem: sum(case[0] == path.stem for case in cases()) for path in FOLDER.glob("*.toml")}
    assert min(counts.values()) >= 60
