"""`bereikbaar export`: the results of a run as JSON Lines, CSV or XLSX."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bereikbaar.options import public_option
from bereikbaar.refusal import refuse
from bereikbaar.whole_file import whole
from crawler.store.errors import StoreError

if TYPE_CHECKING:
    from reports.verdict import Verdict

EPILOG = """\b
Examples:
  bereikbaar export results > results.jsonl
  bereikbaar export results --format csv --out results.csv
  bereikbaar export results --format xlsx --out results.xlsx
  bereikbaar export results --public --out public.jsonl

One line a row of the list, in its order, bad rows too. The keys of the JSON are
described in reports/outputs/export.schema.json; all times stand in its `visit`.
CSV begins with a byte order mark; XLSX has the same columns and needs --out. In
both, cells that a spreadsheet would take for a formula get an apostrophe before
them.

With --public mailboxes of persons, and mobile numbers and addresses of traders
who may be natural persons, are masked; docs/privacy.md tells by what rules.

Exit status: 0 everything is written, 2 the folder holds no run or FILE cannot be
written.
"""


@click.command(name="export", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "csv", "xlsx"]), default="jsonl", show_default=True, help="What to write."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
@public_option
def command(folder: Path, form: str, out: Path | None, *, public: bool) -> None:
    """Write the results of the run in DIR."""
    if form == "xlsx" and out is None:
        raise click.UsageError("--format xlsx needs --out FILE: a workbook is no text")
    try:
        if out is None:
            with _verdicts(folder, public=public) as verdicts:
                _to_stream(sys.stdout.buffer, verdicts, form)
        else:
            with whole(out) as part, _verdicts(folder, public=public) as verdicts:
                _to_file(part, verdicts, form)
    except BrokenPipeError:
        raise  # the reader has seen enough: the command ends without a word
    except (StoreError, OSError, ValueError) as error:
        refuse(str(error))


def _to_file(path: Path, verdicts: "Iterable[Verdict]", form: str) -> None:
    from reports.outputs import xlsx  # noqa: PLC0415  # `--help` need not load it

    if form == "xlsx":
        xlsx.write(verdicts, path)
        return
    with path.open("wb") as stream:
        _to_stream(stream, verdicts, form)


def _to_stream(stream: BinaryIO, verdicts: "Iterable[Verdict]", form: str) -> None:
    from reports.outputs import flat_csv, json_lines  # noqa: PLC0415

    stream.writelines(line.encode() for line in (flat_csv if form == "csv" else json_lines).lines(verdicts))
    stream.flush()


@contextmanager
def _verdicts(folder: Path, *, public: bool) -> "Iterator[Iterable[Verdict]]":
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load norms and number plans
    from reports.masking import masked  # noqa: PLC0415
    from reports.run import verdicts  # noqa: PLC0415

    with Archive(folder) as archive:
        yield map(masked, verdicts(archive)) if public else verdicts(archive)
