"""An edition names nobody who was not checked and heard, is found to be as it was sealed, and follows from what it publishes."""

import dataclasses
import json
import random
import re
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from crawler.evidence import bundle, manifest
from crawler.evidence.bundle import Bundle, BundleError, check_seal
from crawler.model.placement import PlaceClass
from reports.edition import DOSSIERS, PARTS
from reports.masking.anonymity import grouping_columns
from street.server import open_street
from tests import handmade
from tests.auditing import audit
from tests.handmade_run import CONFIRM, SENT, Row, command, confirm_all, fill, hear_all, queue, store_run

DAY = "2026-11-22"
FLIPS = 40
SEES = frozenset({"teapot-lane.example", "sokken-drie.example"})


def edition(run: Path, out: Path, *options: str) -> Result:
    return command("edition", run, "--out", out, "--date", DAY, *options)


def verify(path: Path, *options: object) -> Result:
    return command("verify", path, *options)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of which every negative was confirmed and every shop heard."""
    folder = store_run(tmp_path_factory.mktemp("run"))
    where = tmp_path_factory.mktemp("files")
    confirm_all(folder, where)
    hear_all(folder, where)
    return folder


@pytest.fixture(scope="module")
def named(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of it that names shops."""
    out = tmp_path_factory.mktemp("named") / "edition.zip"
    done = edition(run, out, "--language", "nl", "--language", "en")
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def nameless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition without names, of a run in which nobody checked or was heard."""
    folder = store_run(tmp_path_factory.mktemp("suspected"))
    out = folder / "edition.zip"
    done = edition(folder, out, "--anonymous")
    assert done.exit_code == 0, done.output
    return out


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


def sealed_anew(folder: Path, out: Path) -> Path:
    """A forger's edition: the files as they are in a folder now, with a manifest and a seal that fit."""
    told = json.loads((folder / manifest.MANIFEST).read_text(encoding="utf-8"))
    manifest.write(folder, {name: value for name, value in told.items() if name not in {"manifest", "parts", "files"}}, PARTS)
    bundle.write(folder, [*manifest.names(folder, PARTS), manifest.MANIFEST, manifest.DETACHED], out)
    return out


def test_an_edition_with_an_unconfirmed_negative_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    run = store_run(tmp_path)
    hear_all(run, tmp_path)
    rows = queue(run, "confirm")
    command("confirm", run, fill(tmp_path / "d.csv", rows, lambda row: CONFIRM if row is not rows[-1] else {}))
    done = edition(run, tmp_path / "e.zip")
    assert done.exit_code == 2
    assert f"{rows[-1]['shop']}: not checked by a person: {rows[-1]['criterion']}" in done.stderr
    assert "1 shops may not be named yet" in done.stderr
    assert "bereikbaar confirm" in done.stderr
    assert not (tmp_path / "e.zip").exists()
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(("change", "heard"), [({"deadline": "2026-12-15"}, False), ({"deadline": DAY}, False), ({}, True)])
def test_a_shop_is_named_when_it_answered_or_its_deadline_has_passed(change: Row, heard: bool, tmp_path: Path) -> None:
    run = store_run(tmp_path, [handmade.placed(4, PlaceClass.ABSENT, PlaceClass.HOME, (None, 0))])
    confirm_all(run, tmp_path)
    command("replies", run, fill(tmp_path / "r.csv", queue(run, "replies"), lambda _: {**SENT, **change}))
    done = edition(run, tmp_path / "e.zip")
    assert (done.exit_code == 0) is heard
    if not heard:
        assert f"winkel4.example: not heard by {change['deadline']}" in done.stderr
        said = {**SENT, **change, "answer": "promised", "answered_on": "2026-11-20"}
        command("replies", run, fill(tmp_path / "r.csv", [{"shop": "winkel4.example", "criterion": ""}], lambda _: said))
        assert edition(run, tmp_path / "e.zip").exit_code == 0


