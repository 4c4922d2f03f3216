"""Fixtures that several tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.street.street import Street, open_street

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def street() -> Iterator[Street]:
    """Give the fake shops, served on loopback, with an empty journal."""
    with open_street() as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the labelled corpus where it is not there."""
    if (SHARED / "corpus" / "labels.jsonl").exists():
        return
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason="the labelled corpus is not beside this checkout"))
