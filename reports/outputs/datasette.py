"""What Datasette is told of a run's store, so that its tables explain themselves: titles, columns, and queries to begin with.

https://docs.datasette.io/en/stable/metadata.html. It lies in the report, not beside the store: what is sealed stays as it is.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from crawler.store.columns import Column, StoreTable, store_tables
from reports.outputs.summary import Summary
from reports.texts.texts import texts

FILE = "datasette.json"
QUERIES = Path(__file__).with_name("datasette.toml")
STORE = "bereikbaar"
"""What Datasette calls the store: its file without `.sqlite`."""


def write(folder: Path, report: Summary) -> None:
    """Write the metadata into a folder. Raises OSError."""
    text = json.dumps(metadata(report), ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def metadata(report: Summary) -> dict[str, Any]:
    """The metadata of the store that a report was made of."""
    words = texts()
    name = report.facts.list_name
    return {
        "title": f"{words.plain('page.product')}: {name}",
        "description": f"{words.plain('index.title')}. {words.plain('page.draft')}. {_plain(report)}",
        "source": name,
        "license": words.plain("page.draft"),
        "databases": {
            STORE: {
                "description": words.plain("index.what"),
                "tables": {item.name: _table(item) for item in store_tables().values()},
                "queries": _read()["queries"],
            }
        },
    }


def _plain(report: Summary) -> str:
    return str(report.when(texts()).unescape())


def _table(item: StoreTable) -> dict[str, Any]:
    told = {"description": item.meaning, "columns": {column.name: _column(column) for column in item.columns}}
    return {**told, **_read()["tables"].get(item.name, {})}


def _column(column: Column) -> str:
    """The meaning of a column with its unit and its values; where these are yes and no, as numbers."""
    unit = f" Unit: {column.unit}." if column.unit else ""
    values = f" One of: {', '.join(column.values)}." if column.values else ""
    return f"{column.meaning}{unit}{values}"


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(QUERIES.read_text(encoding="utf-8"))
