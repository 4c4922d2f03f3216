"""`bereikbaar check LIST`: what is understood of a list, without visiting anything."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from crawler.lists import ListError, ShopList, read_list
from crawler.model.plain import plain
from crawler.model.row import Row

Columns = tuple[tuple[str, str], ...]

LONGEST = 80
"""Characters shown of a bad row's cell."""

FORMATS = ("auto", "table", "plain", "jsonl")


EPILOG = """\b
Examples:
  bereikbaar check shops.csv
  bereikbaar check shops.xlsx --bad
  bereikbaar check shops.csv --format jsonl

The list needs a column with addresses (head: url, website, webadres ...).
Columns for name, country and language are understood in Dutch, English, German
and French; every further column is kept as a tag. A file of bare addresses, one
a line, will do too.

Exit status: 0 every row names a shop, 2 a row is bad or the list can not be
read.
"""


@click.command(name="check", epilog=EPILOG)
@click.argument("shop_list", metavar="LIST", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="auto",
    show_default=True,
    help="A table for a terminal, plain lines, or JSON Lines.",
)
@click.option("--bad", "bad_only", is_flag=True, help="Show bad rows only.")
@click.option("--allow-private", is_flag=True, help="Take private addresses, IP addresses and localhost for shops too.")
def command(*, shop_list: Path, form: str, bad_only: bool, allow_private: bool) -> None:
    """Tell what is understood of LIST (CSV or XLSX), row by row, without visiting anything."""
    try:
        understood = read_list(shop_list, allow_private=allow_private)
    except ListError as error:
        click.echo(f"Error: {plain(str(error))}", err=True)
        sys.exit(2)
    chosen = [row for row in understood.rows if row.shop is None or not bad_only]
    bad = sum(row.shop is None for row in understood.rows)
    if form == "jsonl":
        for row in chosen:
            click.echo(json.dumps(_as_json(row), ensure_ascii=True))
    else:
        _tell(understood, chosen, table=form == "table" or (form == "auto" and sys.stdout.isatty()))
    click.echo(f"{len(understood.rows)} rows: {len(understood.rows) - bad} good, {bad} bad", err=form == "jsonl")
    sys.exit(2 if bad else 0)


def _tell(understood: ShopList, rows: Iterable[Row], *, table: bool) -> None:
    columns = ", ".join(f"{plain(head)} = {meaning}" for head, meaning in understood.columns)
    split = {"": "", "\t": ", split by tab"}.get(understood.delimiter, f", split by {understood.delimiter}")
    click.echo(f"Read as {understood.encoding}{split}. Columns: {columns}")
    if table:
        _print_table(rows, understood.columns)
    else:
        for row in rows:
            click.echo("  ".join(cell for cell in (f"line {row.line}:", *_cells(row, understood.columns)) if cell))


def _print_table(rows: Iterable[Row], columns: Columns) -> None:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("line", show_edge=False)
    for head in ("shop", "address", "country", "language", "what is wrong"):
        table.add_column(head, overflow="fold")
    for row in rows:
        name, url, country, language, message = _cells(row, columns)
        style = "red" if message else ""
        table.add_row(*(Text(cell, style=style) for cell in (str(row.line), name, url, country, language, message)))
    Console(highlight=False, markup=False, emoji=False).print(table)


def _cells(row: Row, columns: Columns) -> tuple[str, str, str, str, str]:
    """Name, address, country, language and message, fit for a terminal; of a bad row as the list has them."""
    shop = row.shop
    if shop is not None:
        return (plain(shop.name), plain(shop.url), shop.country or "", shop.language or "", "")
    written = {meaning: plain(value)[:LONGEST] for (_, value), (_, meaning) in zip(row.cells, columns, strict=False)}
    name, url, country, language = (written.get(meaning, "") for meaning in ("name", "url", "country", "language"))
    return (name, url, country, language, plain(f"{row.reason}: {row.message}"))


def _as_json(row: Row) -> dict[str, object]:
    shop = row.shop
    return {
        "line": row.line,
        "shop": None
        if shop is None
        else {
            "id": shop.id,
            "name": shop.name,
            "url": shop.url,
            "country": shop.country,
            "language": shop.language,
            "tags": dict(shop.tags),
        },
        "reason": row.reason,
        "message": row.message,
        "cells": dict(row.cells),
    }
