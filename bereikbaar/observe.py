"""`bereikbaar observe`: take what a person saw into a run."""

import sys
from pathlib import Path

import click

from crawler.model.plain import plain
from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar observe results worklist.csv
  bereikbaar observe results worklist.xlsx --by AB
  bereikbaar observe results visit.har --by AB
  bereikbaar observe results visit.wacz --shop shop.example --by AB

FILE is the worklist with rows filled in (CSV or XLSX), or a visit that a browser
recorded: HAR, WARC (gzipped or not) or WACZ. A recording begins at the home page
and follows links. It settles what it shows, never that something is not there:
that takes a filled row. What was taken is marked "observed by hand" everywhere,
with initials and day. `bereikbaar worklist` tells what to look at.

Exit status: 0 all of FILE is taken, 2 FILE or DIR cannot be used; then nothing is
taken.
"""


@click.command(name="observe", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--shop", default="", metavar="ID", help="The shop of a recording; of rows, take those of this shop only.")
@click.option("--by", default="", metavar="INITIALS", help="Who looked: needed for a recording, and for rows without initials.")
def command(folder: Path, file: Path, shop: str, by: str) -> None:
    """Take FILE, what a person saw, into the run in DIR."""
    from crawler.runs.folder import RunError  # noqa: PLC0415  # `--help` need not load readers and number plans
    from crawler.runs.observing import observe  # noqa: PLC0415

    try:
        taken = observe(folder, file, shop=shop, by=by)
    except (RunError, StoreError) as error:
        for line in str(error).splitlines():
            click.echo(f"bereikbaar: {plain(line, 2000)}", err=True)
        sys.exit(2)
    for item in taken:
        told = ", ".join(f"{channel} {place_class}" for channel, place_class in item.placed)
        click.echo(f"{item.shop}: {told}" + (f" ({item.pages} pages of the recording were read)" if item.pages else ""))
    click.echo(f"Taken, marked as observed by hand: {len(taken)}. `bereikbaar report {folder}` writes the report anew.")
