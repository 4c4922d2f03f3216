"""`bereikbaar report`: judge a stored run again and write its report."""

from pathlib import Path

import click

from bereikbaar.options import language_option, public_option
from bereikbaar.refusal import refuse
from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar report results
  bereikbaar report results --language nl --language en
  bereikbaar report results --public

Nothing is visited. The report goes to results/report/index.html and opens in
any browser, without network. The tables lie beside it as CSV and JSON. A
further language stands whole in a folder of its name, such as results/report/en.

With --public mailboxes of persons, and mobile numbers and addresses of traders
who may be natural persons, are masked; that report goes to
results/report-public. docs/privacy.md tells by what rules.

Exit status: 0 the report is written, 2 the folder holds no run or cannot be
written to.
"""


@click.command(name="report", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@language_option
@public_option
def command(folder: Path, spoken: tuple[str, ...], *, public: bool) -> None:
    """Judge the run stored in DIR again and write its report."""
    from reports.report import write_report  # noqa: PLC0415  # `--help` need not load templates and norms

    try:
        click.echo(f"Report: {write_report(folder, spoken, public=public)}")
    except (StoreError, OSError) as error:
        refuse(str(error))
