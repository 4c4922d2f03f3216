"""`bereikbaar replies`: write the shops that are to be heard, or take what was sent to them and what they answered."""

from pathlib import Path

import click

from bereikbaar.lines import refuse_lines, write_lines
from bereikbaar.refusal import refuse
from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar replies results > replies.csv
  bereikbaar replies results --out replies.csv
  bereikbaar replies results replies.csv
  bereikbaar replies results replies.csv --by AB

Without FILE the shops are written that have a negative and were not written to.
Fill in sent_on, sent_to (the address used), address_from (where that came from),
deadline, initials and date, and give the file back as FILE. When an answer comes,
fill in the line again, with answer (silent, no-answer, disputed, promised or
fixed), answered_on and, if you like, words: the shop's own, which are printed
beside the finding. A criterion is told where the answer is about one finding.

Exit status: 0 the list is written or all of FILE is taken, 2 FILE or DIR cannot
be used; then nothing is taken.
"""


@click.command(name="replies", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
@click.option("--by", default="", metavar="INITIALS", help="Who noted it: for rows without initials.")
def command(folder: Path, file: Path | None, out: Path | None, by: str) -> None:
    """Write whom to hear of the run in DIR, or take FILE, what was sent and answered."""
    try:
        if file is None:
            _write(folder, out)
        else:
            _take(folder, file, by)
    except (StoreError, OSError) as error:
        refuse(str(error))


def _write(folder: Path, out: Path | None) -> None:
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load norms
    from reports.people.to_review import REPLY_COLUMNS, to_hear  # noqa: PLC0415
    from reports.run import verdicts  # noqa: PLC0415

    with Archive(folder) as archive:
        rows = list(to_hear(verdicts(archive)))
    write_lines(REPLY_COLUMNS, (row.cells for row in rows), out)
    click.echo(f"To hear: {len(rows)} shops.", err=True)


def _take(folder: Path, file: Path, by: str) -> None:
    from crawler.runs.folder import RunError  # noqa: PLC0415
    from crawler.runs.noting import note_replies  # noqa: PLC0415
    from reports.people.reviewing import corrections  # noqa: PLC0415

    try:
        noted = note_replies(folder, file, tuple(corrections()), by)
    except RunError as error:
        refuse_lines(error)
    click.echo(f"Taken: {len(noted.lines)} lines, {noted.new} of them new. `bereikbaar report {folder}` writes the report anew.")
