"""`audit --from-warc`: an archive of the street gives what a visit to it gives, without a request."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bereikbaar.__main__ import main
from crawler.browser.find import find_browser
from crawler.model.capture import Via
from crawler.model.placement import POSITIVE
from crawler.model.visit import Visit
from crawler.store.read import Archive
from street.server import Street, open_street
from tests.archives import FOUND, HOME, PHONE, http, record, shown, written
from tests.auditing import CHANNELS, Exported, StreetRun, audit, bereikbaar, by_host, exported, timeless

A_FEW = ("teapot-lane.example", "een-pagina.example", "alleen-script.example", "gesloten-poort.example", "drukwerk-eerst.example")
ONE = "tassenhuis-noord.example"
LOOKED_AT = frozenset(f"{name}.example" for name in ("schrijf-ons-maar", "papegaai-en-co"))
"""A shop without a phone number, and one with a chat in its place: negatives that only a browser settles."""
WGET = pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
RECURSIVE = ("-q", "-r", "-l", "2", "--delete-after", "-e", "robots=off", "-e", "use_proxy=yes", "-T", "4", "-t", "1")
NEVER_ANSWERED = frozenset({"robots", "too-slow", "dns", "refused", "tls", "timeout"})
"""Reasons of a live visit that stand in no archive: what was not asked for, or did not answer."""
NOT_THERE = ("not in the archive", "frame: search-not-exhausted")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Give what runs a command in this process, which an audit of archives can, and leave the process as it is."""
    monkeypatch.setattr("crawler.runs.run.collect_seldom", lambda: None)
    return CliRunner()


def audited(here: CliRunner, folder: Path, *words: str) -> str:
    """Audit archives; what was said."""
    done = here.invoke(main, ["audit", "--out", str(folder / "out"), "--progress", "none", *words])
    assert done.exit_code == 0, done.output
    return done.output


def listed(folder: Path, street: Street, hosts: Sequence[str]) -> str:
    """A list of some shops of the street."""
    first, *lines = street.list_csv().splitlines(keepends=True)
    path = folder / "some.csv"
    path.write_text(first + "".join(line for line in lines if any(f"//{host}/" in line for host in hosts)), encoding="utf-8")
    return str(path)


def seen(folder: Path, host: str) -> Visit:
    """The visit of a shop in a run, without what differs by the way that it was made."""
    with Archive(folder / "out") as archive:
        visit = archive.dossier(host).visit
    assert visit is not None, host
    pages = tuple(replace(page, via=Via.ARCHIVE, warc_offset=0) for page in visit.pages)
    return replace(visit, pages=pages, started_at="", finished_at="", warc="")


