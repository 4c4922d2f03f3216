"""A wheel with the reader of pages compiled reads what the source reads."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "elements"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_200)]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program out of a compiled wheel, built as docs/operations.md says."""
    folder = tmp_path_factory.mktemp("compiled")
    env = {**os.environ, "HATCH_BUILD_HOOK_ENABLE_MYPYC": "true"}
    built = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", folder, ROOT], env=env, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "program")
    return folder / "program"


def pages() -> Iterator[str]:
    """The cases' pages, as `bereikbaar read` takes them."""
    for path in sorted(CASES.glob("*.html")):
        page = {"id": path.stem, "url": f"https://{path.stem}.example/", "path": str(path)}
        yield json.dumps(page) + "\n"


def run(program: Path, *words: str, said: str = "") -> str:
    """Run Python where the program's modules are those of a folder."""
    done = subprocess.run([sys.executable, *words], cwd=program, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_wheel_holds_the_reader_compiled(unpacked: Path) -> None:
    told = run(unpacked, "-c", "import crawler.document.walk; print(crawler.document.walk.__file__)")
    assert Path(told.strip()).suffix == ".so"


def test_compiled_and_source_read_the_same(unpacked: Path) -> None:
    asked = "".join(pages())
    compiled = run(unpacked, "-m", "bereikbaar", "read", said=asked)
    assert len(compiled.splitlines()) == len(list(CASES.glob("*.html")))
    assert compiled == run(ROOT, "-m", "bereikbaar", "read", said=asked)
