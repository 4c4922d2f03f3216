"""In the tables of a sample each share of shops has its interval, rounded outward; in a census none has."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.outputs import table_view
from reports.sampled import OF_THE_LIST, SHARE, covered, ends
from reports.shares import Coverage, wilson
from reports.table import Level, Show, Table, share
from reports.tables import audit_errors
from reports.tally import Tally
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.handmade import street
from tests.test_tables import verdicts

ENDS = ("rate", "rate_low", "rate_high")


def tables(of: tuple[Verdict, ...] | list[Verdict] = street()) -> list[Table]:  # noqa: B008 - made anew each time
    return list(Tally.of(of).tables().values())


@settings(max_examples=30, deadline=None)
@given(st.lists(verdicts, max_size=12))
def test_every_share_is_that_of_the_count_it_is_named_after(many: list[Verdict]) -> None:
    """Else its interval would be that of another share."""
    for table in tables(many):
        keys = [column.key for column in table.columns]
        for column in (column for column in table.columns if column.show is Show.SHARE and column.key.endswith(SHARE)):
            for row in table.rows:
                cells = dict(zip(keys, row.cells, strict=True))
                count, of = cells[column.key.removesuffix(SHARE)], cells[column.per] if column.per else table.n
                assert cells[column.key] == share(count, of), (table.id, column.key)  # type: ignore[arg-type]


def test_a_census_has_no_intervals() -> None:
    assert all(covered(table, Coverage.CENSUS) is table for table in tables())


@settings(max_examples=30, deadline=None)
@given(st.lists(verdicts, min_size=1, max_size=12))
def test_every_share_of_a_sample_lies_in_its_interval(many: list[Verdict]) -> None:
    for table in tables(many):
        made = covered(table, Coverage.SAMPLE)
        for row in made.rows:
            for (column, cell), (after, low) in pairwise(zip(made.columns, row.cells, strict=True)):
                if column.show is Show.SHARE and after.show is Show.LOW and low is not None:
                    high = row.cells[made.columns.index(after) + 1]
                    assert 0 <= low <= cell <= high <= 100, (made.id, column.key)  # type: ignore[operator]
        assert [row.level for row in made.rows] == [row.level for row in table.rows]


def test_what_is_known_of_the_whole_list_has_no_interval_and_totals_have_none() -> None:
    for table in tables():
        made = covered(table, Coverage.SAMPLE)
        lows = [place for place, column in enumerate(made.columns) if column.show is Show.LOW]
        assert bool(lows) == (table.id not in OF_THE_LIST and any(column.key.endswith(SHARE) for column in table.columns))
        assert all(row.cells[place] is None for row in made.rows if row.level is Level.TOTAL for place in lows)


@pytest.mark.parametrize(("count", "of"), [(0, 1), (1, 1), (1, 3), (12, 100), (99_999, 100_000)])
def test_ends_are_rounded_outward(count: int, of: int) -> None:
    (low, high), exact = ends(count, of), wilson(count, of)
    assert low is not None
    assert high is not None
    assert low / 100 <= exact.low
    assert exact.high <= high / 100


def test_a_reader_sees_the_interval_below_the_share_and_is_told_what_it_is() -> None:
    p3 = next(table for table in tables() if table.id == "p3")
    census, sample = (table_view.view(covered(p3, coverage), texts()) for coverage in Coverage)
    assert sample.heads == census.heads
    assert census.rows[0].cells[1] == "20\u00a0%"
    assert sample.rows[0].cells[1] == '20\u00a0% <small class="interval">5.6 to 51 %</small>'
    assert "Wilson" in sample.note
    assert "random sample" in sample.note
    assert "sample" not in census.note


def test_a_corrected_share_is_less_sure_where_the_list_itself_was_drawn() -> None:
    told = {("positive", "right"): 40, ("positive", "not-checked"): 20, ("negative", "right"): 18, ("negative", "missed"): 2}
    census = audit_errors.tabulate(Counter({(one, one): count for one, count in told.items()}))
    sample = covered(census, Coverage.SAMPLE)
    for channel in ("phone", "email"):
        (whole, low, high), drawn = ([table.value(f"{channel}-corrected", key) for key in ENDS] for table in (census, sample))
        assert drawn[0] == whole == 77.5
        assert drawn[1] < low < whole < high < drawn[2]  # type: ignore[operator]
        assert sample.value(f"{channel}-negative", "rate_high") == census.value(f"{channel}-negative", "rate_high")
