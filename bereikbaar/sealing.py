"""The end of a run: its report, and the seal on all of it."""

import sys
from pathlib import Path

import click

from bereikbaar.again import typed
from bereikbaar.refusal import UNUSABLE
from bereikbaar.watching import Watch


def sealed(out: Path, spoken: tuple[str, ...]) -> str:
    """Write the report in these languages, if any, and seal the run; give the report's first page.

    Ends the program where a disk is full, with what to do.
    """
    from reports.report import Wish, write_report  # noqa: PLC0415  # not needed before
    from reports.seal import seal  # noqa: PLC0415

    try:
        if spoken:
            watch = Watch()
            first = write_report(out, spoken, wish=Wish(watch=watch))
            if watch.anew:
                click.echo(watch.told(), err=True)
            return str(first)
        seal(out, ())
    except OSError as error:
        click.echo(f"bereikbaar: all visits are stored, but what is made of them cannot be written: {error}. Make room, then:\n"
                   f"  {typed('report', str(out))}", err=True)  # fmt: skip
        sys.exit(UNUSABLE)
    return ""
