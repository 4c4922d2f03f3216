"""Numbers in texts, by country: `cases/numbers.toml`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from crawler.extractors._number_spelling import cleaned
from crawler.extractors._phone_numbers import Context, numbers
from crawler.extractors._value_labels import label_behind, label_on_left

CASES = tomllib.loads((Path(__file__).parent / "cases" / "numbers.toml").read_text(encoding="utf-8"))["case"]


def found_in(text: str, regions: tuple[str, ...]) -> list[str]:
    clean = cleaned(text)
    done = [0]

    def around(start: int, end: int) -> Context:
        before, after = clean[done[0] : start], clean[end:]
        label = label_on_left(before)
        return Context(label.text or label_behind(after).text, before[max(0, label.end) :], after)

    found = []
    for item in numbers(text, regions, around):
        found.append(item.value)
        done[0] = item.end
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['regions'][0]} {case['text']}")
def test_a_text_holds_these_numbers(case: dict[str, Any]) -> None:
    assert found_in(case["text"], tuple(case["regions"])) == case["numbers"]
