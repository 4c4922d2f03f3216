"""A study's table, filled from a run: each published figure beside the run's own, with its bounds.

Nothing is counted here: every number of the run is a cell of one of its tables.
"""

from collections.abc import Mapping

from reports.studies.recipes import Cells, Figure, Study
from reports.table import Cell, Column, Show, Table, TableRow, share

TEXTS = "study"
COLUMNS = (
    Column(key="published", show=Show.MEASURE),
    Column(key="published_of", show=Show.MEASURE, head="column.of_number"),
    Column(key="published_percent", show=Show.SHARE, head="column.percent"),
    Column(key="ours", show=Show.MEASURE),
    Column(key="ours_share", show=Show.SHARE, head="column.percent", per="ours_of"),
    Column(key="most", show=Show.MEASURE),
    Column(key="most_share", show=Show.SHARE, head="column.percent", per="ours_of"),
    Column(key="ours_of", show=Show.MEASURE, head="column.of_number"),
)
NOTHING: tuple[Cell, ...] = (None,) * 5


def table_id(name: str) -> str:
    """The id of a study's table, which also names its page and files."""
    return f"study-{name}"


def filled(study: Study, tables: Mapping[str, Table]) -> Table:
    """The table of a study. Raises KeyError where a cell that it names is not there."""
    figure = Column(key="figure", show=Show.CODE, codes=f"study.figure.{study.id}")
    rows = tuple(TableRow(cells=(item.id, *_published(item), *_ours(item.ours, tables))) for item in study.figures)
    n = tables["p1"].n
    return Table(id=table_id(study.id), columns=(figure, *COLUMNS), rows=rows, n=n, texts=TEXTS, about=study.publisher)


def _published(figure: Figure) -> tuple[Cell, ...]:
    if figure.count is not None and figure.of is not None:
        return figure.count, figure.of, share(figure.count, figure.of)
    return figure.mean, None, figure.percent


def _ours(cells: Cells | None, tables: Mapping[str, Table]) -> tuple[Cell, ...]:
    if cells is None:
        return NOTHING
    table = tables[cells.table]
    of = table.value(cells.row, cells.of)
    if cells.mean:
        return table.value(cells.row, cells.mean), None, None, None, of
    yes, waiting = table.value(cells.row, cells.count), table.value(cells.row, cells.open)
    if not (isinstance(yes, int) and isinstance(waiting, int) and isinstance(of, int)):
        raise TypeError(f"table {table.id}: {cells.row} has no counts")
    return yes, share(yes, of), yes + waiting, share(yes + waiting, of), of
