"""What the labelled pages say besides phone and e-mail: register and VAT numbers, address, contact form, digits that are no phone.

A number counts once a shop, and is found when any labelled page that carries it gives it. Digits are compared: letters and marks
are written in many ways. An example of a number (`ex: 0612345678`) that is kept as a placeholder is not reported as a phone: the
score of the pages, too, counts only what is the trader's.
"""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bereikbaar.read import answer_of
from tests.conftest import SHARED

CORPUS = SHARED / "corpus"
FLOORS = Path(__file__).with_name("corpus_floors.toml")
UNREADABLE = Path(__file__).with_name("corpus_unreadable.toml")
IDS = {"registration_number": "register-number", "vat_number": "vat-id"}
YES_OR_NO = {"postal_address": "address", "contact_form": "form"}
Labelled = tuple[Mapping[str, Any], Mapping[str, Any]]
"""A row of the labels, and what was read on its page."""

pytestmark = pytest.mark.corpus


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def printed(label: str) -> str:
    """A number of the labels without the remark behind it."""
    return label.partition(" (")[0]


@pytest.fixture(scope="module")
def pages() -> list[Labelled]:
    lines = (CORPUS / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row, answer_of(request(row))) for row in rows]


def request(row: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {key: row[key] for key in ("id", "url", "country", "language")}
    return {**wanted, "path": str(CORPUS / row["file"])}


@pytest.fixture(scope="module")
def floors() -> Mapping[str, float]:
    facts: Mapping[str, float] = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["facts"]
    return facts


def unreadable() -> set[tuple[str, str]]:
    return {(one["page"], one["key"]) for one in tomllib.loads(UNREADABLE.read_text(encoding="utf-8"))["label"]}


@pytest.mark.parametrize("key", IDS)
def test_hardly_any_register_or_vat_number_is_missed(pages: list[Labelled], floors: Mapping[str, float], key: str) -> None:
    left_out = unreadable()
    found: dict[tuple[str, str], bool] = defaultdict(bool)
    for row, answer in pages:
        if key in row and (row["id"], key) not in left_out:
            wanted = digits(printed(row[key]))
            given = {digits(fact["value"]) for fact in answer["facts"] if fact["kind"] == IDS[key]}
            found[row["domain"], wanted] |= wanted in given
    missed = [number for number, was in found.items() if not was]
    assert len(missed) <= floors[f"most_{key}_missed"] * len(found), missed


@pytest.mark.parametrize("key", YES_OR_NO)
def test_address_and_contact_form_are_told_rightly(pages: list[Labelled], floors: Mapping[str, float], key: str) -> None:
    left_out = unreadable()
    wrong, asked = [], 0
    for row, answer in pages:
        if key in row and (row["id"], key) not in left_out:
            asked += 1
            given = any(item["channel"] == YES_OR_NO[key] for item in answer["sightings"])
            wrong += [row["id"]] if given is not row[key] else []
    assert asked - len(wrong) >= floors[f"{key}_right"] * asked, wrong


def test_no_number_that_is_none_is_reported_as_a_phone(pages: list[Labelled], floors: Mapping[str, float]) -> None:
    reported = []
    for row, answer in pages:
        phones = {
            digits(item["as_shown"])
            for item in answer["sightings"]
            if item["channel"] == "phone" and item["owner"] != "placeholder"
        }
        reported += [(row["id"], label) for label in row.get("not_phones", ()) if digits(printed(label)) in phones]
    assert len(reported) <= floors["most_not_phones_reported"], reported
