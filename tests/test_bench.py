"""The benchmark runs, counts what it says it counts, and its generated pages weigh what real ones do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import pages

ROOT = Path(__file__).resolve().parents[1]


def test_a_short_round_ends_with_its_ratio() -> None:
    command = [sys.executable, "-m", "tests.bench", "--shops", "2", "--pages", "4", "--rounds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    *rounds, last = done.stdout.splitlines()
    assert re.fullmatch(r"audit/bare: \d+\.\d\d", last)
    assert re.search(r"bare +\d+\.\d\d ms a page, 8 pages", rounds[0]), rounds


def test_generated_pages_weigh_what_real_ones_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pages, "SHARED", tmp_path)
    made = pages.pages()
    mean = sum(map(len, made.values())) / len(made)
    assert 200_000 < mean < 300_000
    assert len(made) >= 20
