"""The report in HTML: opens from disk, needs neither network nor script.

One pass: each verdict is counted in every table, becomes a line of the table of shops and a page of its own in each language,
and is let go; of a long list most rows come as outlines, which have no page. What stays in memory are the counts and one page of
the table of shops. The first language stands in the folder itself, each further one in a folder of its name below; style sheet and
tables as data are there once.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reports.charts import bands, clicks, place_classes
from reports.outline import Outline, Shown, outline
from reports.outputs import beside, shop_view, table_view, weights_page
from reports.outputs.album import Album
from reports.outputs.csv_table import csv_lines
from reports.outputs.environment import source
from reports.outputs.figure import drawn
from reports.outputs.in_short import in_short
from reports.outputs.jumps import jumps
from reports.outputs.named_lists import NamedLists
from reports.outputs.pages import pages_of, title_of
from reports.outputs.rendition import Rendition, renditions
from reports.outputs.safe_text import file_name
from reports.outputs.sentences_file import write_sentences
from reports.outputs.shop_list import ORDERS, Line, Listing, listing, sorted_page, weights_file
from reports.outputs.summary import RunFacts, Summary, summed_up
from reports.outputs.table_files import write_table
from reports.scoring.points import points
from reports.table import Cell
from reports.tables import shops
from reports.tally import Tally
from reports.texts.texts import Texts, texts
from reports.verdict import Verdict

ROWS_A_PAGE = 1_000
INDEX = "index.html"


def write(
    verdicts: Iterable[Verdict], folder: Path, facts: RunFacts, languages: Sequence[Texts] = (), *, rows_a_page: int = ROWS_A_PAGE
) -> Path:
    """Write the report into an empty folder and give its first page; in English where no language is given.

    Each shop that was visited has its page. Raises OSError as writing files does.
    """
    return write_rows((Shown(outline(item), item) for item in verdicts), folder, facts, languages, rows_a_page=rows_a_page)


def write_rows(
    rows: Iterable[Shown],
    folder: Path,
    facts: RunFacts,
    languages: Sequence[Texts] = (),
    *,
    rows_a_page: int = ROWS_A_PAGE,
) -> Path:
    """Write the report of rows, of which those with a verdict have pages of their shops. As `write` otherwise."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "style.css").write_text(source("style.css"), encoding="utf-8")
    spoken = renditions(folder, languages or (texts(),))
    with csv_lines(folder / "tables" / "shops.csv") as write_line:
        report = Report(folder, facts, spoken, rows_a_page, write_line)
        with report.named if facts.names_shops else nullcontext():
            for row in rows:
                report.add(row.outline, row.verdict)
    return report.close()


