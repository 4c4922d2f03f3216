"""The report in HTML: opens from disk, needs neither network nor script.

One pass: each verdict is counted in every table, becomes a line of the table of shops and a page of its own, and is let go. What
stays in memory are the counts and one page of the table of shops.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from reports.charts import clicks, place_classes
from reports.charts.shapes import Chart
from reports.outputs import shop_view, table_view
from reports.outputs.csv_table import csv_lines
from reports.outputs.environment import csp_hash, environment, source
from reports.outputs.safe_text import file_name, plain
from reports.table import Cell, Table
from reports.tables import shops
from reports.tables.roster import TABLES
from reports.texts.labels import label
from reports.verdict import Verdict

ROWS_A_PAGE = 500
INDEX = "index.html"


class RunFacts(NamedTuple):
    """What the title block tells of the run that the verdicts do not: the list's name, the program's version."""

    list_name: str
    version: str


class Line(NamedTuple):
    """A line of the table of shops; `page` is "" for a row without a visit."""

    row: shops.ShopRow
    page: str


def write(verdicts: Iterable[Verdict], folder: Path, facts: RunFacts, *, rows_a_page: int = ROWS_A_PAGE) -> Path:
    """Write the report into an empty folder and give its first page. Raises OSError as writing files does."""
    for name in ("shops", "tables"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "style.css").write_text(source("style.css"), encoding="utf-8")
    with csv_lines(folder / "tables" / "shops.csv") as write_line:
        report = Report(folder, facts, rows_a_page, write_line)
        for verdict in verdicts:
            report.add(verdict)
    return report.close()


class Report:
    """A report under way: its counts, and the lines of the page of the table of shops that is not full yet."""

    def __init__(self, folder: Path, facts: RunFacts, rows_a_page: int, write_line: Callable[[Sequence[Cell]], object]) -> None:
        """Begin in `folder`; `write_line` takes the rows of the table of shops as data."""
        self.folder, self.facts, self.rows_a_page, self.write_line = folder, facts, rows_a_page, write_line
        self.counts: dict[str, Counter[Any]] = {unit.ID: Counter() for unit in TABLES}
        self.first: list[Line] = []
        self.lines: list[Line] = []
        self.page_number = 1
        self.days: tuple[str, str] | None = None
        write_line(shops.COLUMNS)

    def add(self, verdict: Verdict) -> None:
        """Count a verdict, and write its line and its page."""
        if len(self.lines) == self.rows_a_page:
            self._turn_page(last=False)
        for unit in TABLES:
            self.counts[unit.ID][unit.counted(verdict)] += 1
        row = shops.row(verdict)
        self.write_line(row.cells)
        self.lines.append(Line(row, self._shop_page(verdict)))

    def close(self) -> Path:
        """Write what needs all verdicts: tables and first page."""
        self._turn_page(last=True)
        tables = {unit.ID: unit.tabulate(self.counts[unit.ID]) for unit in TABLES}
        for table in tables.values():
            self._data(table)
        self._write(
            INDEX,
            "index.html.j2",
            n=tables["p1"].n,
            title=label("index.title"),
            list_name=self.facts.list_name,
            when=self._when(),
            in_short=in_short(tables),
            tables={name: table_view.view(table) for name, table in tables.items()},
            charts={"place_classes": drawn(place_classes.render(tables["p2"])), "clicks": drawn(clicks.render(tables["p4"]))},
            lines=self.first,
            more_pages=[(f"shops-{number}.html", number) for number in range(2, self.page_number)],
            **_script(),
        )
        return self.folder / INDEX

    def _shop_page(self, verdict: Verdict) -> str:
        """Write the page of a visited shop and give its address; "" for a row without a visit."""
        shop, visit = verdict.dossier.shop, verdict.dossier.visit
        if shop is None or visit is None:
            return ""
        first, last = self.days or (visit.started_at, visit.finished_at)
        self.days = min(first, visit.started_at), max(last, visit.finished_at)
        name = f"shops/{file_name(shop.id)}.html"
        listed_on = INDEX if self.page_number == 1 else f"shops-{self.page_number}.html"
        it = shop_view.view(verdict, shop, visit)
        self._write(name, "shop.html.j2", root="../", it=it, listed_on=listed_on, script_source="'none'")
        return name

    def _turn_page(self, *, last: bool) -> None:
        """Put the lines away: the first page waits for the tables, the others are written at once."""
        number, lines = self.page_number, self.lines
        self.page_number, self.lines = number + 1, []
        if number == 1:
            self.first = lines
            return
        previous = INDEX if number == 2 else f"shops-{number - 1}.html"
        following = "" if last else f"shops-{number + 1}.html"
        self._write(
            f"shops-{number}.html",
            "shops.html.j2",
            lines=lines,
            page_number=number,
            previous=previous,
            following=following,
            **_script(),
        )

    def _write(self, name: str, template: str, **values: Any) -> None:
        text = environment().get_template(template).render({"root": "", "version": self.facts.version, **values})
        (self.folder / name).write_text(text, encoding="utf-8")

    def _data(self, table: Table) -> None:
        with csv_lines(self.folder / "tables" / f"{table.id}.csv") as write_line:
            for line in table.as_lines():
                write_line(line)
        words = {"caption": label(f"table.{table.id}.caption"), "note": label(f"table.{table.id}.note", n=table.n)}
        text = json.dumps({**table.as_json(), **words}, ensure_ascii=False, indent=1)
        (self.folder / "tables" / f"{table.id}.json").write_text(text + "\n", encoding="utf-8")

    def _when(self) -> Markup:
        if self.days is None:
            return label("index.no_day")
        first, last = (plain(text[:10]) for text in self.days)
        return label("index.one_day", day=first) if first == last else label("index.days", first=first, last=last)


def drawn(chart: Chart) -> Markup:
    """A chart as a figure with its SVG."""
    return Markup(environment().get_template("chart.html.j2").render(it=chart))  # noqa: S704 - our own template, escaped


def in_short(tables: dict[str, Table]) -> tuple[Markup, ...]:
    """The sentences at the head of the report; every number in them is a cell of a table."""
    p1, p3 = tables["p1"], tables["p3"]

    def cell(table: Table, code: str, column: str) -> str:
        return table_view.number(table.value(code, column))

    def both(key: str, column: str) -> Markup:
        codes = {
            "both": "both",
            "phone_only": "phone-only",
            "email_only": "email-only",
            "neither": "neither",
            "undetermined": "undetermined",
        }
        return label(key, **{name: cell(p3, code, column) for name, code in codes.items()})

    rows = {"n": "in-list", "visited": "visited", "measured": "measured"}
    return (
        label("index.short_measured", **{name: cell(p1, code, "rows") for name, code in rows.items()}),
        both("index.short_logical", "logical"),
        both("index.short_anywhere", "anywhere"),
        label("index.short_open"),
    )


def _script() -> dict[str, Markup | str]:
    script = source("sort.js")
    return {"script": script, "script_source": csp_hash(script)}