def test_an_edition_passes_its_own_check_and_says_who_was_checked_and_heard(named: Path) -> None:
    done = verify(named)
    assert done.exit_code == 0, done.output
    assert "Made again from 10 dossiers: verdicts, scores, tables and data, each as published." in done.stdout
    with Bundle(named) as opened:
        pages = {name: opened.read(name, 10**7).decode() for name in opened.files if name.endswith(".html") and "/en/" in name}
    assert len(pages) > len(handmade.street())
    assert [name for name, page in pages.items() if "Draft" in page] == []
    assert [name for name, page in pages.items() if '"suspected">suspected, not' in page] == []
    assert all("Edition of 22 Nov 2026. Negatives: 27, each checked by a person." in page for page in pages.values())


def test_the_same_run_and_day_give_the_same_bytes_and_an_edition_is_never_written_over(
    run: Path, named: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    assert edition(run, again, "--language", "nl", "--language", "en").exit_code == 0
    assert again.read_bytes() == named.read_bytes()
    done = edition(run, again)
    assert (done.exit_code, "is there already: an edition is frozen" in done.output) == (2, True)
    assert again.read_bytes() == named.read_bytes()


def test_of_random_flips_of_one_bit_each_is_found_and_named(named: Path, tmp_path: Path) -> None:
    draw, whole = random.Random(20261122), named.read_bytes()
    copy = tmp_path / "copy.zip"
    with zipfile.ZipFile(named) as archive:
        items = archive.infolist()
    for _ in range(FLIPS):
        item = draw.choice(items)
        at = item.header_offset + draw.randrange(30 + len(item.filename) + item.compress_size)
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :])
        with pytest.raises(BundleError, match=f"{re.escape(str(copy))}: was changed since it was sealed: ") as found:
            check_seal(copy)
        assert item.filename[1:] in str(found.value), (item.filename, at, str(found.value))
    for at in (len(whole) - 1, len(whole) - 70, len(whole) - 90, len(whole) - 200):
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(BundleError, match=r"was changed|has no seal"):
            check_seal(copy)
    assert verify(copy).exit_code == 1


def first_line(folder: Path) -> dict[str, Any]:
    text: dict[str, Any] = json.loads((folder / DOSSIERS).read_text(encoding="utf-8").splitlines()[0])
    return text


def put_first_line(folder: Path, line: dict[str, Any]) -> None:
    lines = (folder / DOSSIERS).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / DOSSIERS).write_text(json.dumps(line, ensure_ascii=False) + "\n" + "".join(lines[1:]), encoding="utf-8")


def test_a_score_that_was_changed_and_sealed_anew_is_found(named: Path, tmp_path: Path) -> None:
    folder = unpacked(named, tmp_path / "forged")
    line = first_line(folder)
    line["verdict"]["score"] += 5
    put_first_line(folder, line)
    done = verify(sealed_anew(folder, tmp_path / "forged.zip"))
    assert done.exit_code == 1
    assert re.search(rf"{DOSSIERS}, line 1, winkel1\.example: score: published [\d.]+, its dossier gives [\d.]+", done.stderr)


def test_a_decision_that_nobody_took_is_found(named: Path, tmp_path: Path) -> None:
    folder = unpacked(named, tmp_path / "forged")
    line = first_line(folder)
    line["reviews"] = line["reviews"][1:]
    put_first_line(folder, line)
    done = verify(sealed_anew(folder, tmp_path / "forged.zip"))
    assert (done.exit_code, "winkel1.example: is named, but was not checked or heard" in done.stderr) == (1, True)


