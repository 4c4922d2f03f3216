"""Intervals are those of statsmodels, bounds hold the truth, and a correction gives back the share that errors hid."""

from math import isclose
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.shares import Bounds, Checked, Coverage, Interval, bounded, bounds, reviewed, rogan_gladen, wilson
from tests import statistics_table

counts = st.integers(0, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
drawn = st.integers(1, 500).flatmap(lambda n: st.builds(Checked, st.integers(0, n), st.just(n)))

unhurried = settings(deadline=None)


def test_wilson_is_the_interval_of_statsmodels() -> None:
    for count, n, level, *theirs in statistics_table.kept().wilson:
        assert wilson(count, n, level) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.slow
def test_the_table_of_statsmodels_is_what_it_gives() -> None:
    pytest.importorskip("statsmodels", reason='pip install -e ".[reference]"')
    for kept, again in zip(statistics_table.kept(), statistics_table.calculated(), strict=True):
        for one, other in zip(kept, again, strict=True):
            assert one == pytest.approx(other, rel=1e-9, abs=1e-12)


@unhurried
@given(counts)
@example((0, 0))
@example((1, 1))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(case: tuple[int, int]) -> None:
    count, n = case
    low, high = wilson(count, n)
    assert 0 <= low <= high <= 1
    assert not n or low <= count / n <= high


@unhurried
@given(counts)
def test_the_interval_of_the_others_is_its_mirror(case: tuple[int, int]) -> None:
    count, n = case
    low, high = wilson(count, n)
    others = wilson(n - count, n)
    assert isclose(low, 1 - others.high, abs_tol=1e-12)
    assert isclose(high, 1 - others.low, abs_tol=1e-12)


def test_of_nothing_drawn_all_is_possible_and_of_all_found_nothing_above() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0)
    assert wilson(0, 12).low == 0.0
    assert wilson(12, 12).high == 1.0
    assert wilson(12, 12).low < 1.0


def test_more_shops_make_a_narrower_interval() -> None:
    widths = [wilson(n // 4, n) for n in (4, 40, 400, 4000)]
    assert sorted(widths, key=lambda it: it.high - it.low, reverse=True) == widths


@pytest.mark.parametrize(("count", "n"), [(-1, 3), (4, 3), (1, 0), (0, -1)])
def test_a_count_that_cannot_be_is_refused(count: int, n: int) -> None:
    for function in (wilson, lambda one, of: bounds(one, 0, of)):
        with pytest.raises(ValueError, match=f"{count} of {n}"):
            function(count, n)


def test_what_is_not_settled_makes_bounds() -> None:
    assert bounds(9, 5, 100) == Bounds(9, 14, 100)
    assert not bounds(9, 5, 100).exact
    assert bounds(9, 0, 100).exact
    with pytest.raises(ValueError, match="-1 undetermined"):
        bounds(9, -1, 100)
    with pytest.raises(ValueError, match="101 of 100"):
        bounds(9, 92, 100)


@unhurried
@given(st.lists(st.sampled_from(["yes", "no", "open"])), st.randoms(use_true_random=False))
def test_bounds_hold_whatever_becomes_of_the_open_ones(answers: list[str], chance: Random) -> None:
    it = bounds(answers.count("yes"), answers.count("open"), len(answers))
    settled = [chance.choice(["yes", "no"]) if answer == "open" else answer for answer in answers]
    assert it.fewest <= settled.count("yes") <= it.most
    low, high = bounded(it)
    assert low <= wilson(settled.count("yes"), it.n).low
    assert wilson(settled.count("yes"), it.n).high <= high


def test_a_correction_gives_the_published_answer() -> None:
    """Of 1,000 with prevalence 0.2, sensitivity 0.9 and specificity 0.95 find 0.2 x 0.9 + 0.8 x 0.05 = 22 %."""
    it = rogan_gladen(220, 1000, Checked(90, 100), Checked(190, 200))
    assert it.share == pytest.approx(0.2)
    assert it.variance == pytest.approx((0.22 * 0.78 / 1000 + 0.04 * 0.09 / 100 + 0.64 * 0.0475 / 200) / 0.85**2)
    assert it.interval is not None
    assert it.interval.low < 0.2 < it.interval.high


@pytest.mark.parametrize(("count", "share"), [(0, 0.0), (1000, 1.0)])
def test_a_correction_is_clamped_to_what_can_be(count: int, share: float) -> None:
    assert rogan_gladen(count, 1000, Checked(90, 100), Checked(190, 200)).share == share


def test_a_small_review_without_a_fault_is_not_taken_for_certainty() -> None:
    it = reviewed(12, 100, Checked(5, 5), Checked(5, 5), Coverage.CENSUS)
    assert it.share == 0.12
    assert it.variance == 0
    assert it.interval is not None
    assert it.interval.low < 0.1
    assert it.interval.high > 0.3


def test_an_instrument_no_better_than_chance_corrects_nothing() -> None:
    assert rogan_gladen(5, 10, Checked(50, 100), Checked(50, 100)).undefined == "no-better-than-chance"
    assert reviewed(5, 10, Checked(1, 4), Checked(3, 4), Coverage.CENSUS).undefined == "no-better-than-chance"
    assert reviewed(5, 10, Checked(1, 4), Checked(3, 4), Coverage.CENSUS).share is None


@pytest.mark.parametrize(("count", "n", "found", "cleared"), [
    (0, 0, Checked(0, 0), Checked(0, 0)), (5, 10, Checked(0, 0), Checked(2, 2)), (5, 10, Checked(2, 2), Checked(0, 0)),
])  # fmt: skip
def test_without_a_review_of_both_verdicts_nothing_is_corrected(count: int, n: int, found: Checked, cleared: Checked) -> None:
    assert reviewed(count, n, found, cleared, Coverage.CENSUS).undefined == "not-checked"
    assert rogan_gladen(count, n, found, cleared).undefined == "not-checked"


def test_a_verdict_that_nobody_got_needs_no_review() -> None:
    assert reviewed(10, 10, Checked(5, 5), Checked(0, 0), Coverage.CENSUS).share == 1.0
    assert reviewed(0, 10, Checked(0, 0), Checked(9, 10), Coverage.CENSUS).share == pytest.approx(0.1)


@unhurried
@given(counts.filter(lambda case: case[1] > 0), drawn, drawn)
def test_a_review_by_verdict_and_the_formula_give_the_same_share(case: tuple[int, int], found: Checked, cleared: Checked) -> None:
    """Sensitivity and specificity that follow from the review give, in the formula, what the review gives at once."""
    count, n = case
    it = reviewed(count, n, found, cleared, Coverage.CENSUS)
    if it.share is None or it.share in (0, 1) or not 0 < count < n:
        return
    true, false = count * found.share, (n - count) * cleared.share
    sensitivity, specificity = true / (n * it.share), false / (n * (1 - it.share))
    assert it.share == pytest.approx((count / n + specificity - 1) / (sensitivity + specificity - 1), abs=1e-6)


@unhurried
@given(counts, drawn, drawn)
def test_a_corrected_share_lies_in_its_interval_and_a_sample_is_less_sure(
    case: tuple[int, int], found: Checked, cleared: Checked
) -> None:
    census, sample = (reviewed(*case, found, cleared, coverage) for coverage in Coverage)
    assert census.share == sample.share
    if census.share is not None and census.interval and sample.interval:
        assert 0 <= sample.interval.low <= census.interval.low <= census.share <= census.interval.high <= sample.interval.high <= 1