@pytest.mark.xdist_group("street")
def test_an_archive_of_the_program_gives_the_live_result(whole_street: StreetRun, here: CliRunner, tmp_path: Path) -> None:
    evidence, asked = whole_street.folder / "out" / "evidence", len(whole_street.street.journal)
    given = [word for path in evidence.rglob("*.warc") if path.name.startswith(A_FEW) for word in ("--from-warc", str(path))]
    audited(here, tmp_path, listed(tmp_path, whole_street.street, A_FEW), "--no-report", *given)
    for host in A_FEW:
        assert seen(tmp_path, host) == seen(whole_street.folder, host)
    assert len(whole_street.street.journal) == asked, "nothing was asked"
    told = [
        json.loads(line) for line in (tmp_path / "out" / "evidence" / "archives.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {item["file"] for item in told} == {Path(word).name for word in given[1::2]}
    assert not (tmp_path / "out" / "archives.part").exists()


@WGET
@pytest.mark.xdist_group("street")
def test_a_shop_that_wget_took_is_judged_as_live(whole_street: StreetRun, here: CliRunner, tmp_path: Path) -> None:
    with open_street(hosts=frozenset({ONE})) as street:
        line = ["wget", *RECURSIVE, "-e", f"http_proxy={street.url}", "--warc-file=shop", f"http://{ONE}/"]
        subprocess.run(line, cwd=tmp_path, check=False, timeout=60)
    audited(here, tmp_path, f"http://{ONE}/", "--country", "NL", "--no-report", "--from-warc", str(tmp_path / "shop.warc.gz"))
    live, after = seen(whole_street.folder, ONE), seen(tmp_path, ONE)
    assert [(item.place_class, item.clicks) for item in after.placements] == [
        (item.place_class, item.clicks) for item in live.placements
    ]


def from_warc(folder: Path, *archives: Path) -> dict[str, Exported]:
    """What an audit of the street's list in archives exports, by host."""
    given = [word for path in archives for word in ("--from-warc", str(path))]
    shutil.rmtree(folder / "out", ignore_errors=True)
    done = bereikbaar("audit", str(folder / "street.csv"), "--out", str(folder / "out"), "--no-report", *given, seconds=500)
    assert done.returncode == 0, done.stderr
    checked = bereikbaar("verify", str(folder / "out"), seconds=500)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return by_host(exported(folder))


def live(folder: Path, hosts: frozenset[str] | None, *options: str) -> tuple[dict[str, Exported], Path]:
    """Audit the street; the results, and where its evidence is now."""
    with open_street(hosts=hosts) as street:
        done = audit(street, folder, "--no-report", *options, seconds=500)
    assert done.returncode == 0, done.stderr
    rows = by_host(exported(folder))
    (folder / "out" / "evidence").rename(folder / "evidence")
    return rows, folder / "evidence"


def judged(row: Exported) -> Any:
    """What was found of a shop, without which visit that was and what the browser is called."""
    visit = {key: value for key, value in row["visit"].items() if key not in {"number", "warc", "versions"}}
    return timeless({**row, "visit": visit})


def placed(row: Exported) -> list[tuple[str, str]]:
    return [(row[channel]["place_class"], row[channel]["reason"]) for channel in CHANNELS]


def classes(rows: dict[str, Exported]) -> dict[str, list[str]]:
    return {host: [kind for kind, _ in placed(row)] for host, row in rows.items()}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine")
def test_negatives_that_a_browser_settled_are_settled_in_its_archive(tmp_path: Path) -> None:
    before, evidence = live(tmp_path, LOOKED_AT, "--browser", "auto")
    after = from_warc(tmp_path, evidence)
    assert {host: judged(row) for host, row in after.items()} == {host: judged(row) for host, row in before.items()}
    assert {placed(row)[0][0] for row in after.values()} == {"absent", "gated"}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_whole_street_is_the_same_in_its_archive(tmp_path: Path) -> None:
    before, evidence = live(tmp_path, None)
    after = from_warc(tmp_path, evidence)
    assert classes(after) == classes(before)
    other = [host for host, row in before.items() if placed(row) != placed(after[host])]
    sys.stdout.write(f"{len(before) - len(other)} of {len(before)} shops are the same, with their reasons\n")
    assert all({item[1] for item in placed(before[host])} <= NEVER_ANSWERED for host in other), other


@WGET
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_an_archive_of_wget_gives_the_same_classes_for_what_wget_took(tmp_path: Path) -> None:
    before, _ = live(tmp_path, None)
    with open_street() as street:
        urls = [line.split(",")[1] for line in street.list_csv().splitlines()[1:]]
        (tmp_path / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        line = ["wget", *RECURSIVE, "-e", f"http_proxy={street.url}", "--warc-file=street", "-i", "urls.txt"]
        subprocess.run([*line, "--header=Accept-Language: nl,en;q=0.5"], cwd=tmp_path, check=False, timeout=500)
    after = from_warc(tmp_path, tmp_path / "street.warc.gz")
    other = [host for host in before if classes(before)[host] != classes(after)[host]]
    sys.stdout.write(f"{len(before) - len(other)} of {len(before)} shops have the same classes\n")
    for host in other:
        sys.stdout.write(f"  {host}: {placed(before[host])} live, {placed(after[host])} in the archive\n")
    assert [host for host in other if not explained(before[host], after[host])] == []
    assert len(other) <= len(before) / 10
    negatives = {kind for kinds in classes(after).values() for kind in kinds} - {*POSITIVE, "undetermined"}
    assert negatives == set(), "wget looks at nothing in two windows"


def explained(before: Exported, after: Exported) -> bool:
    """Whether wget took pages that robots.txt bars, or did not take one that a visitor would open."""
    if any(kind == "undetermined" and reason in {*NEVER_ANSWERED, "search-not-exhausted"} for kind, reason in placed(before)):
        return True
    certificate = after["phone"]["certificate"] or after["email"]["certificate"]
    told = [*(link["detail"] for link in certificate["links"]), *certificate["problems"]]
    return any(words in detail for detail in told for words in NOT_THERE)


# The command.


def test_without_a_list_the_sites_of_the_archives_are_the_shops(here: CliRunner, tmp_path: Path) -> None:
    picture = record("response", "https://beeld.example/x", http(b"x", kind="image/png"))
    one = written(tmp_path / "a.warc", HOME, FOUND)
    two = written(tmp_path / "b.warc", shown("https://tweede.example/", f"{PHONE[:-1]}6"), picture, b"<html>")
    said = audited(here, tmp_path, "--country", "NL", "--from-warc", str(one), str(two))
    assert "WARNING: b.warc: damaged behind byte" in said
    with Archive(tmp_path / "out") as archive:
        found = {
            item.shop.id: (item.shop.country, item.visit.started_at[:10]) for item in archive.dossiers() if item.shop and item.visit
        }
    assert found == dict.fromkeys(("tweede.example", "winkel.example"), ("NL", "2026-05-01"))
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "report").rglob("winkel.example.html")]
    assert pages
    assert all("from an archive" in page for page in pages)


@pytest.mark.parametrize("folder", ["evidence", "wacz"])
def test_starting_over_removes_no_archive_that_it_is_to_read(here: CliRunner, tmp_path: Path, folder: str) -> None:
    (tmp_path / "out" / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "out" / folder)
    archive = written(tmp_path / "out" / folder / "a.warc", HOME)
    for given in (archive.parent, tmp_path / "link" / "a.warc"):
        words = ["audit", "--from-warc", str(given), "--out", str(tmp_path / "out"), "--fresh", "--progress", "none"]
        done = here.invoke(main, words)
        assert (done.exit_code, "--fresh would remove it" in done.output) == (2, True), done.output
    assert archive.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("a.warc",), "give it with --from-warc"),
        ((), "Missing argument 'LIST'"),
        (("--from-warc", "nowhere.warc"), "no archive is there"),
        (("--from-warc", "empty.warc"), "no captured page is in it"),
        (("--from-warc", "beside.warc"), "hold the home page of no site"),
        (("--from-warc", "a.warc", "--browser", "always"), "no browser looks at them"),
        (("https://a.example/", "https://b.example/"), "one list at a time"),
    ],
)
def test_what_cannot_be_done_is_told(
    here: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, body in (("a.warc", HOME), ("beside.warc", FOUND), ("empty.warc", b"")):
        written(tmp_path / name, body)
    done = here.invoke(main, ["audit", *words, "--out", "out", "--progress", "none"])
    assert (done.exit_code, told in done.output) == (2, True), done.output
