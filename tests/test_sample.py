"""The sample is random by its seed alone, even over its strata, and draws only what the program itself settled."""

import csv
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bereikbaar.__main__ import main
from crawler.model.dossier import Dossier
from crawler.model.placement import Observation, PlaceClass, Way
from crawler.model.sighting import Channel
from reports.people.sample import COLUMNS, FILLED_IN, draw
from tests import handmade
from tests.handmade_run import store_run

BY_HAND = Observation(way=Way.ROW, by="AB", on="2026-11-21", source="rows.csv", sha256="a" * 64, channel=Channel.PHONE)


def dossier(number: int, phone: PlaceClass, email: PlaceClass) -> Dossier:
    """A shop that was placed so."""
    return handmade.placed(number, phone, email, (1, 1)).dossier


SHOPS = [
    *(dossier(number, PlaceClass.CONTACT_PAGE, PlaceClass.EVERY_PAGE) for number in range(20, 50)),
    *(dossier(number, PlaceClass.ABSENT, PlaceClass.HOME) for number in range(50, 58)),
    *(dossier(number, PlaceClass.LEGAL_TEXT, PlaceClass.LEGAL_TEXT) for number in range(58, 60)),
    dossier(60, PlaceClass.UNDETERMINED, PlaceClass.UNDETERMINED),
]


def strata(size: int, seed: str = "x") -> dict[str, int]:
    return dict(Counter(item.stratum for item in draw(SHOPS, size, seed)))


def test_each_stratum_gives_as_many_as_it_holds_and_no_more() -> None:
    assert strata(8) == {"phone-positive": 2, "phone-negative": 2, "email-positive": 2, "email-negative": 2}
    assert strata(20) == {"phone-positive": 6, "phone-negative": 6, "email-positive": 6, "email-negative": 2}
    assert strata(500) == {"phone-positive": 30, "phone-negative": 10, "email-positive": 38, "email-negative": 2}


def test_a_line_tells_the_weight_of_its_stratum() -> None:
    assert {(item.stratum, item.in_stratum, item.drawn) for item in draw(SHOPS, 8, "x")} == {
        ("phone-positive", 30, 2), ("phone-negative", 10, 2), ("email-positive", 38, 2), ("email-negative", 2, 2),
    }  # fmt: skip


@given(st.permutations(SHOPS), st.integers(1, 90), st.text(max_size=5))
def test_the_order_of_the_list_changes_nothing(shuffled: list[Dossier], size: int, seed: str) -> None:
    drawn = draw(shuffled, size, seed)
    assert drawn == draw(SHOPS, size, seed)
    assert len(drawn) == len({(item.case.shop, item.case.channel) for item in drawn}) == min(size, 80)


def test_another_seed_draws_others() -> None:
    assert len({tuple(item.case.shop for item in draw(SHOPS, 12, str(seed))) for seed in range(20)}) == 20


def test_in_the_long_run_each_shop_is_drawn_as_often() -> None:
    times = Counter(item.case.shop for seed in range(600) for item in draw(SHOPS, 4, str(seed)) if item.stratum == "phone-positive")
    assert len(times) == 30
    assert 8 <= min(times.values()) <= max(times.values()) <= 36, "20 times is the mean"


def test_what_is_open_or_rests_on_a_person_is_not_drawn() -> None:
    visit = SHOPS[0].visit
    assert visit
    seen = replace(visit, placements=tuple(replace(item, observed=BY_HAND) for item in visit.placements))
    assert draw([replace(SHOPS[0], visit=seen), SHOPS[-1], handmade.unvisited(70, None).dossier], 50, "x") == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return store_run(tmp_path)


def test_the_file_has_empty_cells_for_who_looks_and_none_that_acts(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["sample", str(folder), "--size", "6", "--seed", "2026-11", "--out", str(tmp_path / "s.csv")])
    assert (done.exit_code, done.stderr.startswith("Drawn with seed 2026-11: ")) == (0, True)
    text = (tmp_path / "s.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert (len(rows), list(rows[0])) == (6, list(COLUMNS))
    assert not any(row[name] for row in rows for name in FILLED_IN)
    assert [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
    again = CliRunner().invoke(main, ["sample", str(folder), "--size", "6", "--seed", "2026-11"])
    assert again.stdout_bytes.decode("utf-8-sig").replace("\r\n", "\n") == text


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["sample", str(tmp_path), "--size", "6", "--seed", "1"])
    assert (done.exit_code, "no results here" in done.output) == (2, True)
