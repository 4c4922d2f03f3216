"""Floors of recall and precision on the labelled pages, where they lie beside the checkout; a floor may only be raised."""

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED

ROOT = Path(__file__).resolve().parents[1]
GATE = Path(__file__).with_name("corpus_floors.toml")
COMMAND = f"{Path(sys.executable).with_name('bereikbaar')} read"


def floors(text: str) -> dict[str, dict[str, float]]:
    table = tomllib.loads(text)
    return {part: table[part] for part in ("phone", "email", "facts") if part in table}


@pytest.fixture(scope="module")
def score() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(SHARED / "tools" / "score.py"), "--json", "pages", "--cmd", COMMAND],
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.corpus
@pytest.mark.parametrize("channel", ["phone", "email"])
def test_reading_is_not_worse_than_the_floors(score: dict[str, Any], channel: str) -> None:
    floor, got = floors(GATE.read_text(encoding="utf-8"))[channel], score[channel]
    assert score["answered"] == score["pages"]
    assert {key: got[key] for key in ("recall", "precision", "place_agrees") if got[key] < floor[key]} == {}
    assert got["pages_wrongly_accused"] <= floor["most_wrongly_accused"]
    assert got["pages_wrongly_cleared"] <= floor["most_wrongly_cleared"]
    assert got["hidden_called_visible"] <= floor["most_hidden_called_visible"]


@pytest.mark.corpus
def test_the_floors_are_those_of_these_labels() -> None:
    labels = (SHARED / "corpus" / "labels.jsonl").read_bytes()
    assert tomllib.loads(GATE.read_text(encoding="utf-8"))["labels_sha256"] == hashlib.sha256(labels).hexdigest()


def test_no_floor_was_lowered() -> None:
    name = GATE.relative_to(ROOT).as_posix()
    if not shutil.which("git"):
        pytest.skip("there is no git to ask for the floors before")
    done = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("the gate file is not committed, or this is no checkout")
    before, now = floors(done.stdout), floors(GATE.read_text(encoding="utf-8"))
    for part, values in before.items():
        for key, value in values.items():
            worse = now[part][key] > value if key.startswith("most_") else now[part][key] < value
            assert not worse, f"{part}.{key} was {value}"
