"""`bereikbaar audit` as a user starts it: over the fake street, killed, stopped, started again, politely, and with bad input."""

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.evidence.read import captures
from crawler.store.read import Archive
from street.server import Street
from tests.auditing import timeless
from tests.loopback import NO_ROBOTS, Reply, serve

ROOT = Path(__file__).parents[1]


def command(shops: Path, out: Path, *options: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "bereikbaar",
        "audit",
        str(shops),
        "--out",
        str(out),
        "--no-report",
        "--rate",
        "0",
        "--browser",
        "never",
        *options,
    ]


def run(shops: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(shops, out, *options), capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


@contextmanager
def started(shops: Path, out: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start an audit that tells its progress as JSON lines on standard error."""
    line = command(shops, out, "--progress", "jsonl", *options)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], shops: int) -> None:
    """Wait until so many shops are done."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{") and json.loads(line)["done"] >= shops:
            return
    pytest.fail("the audit ended too soon")


@pytest.fixture
def shops(street: Street, tmp_path: Path) -> Path:
    path = tmp_path / "street.csv"
    path.write_text(street.list_csv(), encoding="utf-8")
    return path


def results(out: Path) -> list[Any]:
    """All that is stored, apart from times."""
    with Archive(out) as archive:
        return [timeless(dataclasses.asdict(dossier)) for dossier in archive.dossiers()]


def test_the_street_is_audited_and_every_row_has_an_outcome(street: Street, shops: Path, tmp_path: Path) -> None:
    done = run(shops, tmp_path / "out", "--proxy", street.url, "--from", "auditor@authority.example")
    assert done.returncode == 0, done.stderr
    assert f"{len(street.shops)} rows: {len(street.shops)} shops, 0 bad." in done.stdout
    stored = results(tmp_path / "out")
    assert [item["visit"]["shop"]["id"] for item in stored] == list(street.shops)
    assert (tmp_path / "out" / "run.log").read_text(encoding="utf-8") == ""
    headers = [dict(hit.headers) for hit in street.journal]
    assert {item["From"] for item in headers} == {"auditor@authority.example"}
    assert all(item["User-Agent"].startswith("Bereikbaar/") and "+http" in item["User-Agent"] for item in headers)
    assert not any("Cookie2" in item or "Referer" in item for item in headers)


def test_every_page_stands_in_its_record(street: Street, shops: Path, tmp_path: Path) -> None:
    run(shops, tmp_path / "out", "--proxy", street.url)
    with Archive(tmp_path / "out") as archive:
        visits = [dossier.visit for dossier in archive.dossiers() if dossier.visit and dossier.visit.pages]
    assert visits
    for visit in visits:
        kept = {item.warc_offset: item for item in captures(tmp_path / "out" / "evidence" / visit.warc)}
        assert {(page.final_url, page.body_sha256) for page in visit.pages} == {
            (kept[page.warc_offset].final_url, kept[page.warc_offset].sha256) for page in visit.pages
        }


@pytest.mark.parametrize(
    "pressed",
    [
        (signal.SIGINT,),
        pytest.param((signal.SIGTERM,), marks=pytest.mark.slow),
        pytest.param((signal.SIGINT, signal.SIGINT), marks=pytest.mark.slow),
    ],
)
def test_ctrl_c_keeps_what_is_done_and_tells_how_to_go_on(
    street: Street, shops: Path, tmp_path: Path, pressed: tuple[signal.Signals, ...]
) -> None:
    with started(shops, tmp_path / "out", "--proxy", street.url, "--concurrency", "2", "--fresh") as process:
        wait_for(process, 2)
        for number in pressed:
            process.send_signal(number)
            time.sleep(0.01)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130, (out, err)
    assert re.search(r"Go on with:\n  \S*bereikbaar audit ", err)
    assert "--fresh" not in err
    kept = len([item for item in results(tmp_path / "out") if item["visit"]])
    assert 2 <= kept < len(street.shops)
    assert list((tmp_path / "out" / "evidence").rglob("*.part")) == []
    again = run(shops, tmp_path / "out", "--proxy", street.url)
    assert f"Visited now: {len(street.shops) - kept}." in again.stdout


def test_ctrl_c_beside_the_visits_never_tells_to_start_over(shops: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "stop-list.txt"
    os.mkfifo(pipe)
    with started(shops, tmp_path / "out", "--stop-list", str(pipe), "--fresh") as process:
        with pipe.open("w"):  # it waits for a line, or is about to: then the signal is heard when the pipe ends
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert re.search(r"Start again with:\n  \S*bereikbaar audit ", err)
    assert "--fresh" not in err


def test_names_that_are_no_utf8_are_taken_or_told(street: Street, shops: Path, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9.csv")
    odd.write_text("".join(shops.read_text(encoding="utf-8").splitlines(keepends=True)[:2]), encoding="utf-8")
    done = run(odd, tmp_path / "out", "--proxy", street.url)
    assert (done.returncode, "1 rows: 1 shops, 0 bad." in done.stdout) == (0, True), done.stderr
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    refused = run(shops, folder, "--proxy", street.url)
    assert (refused.returncode, "its name is not in UTF-8. Choose another folder" in refused.stderr) == (2, True), refused.stderr
    folder.mkdir()
    (folder / "a.warc").write_bytes(b"WARC/1.1\r\n")
    refused = run(shops, tmp_path / "from-archives", "--from-warc", str(folder))
    assert (refused.returncode, "its name is not in UTF-8; give it another one" in refused.stderr) == (2, True), refused.stderr


def test_a_second_run_on_the_same_folder_is_refused(street: Street, shops: Path, tmp_path: Path) -> None:
    with started(shops, tmp_path / "out", "--proxy", street.url, "--concurrency", "1") as process:
        wait_for(process, 1)
        process.send_signal(signal.SIGSTOP)  # so that it cannot be done before the second one begins
        second = run(shops, tmp_path / "out", "--proxy", street.url, "--fresh")
    assert (second.returncode, "another run is writing here" in second.stderr) == (2, True)


def test_another_list_is_refused_unless_the_run_starts_over(street: Street, shops: Path, tmp_path: Path) -> None:
    lines = shops.read_text(encoding="utf-8").splitlines()
    shops.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    assert run(shops, tmp_path / "out", "--proxy", street.url).returncode == 0
    shops.write_text("\n".join(lines[:3]) + "\n", encoding="utf-8")
    sealed = (tmp_path / "out" / "manifest.json").read_bytes()
    refused = run(shops, tmp_path / "out", "--proxy", street.url)
    assert (refused.returncode, "another list" in refused.stderr) == (2, True)
    assert (tmp_path / "out" / "manifest.json").read_bytes() == sealed
    fresh = run(shops, tmp_path / "out", "--proxy", street.url, "--fresh")
    assert (fresh.returncode, "Visited now: 2." in fresh.stdout) == (0, True)


def test_a_retry_visits_again_and_keeps_the_first_visit(street: Street, shops: Path, tmp_path: Path) -> None:
    run(shops, tmp_path / "out", "--proxy", street.url)
    before = results(tmp_path / "out")
    barred = [item["visit"]["shop"]["id"] for item in before if item["visit"]["reason"] == "robots"]
    again = run(shops, tmp_path / "out", "--proxy", street.url, "--retry", "robots")
    assert f"Visited now: {len(barred)}." in again.stdout
    after = {item["visit"]["shop"]["id"]: item["visit"]["number"] for item in results(tmp_path / "out")}
    assert barred
    assert {shop for shop, number in after.items() if number == 2} == set(barred)


def test_at_the_default_rate_no_shop_gets_two_documents_within_a_second(tmp_path: Path) -> None:
    """Three shops on three addresses, with a redirect each; the server's own clock is asked."""
    hop = Reply(status=301, headers=(("Location", "/nl/"),), body=b"")
    page = Reply(body=b"<html lang=nl><h1>Winkel</h1><p>Bel ons: 020 123 4567</p><a href='/contact'>Contact</a></html>")
    answers = {"/": hop, "/nl/": page, "/contact": page, "/robots.txt": NO_ROBOTS}
    addresses = [f"127.0.0.{last}" for last in (2, 3, 4)]
    with (
        serve(answers, address=addresses[0]) as one,
        serve(answers, address=addresses[1]) as two,
        serve(answers, address=addresses[2]) as three,
    ):
        sites = (one, two, three)
        rows = [f"shop {site.port},http://{address}:{site.port}/,NL,nl" for site, address in zip(sites, addresses, strict=True)]
        (tmp_path / "list.csv").write_text("\n".join(("name,url,country,language", *rows)) + "\n", encoding="utf-8")
        line = command(tmp_path / "list.csv", tmp_path / "out", "--allow-private", "127.0.0.0/8")
        line = [part for index, part in enumerate(line) if "--rate" not in (part, line[index - 1])]
        done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    for site in sites:
        times = [asked.at for asked in site.journal]
        assert site.paths()[:3] == ["/robots.txt", "/", "/nl/"]
        assert min(later - sooner for sooner, later in pairwise(times)) >= 1.0


def test_a_private_address_in_a_list_is_an_outcome_and_not_a_visit(tmp_path: Path) -> None:
    with serve({"/": Reply()}) as inside:
        rows = [f"ours,http://127.0.0.1:{inside.port}/,NL,nl"]
        (tmp_path / "list.csv").write_text("\n".join(("name,url,country,language", *rows)) + "\n", encoding="utf-8")
        done = run(tmp_path / "list.csv", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert inside.journal == []


def test_bad_rows_are_told_with_their_lines_and_the_good_ones_are_visited(street: Street, shops: Path, tmp_path: Path) -> None:
    lines = shops.read_text(encoding="utf-8").splitlines()
    shops.write_text("\n".join((*lines[:2], "zonder adres,,NL,nl", "stuk,http://,NL,nl", lines[2])) + "\n", encoding="utf-8")
    done = run(shops, tmp_path / "out", "--proxy", street.url)
    assert done.returncode == 0, done.stderr
    assert "line 3: " in done.stderr
    assert "line 4: " in done.stderr
    assert "4 rows: 2 shops, 2 bad. Visited now: 2." in done.stdout
    assert "\nRead again, by a tolerant parser: " in done.stdout
    assert [bool(item["visit"]) for item in results(tmp_path / "out")] == [True, False, False, True]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--render-hours", "-1"), "is not in the range"),
        (("--allow-private", "10.0.0.0/99"), "give a range such as"),
        (("--proxy", "socks5://127.0.0.1:1"), "is not an address such as http://"),
        (("--from", "me"), "is not an e-mail address"),
        (("--user-agent", "Mozilla/5.0"), "must be able to see who asks"),
        (("--retry", "nonsense"), "--retry"),
    ],
)
def test_an_option_that_cannot_be_used_is_told(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    (tmp_path / "list.csv").write_text("name,url\n", encoding="utf-8")
    done = run(tmp_path / "list.csv", tmp_path / "out", *options)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(street: Street, shops: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    done = run(shops, tmp_path / "closed" / "out", "--proxy", street.url)
    assert (done.returncode, "cannot be written" in done.stderr) == (2, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_stopped_does_not_wait_for_a_server_that_hangs(tmp_path: Path, number: signal.Signals) -> None:
    with serve({"/": Reply(hang=15), "/robots.txt": NO_ROBOTS}) as site:
        (tmp_path / "list.csv").write_text(f"url,country\nhttp://127.0.0.1:{site.port}/,NL\n", encoding="utf-8")
        with started(tmp_path / "list.csv", tmp_path / "out", "--allow-private", "127.0.0.0/8") as process:
            while "/" not in site.paths():
                time.sleep(0.05)
            process.send_signal(number)
            _, err = process.communicate(timeout=10)
    assert process.returncode == 130, err
    assert (tmp_path / "out" / "run.log").read_text(encoding="utf-8") == ""