class Report:
    """A report under way: its counts, and the lines of the page of the table of shops that is not full yet."""

    def __init__(
        self,
        folder: Path,
        facts: RunFacts,
        languages: Sequence[Rendition],
        rows_a_page: int,
        write_line: Callable[[Sequence[Cell]], object],
    ) -> None:
        """Begin in `folder`; `write_line` takes the rows of the table of shops as data."""
        self.folder, self.facts, self.languages, self.rows_a_page = folder, facts, languages, rows_a_page
        self.write_line = write_line
        self.named = NamedLists(folder, languages, rows_a_page, facts.about)
        self.tally = Tally()
        self.first: list[Line] = []
        self.lines: list[Line] = []
        self.page_number = 1
        write_line(shops.COLUMNS)

    def add(self, told: Outline, verdict: Verdict | None) -> None:
        """Count a row, and write its line; with its verdict also the pages of its shop."""
        self.tally.count(told.keys)
        if told.visited:
            self.tally.visit(*told.visited)
        if not self.facts.names_shops:
            return
        if len(self.lines) == self.rows_a_page:
            self._turn_page(last=False)
        self.write_line(told.row.cells)
        page = self._shop_page(verdict) if verdict else ""
        self.named.add(told, page)
        self.lines.append(Line(told.row, page, told.visited is not None))

    def close(self) -> Path:
        """Write what needs all verdicts: tables and first page."""
        self._turn_page(last=True)
        summary = summed_up(self.tally, self.facts)
        for table in summary.tables.values():
            write_table(table, self.folder / "tables", self.languages[0].texts)
        beside.write(self.folder, summary, self.languages[0].texts)
        orders = tuple(ORDERS) if self.page_number == 2 and len(self.first) > 1 else ()
        for rendition in self.languages:
            listed = listing(self.first, rendition.texts, orders)
            self._write(rendition, INDEX, "index.html.j2", **self._index(summary, rendition.texts), **listed.values())
            if self.facts.names_shops:
                self._sorted_pages(rendition, listed)
                self._weights(rendition, self.first, 1)
            self._further_pages(rendition, summary)
            write_sentences(summary.tables, self.folder / rendition.place, rendition.texts)
        return self.folder / INDEX

    def _further_pages(self, rendition: Rendition, summary: Summary) -> None:
        for page in pages_of(self.facts):
            title = title_of(page, rendition.texts)
            values = page.values(summary, rendition.texts)
            self._write(rendition, f"{page.ID}.html", page.TEMPLATE, **{"title": title, "script_source": "'none'", **values})

    def _index(self, summary: Summary, words: Texts) -> dict[str, Any]:
        tables = summary.tables
        return {
            "n": summary.n,
            "title": words.html("index.title"),
            "list_name": self.facts.list_name,
            "coverage": self.facts.coverage.value,
            "when": summary.when(words),
            "further": [(f"{page.ID}.html", title_of(page, words)) for page in pages_of(self.facts)],
            "in_short": in_short(tables, words),
            "band_limits": band_limits(words),
            "tables": {name: table_view.view(table, words) for name, table in tables.items()},
            "charts": {
                "place_classes": drawn(place_classes.render(tables["p2"], words), words),
                "clicks": drawn(clicks.render(tables["p4"], words), words),
                "bands": drawn(bands.render(tables["p16"], words), words),
            },
            "more_pages": linked(1, self.page_number - 1),
            "part": self._part(1, self.first),
        }

    def _part(self, number: int, lines: Sequence[Line]) -> dict[str, int]:
        """Which rows of the list a page of it has."""
        before = (number - 1) * self.rows_a_page
        return {"count": len(lines), "first": before + 1, "last": before + len(lines)}

    def _shop_page(self, verdict: Verdict) -> str:
        """Write the pages of a visited shop and give their address; "" for a row without a visit."""
        shop, visit = verdict.dossier.shop, verdict.dossier.visit
        if shop is None or visit is None:
            return ""
        name = f"shops/{file_name(shop.id)}.html"
        listed_on = INDEX if self.page_number == 1 else f"shops-{self.page_number}.html"
        album = Album(visit, self.facts.evidence, self.folder)
        for rendition in self.languages:
            it = shop_view.view(verdict, shop, visit, rendition.texts, album)
            self._write(rendition, name, "shop.html.j2", it=it, listed_on=listed_on, script_source="'none'")
        return name

    def _turn_page(self, *, last: bool) -> None:
        """Put the lines away: the first page waits for the tables, the others are written at once."""
        number, lines = self.page_number, self.lines
        self.page_number, self.lines = number + 1, []
        if number == 1:
            self.first = lines
            return
        values = {
            "previous": INDEX if number == 2 else f"shops-{number - 1}.html",
            "following": "" if last else f"shops-{number + 1}.html",
            "pages": linked(number, number if last else number + 1),
            "number": number,
            "part": self._part(number, lines),
        }
        for rendition in self.languages:
            title = rendition.texts.html("index.shops_page_title", number=number)
            self._write(
                rendition,
                f"shops-{number}.html",
                "shops.html.j2",
                title=title,
                **values,
                **listing(lines, rendition.texts, number=number).values(),
            )
            self._weights(rendition, lines, number)

    def _weights(self, rendition: Rendition, lines: Sequence[Line], number: int) -> None:
        """Write the page on which the shops of a page of the list are weighed."""
        listed_on = INDEX if number == 1 else f"shops-{number}.html"
        values = weights_page.values(lines, rendition.texts, listed_on, part=self.page_number > 2)
        self._write(rendition, weights_file(number), weights_page.TEMPLATE, **values)

    def _sorted_pages(self, rendition: Rendition, listed: Listing) -> None:
        """Write a list that has one page again in each of its orders, for readers without script."""
        for column in listed.orders:
            heading = rendition.texts.html("column.score_band" if column == "score" else f"column.{column}")
            title = rendition.texts.html("index.sorted_title", column=heading)
            values = {"title": title, "previous": "", "following": "", "pages": (), "number": 0, **listed.values(column)}
            self._write(rendition, sorted_page(column), "shops.html.j2", **values)

    def _write(self, rendition: Rendition, name: str, template: str, **values: Any) -> None:
        rendition.write(name, template, {**self.facts.about, **values})


def linked(at: int, last: int) -> list[tuple[str, int]]:
    """The pages of the table of shops that are linked from page `at`, with their numbers: none where there is one page."""
    return [(INDEX if number == 1 else f"shops-{number}.html", number) for number in jumps(at, last)] if last > 1 else []


def band_limits(words: Texts) -> Markup:
    """Where each band begins, and when it is called steady, in words."""
    parts = (words.plain("index.band_limit", band=band, start=start) for band, start in points().bands.items())
    drawn = points().stability
    steady = words.html("score.stability", draws=drawn.draws, spread=drawn.spread)
    return words.html("index.band_limits", limits=", ".join(parts)) + " " + steady
