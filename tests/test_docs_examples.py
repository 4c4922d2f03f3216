"""Every example of docs/extending.md, written into a copy of the program, does what the page says.

A block with `file=` in its head is a file of the copy; one of kind `diff` changes a file that is there. The cases are run twice:
where only the cases stand each must fail, and with the examples all must pass.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "extending.md"
BLOCK = re.compile(r"^```(?P<kind>\w+) file=(?P<file>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
OUTCOME = re.compile(r"^(PASSED|FAILED) (\S+?\.py::\w+\[.*?\])(?: - .*)?$", re.MULTILINE)
COPIED = ("bereikbaar", "crawler", "reports", "street", "tests")
CASES = "tests/cases/"


class Example(NamedTuple):
    """A block of the page: a file, or a change of one."""

    kind: str
    file: str
    text: str


EXAMPLES = [Example(*match.groups()) for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


def copy_of_the_program(folder: Path) -> Path:
    """Give a copy with the cases of the page, and without what the page adds."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "shops", "bench"))
    shutil.copytree(ROOT / "tests" / "cases" / "shops", folder / "tests" / "cases" / "shops")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for example in EXAMPLES:
        if example.file.startswith(CASES):
            write(example, folder)
    return folder


def write(example: Example, folder: Path) -> None:
    path = folder / example.file
    if example.kind != "diff":
        path.write_text(example.text, encoding="utf-8")
        return
    lines = example.text.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "+"))
    text = path.read_text(encoding="utf-8")
    start = text.find(old)
    assert start >= 0, f"{example.file} has no lines\n{old}"
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")


def nodes(example: Example) -> Iterator[str]:
    """The tests that run a case."""
    name = Path(example.file).stem
    if "/elements/" in example.file:
        yield f"tests/test_elements.py::test_exactly_what_is_marked_is_read[{name}]"
        if "data-fact" in example.text:
            yield f"tests/test_elements.py::test_marked_facts_are_read[{name}]"
    elif "/verdicts/" in example.file:
        yield f"tests/test_criteria.py::test_a_case_is_judged_as_expected[{name}]"
    else:
        for case in tomllib.loads(example.text)["cases"]:
            yield f"tests/test_visiting_links.py::test_a_link_promises_its_kind_of_page_and_no_other[{name}-{'-'.join(case)}]"


TESTS = {example.file: tuple(nodes(example)) for example in EXAMPLES if example.file.startswith(CASES)}


def outcomes(folder: Path) -> dict[str, str]:
    """Run all cases of the page in a copy."""
    words = [
        "-m",
        "pytest",
        "-q",
        "-rA",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        *(node for part in TESTS.values() for node in part),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    told = {node: outcome for outcome, node in OUTCOME.findall(done.stdout)}
    assert set(told) == {node for part in TESTS.values() for node in part}, done.stdout + done.stderr
    return told


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_the_program(tmp_path_factory.mktemp("extended"))
    for example in EXAMPLES:
        if not example.file.startswith(CASES):
            write(example, folder)
    return folder


def test_every_example_of_the_page_does_what_its_case_says(extended: Path) -> None:
    assert {node: outcome for node, outcome in outcomes(extended).items() if outcome != "PASSED"} == {}


def test_no_case_of_the_page_would_pass_without_its_example(tmp_path: Path) -> None:
    told = outcomes(copy_of_the_program(tmp_path))
    assert [file for file, tests in TESTS.items() if all(told[node] == "PASSED" for node in tests)] == []


def test_the_examples_keep_the_style_of_the_house(extended: Path) -> None:
    modules = [example.file for example in EXAMPLES if example.kind == "python"]
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    for words in (["check", "--no-cache"], ["format", "--no-cache", "--check"]):
        done = subprocess.run([*ruff, *words, *modules], cwd=extended, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_catalogue_in_a_folder_of_its_own_is_a_language_of_the_report(extended: Path) -> None:
    locale = extended / "reports" / "texts" / "locale"
    text = (locale / "en" / "LC_MESSAGES" / "bereikbaar.po").read_text(encoding="utf-8")
    (locale / "da" / "LC_MESSAGES").mkdir(parents=True)
    (locale / "da" / "LC_MESSAGES" / "bereikbaar.po").write_text(
        text.replace('"Language: en_GB\\n"', '"Language: da_DK\\n"'), "utf-8"
    )
    asked = "from reports.texts.texts import texts; print(texts('da').day('2026-11-20'))"
    environment = {**os.environ, "PYTHONPATH": str(extended)}
    said = subprocess.run([sys.executable, "-c", asked], cwd=extended, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "20. nov. 2026"
