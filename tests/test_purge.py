"""What is purged is gone from every file of a run; every row stays, and the rest can still be verified."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bereikbaar.__main__ import main
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.runs import purge as purging
from crawler.runs.choose import Done, errands
from crawler.runs.folder import STORE
from street.server import open_street
from tests import handmade
from tests.auditing import audit

GONE, STAYS = "fietsen-de-ketting.example", "sokken-drie.example"
NEVER = 100_000


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    with open_street(hosts={GONE, STAYS}) as street:
        done = audit(street, folder, "--language", "nl", "--language", "en")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture
def folder(audited: Path, tmp_path: Path) -> Path:
    return shutil.copytree(audited, tmp_path / "results")


def run(*words: object, said: str = "") -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=said)


def rows(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["shop"]["id"]: row for row in map(json.loads, run("export", folder).stdout.splitlines())}


def values(row: dict[str, Any]) -> list[str]:
    return [item["value"] for channel in ("phone", "email") for item in row[channel]["values"]]


def holding(folder: Path, text: str) -> list[str]:
    """The files of a folder in which a text stands."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def without_evidence(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "visit": {**row["visit"], "warc": ""}}


def test_the_evidence_goes_and_the_answers_stay(folder: Path) -> None:
    before = rows(folder)
    done = run("purge", folder, "--yes")
    assert done.exit_code == 0, done.output
    assert "the evidence of 2 visits" in done.stdout
    assert "Freed: " in done.stdout
    assert list(folder.rglob("*.warc")) == []
    assert rows(folder) == {shop: without_evidence(row) for shop, row in before.items()}
    again = run("verify", folder)
    assert again.exit_code == 0, again.output
    assert "not 2, of which not all pages were kept" in again.stdout
    assert (folder / "report" / "en" / "index.html").exists()


def test_all_of_a_shop_goes_and_its_row_says_so(folder: Path) -> None:
    before = rows(folder)
    told = values(before[GONE])
    assert [holding(folder, value) for value in told] != [[]] * len(told)
    (folder / "bereikbaar.sqlite.before-3").write_bytes(told[0].encode())
    assert run("report", folder, "--public").exit_code == 0
    done = run("purge", folder, "--shop", f"http://{GONE}/", "--yes")
    assert done.exit_code == 0, done.output
    assert GONE in done.stdout
    after = rows(folder)
    assert list(after) == list(before)
    assert after[STAYS] == before[STAYS]
    assert after[GONE]["row"] == {**before[GONE]["row"], "outcome": "purged"}
    assert [after[GONE][channel]["reason"] for channel in ("phone", "email")] == ["purged", "purged"]
    assert values(after[GONE]) == []
    assert [holding(folder, value) for value in told] == [[]] * len(told)
    assert "has been erased" in (folder / "report" / "en" / "shops" / f"{GONE}.html").read_text(encoding="utf-8")
    again = run("verify", folder)
    assert again.exit_code == 0, again.output
    assert "2 visits, each as it was stored" in again.stdout


def test_what_workers_left_that_were_killed_is_purged_too(folder: Path) -> None:
    told = values(rows(folder)[GONE])
    left = folder / "workers" / "0001"
    left.mkdir(parents=True)
    shutil.copyfile(folder / STORE, left / STORE)
    shutil.copytree(folder / "evidence", left / "evidence")
    for path in (folder / "evidence").glob(f"*/{GONE}*"):
        path.rename(path.with_name(f"{path.name}.part"))
    with closing(sqlite3.connect(folder / STORE)) as store:
        store.execute("PRAGMA foreign_keys = ON")
        store.execute("DELETE FROM visits WHERE shop_id = ?", (GONE,))
        store.commit()
    done = run("purge", folder, "--shop", GONE, "--yes")
    assert done.exit_code == 0, done.output
    assert "with the evidence of 1 visits" in done.stdout
    assert not left.exists()
    assert [holding(folder, value) for value in told] == [[]] * len(told)
    assert list(folder.rglob("*.part")) == []


def test_results_judged_again_are_purged_with_the_first(folder: Path) -> None:
    assert run("rejudge", folder).exit_code == 0
    told = values(rows(folder)[GONE])
    assert run("purge", folder, "--shop", GONE, "--yes").exit_code == 0
    assert [holding(folder, value) for value in told] == [[]] * len(told)
    assert rows(folder / "rejudged-1")[GONE]["row"]["outcome"] == "purged"
    assert run("verify", folder / "rejudged-1").exit_code == 0