CHANGES = {
    "report/index.html": "report/index.html, line ",
    "report/shops/winkel4.example.html": "report/shops/winkel4.example.html, line ",
    "report/tables/p2.csv": "report/tables/p2.csv, line ",
    "data/results.jsonl": "data/results.jsonl, line 10: published ",
    "method/points.toml": "method/points.toml: is not the one that this program judges by",
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_was_changed_and_sealed_anew_does_not_follow_from_the_dossiers(name: str, named: Path, tmp_path: Path) -> None:
    folder = unpacked(named, tmp_path / "forged")
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-3] + b"x" + whole[-3:])
    done = verify(sealed_anew(folder, tmp_path / "forged.zip"))
    assert (done.exit_code, CHANGES[name] in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize("text", [b"{}\n", b"[1]\n", b"\xff\n", b"[" * 100_000 + b"\n", b'{"row": 1, "verdict": {}}\n'])
def test_a_dossier_that_is_none_is_told_with_its_line(text: bytes, named: Path, tmp_path: Path) -> None:
    folder = unpacked(named, tmp_path / "forged")
    (folder / DOSSIERS).write_bytes(text)
    done = verify(sealed_anew(folder, tmp_path / "forged.zip"))
    assert (done.exit_code, f"{DOSSIERS}, line 1: " in done.stderr) == (1, True), done.output


INCONSISTENT = {
    "no placements": {"placements": []},
    "a sighting on no page": {"pages": []},
    "a placement on no sighting": {"sightings": []},
    "another shop": {"shop": {"id": "../../x", "name": "", "url": "javascript:1", "country": None, "language": None}},
}


@pytest.mark.parametrize("name", INCONSISTENT)
def test_a_dossier_that_contradicts_itself_breaks_nothing(name: str, named: Path, tmp_path: Path) -> None:
    folder = unpacked(named, tmp_path / "forged")
    line = first_line(folder)
    line["visit"] |= INCONSISTENT[name]
    put_first_line(folder, line)
    done = verify(sealed_anew(folder, tmp_path / "forged.zip"))
    assert (done.exit_code, done.exception.__class__, done.stderr.startswith("bereikbaar: ")) == (1, SystemExit, True), done.output


def test_an_edition_without_names_has_none_and_passes_its_check(nameless: Path) -> None:
    done = verify(nameless)
    assert done.exit_code == 0, done.output
    with Bundle(nameless) as opened:
        assert [name for name in opened.files if "shop" in name or "winkel" in name] == []
        for name in opened.files:
            body = opened.read(name, 10**7).decode("utf-8", "replace")
            if name.startswith(("data/", "report/")):
                assert re.findall(r"winkel\d|Winkel \d|\+3120|020 123|info@|abababab", body) == [], name
        told = json.loads(opened.read("manifest.json", 10**7))
        index = opened.read("report/index.html", 10**7).decode()
        lines = opened.read(DOSSIERS, 10**7).decode().splitlines()
    assert (told["list"], told["edition"]["anonymous"], lines) == ("", True, sorted(lines))
    assert "which names no shop. Negatives: 27, of which 0 were checked by a person." in index
    assert "P12" not in told["not_remade"]
    refused = verify(nameless, "--evidence", nameless.parent)
    assert (refused.exit_code, "names no shop, so no evidence belongs to it" in refused.output) == (2, True)


def test_no_page_of_an_edition_without_names_leads_to_one_that_is_not_there(nameless: Path) -> None:
    with Bundle(nameless) as opened:
        pages = {name: opened.read(name, 10**7).decode() for name in opened.files if name.endswith(".html")}
        gone = [
            (name, link)
            for name, page in pages.items()
            for link in re.findall(r'href="([^"#:]+)', page)
            if f"report/{link}" not in opened.files
        ]
    assert gone == []


def test_of_the_columns_of_a_list_those_stay_that_make_groups_and_name_nobody() -> None:
    def shop(number: int, **tags: str) -> Any:
        return dataclasses.replace(handmade.shop(number), tags=tuple(tags.items()))

    shops = [
        shop(number, branch="food" if number % 2 else "toys", owner=f"Owner {number}", parent="Winkel 1", site="a.example")
        for number in range(1, 7)
    ]
    assert grouping_columns(shops) == {"branch"}


def test_what_is_masked_stands_nowhere_in_an_edition(tmp_path: Path) -> None:
    verdict = handmade.placed(4, PlaceClass.ABSENT, PlaceClass.HOME, (None, 0))
    visit = verdict.dossier.visit
    assert visit
    mailbox = dataclasses.replace(
        visit.sightings[1],
        value="jan.jansen@winkel4.example",
        as_shown="jan.jansen@winkel4.example",
        snippet="jan.jansen@winkel4.example",
    )
    personal = dataclasses.replace(visit, sightings=(visit.sightings[0], mailbox, visit.sightings[2]))
    verdict = dataclasses.replace(verdict, dossier=dataclasses.replace(verdict.dossier, visit=personal))
    run = store_run(tmp_path, [verdict])
    confirm_all(run, tmp_path)
    hear_all(run, tmp_path)
    with closing(sqlite3.connect(run / "bereikbaar.sqlite")) as db, db:
        hashes = {value for (value,) in db.execute("SELECT evidence FROM reviews WHERE criterion = 'email-usable'")}
    db.close()
    assert edition(run, tmp_path / "e.zip").exit_code == 0
    assert verify(tmp_path / "e.zip").exit_code == 0
    folder = unpacked(tmp_path / "e.zip", tmp_path / "in")
    found = [
        path for path in folder.rglob("*") if path.is_file() for word in ("jansen", *hashes) if word.encode() in path.read_bytes()
    ]
    assert found == []


def raw_zip(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries:
            archive.writestr(name, body)
    return path


def link(name: str) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(name)
    told.external_attr = (stat.S_IFLNK | 0o777) << 16
    return told


HOSTILE: dict[str, tuple[tuple[str | zipfile.ZipInfo, bytes], ...]] = {
    "a way out": (("../../evil.txt", b"x"),),
    "an absolute name": (("/etc/evil", b"x"),),
    "a name with a backslash": (("data\\evil", b"x"),),
    "a name that acts on a terminal": (("data/\x1b[2J", b"x"),),
    "a name twice": (("data/A.txt", b"x"), ("data/a.txt", b"y")),
    "a link": ((link("data/link"), b"/etc/passwd"),),
    "a bomb": (("data/bomb.txt", b"\0" * 30_000_000),),
    "a folder": (("data/", b""),),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_zip_is_refused_before_anything_is_unpacked(name: str, tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "hostile.zip", *HOSTILE[name])
    with pytest.raises(BundleError):
        Bundle(path)
    done = verify(path)
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [path])


@pytest.mark.parametrize("body", [b"", b"PK\x05\x06" + b"\0" * 18, b"x" * 500, b"PK\x03\x04" + b"\0" * 300])
def test_a_file_that_is_no_edition_is_told(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    path.write_bytes(body)
    done = verify(path)
    assert (done.exit_code, "is no edition" in done.output) == (1, True)


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over a few shops, with its evidence."""
    folder = tmp_path_factory.mktemp("visited")
    with open_street(hosts=SEES) as street:
        done = audit(street, folder, "--no-report")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.mark.xdist_group("edition")
def test_with_the_evidence_what_was_seen_is_checked_too(visited: Path, tmp_path: Path) -> None:
    assert edition(visited, tmp_path / "e.zip").exit_code == 0
    for given in (visited, visited / "evidence"):
        done = verify(tmp_path / "e.zip", "--evidence", given)
        assert done.exit_code == 0, done.output
        assert "Read again from the evidence: 2 visits, each as its dossier says." in done.stdout


@pytest.mark.slow
@pytest.mark.xdist_group("edition")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE sightings SET value = '+31205550199' WHERE shop_id = 'sokken-drie.example'", "'+31205550199'"),
        ("UPDATE placements SET clicks = 7 WHERE clicks NOT NULL", "].clicks"),
    ],
)
def test_an_edition_of_a_run_that_was_changed_is_contradicted_by_the_evidence(
    change: str, said: str, visited: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(visited, tmp_path / "copy"))
    with closing(sqlite3.connect(copy / "bereikbaar.sqlite")) as db, db:
        assert db.execute(change).rowcount > 0
    db.close()
    assert edition(copy, tmp_path / "e.zip").exit_code == 0
    assert verify(tmp_path / "e.zip").exit_code == 0, "it follows from its own dossiers"
    done = verify(tmp_path / "e.zip", "--evidence", visited)
    assert (done.exit_code, said in done.stderr, "its evidence gives" in done.stderr) == (1, True, True), done.output
