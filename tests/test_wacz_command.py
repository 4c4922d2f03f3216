"""`bereikbaar wacz`: a run's evidence as archives, one a shop or one of all, in little memory."""

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.runs.folder import start_over
from street.server import open_street
from tests.archived import bodies, index_of, pages_of, told
from tests.auditing import audit, bereikbaar

HOSTS = frozenset({"teapot-lane.example", "sokken-drie.example", "even-dicht.example"})
MOST_MORE_MEMORY = 20_000_000
"""Bytes that an archive of many shops may take above one of few."""
MANY = """
import json, resource, sys
from dataclasses import replace
from pathlib import Path
from crawler.evidence.wacz import write_wacz
from tests.archived import exchange, visit

folder, count = Path(sys.argv[1]), int(sys.argv[2])
one = visit(folder, "shop.example", [exchange(f"https://shop.example/{number}") for number in range(20)])
warc = (folder / one.warc).read_bytes()

def visits():
    for number in range(count):
        path = folder / f"{number}.warc"
        path.write_bytes(warc.replace(b"https://shop.example/", b"https://%04d.example/" % number))
        yield replace(one, warc=path.name)
        path.unlink()

made = write_wacz(folder / "all.wacz", visits(), folder, title="", software="")
print(json.dumps([*made[:2], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))
"""


LITTLE_ROOM = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = sys.argv[2:]
runpy.run_module("bereikbaar", run_name="__main__")
"""
"""Runs the program where no file may be larger than so many bytes, which a program meets as it meets a full disk."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    with open_street(hosts=HOSTS) as street:
        done = audit(street, folder, "--no-report")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    left = [path.name for path in tmp_path.rglob("*") if path.name.endswith(".part") or path.name.startswith(".wacz")]
    assert left == [], "nothing half written stays"


def wacz(run: Path, *words: str) -> str:
    done = bereikbaar("wacz", str(run), *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refusal(run: Path, *words: str) -> str:
    done = bereikbaar("wacz", str(run), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_each_shop_gets_its_archive(run: Path, elsewhere: Path) -> None:
    said = wacz(run, "--out", str(elsewhere / "archives"))
    made = {path.stem: path for path in (elsewhere / "archives").iterdir()}
    assert made.keys() == HOSTS
    assert f"{elsewhere / 'archives'}: 3 archives" in said
    for host, path in made.items():
        (warc,) = (run / "evidence").glob(f"*/{host}.1.warc")
        package = told(path)
        assert package["resources"][0]["hash"] == f"sha256:{hashlib.sha256(warc.read_bytes()).hexdigest()}"
        assert host in package.get("mainPageUrl", host)
        assert {page["url"] for page in pages_of(path)[1:]} <= bodies(warc).keys()
        assert {line["url"] for _, line in index_of(path)} == bodies(warc).keys()
    assert pages_of(made["teapot-lane.example"])[1]["title"] == "Hand thrown teapots | Teapot Lane"


def test_without_a_place_the_archives_stand_in_the_folder_of_the_run(run: Path) -> None:
    wacz(run, "--shop", "sokken-drie.example")
    assert [path.name for path in (run / "wacz").iterdir()] == ["sokken-drie.example.wacz"]


def test_one_archive_of_all_and_the_same_again(run: Path, elsewhere: Path) -> None:
    out, again = elsewhere / "deep" / "all.wacz", elsewhere / "again.WACZ"
    assert ": 3 shops, " in wacz(run, "--out", str(out))
    wacz(run, "--out", str(again))
    assert out.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(out) as archive:
        assert {Path(name).name.removesuffix(".1.warc") for name in archive.namelist() if name.startswith("archive/")} == HOSTS
    told(out)


def test_shops_are_named_by_id_host_or_address_and_once_is_enough(run: Path, elsewhere: Path) -> None:
    out = elsewhere / "some.wacz"
    words = ("teapot-lane.example", "http://teapot-lane.example/", "www.sokken-drie.example")
    assert ": 2 shops, " in wacz(run, *(word for name in words for word in ("--shop", name)), "--out", str(out))


def test_a_shop_that_is_not_in_the_list_is_told_with_the_nearest(run: Path, elsewhere: Path) -> None:
    assert "no shop 'teapot-lan.example'; did you mean teapot-lane.example" in refusal(
        run, "--shop", "teapot-lan.example", "--out", str(elsewhere)
    )


def test_a_folder_without_a_run_is_told(elsewhere: Path) -> None:
    assert "no results here" in refusal(elsewhere)


def test_a_place_that_cannot_be_written_is_told(run: Path, elsewhere: Path) -> None:
    (elsewhere / "file").write_bytes(b"")
    assert f"{elsewhere / 'file'}" in refusal(run, "--out", str(elsewhere / "file"))
    assert f"{elsewhere / 'file'}" in refusal(run, "--out", str(elsewhere / "file" / "all.wacz"))


@pytest.mark.parametrize("room", [2_000, 14_000])
def test_a_full_disk_is_told(run: Path, elsewhere: Path, room: int) -> None:
    words = ["bereikbaar", "wacz", str(run), "--shop", "teapot-lane.example", "--out", str(elsewhere)]
    done = subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, str(room), *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert str(elsewhere) in done.stderr
    assert "Traceback" not in done.stderr
    assert list(elsewhere.iterdir()) == []


def test_shops_whose_evidence_is_gone_are_counted(run: Path, elsewhere: Path) -> None:
    kept = sorted((run / "evidence").glob("*/*.warc"))
    away = {path: path.rename(elsewhere / path.name) for path in kept}
    try:
        assert "there is no evidence to write" in refusal(run, "--out", str(elsewhere / "archives"))
        assert "there is no evidence to write" in refusal(run, "--out", str(elsewhere / "all.wacz"))
        away.pop(kept[0]).rename(kept[0])
        done = bereikbaar("wacz", str(run), "--out", str(elsewhere / "archives"))
    finally:
        for path, moved in away.items():
            moved.rename(path)
    assert done.returncode == 0
    assert ": 1 archives, " in done.stdout
    assert "Without evidence, so left out: 2 (" in done.stderr


def test_many_shops_take_no_more_memory_than_few(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", MANY, folder, str(count)], capture_output=True, text=True, check=True, timeout=200
        )
        visits, pages, most = json.loads(done.stdout)
        assert (visits, pages) == (count, 20 * count)
        return int(most)

    assert peak(400) - peak(20) < MOST_MORE_MEMORY


def test_starting_over_removes_the_archives_too(tmp_path: Path) -> None:
    (tmp_path / "wacz").mkdir()
    (tmp_path / "wacz" / "shop.example.wacz").write_bytes(b"")
    start_over(tmp_path)
    assert list(tmp_path.iterdir()) == []
