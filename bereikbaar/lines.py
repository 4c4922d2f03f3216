"""Files of lines for persons to fill in: written as CSV, and refused line by line."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

import click

from bereikbaar.refusal import UNUSABLE
from bereikbaar.whole_file import whole
from crawler.model.plain import plain


def write_lines(columns: Sequence[str], rows: Iterable[Sequence[str | int | None]], out: Path | None) -> None:
    """Write a head and lines as CSV in which nothing acts, to a file or to standard output. Raises OSError."""
    from reports.outputs.csv_table import csv_text  # noqa: PLC0415  # `--help` need not load it

    text = csv_text([columns, *rows]).encode()
    if out is None:
        sys.stdout.buffer.write(text)
        return
    with whole(out) as part:
        part.write_bytes(text)


def refuse_lines(error: Exception) -> NoReturn:
    """Tell every fault of a file on a line of its own, and end the program."""
    for line in str(error).splitlines():
        click.echo(f"bereikbaar: {plain(line, 2000)}", err=True)
    sys.exit(UNUSABLE)
