"""`bereikbaar report`: judge a stored run again and write its report."""

from pathlib import Path

import click

from bereikbaar.options import coverage_option, language_option, public_option, study_option
from bereikbaar.refusal import refuse
from crawler.runs.folder import RunError
from crawler.runs.say import say_sample
from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar report results
  bereikbaar report results --language nl --language en
  bereikbaar report results --public
  bereikbaar report results --sample
  bereikbaar report results --study nos-2023 --study rtl

Nothing is visited. The report goes to results/report/index.html and opens in
any browser, without network. The tables lie beside it as CSV and JSON. A
further language stands whole in a folder of its name, such as results/report/en.

With --public mailboxes of persons, and mobile numbers and addresses of traders
who may be natural persons, are masked; that report goes to
results/report-public. docs/privacy.md tells by what rules.

With --sample the shares get intervals, sentences speak of a sample, and the run
keeps that it is one; with --census the list is again taken for all there is.

With --study each study has a page such as results/report/study-rtl.html, and its
table as CSV and JSON: its published figures, this run in the same form, and how
the two differ. docs/studies.md shows them for the demo.

Exit status: 0 the report is written, 2 the folder holds no run or cannot be
written to.
"""


@click.command(name="report", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@language_option
@coverage_option
@study_option
@public_option
def command(folder: Path, spoken: tuple[str, ...], studies: tuple[str, ...], *, sample: bool | None, public: bool) -> None:
    """Judge the run stored in DIR again and write its report."""
    from reports.report import write_report  # noqa: PLC0415  # `--help` need not load templates and norms

    try:
        if sample is not None and say_sample(folder, sample=sample) and public:
            write_report(folder, spoken, studies=studies)  # what the run is sealed with says so too
        click.echo(f"Report: {write_report(folder, spoken, public=public, studies=studies)}")
    except (RunError, StoreError, OSError) as error:
        refuse(str(error))
