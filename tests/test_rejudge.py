"""A run read again from its evidence gives what the live visits gave; without a network; under another norm what that says."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from street.server import open_street
from tests.auditing import Exported, StreetRun, audit, bereikbaar, by_host
from tests.conftest import A_FEW_SHOPS

one_run = pytest.mark.xdist_group("rejudge")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run over a few shops."""
    folder = tmp_path_factory.mktemp("run")
    with open_street(hosts=A_FEW_SHOPS) as street:
        assert audit(street, folder, "--no-report").returncode == 0
    return folder / "out"


def export(folder: Path) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "bereikbaar", "export", str(folder)], capture_output=True, check=True, timeout=120
    ).stdout


def exported_at(folder: Path) -> list[Exported]:
    return [json.loads(line) for line in export(folder).splitlines()]


def offline() -> list[str]:
    """What starts a program without a network, where the system lets us."""
    line = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    if shutil.which("unshare") is None or subprocess.run([*line, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives no network namespace of one's own")
    return line


def read_again_without_a_network(before: Path, out: Path) -> None:
    """Judge a run again offline; its export has to be the same."""
    line = [*offline(), sys.executable, "-m", "bereikbaar", "rejudge", str(before), "--out", str(out)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    assert "Differences: 0," in done.stdout
    assert export(out) == export(before)


@one_run
def test_without_a_network_a_run_gives_the_same_export(run: Path, tmp_path: Path) -> None:
    read_again_without_a_network(run, tmp_path / "again")


@pytest.mark.slow
@pytest.mark.xdist_group("street")
def test_without_a_network_the_whole_street_gives_the_same_export(whole_street: StreetRun, tmp_path: Path) -> None:
    read_again_without_a_network(whole_street.folder / "out", tmp_path / "again")


@one_run
def test_the_first_result_stays_and_the_new_one_stands_beside_it(run: Path) -> None:
    before = (run / "bereikbaar.sqlite").read_bytes()
    for number in (1, 2):
        done = bereikbaar("rejudge", str(run))
        assert done.returncode == 0, done.stderr
        assert (run / f"rejudged-{number}" / "report" / "index.html").is_file()
    assert (run / "bereikbaar.sqlite").read_bytes() == before


@one_run
def test_another_norm_gives_its_findings_and_the_differences_are_written(run: Path, tmp_path: Path) -> None:
    done = bereikbaar("rejudge", str(run), "--out", str(tmp_path / "de"), "--norm", "de")
    assert done.returncode == 0, done.stderr
    again = [row for row in exported_at(tmp_path / "de") if row["row"]["outcome"] == "measured"]
    assert again
    assert {row["norm"] for row in again} == {"de"}
    with (tmp_path / "de" / "differences.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert not [row for row in rows if row["what"] in {"phone", "email", "outcome"}], "a norm changes no place"
    assert f"Differences: {len(rows)}," in done.stdout


@one_run
def test_another_country_reads_numbers_as_they_are_dialled_there(run: Path, tmp_path: Path) -> None:
    done = bereikbaar("rejudge", str(run), "--out", str(tmp_path / "be"), "--country", "BE")
    assert done.returncode == 0, done.stderr
    assert {row["shop"]["country"] for row in exported_at(tmp_path / "be") if row["shop"]["id"]} == {"BE"}


@one_run
def test_a_shop_whose_evidence_is_gone_keeps_its_answers_and_is_named(run: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(run, copy, ignore=shutil.ignore_patterns("rejudged-*"))
    before = by_host(exported_at(copy))
    gone, cut = "sokken-drie.example", "kaarsen-lumen.example"
    (copy / "evidence" / before[gone]["visit"]["warc"]).unlink()
    whole = (copy / "evidence" / before[cut]["visit"]["warc"]).read_bytes()
    (copy / "evidence" / before[cut]["visit"]["warc"]).write_bytes(b"no warc" + whole[:2000])
    done = bereikbaar("rejudge", str(copy), "--out", str(tmp_path / "again"))
    assert done.returncode == 1
    assert gone in done.stderr
    assert cut in done.stderr
    assert f"Read again: {len(A_FEW_SHOPS) - 2} visits." in done.stdout
    assert by_host(exported_at(tmp_path / "again")) == before


@one_run
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--norm", "XX"), "there is no norm of 'XX'"),
        (("--country", "Nederland"), "no country of ISO 3166"),
        (("--out", "."), "holds results already"),
    ],
)
def test_what_cannot_be_done_is_told(run: Path, options: tuple[str, str], said: str) -> None:
    options = (options[0], str(run)) if options[1] == "." else options
    done = bereikbaar("rejudge", str(run), *options)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.slow
@one_run
def test_runs_read_by_different_versions_are_compared_after_reading_both_with_one(run: Path, tmp_path: Path) -> None:
    """The same shops a year before, as an older version saw them: read again, nothing changed but where the evidence is gone."""
    before, gone = tmp_path / "before", "sokken-drie.example"
    shutil.copytree(run, before, ignore=shutil.ignore_patterns("rejudged-*", "report"))
    with closing(sqlite3.connect(before / "bereikbaar.sqlite")) as db, db:
        earlier = "strftime('%Y-%m-%dT%H:%M:%SZ', {}, '-1 year')"
        db.execute(f"UPDATE visits SET started_at = {earlier.format('started_at')}, finished_at = {earlier.format('finished_at')}")
        db.execute("UPDATE visits SET versions = json_replace(versions, '$[0][1]', '0.0.1')")
        db.execute("UPDATE placements SET place_class = 'home', seen = 'home', settled = 1, reason = NULL WHERE channel = 'phone'")
        (warc,) = db.execute("SELECT warc FROM visits WHERE shop_id = ?", (gone,)).fetchone()
    (before / "evidence" / warc).unlink()
    assert bereikbaar("compare", str(before), str(run), "--out", str(tmp_path / "as-seen")).returncode == 0
    told = json.loads((tmp_path / "as-seen" / "compare.json").read_text(encoding="utf-8"))
    assert {shop["phone"]["before"]["place_class"] for shop in told["shops"]} >= {"home"}
    done = bereikbaar("compare", str(before), str(run), "--out", str(tmp_path / "again"), "--rejudge")
    assert (done.returncode, "their old answers stand: 1 visits" in done.stderr) == (1, True), done.stderr
    told = json.loads((tmp_path / "again" / "compare.json").read_text(encoding="utf-8"))
    assert (told["before"]["read_again"], told["after"]["read_again"]) == ({"visits": len(A_FEW_SHOPS) - 1, "kept": 1}, None)
    assert {shop["id"] for shop in told["shops"] if shop["changed"] not in {"unchanged", "open"}} <= {gone}
    assert "read by different versions" in (tmp_path / "again" / "compare.html").read_text(encoding="utf-8")
