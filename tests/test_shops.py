"""Whole shops, walked on disk: place classes, clicks and findings, case by case.

A missing expected.json is written and the test fails: read it, commit it if it is true.
"""

import json
from pathlib import Path

import pytest

from crawler.model.placement import Placement
from crawler.model.visit import Visit
from tests.walking import ShopCase

FOLDERS = sorted(path.parent for path in (Path(__file__).parent / "cases" / "shops").glob("*/*/case.toml"))


def told(visit: Visit) -> dict[str, object]:
    return {
        "reason": visit.reason,
        "asked": [fetch.url for fetch in visit.fetches],
        "kinds": {page.final_url: sorted(page.kinds) for page in visit.pages},
        "channels": {item.channel.value: placement(item, visit) for item in visit.placements},
    }


def placement(item: Placement, visit: Visit) -> dict[str, object]:
    return {
        "place_class": item.place_class,
        "seen": item.seen,
        "settled": item.settled,
        "reason": item.reason,
        "clicks": item.clicks,
        "path": [step.link_text for step in item.path],
        "gate": item.gate,
        "notes": list(item.notes),
        "values": sorted({visit.sightings[number].value for number in item.sightings}),
        "problems": list(item.certificate.problems) if item.certificate else [],
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_shop_is_judged_as_its_case_says(folder: Path) -> None:
    case = ShopCase(folder)
    found = json.loads(json.dumps(told(case.visit())))
    expected = folder / "expected.json"
    if not expected.exists():
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{expected} was missing and is written: read it, commit it if true ({case.about})")
    assert found == json.loads(expected.read_text(encoding="utf-8")), case.about


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_second_visit_is_the_same(folder: Path) -> None:
    case = ShopCase(folder)
    assert case.visit() == case.visit()


def test_there_are_cases() -> None:
    assert FOLDERS
