"""`bereikbaar sample`: a random sample of verdicts for a person to check, and what the check gave."""

from collections import Counter
from pathlib import Path

import click

from bereikbaar.lines import refuse_lines, write_lines
from bereikbaar.refusal import refuse
from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar sample results --size 100 --seed 2026-11 > sample.csv
  bereikbaar sample results --size 40 --seed 1 --out sample.csv
  bereikbaar sample results sample.csv --by AB

The strata are phone and e-mail, positives (every page, home, contact page) and
negatives; as many are drawn of each as it holds, up to the size asked for. Each
line tells how many its stratum holds and how many were drawn of it. Undetermined
channels and those observed by hand are not drawn. The same run and seed give the
same lines.

Fill in right (yes or no), initials and date, and where it is not right the true
place class; then give the file back as FILE. Table P17 tells from it how often
the program errs. A check changes no finding: that is what `confirm` is for.

Exit status: 0 the sample is written or all of FILE is taken, 2 the folder holds
no run, or FILE cannot be used or written; then nothing is taken.
"""


@click.command(name="sample", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--size", type=click.IntRange(min=1), metavar="N", help="How many verdicts to draw at most.")
@click.option("--seed", metavar="S", help="Any text; publish it, so that others can draw again.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
@click.option("--by", default="", metavar="INITIALS", help="Who checked: for rows without initials.")
def command(folder: Path, file: Path | None, out: Path | None, *, size: int | None, **told: str | None) -> None:
    """Draw verdicts of the run in DIR for a person to check, or take FILE, the check."""
    try:
        if file is not None:
            _take(folder, file, told["by"] or "")
        elif size is None or (seed := told["seed"]) is None:
            raise click.UsageError("give --size and --seed to draw a sample, or the FILE of one that was checked")
        else:
            _draw(folder, size, seed, out)
    except (StoreError, OSError) as error:
        refuse(str(error))


def _draw(folder: Path, size: int, seed: str, out: Path | None) -> None:
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load these
    from reports.people.sample import COLUMNS, draw  # noqa: PLC0415

    with Archive(folder) as archive:
        drawn = draw(archive.dossiers(links=False), size, seed)
    write_lines(COLUMNS, [item.cells for item in drawn], out)
    counts = Counter(item.stratum for item in drawn)
    held = {item.stratum: item.in_stratum for item in drawn}
    told = ", ".join(f"{count} of {held[name]} {name}" for name, count in counts.items())
    click.echo(f"Drawn with seed {seed}: {told or 'nothing, for nothing is settled'}.", err=True)


def _take(folder: Path, file: Path, by: str) -> None:
    from crawler.runs.folder import RunError  # noqa: PLC0415
    from crawler.runs.noting import note_checks  # noqa: PLC0415

    try:
        noted = note_checks(folder, file, by)
    except RunError as error:
        refuse_lines(error)
    wrong = sum(item.found is not item.true for _, item in noted.lines)
    click.echo(f"Taken: {len(noted.lines)} checked verdicts, {wrong} of them not right; {noted.new} new.")
