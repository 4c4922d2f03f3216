"""`bereikbaar export`: the results of a run as JSON Lines, CSV, a workbook, or its summary on one page as HTML or PDF."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import click

from bereikbaar.options import one_language_option, public_option
from bereikbaar.refusal import refuse
from bereikbaar.whole_file import whole
from crawler.store.errors import StoreError

if TYPE_CHECKING:
    from reports.outputs.summary import RunFacts
    from reports.verdict import Verdict

EPILOG = """\b
Examples:
  bereikbaar export results > results.jsonl
  bereikbaar export results --format csv --out results.csv
  bereikbaar export results --format xlsx --out results.xlsx
  bereikbaar export results --format summary --language nl --out summary.html
  bereikbaar export results --format pdf --out summary.pdf
  bereikbaar export results --public --out public.jsonl

jsonl and csv: one line a row of the list, in its order, bad rows too. The keys of
the JSON are described in reports/outputs/export.schema.json; all times stand in
its `visit`. CSV begins with a byte order mark. xlsx has the same lines, and a sheet
for each table. In both, cells that a spreadsheet would take for a formula get an
apostrophe before them.

summary: one page for who has no time for the report, as one HTML file that needs
nothing beside it. pdf: the same on one sheet of A4, tagged; it takes a browser
(Chromium or Chrome), or the extra `pdf`. Both, and xlsx, are in one language. xlsx
and pdf need --out.

With --public mailboxes of persons, and mobile numbers and addresses of traders
who may be natural persons, are masked; docs/privacy.md tells by what rules.

Exit status: 0 everything is written, 2 the folder holds no run, FILE cannot be
written, or there is nothing to make a PDF with.
"""
FORMS = ("jsonl", "csv", "xlsx", "summary", "pdf")
NO_TEXT = frozenset({"xlsx", "pdf"})


class Run(NamedTuple):
    """A stored run: its verdicts in the order of the list, and what is known beside them."""

    verdicts: "Iterable[Verdict]"
    facts: "RunFacts"


@click.command(name="export", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), default="jsonl", show_default=True, help="What to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
@one_language_option
@public_option
def command(folder: Path, form: str, out: Path | None, *, language: str, public: bool) -> None:
    """Write the results of the run in DIR."""
    if form in NO_TEXT and out is None:
        raise click.UsageError(f"--format {form} needs --out FILE: it is no text")
    try:
        if out is None:
            with _run(folder, public=public) as run:
                _to_stream(sys.stdout.buffer, run, form, language)
        else:
            with whole(out) as part, _run(folder, public=public) as run:
                _to_file(part, run, form, language)
    except BrokenPipeError:
        raise  # the reader has seen enough: the command ends without a word
    except (StoreError, OSError, ValueError, RuntimeError) as error:
        refuse(str(error))


def _to_file(path: Path, run: Run, form: str, language: str) -> None:
    if form == "xlsx":
        from reports.outputs import workbook  # noqa: PLC0415  # `--help` need not load it
        from reports.texts.texts import texts  # noqa: PLC0415

        workbook.write(run.verdicts, path, run.facts, texts(language))
        return
    with path.open("wb") as stream:
        _to_stream(stream, run, form, language)


def _to_stream(stream: BinaryIO, run: Run, form: str, language: str) -> None:
    if form in {"summary", "pdf"}:
        from bereikbaar.paper import printed  # noqa: PLC0415

        page = _summary(run, language)
        stream.write(printed(page) if form == "pdf" else page.encode())
    else:
        from reports.outputs import flat_csv, json_lines  # noqa: PLC0415

        stream.writelines(line.encode() for line in (flat_csv if form == "csv" else json_lines).lines(run.verdicts))
    stream.flush()


def _summary(run: Run, language: str) -> str:
    """The summary as one file."""
    from reports.outputs.summary import summed_up  # noqa: PLC0415
    from reports.outputs.summary_page import alone  # noqa: PLC0415
    from reports.tally import Tally  # noqa: PLC0415
    from reports.texts.texts import texts  # noqa: PLC0415

    return alone(summed_up(Tally.of(run.verdicts), run.facts), texts(language))


@contextmanager
def _run(folder: Path, *, public: bool) -> "Iterator[Run]":
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load norms and number plans
    from reports.masking.mask import masked  # noqa: PLC0415
    from reports.report import facts_of  # noqa: PLC0415
    from reports.run import verdicts  # noqa: PLC0415

    with Archive(folder) as archive:
        judged = map(masked, verdicts(archive)) if public else verdicts(archive)
        yield Run(judged, facts_of(archive, public=public))
