"""Every table adds up to N, and says of the hand-made verdicts what the golden files say."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from reports.table import Column, Level, Show, Table, TableError, TableRow, TableUnit, share
from reports.tables.roster import TABLES
from reports.tables.shops import COLUMNS, row
from reports.texts.texts import texts
from reports.verdict import Verdict
from tests.handmade import failed, placed, street, unvisited

GOLDEN = Path(__file__).parent / "golden"
PARTS = {Level.PART, Level.REST}

classes = st.sampled_from(PlaceClass)
clicks = st.none() | st.integers(0, 12)
verdicts = st.one_of(
    st.builds(placed, st.integers(1, 9), classes, classes, st.tuples(clicks, clicks)),
    st.builds(
        failed, st.integers(1, 9), st.sampled_from([item for item in Reason if item not in {Reason.BAD_ROW, Reason.DUPLICATE_OF}])
    ),
    st.builds(unvisited, st.integers(1, 9), st.sampled_from([Reason.BAD_ROW, Reason.DUPLICATE_OF, None])),
)


def tabulated(unit: TableUnit, of: tuple[Verdict, ...] | list[Verdict]) -> Table:
    return unit.tabulate(Counter(map(unit.counted, of)))


@pytest.mark.parametrize("unit", TABLES, ids=lambda unit: unit.ID)
def test_a_table_of_the_handmade_street_is_the_golden_one(unit: TableUnit) -> None:
    lines = [["" if cell is None else str(cell) for cell in line] for line in tabulated(unit, street()).as_lines()]
    with (GOLDEN / f"{unit.ID}.csv").open(encoding="utf-8", newline="") as file:
        assert lines == list(csv.reader(file))


@settings(max_examples=50, deadline=None)
@given(st.lists(verdicts, max_size=12))
def test_each_count_column_of_each_table_adds_up_to_n(many: list[Verdict]) -> None:
    for unit in TABLES:
        table = tabulated(unit, many)
        assert table.n == len(many)
        for place, column in enumerate(table.columns):
            if column.show is Show.COUNT:
                assert sum(line.cells[place] for line in table.rows if line.level in PARTS) == len(many)
                assert [line.cells[place] for line in table.rows if line.level is Level.TOTAL] == [len(many)]


@settings(max_examples=50, deadline=None)
@given(st.lists(verdicts, max_size=12))
def test_the_order_of_the_list_does_not_change_a_table(many: list[Verdict]) -> None:
    assert all(tabulated(unit, many) == tabulated(unit, many[::-1]) for unit in TABLES)


def test_undetermined_is_never_counted_as_a_negative() -> None:
    both = tabulated(TABLES[3], [failed(1, Reason.BLOCKED), unvisited(2, None)])
    assert (both.value("neither", "logical"), both.value("undetermined", "logical")) == (0, 2)
    assert (both.value("neither", "anywhere"), both.value("undetermined", "anywhere")) == (0, 2)


def test_a_table_that_does_not_add_up_is_refused() -> None:
    columns = (Column(key="outcome", show=Show.CODE, codes="outcome"), Column(key="rows", show=Show.COUNT))
    with pytest.raises(TableError, match="adds up to 2, not to 3"):
        Table(id="x", columns=columns, rows=(TableRow(cells=("measured", 2)),), n=3)


@pytest.mark.parametrize(("count", "of", "told"), [
    (0, 3000, "0\u00a0%"), (1, 3000, "<\u00a00.1\u00a0%"), (2999, 3000, ">\u00a099.9\u00a0%"), (3000, 3000, "100\u00a0%"),
    (1, 3, "33.3\u00a0%"), (0, 0, "–"),
])  # fmt: skip
def test_rounding_makes_no_share_none_or_all(count: int, of: int, told: str) -> None:
    assert texts("en").share(share(count, of)) == told


def test_a_row_of_the_shop_table_has_a_cell_for_each_column() -> None:
    rows = [row(item).cells for item in street()]
    assert all(len(cells) == len(COLUMNS) for cells in rows)
    assert [cells[0] for cells in rows] == [item.dossier.row.line for item in street()]
