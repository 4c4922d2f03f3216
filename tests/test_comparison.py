"""Two runs side by side: every shop is told once, what is not settled is neither fixed nor worse, and turning them turns it."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.placement import PLACED, PlaceClass
from crawler.model.reason import Reason
from reports.comparison import OPEN, Change, Outcome, Pair, change, outcome
from reports.paired import mcnemar
from reports.table import Level, Show, Table
from reports.tables.pair_roster import PAIR_TABLES, PairUnit
from reports.verdict import Verdict
from tests import statistics_table
from tests.handmade import failed, placed, street, unvisited

GOLDEN = Path(__file__).parent / "golden"
kind = PlaceClass
TURNED = {
    Change.FIXED: Change.WORSE,
    Change.OPEN_BEFORE: Change.OPEN_AFTER,
    Change.JOINED: Change.LEFT,
}
TURNED |= {after: before for before, after in TURNED.items()}

classes = st.sampled_from(PlaceClass)
sides = st.one_of(
    st.builds(placed, st.integers(1, 9), classes, classes),
    st.builds(failed, st.integers(1, 9), st.sampled_from([Reason.BLOCKED, Reason.ROBOTS, Reason.TIMEOUT])),
    st.just(unvisited(1, None)),
)
pairs = st.one_of(st.builds(Pair, sides, sides), st.builds(Pair, sides, st.none()), st.builds(Pair, st.none(), sides))


def year_before() -> tuple[Pair, ...]:
    """The handmade street and a year before: one fixed, one worse, one moved, two not settled on a side, one new, one gone."""
    then: dict[int, Verdict | None] = {
        1: placed(1, kind.EVERY_PAGE, kind.LEGAL_TEXT),
        2: placed(2, kind.HOME, kind.CONTACT_PAGE),
        3: placed(3, kind.ABSENT, kind.CONTACT_PAGE),
        4: failed(4, Reason.TIMEOUT),
        5: placed(5, kind.LEGAL_TEXT, kind.ABSENT),
        6: placed(6, kind.IMPRINT, kind.OTHER_PAGE),
        7: placed(7, kind.CONTACT_PAGE, kind.HOME),
        8: failed(8, Reason.ROBOTS),
    }
    both = [Pair(then[number], item) for number, item in enumerate(street()[:8], 1)]
    return (*both, Pair(None, street()[9]), Pair(placed(11, kind.HOME, kind.HOME), None))


def tabulated(unit: PairUnit, of: list[Pair] | tuple[Pair, ...]) -> Table:
    return unit.tabulate(Counter(map(unit.counted, of)))


@pytest.mark.parametrize("unit", PAIR_TABLES, ids=lambda unit: unit.ID)
def test_a_table_of_two_handmade_years_is_the_golden_one(unit: PairUnit) -> None:
    lines = [["" if cell is None else str(cell) for cell in line] for line in tabulated(unit, year_before()).as_lines()]
    with (GOLDEN / f"{unit.ID}.csv").open(encoding="utf-8", newline="") as file:
        assert lines == list(csv.reader(file))


@given(st.lists(pairs, max_size=12))
def test_every_table_adds_up_to_its_shops(many: list[Pair]) -> None:
    shops, both = len(many), sum(item.before is not None and item.after is not None for item in many)
    for unit, n in zip(PAIR_TABLES, (shops, shops, both, both), strict=True):
        table = tabulated(unit, many)
        assert table.n == n
        for place, column in enumerate(table.columns):
            if column.show is Show.COUNT:
                assert sum(line.cells[place] for line in table.rows if line.level is Level.PART) == n
                assert [line.cells[place] for line in table.rows if line.level is Level.TOTAL] == [n]


@given(pairs)
def test_what_is_fixed_one_way_is_worse_the_other_way(pair: Pair) -> None:
    for channel in PLACED:
        there = change(pair, channel)
        assert change(pair.turned, channel) is TURNED.get(there, there)


@given(sides, sides)
def test_what_is_not_settled_is_neither_fixed_nor_worse(before: Verdict, after: Verdict) -> None:
    pair = Pair(before, after)
    for channel in PLACED:
        placements = [item.dossier.placement(channel) for item in pair if item]
        settled = [item is not None and item.settled and item.place_class is not kind.UNDETERMINED for item in placements]
        assert (change(pair, channel) in OPEN) == (not all(settled))


@given(sides)
def test_a_run_against_itself_has_no_change(verdict: Verdict) -> None:
    assert outcome(Pair(verdict, verdict)) in {Outcome.UNCHANGED, Outcome.OPEN}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((kind.ABSENT, kind.HOME), (kind.HOME, kind.ABSENT), Outcome.WORSE),
        ((kind.ABSENT, kind.HOME), (kind.HOME, kind.UNDETERMINED), Outcome.FIXED),
        ((kind.HOME, kind.HOME), (kind.EVERY_PAGE, kind.UNDETERMINED), Outcome.MOVED),
        ((kind.IMPRINT, kind.HOME), (kind.LEGAL_TEXT, kind.HOME), Outcome.MOVED),
        ((kind.HOME, kind.HOME), (kind.HOME, kind.UNDETERMINED), Outcome.OPEN),
        ((kind.HOME, kind.ABSENT), (kind.HOME, kind.ABSENT), Outcome.UNCHANGED),
    ],
)
def test_a_shop_is_told_by_what_matters_most(
    before: tuple[PlaceClass, PlaceClass], after: tuple[PlaceClass, PlaceClass], told: Outcome
) -> None:
    assert outcome(Pair(placed(1, *before), placed(1, *after))) is told


def test_a_place_without_a_rule_is_neither_better_nor_worse() -> None:
    told = [change(Pair(placed(1, one, kind.HOME), placed(1, two, kind.HOME)), PLACED[0]) for one, two in [
        (kind.IMPRINT, kind.HOME), (kind.ABSENT, kind.OTHER_PAGE), (kind.IMPRINT, kind.IMPRINT)
    ]]  # fmt: skip
    assert told == [Change.MOVED_NO_RULE, Change.MOVED_NO_RULE, Change.SAME_NO_RULE]


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, None), (1, 0, 1.0), (5, 5, 1.0), (0, 6, 0.03125), (1, 9, 0.021484375), (12, 3, 0.03515625), (59, 6, 4.9646503e-12)],
)
def test_the_paired_test_gives_what_a_table_of_the_binomial_distribution_does(better: int, worse: int, p: float | None) -> None:
    assert mcnemar(better, worse) == (p if p is None else pytest.approx(p, rel=1e-6))


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_paired_test_does_not_know_which_way_is_better(better: int, worse: int) -> None:
    p = mcnemar(better, worse)
    assert p == mcnemar(worse, better)
    assert p is None or 0 <= p <= 1


def test_the_paired_test_agrees_with_statsmodels() -> None:
    for better, worse, p in statistics_table.kept().mcnemar:
        assert mcnemar(better, worse) == pytest.approx(p, rel=1e-9)


def test_a_hundred_thousand_changes_are_tested_as_the_normal_distribution_says() -> None:
    p = mcnemar(50_400, 49_600)
    assert p == pytest.approx(0.01146, rel=1e-2)