def test_results_that_rest_on_the_evidence_of_another_run_say_so(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run("rejudge", folder, "--out", again).exit_code == 0
    done = run("purge", again, "--yes")
    assert (done.exit_code, "nothing to erase" in done.stdout, f"{folder}: purge that run too" in done.stdout) == (0, True, True)
    assert run("purge", again, "--shop", GONE, "--yes").exit_code == 0
    assert rows(again)[GONE]["row"]["outcome"] == "purged"
    assert len(list(folder.rglob("*.warc"))) == 2


def test_no_file_outside_the_evidence_is_erased_whatever_the_store_says(folder: Path) -> None:
    (folder.parent / "mine.txt").write_text("mine", encoding="utf-8")
    with closing(sqlite3.connect(folder / STORE)) as store:
        store.execute("UPDATE visits SET warc = '../../mine.txt'")
        store.commit()
    refused = run("purge", folder, "--yes")
    assert (refused.exit_code, "outside the folder" in refused.stderr) == (2, True)
    assert (folder.parent / "mine.txt").exists()


def test_what_cannot_be_removed_is_told_and_is_not_called_erased(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "wacz").symlink_to(folder.parent / "elsewhere")
    refused = run("purge", folder, "--yes")
    assert refused.exit_code == 2
    assert f"{folder / 'wacz'}: cannot be removed" in refused.stderr
    assert "Erased" not in refused.stdout


@pytest.mark.parametrize("said", ["n\n", ""])
def test_it_asks_first_and_takes_only_yes_for_an_answer(folder: Path, said: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = run("purge", folder, said=said)
    assert done.exit_code == 2
    assert "To be erased" in done.stderr
    assert "nothing was erased" in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert run("purge", folder, "--shop", GONE, said="y\n").exit_code == 0


def test_only_what_is_older_goes(folder: Path) -> None:
    assert "nothing to erase" in run("purge", folder, "--older-than", NEVER, "--yes").stdout
    assert "nothing to erase" in run("purge", folder, "--shop", GONE, "--older-than", NEVER, "--yes").stdout
    ended = {shop: row["visit"]["finished_at"] for shop, row in rows(folder).items()}
    later = max(ended.values())
    what = purging.chosen(folder, (), later)
    assert len(what.files) == sum(at < later for at in ended.values())
    assert len(purging.chosen(folder, (), f"{later}~").files) == len(ended)
    assert [shop.id for shop in purging.chosen(folder, [GONE], f"{later}~").shops] == [GONE]


def test_a_second_purge_finds_nothing(folder: Path) -> None:
    assert run("purge", folder, "--yes").exit_code == 0
    assert "nothing to erase" in run("purge", folder, "--yes").stdout


def test_a_shop_that_is_not_on_the_list_and_a_folder_without_a_run_are_told(folder: Path, tmp_path: Path) -> None:
    refused = run("purge", folder, "--shop", "nobody.example", "--yes")
    assert (refused.exit_code, "no shop 'nobody.example'" in refused.stderr) == (2, True)
    (tmp_path / "empty").mkdir()
    refused = run("purge", tmp_path / "empty", "--yes")
    assert (refused.exit_code, "no results here" in refused.stderr) == (2, True)


def test_a_purge_that_was_killed_leaves_no_seal_and_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    what = purging.chosen(folder, [GONE], "")

    def killed(*_what: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(purging, "_erase", killed)
        with pytest.raises(KeyboardInterrupt):
            purging.purge(folder, what)
    assert not (folder / "manifest.json").exists()
    assert run("purge", folder, "--shop", GONE, "--yes").exit_code == 0
    assert rows(folder)[GONE]["row"]["outcome"] == "purged"


def test_a_purged_shop_is_visited_again_only_when_that_is_asked_for_by_name() -> None:
    row = Row(line=2, cells=(), shop=handmade.shop(1))
    done = Done(last={"winkel1.example": 3}, outcomes={"winkel1.example": (Reason.PURGED, Reason.PURGED, Reason.PURGED)})
    assert errands([row], done, "") == []
    assert errands([row], done, "undetermined") == []
    assert [item.number for item in errands([row], done, "purged")] == [4]


def lines(*shops: str) -> Iterator[str]:
    for number, shop in enumerate(shops):
        yield f"2026-11-22 10:00:0{number},000 ERROR bereikbaar.run: {shop}: the program failed\n"
        yield f"  Traceback of {number}\n"


def test_the_records_of_a_shop_leave_the_log_with_all_their_lines(folder: Path) -> None:
    (folder / "run.log").write_text("".join(lines(GONE, STAYS, GONE)), encoding="utf-8")
    assert run("purge", folder, "--shop", GONE, "--yes").exit_code == 0
    left = (folder / "run.log").read_text(encoding="utf-8")
    assert left == "".join(lines(GONE, STAYS, GONE)).split("\n  Traceback of 0\n", 1)[1].split("2026-11-22 10:00:02", 1)[0]


def test_nothing_of_the_erased_is_left_in_the_pages_of_the_store(folder: Path) -> None:
    size = (folder / STORE).stat().st_size
    assert run("purge", folder, "--shop", GONE, "--yes").exit_code == 0
    assert (folder / STORE).stat().st_size < size
