"""The data dictionary: what every column of the export, the tables and the store means, its unit, and the values it may have.

Nothing is told here: meanings come from the JSON Schema of the export, the catalogue's heads of columns, and the columns of the
store. A column of which nothing is told there has no entry, and a test fails.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from crawler.store.columns import store_tables
from reports.outputs import flat_csv
from reports.outputs.named_lists import COLUMNS, LISTS
from reports.table import Column, Level, Show
from reports.tables import shops
from reports.tables.named import LISTED
from reports.tables.roster import SEVERAL, TABLES
from reports.texts.texts import Texts, texts
from reports.verdict import CRITERIA

SCHEMA = "export.schema.json"
EXPORT, FLAT, SHOPS, STORE = "export.jsonl", "export.csv, export.xlsx", "tables/shops.csv", "bereikbaar.sqlite"
"""The files that entries are about; those of tables are named by their id."""
CHANNELS = ("phone", "email")
FIRST_VALUE = {"values": "values[].value", "page": "values[].page"}
"""Columns of the CSV that take one part of a list of the JSON."""
CHECKED = "Whether a person checked it: yes or no where the row has a negative, else empty."
FILES: Mapping[str, str] = {"export": EXPORT, "csv": FLAT, "shops": SHOPS, "tables": "tables/", "store": STORE}
"""The parts of the documentation, each about the files that begin so."""
LONG: Mapping[type[StrEnum], str] = {
    Reason: "[a reason](method.md#reasons-for-undetermined)",
    PlaceClass: "[a class](method.md#place-classes)",
}
STATE = "Whether a person checked the negative."
EVIDENCE = "The shop's page, as seen from the first page of the report."
KIND_OF_ROW = "What the row is: a part (parts add up to N), a sum of some, the total."
UNITS = {Show.COUNT: "rows", Show.PORTION: "rows", Show.SHARE: "percent", Show.LOW: "percent", Show.HIGH: "percent"}


class Entry(NamedTuple):
    """A column: the file and in it the table ("" where there is none), its name, meaning and unit, the values it may have."""

    file: str
    table: str
    column: str
    meaning: str
    unit: str
    values: tuple[str, ...]


def entries() -> Iterator[Entry]:
    """All columns."""
    yield from exported().values()
    yield from flat()
    yield from listed()
    yield from named()
    yield from tabled()
    yield from stored()


@cache
def exported() -> Mapping[str, Entry]:
    """The keys of the JSON Lines, by their path: `phone.values[].value`."""
    schema = json.loads((resources.files("reports.outputs") / SCHEMA).read_text(encoding="utf-8"))
    return {entry.column: entry for entry in _keys(schema, schema, "")}


def flat() -> Iterator[Entry]:
    """The columns of the CSV, which are those of the workbook's sheet of results."""
    return (_like(FLAT, name, path_of(name)) for name in flat_csv.COLUMNS)


def listed() -> Iterator[Entry]:
    """The columns of the table of shops."""
    for name in shops.COLUMNS:
        told = Entry(SHOPS, "", name, CHECKED, "", ("yes", "no"))
        yield told if name == "checked_by_person" else _like(SHOPS, name, path_of(name))


def named() -> Iterator[Entry]:
    """The columns of the named lists."""
    told = {"state": (STATE, tuple(LISTED)), "evidence": (EVIDENCE, ())}
    paths = {"place_class": f"{CHANNELS[0]}.place_class", "visited": "visit.started_at"}
    for name in LISTS.values():
        for column in COLUMNS:
            if column in told:
                yield Entry(f"tables/{name}.csv", name, column, told[column][0], "", told[column][1])
            else:
                yield _like(f"tables/{name}.csv", column, paths.get(column) or path_of(column))._replace(table=name)


def tabled() -> Iterator[Entry]:
    """The columns of the tables."""
    english = texts()
    for unit in TABLES:
        yield from _table(unit.ID, unit.COLUMNS, english)
    for several in SEVERAL:
        for section, columns in several.SHAPES.items():
            yield from _table(section, columns, english)


def stored() -> Iterator[Entry]:
    """The columns of the store."""
    for table in store_tables().values():
        for column in table.columns:
            yield Entry(STORE, table.name, column.name, column.meaning, column.unit, column.values)


def told(part: str) -> Iterator[tuple[str, ...]]:
    """The columns of a part of the documentation, in Markdown: table where there are several, column, meaning, unit, values.

    The keys of the e-mail address are those of the phone number, and are not told again; nor is shops.csv among the tables.
    """
    for entry in entries():
        if not entry.file.startswith(FILES[part]) or (part == "tables") != (entry.file == f"tables/{entry.table}.csv"):
            continue
        if part != "export" or entry.column.partition(".")[0] != CHANNELS[1]:
            named = (f"`{entry.table}`",) if entry.table else ()
            yield (*named, f"`{entry.column}`", entry.meaning, entry.unit, _in_markdown(entry.values))


