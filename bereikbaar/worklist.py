"""`bereikbaar worklist`: what a person has to look at, as a file to fill in."""

import sys
from pathlib import Path

import click

from bereikbaar.refusal import refuse
from bereikbaar.whole_file import whole
from crawler.store.errors import StoreError
from reports.texts.languages import languages

EPILOG = """\b
Examples:
  bereikbaar worklist results > worklist.csv
  bereikbaar worklist results --format xlsx --out worklist.xlsx
  bereikbaar worklist results --language nl --out werklijst.csv

One line a channel that the program could not settle and a person can: bot walls,
age gates, pictures, scans, robots.txt, chats that were not tried. Each tells what
is missing, how to look and where. Fill in at least place_class, initials and date,
and give the file to `bereikbaar observe`. What only a browser, another try or a
mended list can settle is not in it.

Exit status: 0 the list is written, 2 the folder holds no run or FILE cannot be
written.
"""


@click.command(name="worklist", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True, help="What to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
@click.option("--language", default="en", show_default=True, type=click.Choice(languages()), help="Tell it in this language.")
def command(folder: Path, form: str, out: Path | None, language: str) -> None:
    """Write what a person has to look at in the run in DIR."""
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load texts and workbooks
    from reports.outputs.worklist_file import worklist_csv, write_workbook  # noqa: PLC0415
    from reports.people.worklist import work  # noqa: PLC0415
    from reports.texts.texts import texts  # noqa: PLC0415

    if form == "xlsx" and out is None:
        raise click.UsageError("--format xlsx needs --out FILE: a workbook is no text")
    try:
        with Archive(folder) as archive:
            rows = list(work(archive.dossiers(links=False), texts(language)))
        if out is None:
            sys.stdout.buffer.write(worklist_csv(rows).encode())
            return
        with whole(out) as part:
            if form == "xlsx":
                write_workbook(rows, part)
            else:
                part.write_bytes(worklist_csv(rows).encode())
    except BrokenPipeError:
        raise  # the reader has seen enough: the command ends without a word
    except (StoreError, OSError) as error:
        refuse(str(error))
    click.echo(f"To look at: {len(rows)} rows of {len({row.shop for row in rows})} shops, in {out}.")
