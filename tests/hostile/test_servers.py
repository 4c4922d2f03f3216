"""Servers that attack, all in one audit: each visit ends with its reason, and the other shops are none the worse.

A new case is one function, or one line of a table, in `tests/hostile/servers/`.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.store.read import Archive
from tests.auditing import bereikbaar
from tests.hostile.servers.line import CASES, HEAD, PHONE, Case, Line
from tests.hostile.servers.names import SHOPS, answers
from tests.hostile.servers.street import GOOD, open_hostile_street

pytestmark = pytest.mark.xdist_group("hostile-servers")
ROOT = Path(__file__).parents[2]
MOST_MEMORY = 700_000
"""Kilobytes that the program may hold at any time."""
SHORT = {"DOWNLOAD_TIMEOUT": 8, "DOWNLOAD_MAXSIZE": 600_000}
"""Limits of a run, as low as lets shops in good order through on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileRun:
    """What the audit left: its folder, visits by host, what it did on this machine, and who came where nobody may come."""

    out: Path
    visits: dict[str, Visit]
    told: dict[str, Any]
    inside: int


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> HostileRun:
    """Audit all cases, and good shops between them, at once."""
    return run_of(CASES, tmp_path_factory.mktemp("hostile"), SHORT, "--pages", "4")


def run_of(cases: Mapping[str, Case], folder: Path, settings: Mapping[str, int], *options: str) -> HostileRun:
    """Audit a street of cases, a hundred shops at once."""
    world = {"names": answers(), "shops": SHOPS, "settings": settings, "kept": 0, "pdf": 2, "report": str(folder / "told.json")}
    (folder / "world.json").write_text(json.dumps(world), encoding="utf-8")
    with open_hostile_street(cases) as street:
        (folder / "street.csv").write_text(street.list_csv(), encoding="utf-8")
        done = audit(folder, "--rate", "0", "--concurrency", "100", "--allow-private", f"{SHOPS}/32", *options)
        assert done.returncode == 0, done.stderr[-3000:]
        inside = street.inside
    with Archive(folder / "out") as archive:
        visits = {item.shop.name: item.visit for item in archive.dossiers() if item.shop and item.visit}
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return HostileRun(out=folder / "out", visits=visits, told=told, inside=inside)


def audit(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `bereikbaar audit` in the world of a folder."""
    command = [
        sys.executable,
        "-m",
        "tests.hostile.servers.audited",
        str(folder / "world.json"),
        "audit",
        str(folder / "street.csv"),
    ]
    line = [*command, "--out", str(folder / "out"), "--no-report", "--browser", "never", *options]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)


def test_there_are_more_than_sixty_attacks() -> None:
    answered = {(case.answer, *getattr(case.answer, "args", ())) for case in CASES.values()}
    assert len(CASES) >= 60
    assert len(answered) >= len(CASES) - 11, "each does something else; those of names answer alike"


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.name)
def test_the_visit_of_a_hostile_server_ends_with_its_reason(hostile_run: HostileRun, case: Case) -> None:
    visit = hostile_run.visits[case.host]
    details = [visit.detail, *(f"{fetch.reason} {fetch.detail}" for fetch in visit.fetches)]
    assert (visit.reason, case.told in " | ".join(details)) == (case.reason, True), (visit.reason, case.told, details)
    assert (PHONE in numbers(visit)) == (case.reason is None and not case.silent), numbers(visit)


@pytest.mark.parametrize("host", CASES)
def test_what_a_hostile_server_keeps_from_us_is_no_negative(hostile_run: HostileRun, host: str) -> None:
    for placement in hostile_run.visits[host].placements:
        assert placement.place_class is not PlaceClass.ABSENT or not placement.settled


def test_shops_in_good_order_are_read_as_ever(hostile_run: HostileRun) -> None:
    seen = [hostile_run.visits[host] for host in GOOD]
    assert [(visit.reason, visit.detail, numbers(visit)) for visit in seen] == [(None, "", {PHONE})] * len(GOOD)
    assert {visit.placement(Channel.PHONE).place_class for visit in seen} == {PlaceClass.HOME}
    assert {tuple(page.final_url.rpartition("/")[2] for page in visit.pages) for visit in seen} == {("",)}
    assert all(fetch.reason is None for visit in seen for fetch in visit.fetches)


def test_nothing_is_sent_to_an_address_that_is_not_allowed(hostile_run: HostileRun) -> None:
    assert hostile_run.told["connects"].keys() == {SHOPS}
    assert hostile_run.told["connects"][SHOPS] > len(CASES)
    assert hostile_run.told["refused"] == [], "not even tried"
    assert hostile_run.inside == 0


def test_the_program_stays_small(hostile_run: HostileRun) -> None:
    assert 50_000 < hostile_run.told["peak"] < MOST_MEMORY
    assert hostile_run.told["child_peak"] < MOST_MEMORY, "of the one that reads a PDF"


@pytest.mark.slow
def test_what_hostile_servers_sent_is_read_again_as_it_was(hostile_run: HostileRun) -> None:
    done = bereikbaar("verify", str(hostile_run.out))
    assert (done.returncode, f"{len(CASES) + len(GOOD)} visits, each as it was stored" in done.stdout) == (0, True), done.stderr


async def large_and_never_complete(line: Line) -> None:
    """Send almost all of a page that is as large as may be, and no more."""
    await line.send(HEAD, b"Content-Length: 4900000\r\n\r\n", b"<p>large" * 600_000)
    await asyncio.sleep(30)


def test_many_large_pages_at_once_need_no_more_memory_than_a_few(tmp_path: Path) -> None:
    made = [Case(name=f"large-{number}", answer=large_and_never_complete, reason=Reason.TIMEOUT) for number in range(90)]
    cases = {case.host: case for case in made}
    run = run_of(cases, tmp_path, {"DOWNLOAD_TIMEOUT": 6, "RETRY_TIMES": 0})
    assert {run.visits[host].reason for host in cases} == {Reason.TIMEOUT}
    assert {run.visits[host].reason for host in GOOD} == {None}
    assert run.told["peak"] < 450_000, "kilobytes; ninety bodies of five megabytes are as much by themselves"


def numbers(visit: Visit) -> set[str]:
    """The phone numbers that a visit found."""
    return {item.value for item in visit.sightings if item.channel is Channel.PHONE}