def _in_markdown(values: tuple[str, ...]) -> str:
    """Values one after the other; a long closed list by its name."""
    for kind, name in LONG.items():
        if len(values) > len(Channel) and {*kind} - {*values} <= {PlaceClass.UNDETERMINED.value}:
            return name
    return ", ".join(f"`{value}`" for value in values)


def path_of(column: str) -> str:
    """The key of the JSON that a column of the CSV is made of."""
    head, _, rest = column.partition("_")
    if head in CHANNELS:
        return f"{head}.{FIRST_VALUE.get(rest, rest)}"
    if head == "visit":
        return f"visit.{rest}"
    if column.removesuffix("-reason") in {criterion.ID for criterion in CRITERIA}:
        return "findings[].reason" if column.endswith("-reason") else "findings[].outcome"
    if column in {*flat_csv.SHOP, "tags"}:
        return f"shop.{column}"
    return f"row.{column}" if column in {"line", "outcome", "message"} else column


def _like(file: str, column: str, path: str) -> Entry:
    """An entry that says what another says. Raises KeyError where the schema has no such key."""
    told = exported()[path]
    meaning = told.meaning
    if path.startswith("findings"):
        criterion = texts().plain(f"criterion.{column.removesuffix('-reason')}")
        meaning = f"{criterion}: {meaning[0].lower()}{meaning[1:]}"
    values = ("yes", "no") if told.values == ("true", "false") else told.values
    return Entry(file, "", column, meaning, told.unit, values)


def _keys(node: Mapping[str, Any], schema: Mapping[str, Any], path: str) -> Iterator[Entry]:
    """The keys below a node, each followed by those below it."""
    for name, part in node.get("properties", {}).items():
        told = _told(part, schema)
        here = f"{path}{name}"
        yield Entry(EXPORT, "", here, part.get("description") or told["description"], told.get("unit", ""), _values(told))
        yield from _keys(told, schema, f"{here}.")
        items = _told(told.get("items", {}), schema)
        if items:
            yield from _keys(items, schema, f"{here}[].")


def _told(part: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands behind a reference, or beside `null`; the description of what leads there goes first."""
    if "$ref" in part:
        return {**schema["$defs"][part["$ref"].rpartition("/")[2]], **{key: value for key, value in part.items() if key != "$ref"}}
    choices: Sequence[Mapping[str, Any]] = part.get("oneOf", part.get("anyOf", ()))
    chosen = next((_told(item, schema) for item in choices if item.get("type") != "null"), {})
    return {**chosen, **part}


def _values(told: Mapping[str, Any]) -> tuple[str, ...]:
    if told.get("type") == "boolean":
        return ("true", "false")
    allowed = told.get("enum") or _items(told).get("enum", ())
    return tuple(str(value) for value in allowed if value is not None)


def _items(told: Mapping[str, Any]) -> Mapping[str, Any]:
    items: Mapping[str, Any] = told.get("items", {})
    return items


def _table(section: str, columns: Sequence[Column], words: Texts) -> Iterator[Entry]:
    heads = {column.key: words.plain(column.heading) for column in columns}
    for column in columns:
        meaning, unit = _meaning(column, heads), UNITS.get(column.show, "")
        yield Entry(f"tables/{section}.csv", section, column.key, meaning, unit, _codes(column, words))
    yield Entry(f"tables/{section}.csv", section, "row", KIND_OF_ROW, "", tuple(Level))


def _meaning(column: Column, heads: Mapping[str, str]) -> str:
    """What a column of a table holds, in a sentence."""
    head = heads[column.key]
    if column.show is Show.SHARE and (counted := column.key.removesuffix("_share")) in heads and counted != column.key:
        return f"Share: {heads[counted]}, of {heads[column.per] if column.per else 'N'}."
    if column.show is Show.COUNT:
        return f"{head}: the parts add up to N."
    if column.show is Show.PORTION:
        return f"{head}: a portion of {heads[column.of]}."
    return f"{head}: as the list or the maker writes it, or a code." if column.show is Show.TEXT else f"{head}."


def _codes(column: Column, words: Texts) -> tuple[str, ...]:
    """The codes that a column may have; of those that stand for a reason all reasons."""
    if column.show is not Show.CODE:
        return ()
    codes = words.section(column.codes)
    return (*codes, *(reason for reason in Reason if column.codes == "outcome" and reason not in codes))
