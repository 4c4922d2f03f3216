"""The benchmark runs, counts what it says it counts, and its generated pages weigh what real ones do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reports import length
from tests.bench import pages, reading, rivals
from tests.bench.__main__ import Figure, ratios, table
from tests.bench.merging import merged
from tests.bench.report import cost, reading_of, report_of
from tests.bench.spent import Spent
from tests.bench.stored import fill, judge_ahead

ROOT = Path(__file__).resolve().parents[1]
MOST_OF_BARE = 3.0
"""Times the CPU that a bare crawl spends on a page, without start and end."""
MOST_OF_READING = 10.0
"""Times the CPU of reading a shop from the store that all of its report may cost; it was 5.6 when this was written."""
MOST_OF_A_LONG_LIST = 1.0
"""The same where the list is long and its shops were judged ahead; it was 0.5 when this was written."""
MOST_GROWTH = 15.0
"""Megabytes that a report of a thousand shops more may hold more; a shop's page alone is 16 kB."""


def bench(*words: str, timeout: int = 120) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout)


def test_a_short_round_ends_with_its_ratio_and_a_page_of_the_audit_keeps_within_its_bound() -> None:
    done = bench("--shops", "2", "--rounds", "1", "--only", "audit", "bare")
    assert done.returncode == 0, done.stderr
    about, audit, bare, ratio = done.stdout.splitlines()
    assert re.search(r" cores, load \d+\.\d; Python 3\.\d+.*, selectolax \d", about), about
    assert re.fullmatch(r"round 1: audit +\d+\.\d\d ms a page, 40 pages, mean \d+ kB, \d+ MB at most, start .*", audit), audit
    assert re.fullmatch(r"audit/bare: \d+\.\d\d", ratio), ratio
    assert 0.1 < steady(audit) / steady(bare) < MOST_OF_BARE, done.stdout


def steady(line: str) -> float:
    return float(line.partition(", steady ")[2].removesuffix(" ms a page"))


@pytest.mark.slow
def test_keeping_evidence_is_a_small_share_of_an_audit() -> None:
    done = bench("--shops", "2", "--pages", "10", "--capture")
    assert 0 < float(done.stdout.removeprefix("capture/audit: ")) < 0.1, done.stderr


def test_a_crawl_that_gave_up_gives_no_figure() -> None:
    done = bench("--shops", "1", "--pages", "60", "--rounds", "1", "--only", "bare")
    assert done.returncode == 1
    assert re.fullmatch(r"bare: was served \d\d pages, 1 shops of 60 pages were asked for: .*\n", done.stderr)
    assert "ms a page" not in done.stdout


def test_a_ratio_is_the_median_of_the_rounds_and_of_what_was_measured_once_the_first() -> None:
    def figures(*milliseconds: float) -> list[Figure]:
        return [Figure(Spent(start=1.0, cpu=taken, memory=100.0), pages=1000, bytes=1000) for taken in milliseconds]

    took = {"audit": figures(10, 20, 30), "bare": figures(10, 10, 10), "extract-emails": figures(1000)}
    assert dict(ratios(took)) == {"audit/bare": 2.0, "extract-emails/audit": 100.0}
    assert list(table(took))[2:] == [
        "| audit | 20.0 | 50.0 | 100 | 1.0 | 3 x 1000 |",
        "| bare | 10.0 | 100.0 | 100 | 1.0 | 3 x 1000 |",
        "| extract-emails | 1000.0 | 1.0 | 100 | 1.0 | 1000 |",
        "",
    ]


def test_a_rival_that_cannot_be_fetched_is_told_and_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(rivals.NotThere, match="no node or no npm"):
        rivals.crawlee()


def test_the_table_has_a_row_for_each_step_and_the_ratios_that_are_watched() -> None:
    took = {name: [float(number + 1)] * 3 for number, name in enumerate((*reading.STEPS, reading.SCRAPY))}
    lines = list(reading.table(took, "a machine"))
    assert [line.split(" | ")[0] for line in lines[2:8]] == [f"| {name}" for name in took]
    assert lines[3] == "| parse | 2.00 | 0.33 |"
    assert lines[9] == "parse/bare: 0.33; reading/bare: 0.50; soup/reading: 1.7."
    assert re.fullmatch(r"Measured \d{4}-\d\d-\d\d: a machine\.", lines[11])
    assert list(reading.told(took, "a machine"))[-3:] == ["parse/bare: 0.33", "reading/bare: 0.50", "soup/reading: 1.7"]


def test_generated_pages_weigh_what_real_ones_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pages, "SHARED", tmp_path)
    made = pages.pages()
    mean = sum(map(len, made.values())) / len(made)
    assert 200_000 < mean < 300_000
    assert len(made) >= 20


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two made stores, the second of a thousand shops more."""
    few, many = (fill(tmp_path_factory.mktemp("made"), shops) for shops in (1_100, 2_100))
    return few, many


@pytest.mark.slow
@pytest.mark.xdist_group("made")
def test_each_further_shop_costs_a_report_what_it_did_and_none_is_held(made: tuple[Path, Path]) -> None:
    """CPU of a thousand more shops over that of only reading them, in one round, so that the load of the machine cancels out."""
    few, many = made
    reports, readings = [cost(report_of(run)) for run in (few, many)], [cost(reading_of(run)) for run in (few, many)]
    ratio = (reports[1].cpu - reports[0].cpu) / (readings[1].cpu - readings[0].cpu)
    assert ratio < MOST_OF_READING, ratio
    assert reports[1].memory - reports[0].memory < MOST_GROWTH, reports
    assert len(list((many / "report" / "shops").iterdir())) > 2_000


@pytest.mark.slow
@pytest.mark.xdist_group("made")
def test_no_shop_is_held_while_parts_are_merged(tmp_path: Path) -> None:
    few, many = (merged(tmp_path / str(shops), shops) for shops in (5_000, 10_000))
    assert many.memory - few.memory < MOST_GROWTH, (few, many)


@pytest.mark.slow
@pytest.mark.xdist_group("made")
def test_a_shop_of_a_long_list_costs_a_report_less_than_to_read_it(
    made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(length, "LONG", 1_000)
    for run in made:
        assert judge_ahead(run) > 0
    reports, readings = [cost(report_of(run, "--pages", "asked")) for run in made], [cost(reading_of(run)) for run in made]
    ratio = (reports[1].cpu - reports[0].cpu) / (readings[1].cpu - readings[0].cpu)
    assert ratio < MOST_OF_A_LONG_LIST, ratio
    assert reports[1].memory - reports[0].memory < MOST_GROWTH, reports
