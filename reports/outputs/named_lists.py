"""P15: the named lists, shops that do not show a phone number and shops that do not show an e-mail address, each with its evidence.

A shop is on a list where that is settled and the value is not shown to a visitor who only looks. Its line says whether a person
checked it. Lists are written as they are made, in pages: they may be as long as the list of shops.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel
from reports.outline import Outline
from reports.outputs.csv_table import csv_lines
from reports.outputs.rendition import Rendition
from reports.standing import Standing
from reports.table import Cell
from reports.tables.named import LISTED

LISTS: Mapping[Channel, str] = MappingProxyType({channel: f"no-{channel}" for channel in PLACED})
"""The name of the list of shops that do not show a channel, and of its files."""
COLUMNS = ("line", "id", "name", "url", "country", "place_class", "state", "visited", "evidence")
TEMPLATE = "named.html.j2"


class NamedLine(NamedTuple):
    """A shop on a list. `state` is one of LISTED; `visited` is ISO 8601; `evidence` is its page, as seen from the first page."""

    line: int
    shop_id: str
    name: str
    url: str
    country: str
    place_class: str
    state: str
    visited: str
    evidence: str


class NamedList:
    """One list under way, with the lines of its page that is not full yet."""

    def __init__(self, name: str, folder: Path, stack: ExitStack, write: Callable[[str, Mapping[str, Any]], None]) -> None:
        """Begin the files of the list in `folder`; `write` takes the name and the values of a page."""
        self._name, self._write = name, write
        self._csv = stack.enter_context(csv_lines(folder / f"{name}.csv"))
        self._json = stack.enter_context((folder / f"{name}.json").open("w", encoding="utf-8"))
        self._csv(COLUMNS)
        self._json.write(f'{{"id": {json.dumps(name)}, "columns": {json.dumps(COLUMNS)}, "rows": [')
        self._lines: list[NamedLine] = []
        self._page, self._count = 1, 0

    def add(self, line: NamedLine, rows_a_page: int) -> None:
        """Add a line."""
        if len(self._lines) == rows_a_page:
            self._turn_page(last=False)
        self._csv(line)
        self._json.write(f"{',' if self._count else ''}\n{json.dumps(_as_json(line), ensure_ascii=False)}")
        self._lines.append(line)
        self._count += 1

    def close(self) -> None:
        """Write the last page, and the end of the data."""
        self._turn_page(last=True)
        self._json.write(f'\n], "listed": {self._count}}}\n')

    def _turn_page(self, *, last: bool) -> None:
        page, lines = self._page, self._lines
        self._page, self._lines = page + 1, []
        previous = self._file(page - 1) if page > 1 else ""
        following = "" if last else self._file(page + 1)
        self._write(self._file(page), {"list": self._name, "lines": lines, "previous": previous, "following": following})

    def _file(self, page: int) -> str:
        return f"{self._name}.html" if page == 1 else f"{self._name}-{page}.html"


class NamedLists:
    """Both lists of a report under way; a context manager that writes what is left. Raises OSError as writing files does."""

    def __init__(self, folder: Path, languages: Sequence[Rendition], rows_a_page: int, about: Mapping[str, Any]) -> None:
        """Write below `folder` in each language, with what every page says `about` the report."""
        self._folder, self._languages, self._rows_a_page, self._about = folder, languages, rows_a_page, about
        self._stack = ExitStack()
        self._lists: dict[Channel, NamedList] = {}

    def __enter__(self) -> Self:
        for channel, name in LISTS.items():
            self._lists[channel] = NamedList(name, self._folder / "tables", self._stack, self._write)
        return self

    def __exit__(self, error: type[BaseException] | None, *_details: object) -> None:
        with self._stack:
            for named in self._lists.values() if error is None else ():
                named.close()

    def add(self, told: Outline, page: str) -> None:
        """Add a row to the lists that it belongs to; `page` is the address of its page, "" where it has none."""
        for named, place, state in zip(self._lists.values(), (told.row.phone, told.row.email), told.states, strict=True):
            if state in LISTED:
                named.add(line_of(told, place, state, page), self._rows_a_page)

    def _write(self, name: str, values: Mapping[str, Any]) -> None:
        for rendition in self._languages:
            title = rendition.texts.html(f"table.{values['list']}.caption")
            rendition.write(name, TEMPLATE, {**self._about, **values, "title": title, "script_source": "'none'"})


def line_of(told: Outline, place: Standing, state: str, page: str) -> NamedLine:
    """The line of a shop that does not show a channel."""
    row = told.row
    return NamedLine(
        line=row.line,
        shop_id=row.shop_id,
        name=row.name,
        url=row.url,
        country=row.country,
        place_class=place.place_class.value,
        state=state,
        visited=told.visited.started_at if told.visited else "",
        evidence=page,
    )


def _as_json(line: NamedLine) -> dict[str, Cell]:
    return dict(zip(COLUMNS, line, strict=True))
