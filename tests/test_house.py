"""The house keeps its plan: floors, names, sizes, docstrings."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("crawler", "reports", "bereikbaar", "installing")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
NOT_USED = frozenset({"utils", "helpers", "common", "misc", "manager", "handler", "base", "info", "process"})
MOST_LINES, MOST_FUNCTION_LINES = 400, 40


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_and_has_a_telling_name(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert path.stem not in NOT_USED


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions(path) if node.end_lineno}
    assert not {name: lines for name, lines in long.items() if lines > MOST_FUNCTION_LINES}


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_says_what_it_is(room: str) -> None:
    folders = {path.parent for path in (ROOT / room).rglob("*.py")}
    for folder in folders:
        text = (folder / "__init__.py").read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)), name_of(folder)


@pytest.mark.parametrize(("room", "verb"), [("decoders", "decode"), ("extractors", "find"), ("owners", "attribute")])
def test_each_unit_has_its_verb(room: str, verb: str) -> None:
    for path in (ROOT / "crawler" / room).glob("*.py"):
        if path.stem.startswith("_"):
            continue
        names = {node.name for node in functions(path)}
        assert verb in names, f"{name_of(path)} has no {verb}()"


def test_each_criterion_judges() -> None:
    for path in (ROOT / "reports" / "criteria").glob("*.py"):
        if path.stem != "__init__":
            assert "judge" in {node.name for node in functions(path)}, name_of(path)


def test_the_floors_are_kept() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_is_left_over() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    for path in MODULES:
        assert not [word for word in words if word in path.read_text(encoding="utf-8")], name_of(path)


@pytest.mark.xdist_group("house")
def test_tests_of_a_group_stay_in_one_process(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("dist", "no") != "loadgroup" and not hasattr(request.config, "workerinput"):
        pytest.skip("all tests run in one process")
    assert request.node.nodeid.endswith("@house"), "pytest-xdist tells no groups under this pytest"
