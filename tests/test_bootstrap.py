"""bootstrap.py as a newcomer runs it: in a folder of its own, with a program that needs no packages, and an index on loopback."""

import ast
import ensurepip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installing import pip_wheel
from tests.loopback import Loopback, Reply, serve

ROOT = Path(__file__).resolve().parents[1]
KEPT = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"})
NAME = "pip-99.1-py3-none-any.whl"
WHEEL = b"not a wheel, but bytes"
DIGEST = hashlib.sha256(WHEEL).hexdigest()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with bootstrap.py and a program that says what it was asked."""
    folder = tmp_path / "a checkout"
    shutil.copytree(ROOT / "tests" / "bootstrap", folder)
    shutil.copy(ROOT / "bootstrap.py", folder)
    for room in ("installing", "crawler/browser"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "crawler" / "__init__.py", folder / "crawler")
    (folder / "requires.txt").write_text("", encoding="utf-8")
    (folder / "bereikbaar").mkdir()
    (folder / "bereikbaar" / "__main__.py").write_text("import sys\ndef main(): print('asked', *sys.argv[1:])\n", encoding="utf-8")
    return folder


def environment(**more: str) -> dict[str, str]:
    """What a program sees here: no index but the one a test names."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", **more}


def bootstrap(checkout: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "bootstrap.py"), *words]
    return subprocess.run(command, env=environment(**more), capture_output=True, text=True, check=False, timeout=120)


