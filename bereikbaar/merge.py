"""`bereikbaar merge`: make one run of its parts, as `audit --shard` wrote them on one machine or on many."""

from pathlib import Path

import click

from bereikbaar.options import language_option
from bereikbaar.refusal import refuse
from bereikbaar.sealing import sealed

EPILOG = """\b
Examples:
  bereikbaar merge part-1 part-2 part-3 part-4 --out results
  bereikbaar merge part-* --out results --language nl
  bereikbaar merge part-* --out results --no-report

Each part is a folder that `bereikbaar audit LIST --shard 2/4 --out part-2` wrote,
from the same list, with the same options and the same version of the program.
What comes out is the run of the whole list, as if one machine had made it: all
other commands work on it. Of a shop that stands in two parts the one counts that
was finished first. The parts stay as they are. A merge that was stopped goes on
when the same command is given again.

Exit status: 0 all rows of the list are in the result, 2 a shard is missing or not
finished (it is named), or the parts do not belong together; then nothing is
merged.
"""


@click.command(name="merge", epilog=EPILOG)
@click.argument("parts", metavar="PART...", nargs=-1, required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the whole run.")
@language_option
@click.option("--no-report", is_flag=True, help="Merge only.")
def command(parts: tuple[Path, ...], out: Path, spoken: tuple[str, ...], no_report: bool) -> None:
    """Make one run of its parts, and write the report."""
    from crawler.batches.merge import merge  # noqa: PLC0415  # `--help` need not wait
    from crawler.runs.folder import RunError  # noqa: PLC0415

    try:
        done = merge(parts, out, say=lambda line: click.echo(line, err=True))
    except RunError as error:
        refuse(str(error))
    report = sealed(out, () if no_report else spoken)
    click.echo(f"{done.rows} rows: {done.shops} shops visited. Merged now: {done.taken}.")
    click.echo(f"Results: {done.out}")
    if report:
        click.echo(f"Report: {report}")
