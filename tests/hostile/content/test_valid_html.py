"""Every page of a report is valid HTML, as html-validate (npm) sees it: hostile street, demo street, and one with pictures.

One of its rules is off: `long-title`, as a shop's name is as long as it is.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.norms.norms import norms
from reports.outputs import compare_page
from reports.outputs.compare_view import Side
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.shares import Coverage
from reports.studies.recipes import names
from reports.texts.languages import languages
from reports.texts.texts import texts
from reports.verdict import judge
from tests.auditing import StreetRun
from tests.handmade import street
from tests.hostile.content.conftest import HostileRun
from tests.pictured import with_pictures
from tests.test_comparison import year_before

PACKAGE = "html-validate@^10.17.0"
RULES = Path(__file__).parents[2] / "html_validate.json"
Validate = Callable[[Path], list[str]]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def validate(tmp_path_factory: pytest.TempPathFactory) -> Validate:
    """Fetch the validator, and give what it says of all pages below a folder; skip where it cannot be had."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("html-validate needs npm and node, and this machine has none (apt install npm)")
    place = tmp_path_factory.mktemp("npm")
    fetched = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", PACKAGE], cwd=place, capture_output=True, text=True, check=False
    )
    program = place / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    if fetched.returncode or not program.is_file():
        pytest.skip(f"html-validate could not be fetched: {fetched.stderr.strip()[-300:]}")

    def said(folder: Path) -> list[str]:
        out = place / "said.json"
        out.unlink(missing_ok=True)
        words = [node, str(program), "--config", str(RULES), "--formatter", f"json={out}", "--ext", "html", str(folder)]
        done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)
        assert out.is_file(), done.stderr
        files = json.loads(out.read_text(encoding="utf-8"))
        return [
            f"{file['filePath']}:{item['line']} {item['ruleId']}: {item['message']}" for file in files for item in file["messages"]
        ]

    return said


def test_the_validator_sees_what_is_wrong(validate: Validate, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p><div></p><img src=x>", encoding="utf-8")
    assert validate(tmp_path) != []


def test_the_report_of_the_hostile_street_is_valid(validate: Validate, hostile: HostileRun) -> None:
    assert validate(hostile.out / "report") == []


def test_the_report_of_the_demo_street_is_valid(validate: Validate, whole_street: StreetRun) -> None:
    assert validate(whole_street.folder / "out" / "report") == []


def test_a_report_with_pictures_in_all_languages_is_valid(validate: Validate, tmp_path: Path) -> None:
    dossiers = [with_pictures(item.dossier, tmp_path / "evidence") if item.dossier.measured else item.dossier for item in street()]
    verdicts = [judge(dossier, norms()) for dossier in dossiers]
    facts = RunFacts("winkels.csv", "0.1.0", tmp_path / "evidence", coverage=Coverage.SAMPLE, studies=names())
    write(verdicts, tmp_path / "report", facts, [texts(language) for language in languages()], rows_a_page=4)
    assert validate(tmp_path / "report") == []


def test_a_comparison_of_two_runs_in_all_languages_is_valid(validate: Validate, tmp_path: Path) -> None:
    side = Side(tmp_path / "run", "winkels.csv", 10, 9, None, {})
    sides = compare_page.Sides(side, side, "0.1.0")
    compare_page.write(year_before(), tmp_path, sides, [texts(language) for language in languages()], rows_a_page=4)
    assert validate(tmp_path) == []
