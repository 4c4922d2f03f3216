"""A sealed run is found to be as it was; whatever was changed in it is found and named."""

import hashlib
import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.evidence.manifest import DETACHED, MANIFEST, ManifestError, faults, read
from crawler.store.read import Archive
from reports.seal import misfit, seal
from street.server import open_street
from tests.auditing import audit, bereikbaar
from tests.conftest import A_FEW_SHOPS

pytestmark = pytest.mark.xdist_group("verify")
FLIPS = 200


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run over a few shops, with a report in two languages."""
    folder = tmp_path_factory.mktemp("run")
    with open_street(hosts=A_FEW_SHOPS) as street:
        assert audit(street, folder, "--language", "nl", "--language", "en").returncode == 0
    return folder / "out"


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Path:
    """A copy of the run that may be changed."""
    return Path(shutil.copytree(run, tmp_path / "copy"))


def told(folder: Path) -> list[str]:
    """What is found to be other than sealed."""
    try:
        return list(faults(folder, read(folder)))
    except ManifestError as error:
        return [str(error)]


def test_a_run_that_nobody_touched_is_found_to_be_so(run: Path) -> None:
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    done = bereikbaar("verify", str(run))
    assert (done.returncode, done.stderr) == (0, "")
    assert "The report follows from the evidence, page for page." in done.stdout
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before


def test_the_detached_digest_is_of_the_form_of_sha256sum(run: Path) -> None:
    digest, name = (run / DETACHED).read_text(encoding="ascii").split()
    assert (len(digest), name) == (64, MANIFEST)


def test_of_many_random_flips_of_one_bit_each_is_found_and_named(copy: Path) -> None:
    draw = random.Random(20261122)
    names = [*read(copy).files, MANIFEST, DETACHED]
    kinds = {
        "store": ["bereikbaar.sqlite"],
        "evidence": [name for name in names if name.startswith("evidence/")],
        "report": [name for name in names if name.startswith("report/")],
        "points": ["method/points.toml"],
        "packs": [name for name in names if name.startswith("method/packs/")],
        "manifest": [MANIFEST],
        "digest": [DETACHED],
    }
    assert all(kinds.values())
    missed = []
    for turn in range(FLIPS):
        name = draw.choice(kinds[list(kinds)[turn % len(kinds)]])
        whole = (copy / name).read_bytes()
        at = draw.randrange(len(whole))
        (copy / name).write_bytes(whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :])
        if not any(name in fault for fault in told(copy)):
            missed.append((name, at))
        (copy / name).write_bytes(whole)
    assert missed == []
    assert told(copy) == []


def test_a_file_that_is_gone_or_new_is_named(copy: Path) -> None:
    (warc,) = (copy / "evidence").glob("*/sokken-drie.example.1.warc")
    warc.unlink()
    (copy / "report" / "more.html").write_text("<p>more</p>", encoding="utf-8")
    name = warc.relative_to(copy).as_posix()
    assert told(copy) == [f"{name}: missing", "report/more.html: not in the manifest"]
    done = bereikbaar("verify", str(copy))
    assert done.returncode == 1
    assert f"{name}: missing" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE placements SET clicks = 7 WHERE clicks NOT NULL", "].clicks"),
        ("UPDATE sightings SET value = '+31205550199' WHERE shop_id = 'sokken-drie.example'", "'+31205550199'"),
        (
            "UPDATE pages SET final_url = 'http://sokken-drie.example/elders' WHERE shop_id = 'sokken-drie.example' AND id = 1",
            "elders",
        ),
    ],
)
def test_a_store_that_was_changed_and_sealed_anew_is_contradicted_by_its_evidence(copy: Path, change: str, said: str) -> None:
    with closing(sqlite3.connect(copy / "bereikbaar.sqlite")) as db, db:
        assert db.execute(change).rowcount > 0
    db.close()
    seal(copy, ["nl", "en"])
    done = bereikbaar("verify", str(copy))
    assert done.returncode == 1
    assert said in done.stderr
    assert "its evidence gives" in done.stderr


def test_a_report_that_was_changed_and_sealed_anew_is_contradicted_by_its_evidence(copy: Path) -> None:
    table = copy / "report" / "tables" / "shops.csv"
    table.write_bytes(table.read_bytes().replace(b"sokken-drie", b"sokken-vier"))
    seal(copy, ["nl", "en"])
    done = bereikbaar("verify", str(copy))
    assert done.returncode == 1
    assert "report/tables/shops.csv, line " in done.stderr
    assert "sokken-vier" in done.stderr


def test_evidence_that_was_changed_and_sealed_anew_no_longer_fits_its_own_digest(copy: Path) -> None:
    (warc,) = (copy / "evidence").glob("*/sokken-drie.example.1.warc")
    warc.write_bytes(warc.read_bytes().replace(b"<p", b"<P", 1))
    seal(copy, ["nl", "en"])
    done = bereikbaar("verify", str(copy))
    assert done.returncode == 1
    assert "is not the one that was received" in done.stderr


def sealed_as(folder: Path, body: bytes) -> None:
    """Put another manifest in place of a run's, with the digest that fits it."""
    (folder / MANIFEST).write_bytes(body)
    (folder / DETACHED).write_text(f"{hashlib.sha256(body).hexdigest()}  {MANIFEST}\n", encoding="ascii")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"files": {}, "parts": []}',
        b"\xff\xfe{}",
        b'{"manifest": 1' + b"0" * 5_000 + b"}",
    ],
)
def test_what_is_no_manifest_is_said_to_be_none(tmp_path: Path, body: bytes) -> None:
    sealed_as(tmp_path, body)
    with pytest.raises(ManifestError, match="is not a manifest as this program writes it"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("manifest", 2),
        ("manifest", True),
        ("rows", "4"),
        ("files", None),
        ("files", {"a": {"bytes": 1}}),
        ("files", {"../a": {"bytes": 1, "sha256": ""}}),
        ("parts", None),
        ("parts", ["/etc"]),
        ("parts", ["a\0"]),
        ("settings", {"rate": 0}),
        ("languages", [["nl"]]),
        ("versions", None),
    ],
)
def test_a_manifest_of_another_form_is_refused(run: Path, tmp_path: Path, name: str, value: object) -> None:
    content = json.loads((run / MANIFEST).read_bytes())
    sealed_as(tmp_path, json.dumps({**content, name: value}).encode())
    with pytest.raises(ManifestError, match="is not a manifest as this program writes it"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("settings", {}, "the store has"),
        ("rows", 1, "the store has"),
        ("parts", ["bereikbaar.sqlite", "evidence", "method", "differences.csv"], "report is not sealed"),
        ("languages", ["xx"], "is no language or study here"),
        ("versions", {}, "no version of the program"),
    ],
)
def test_a_manifest_that_says_other_things_than_the_store_does_not_fit(run: Path, name: str, value: object, said: str) -> None:
    with Archive(run) as archive:
        assert misfit(read(run).told, archive) == ""
        assert said in misfit({**read(run).told, name: value}, archive)


