"""Two runs in HTML, CSV and JSON: what changed, how sure that is, and every shop; and a feed of the shops that changed.

One pass: each pair is counted, becomes a line of the CSV and of the JSON, and a row that is put away on disk by what became of
the shop; the pages are written at the end. They open from disk and need neither network nor script.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from crawler.model.placement import PLACED
from reports.charts import before_after
from reports.comparison import Outcome, Pair
from reports.outputs import table_view
from reports.outputs.compare_view import Side, facts, grid, paired, paired_sentences, sentences
from reports.outputs.csv_table import csv_lines
from reports.outputs.environment import environment, source
from reports.outputs.feed import FILE as FEED
from reports.outputs.feed import feed
from reports.outputs.figure import drawn
from reports.outputs.jumps import jumps
from reports.outputs.rendition import Rendition, renditions
from reports.outputs.shop_links import ShopLinks
from reports.outputs.spool import Spool
from reports.outputs.table_files import write_table
from reports.table import Table
from reports.tables import shop_changes
from reports.tables.pair_roster import PAIR_TABLES
from reports.tables.shop_changes import SIDES, ShopChange
from reports.texts.texts import Texts, texts

FIRST, CSV, JSON = "compare.html", "compare.csv", "compare.json"
ROWS_A_PAGE = 500

Tables = Mapping[str, Table]


class Sides(NamedTuple):
    """The two runs, and the version of the program that compares them."""

    before: Side
    after: Side
    version: str

    @property
    def read_alike(self) -> bool:
        """Whether one version read all visits of both."""
        return len(self.before.reading | self.after.reading) < 2


def write(
    pairs: Iterable[Pair], folder: Path, sides: Sides, languages: Sequence[Texts] = (), *, rows_a_page: int = ROWS_A_PAGE
) -> Path:
    """Write the comparison into a folder and give its first page; in English where no language is given.

    Raises OSError as writing files does.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "style.css").write_text(source("style.css"), encoding="utf-8")
    spoken = renditions(folder, languages or (texts(),), below="")
    with Spool([item.value for item in Outcome]) as spool:
        tables = _one_pass(pairs, folder, sides, spoken, spool)
        for table in tables.values():
            write_table(table, folder / "tables", spoken[0].texts)
        _write_pages(tables, sides, spoken, spool, rows_a_page)
    return folder / FIRST


def _one_pass(pairs: Iterable[Pair], folder: Path, sides: Sides, spoken: Sequence[Rendition], spool: Spool) -> Tables:
    """Write the data, put the rows away, and give the tables by id."""
    counts: dict[str, Counter[Any]] = {unit.ID: Counter() for unit in PAIR_TABLES}
    links = [ShopLinks(side.folder, folder) for side in (sides.before, sides.after)]
    with (
        csv_lines(folder / CSV) as write_line,
        (folder / JSON).open("w", encoding="utf-8") as data,
        feed(folder / FEED, sides.after, sides.version, spoken[0].texts) as tell,
    ):
        write_line(shop_changes.COLUMNS)
        data.write(f'{{"before": {_json(sides.before.as_json())},\n"after": {_json(sides.after.as_json())},\n"shops": [')
        for number, pair in enumerate(pairs):
            for unit in PAIR_TABLES:
                counts[unit.ID][unit.counted(pair)] += 1
            row = shop_changes.row(pair)
            pages = dict(zip(SIDES, (item.page(row.shop_id) for item in links), strict=True))
            write_line(row.cells)
            data.write(f"{',' if number else ''}\n{_json({**row.as_json(), 'pages': pages})}")
            tell(row, pair, pages["after"])
            spool.add(row.changed, [_row(item, row, pages) for item in spoken])
        tables = {unit.ID: unit.tabulate(counts[unit.ID]) for unit in PAIR_TABLES}
        data.write(f'],\n"tests": {_json(paired(tables["p14"]))},\n"tables": {_json([it.as_json() for it in tables.values()])}}}\n')
    return tables


def _row(rendition: Rendition, row: ShopChange, pages: Mapping[str, str]) -> str:
    root = "../" * rendition.place.count("/")
    return environment(rendition.texts).get_template("compare_row.html.j2").render(row=row, pages=pages, root=root)


def _write_pages(tables: Tables, sides: Sides, spoken: Sequence[Rendition], spool: Spool, rows_a_page: int) -> None:
    """Write the first page and those on which the shops go on."""
    lines, last = spool.lines(), max(1, -(-tables["p14"].n // rows_a_page))
    for number in range(1, last + 1):
        taken = list(islice(lines, rows_a_page))
        for place, rendition in enumerate(spoken):
            values = {
                "title": rendition.texts.html("compare.title" if number == 1 else "compare.page_title", number=number),
                "groups": [(group, [Markup(row[place]) for _, row in rows]) for group, rows in groupby(taken, itemgetter(0))],  # noqa: S704 - our own template, escaped
                "counts": {item.value: tables["p14-shops"].value(item.value, "rows") for item in Outcome},
                "previous": _name(number - 1) if number > 1 else "",
                "following": _name(number + 1) if number < last else "",
                "pages": [(_name(page), page) for page in jumps(number, last)],
                "number": number,
                "version": sides.version,
                "public": False,
                "script_source": "'none'",
            }
            template = "compare.html.j2" if number == 1 else "compare_more.html.j2"
            rendition.write(_name(number), template, values | (_first(tables, sides, rendition.texts) if number == 1 else {}))


def _first(tables: Tables, sides: Sides, words: Texts) -> dict[str, Any]:
    """What only the first page shows."""
    return {
        "sides": [("before", facts(sides.before, words)), ("after", facts(sides.after, words))],
        "in_short": tuple(sentences(tables, words)),
        "tested": tuple(paired_sentences(tables["p14"], words)),
        "tables": {name: table_view.view(table, words) for name, table in tables.items()},
        "moves": [grid(tables[f"p14-{channel}"], words) for channel in PLACED],
        "chart": drawn(before_after.render({channel: tables[f"p14-{channel}"] for channel in PLACED}, words), words),
        "read_alike": sides.read_alike,
    }


def _name(number: int) -> str:
    return FIRST if number == 1 else f"compare-{number}.html"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
