"""`bereikbaar export`: the results of a run as JSON Lines or CSV."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from crawler.store.errors import StoreError

EPILOG = """\b
Examples:
  bereikbaar export results > results.jsonl
  bereikbaar export results --format csv --out results.csv

One line a row of the list, in its order, bad rows too. The keys of the JSON are
described in reports/outputs/export.schema.json; all times stand in its `visit`.
CSV begins with a byte order mark, and cells that a spreadsheet would take for a
formula get an apostrophe before them.

Exit status: 0 everything is written, 2 the folder holds no run or FILE cannot be
written.
"""


@click.command(name="export", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True, help="What to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
def command(folder: Path, form: str, out: Path | None) -> None:
    """Write the results of the run in DIR."""
    try:
        with _target(out) as stream:
            for line in _lines(folder, form):
                stream.write(line.encode())
    except BrokenPipeError:
        raise  # the reader has seen enough: the command ends without a word
    except (StoreError, OSError) as error:
        click.echo(f"bereikbaar: {error}", err=True)
        sys.exit(2)


def _lines(folder: Path, form: str) -> Iterator[str]:
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load norms and number plans
    from reports.norms.norms import norms  # noqa: PLC0415
    from reports.outputs import flat_csv, json_lines  # noqa: PLC0415
    from reports.verdict import Verdict, judge  # noqa: PLC0415

    with Archive(folder) as archive:
        verdicts: Iterable[Verdict] = (judge(dossier, norms()) for dossier in archive.dossiers(links=False))
        if form == "csv":
            yield from flat_csv.lines(verdicts)
        else:
            yield from json_lines.lines(verdicts)


@contextmanager
def _target(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there only when it is whole."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