def test_a_forged_manifest_ends_in_a_sentence(copy: Path) -> None:
    content = json.loads((copy / MANIFEST).read_bytes())
    sealed_as(copy, json.dumps({**content, "files": {}, "parts": []}).encode())
    done = bereikbaar("verify", str(copy))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not sealed" in done.stderr


def test_a_folder_without_a_manifest_is_none_to_verify(copy: Path) -> None:
    (copy / MANIFEST).unlink()
    done = bereikbaar("verify", str(copy))
    assert done.returncode == 2
    assert "manifest.json" in done.stderr


def test_a_file_is_sealed_as_it_is_also_where_it_was_sealed_before(copy: Path) -> None:
    page = copy / "report" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"a", b"b"))
    seal(copy, ["nl", "en"])
    assert told(copy) == []


def test_a_manifest_that_has_a_stamp_stays_when_the_run_is_sealed_anew(copy: Path) -> None:
    old = (copy / MANIFEST).read_bytes()
    stamp = b"what an authority gave"
    (copy / f"{MANIFEST}.tsr").write_bytes(stamp)
    (copy / f"{MANIFEST}.tsr.sha256").write_text(f"{hashlib.sha256(stamp).hexdigest()}  {MANIFEST}.tsr\n", encoding="ascii")
    seal(copy, ["nl", "en"])
    name = f"manifest-{hashlib.sha256(old).hexdigest()[:12]}.json"
    assert (copy / name).read_bytes() == old
    assert (copy / f"{name}.tsr").read_bytes() == stamp
    assert (copy / f"{name}.tsr.sha256").read_text(encoding="ascii").split() == [hashlib.sha256(stamp).hexdigest(), f"{name}.tsr"]
    assert not (copy / f"{MANIFEST}.tsr").exists()
    assert told(copy) == []
