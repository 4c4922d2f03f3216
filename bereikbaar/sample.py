"""`bereikbaar sample`: a random sample of verdicts, for a person to check."""

import sys
from collections import Counter
from pathlib import Path

import click

from bereikbaar.refusal import refuse
from bereikbaar.whole_file import whole
from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar sample results --size 100 --seed 2026-11 > sample.csv
  bereikbaar sample results --size 40 --seed 1 --out sample.csv

The strata are phone and e-mail, positives (every page, home, contact page) and
negatives; as many are drawn of each as it holds, up to the size asked for. Each
line tells how many its stratum holds and how many were drawn of it. Undetermined
channels and those observed by hand are not drawn. The same run and seed give the
same lines.

Exit status: 0 the sample is written, 2 the folder holds no run or FILE cannot be
written.
"""


@click.command(name="sample", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--size", type=click.IntRange(min=1), required=True, metavar="N", help="How many verdicts to draw at most.")
@click.option("--seed", required=True, metavar="S", help="Any text; publish it, so that others can draw again.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
def command(folder: Path, size: int, seed: str, out: Path | None) -> None:
    """Draw verdicts of the run in DIR for a person to check."""
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load these
    from reports.outputs.csv_table import csv_text  # noqa: PLC0415
    from reports.sample import COLUMNS, draw  # noqa: PLC0415

    try:
        with Archive(folder) as archive:
            drawn = draw(archive.dossiers(links=False), size, seed)
        text = csv_text([COLUMNS, *(item.cells for item in drawn)]).encode()
        if out is None:
            sys.stdout.buffer.write(text)
        else:
            with whole(out) as part:
                part.write_bytes(text)
    except BrokenPipeError:
        raise  # the reader has seen enough: the command ends without a word
    except (StoreError, OSError) as error:
        refuse(str(error))
    counts = Counter(item.stratum for item in drawn)
    held = {item.stratum: item.in_stratum for item in drawn}
    told = ", ".join(f"{count} of {held[name]} {name}" for name, count in counts.items())
    click.echo(f"Drawn with seed {seed}: {told or 'nothing, for nothing is settled'}.", err=True)
