"""How far a report is: a bar on a terminal, and what it cost that could not be taken from the ledger."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reports.outline import Shown


class Watch:
    """Counts the rows on their way into a report; `anew` are those whose outlines did not hold."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.anew = 0

    def __call__(self, rows: "Iterator[Shown]", count: int) -> "Iterator[Shown]":
        """Give the rows on, and show how many there were."""
        quiet = not sys.stderr.isatty()
        with click.progressbar(rows, length=count, label="Writing the report", file=sys.stderr, hidden=quiet) as watched:
            for row in watched:
                self.anew += row.anew
                yield row

    def told(self) -> str:
        """What was judged for the report, in words."""
        return f"Judged anew: {self.anew} rows. Those that do not change are not judged again for the next report."
