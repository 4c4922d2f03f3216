"""The page with all tables of the report, by their numbers, with notes and data."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from crawler.model.placement import PLACED
from reports.outputs import table_view
from reports.outputs.named_lists import LISTS
from reports.outputs.safe_text import shop_text
from reports.outputs.summary import Summary
from reports.outputs.table_view import LONGEST, TableView
from reports.table import Table
from reports.tables import claims, named, segments
from reports.texts.press import press
from reports.texts.texts import Texts

ID = "tables"
TEMPLATE = "tables.html.j2"
NUMBER = re.compile(r"p(\d+)")
NUMBERS: Mapping[str, int] = {claims.ID: 3}
"""The numbers of tables whose ids do not tell them."""
OTHERS = 99
Links = tuple[tuple[str, Markup], ...]
"""Addresses with what stands on them."""


class Block(NamedTuple):
    """A table with those of place classes that belong to it; `about` is the column of the list that it is about, "" for none."""

    it: TableView
    classes: tuple[TableView, ...]
    about: Markup


class Section(NamedTuple):
    """The tables of one number; `links` lead to named lists, `empty` says that the list has no further columns."""

    id: str
    title: Markup
    blocks: tuple[Block, ...]
    links: Links
    empty: bool


def values(report: Summary, words: Texts) -> dict[str, Any]:
    """What the template needs."""
    ordered = sorted(report.tables.values(), key=_number)
    lists = LISTS.values() if report.facts.names_shops else ()
    links = tuple((f"{name}.html", words.html(f"table.{name}.caption")) for name in lists)
    sections = (_section(number, tuple(tables), words, links) for number, tables in groupby(ordered, key=_number))
    return {
        "n": report.n,
        "when": report.when(words),
        "list_name": report.facts.list_name,
        "sections": tuple(sections),
        "sentences": [said.text for said in press(report.tables, words)],
    }


def _number(table: Table) -> int:
    found = NUMBER.match(table.id)
    return NUMBERS.get(table.id, int(found[1]) if found else OTHERS)


def _section(number: int, tables: Sequence[Table], words: Texts, links: Links) -> Section:
    name = "others" if number == OTHERS else f"p{number}"
    key = f"tables.{name}"
    title = words.html(key) if key in words else table_view.caption(tables[0], words)
    empty = tables[0].id == segments.ID and not tables[0].rows
    return Section(name, title, () if empty else tuple(_blocks(tables, words)), links if name == named.ID else (), empty)


def _blocks(tables: Sequence[Table], words: Texts) -> Iterable[Block]:
    ids = {table.id for table in tables}
    beneath = {f"{name}-{channel}": name for name in ids for channel in PLACED}
    views = {table.id: table_view.view(table, words) for table in tables}
    for table in tables:
        if table.id not in beneath:
            classes = tuple(view for name, view in views.items() if beneath.get(name) == table.id)
            yield Block(views[table.id], classes, shop_text(table.about, LONGEST) if table.about else Markup())
