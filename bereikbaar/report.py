"""`bereikbaar report`: judge a stored run again and write its report."""

import sys
from pathlib import Path

import click

from crawler.store.errors import StoreError

EPILOG = """\b
Example:
  bereikbaar report results

\b
Nothing is visited. The report goes to results/report/index.html and opens in any browser,
without network. The tables lie beside it as CSV and JSON.

\b
Exit status: 0 the report is written, 2 the folder holds no run or cannot be written to.
"""


@click.command(name="report", epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Judge the run stored in DIR again and write its report."""
    from reports.report import write_report  # noqa: PLC0415  # `--help` need not load templates and norms

    try:
        click.echo(f"Report: {write_report(folder)}")
    except (StoreError, OSError) as error:
        click.echo(f"bereikbaar: {error}", err=True)
        sys.exit(2)