def in_checkout(checkout: Path, code: str, **more: str) -> str:
    """Run some lines in a process of their own, with bootstrap imported."""
    command = [sys.executable, "-c", f"import bootstrap\n{code}"]
    done = subprocess.run(command, cwd=checkout, env=environment(**more), capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def test_an_old_python_gets_as_far_as_the_message() -> None:
    source = (ROOT / "bootstrap.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    imports = {name.name for node in tree.body if isinstance(node, ast.Import) for name in node.names}
    assert not imports & {"tomllib", "zoneinfo", "graphlib"}
    assert not [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]


def test_a_python_that_is_too_old_is_told_what_to_do(checkout: Path) -> None:
    source = (checkout / "bootstrap.py").read_text(encoding="utf-8")
    (checkout / "bootstrap.py").write_text(source.replace("OLDEST = (3, 11)", "OLDEST = (3, 99)"), encoding="utf-8")
    done = bootstrap(checkout, "demo")
    assert (done.returncode, "needs Python 3.99 or newer" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    assert not (checkout / ".venv").exists()


def test_the_first_run_sets_up_and_the_second_starts_at_once(checkout: Path) -> None:
    first = bootstrap(checkout, "demo", "--no-browser", "--out", "x")
    assert first.returncode == 0, (first.stdout, first.stderr)
    assert re.search(r"1/2 making .venv\n.*2/2 installing packages", first.stdout)
    assert first.stdout.endswith("asked demo --out x\n")
    began = time.monotonic()
    second = bootstrap(checkout, "demo", "--no-browser")
    assert (second.returncode, second.stdout) == (0, "asked demo\n")
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_a_venv_that_does_not_work_is_made_anew(checkout: Path) -> None:
    """Broken in turn: its Python is gone, pip was killed half-way, the checkout was moved."""
    assert bootstrap(checkout, "setup", "--no-browser").returncode == 0
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    mended = bootstrap(checkout, "demo", "--no-browser")
    assert mended.stdout.endswith("asked demo\n"), (mended.stdout, mended.stderr)
    (checkout / ".venv" / "unfinished").touch()
    (checkout / ".venv" / "ready-program").unlink()
    (checkout / ".venv" / "left over").touch()
    assert bootstrap(checkout, "demo", "--no-browser").stdout.endswith("asked demo\n")
    assert not (checkout / ".venv" / "left over").exists()
    moved = checkout.rename(checkout.with_name("moved"))
    assert bootstrap(moved, "demo", "--no-browser").stdout.endswith("asked demo\n")
    assert str(moved) in (moved / ".venv" / "bin" / "activate").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_at_once_do_not_break_each_other(checkout: Path) -> None:
    command = [sys.executable, str(checkout / "bootstrap.py"), "demo", "--no-browser"]
    both = [subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert all(text.endswith("asked demo\n") for text in told), told
    assert sum("making .venv" in text for text in told) == 1
    assert sum("waiting for it" in text for text in told) == 1


@pytest.mark.slow
def test_an_index_that_cannot_be_reached_is_told_with_what_to_do(checkout: Path) -> None:
    (checkout / "requires.txt").write_text("no-such-package\n", encoding="utf-8")
    done = bootstrap(checkout, "demo", "--no-browser", PIP_RETRIES="1")
    assert done.returncode == 1
    for words in (
        "could not be installed into",
        "no-such-package",
        "Check the network; behind a proxy set HTTPS_PROXY",
        "run this again",
    ):
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    (checkout / "requires.txt").write_text("", encoding="utf-8")
    assert bootstrap(checkout, "demo", "--no-browser").returncode == 0


def test_what_is_not_known_is_refused_before_anything_is_made(checkout: Path) -> None:
    for words in (("setup", "--quick"), ("sing",), ()):
        assert bootstrap(checkout, *words).returncode == 2
    assert not (checkout / ".venv").exists()


def own_pip() -> tuple[str, bytes]:
    """The wheel of pip that Python brings along."""
    found = sorted(Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl"))
    if not found:
        pytest.skip("this Python brings no pip along")
    return found[-1].name, found[-1].read_bytes()


def index_of(name: str, content: bytes, digest: str) -> dict[str, Reply]:
    page = f'<html><body><a href="../../files/{name}#sha256={digest}" data-requires-python="&gt;=3.7">{name}</a></body></html>'
    return {"/simple/pip/": Reply(body=page.encode()), f"/files/{name}": Reply(body=content)}


def test_a_venv_is_made_without_the_venv_package_and_without_root(checkout: Path) -> None:
    name, content = own_pip()
    with serve(index_of(name, content, hashlib.sha256(content).hexdigest())) as index:
        told = in_checkout(
            checkout,
            "print(bootstrap.venv_with_fetched_pip()[0], bootstrap.whole())",
            PIP_INDEX_URL=f"http://127.0.0.1:{index.port}/simple",
        )
    assert told.endswith("True True\n")
    assert f"/files/{name}" in index.paths()


def fetched(monkeypatch: pytest.MonkeyPatch, folder: Path, index: Loopback, login: str = "") -> Path:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://{login}127.0.0.1:{index.port}/simple/")
    return pip_wheel.fetch_pip(folder)


def test_a_wheel_that_is_not_what_the_index_says_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serve(index_of(NAME, WHEEL + b"!", DIGEST)) as index, pytest.raises(ValueError, match="its digest differs"):
        fetched(monkeypatch, tmp_path, index)
    assert list(tmp_path.iterdir()) == []


def test_the_newest_pip_for_this_python_is_taken_from_json_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = (("9.0.3", None, False), ("99.1", ">=3.7", False), ("99.2", ">=3.7", True), ("100.0", ">=4", False))
    files = [
        {"url": f"/files/pip-{version}-py3-none-any.whl", "yanked": yanked, "hashes": {"sha256": DIGEST}, "requires-python": python}
        for version, python, yanked in known
    ]
    kind = (("Content-Type", "application/vnd.pypi.simple.v1+json"),)
    page = Reply(body=json.dumps({"files": files}).encode(), headers=kind)
    with serve({"/simple/pip/": page, f"/files/{NAME}": Reply(body=WHEEL)}) as index:
        assert fetched(monkeypatch, tmp_path, index).name == NAME


def test_a_login_goes_to_the_index_and_not_to_another_host(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serve({f"/{NAME}": Reply(body=WHEEL)}, address="127.0.0.2") as files:
        page = f'<a href="http://127.0.0.2:{files.port}/{NAME}#sha256={DIGEST}">pip</a>'
        with serve({"/simple/pip/": Reply(body=page.encode())}) as index:
            fetched(monkeypatch, tmp_path, index, login="me:s%40id@")
    assert index.journal[0].headers["Authorization"] == "Basic bWU6c0BpZA=="
    assert "Authorization" not in files.journal[0].headers


def test_the_index_of_pip_conf_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    for name in ("one", "two"):
        (tmp_path / name).write_text(f"[global]\nindex-url = http://{name}.example/simple\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "one"))
    assert pip_wheel.setting("index-url") == "http://one.example/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "http://two.example/simple")
    assert pip_wheel.setting("index-url") == "http://two.example/simple"
