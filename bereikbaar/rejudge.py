"""`bereikbaar rejudge`: read the evidence of a run again, with today's readers, words and norms."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bereikbaar.options import country_code, language_option
from bereikbaar.refusal import refuse
from crawler.runs.settings import ProgressKind

if TYPE_CHECKING:
    from crawler.runs.rejudge import Rejudged

EPILOG = """\b
Examples:
  bereikbaar rejudge results
  bereikbaar rejudge results --out results-under-belgian-law --norm BE
  bereikbaar rejudge results --country DE --language nl

Nothing is visited: the pages are read from results/evidence. The new result, its
report and differences.csv go to a folder of their own, results/rejudged-1 if no
other is named; the old result stays as it is. The new folder takes its evidence
from the old one: keep both.

Exit status: 0 all visits were read again, 1 the evidence of some is missing or
damaged (their old answers stand, and they are named), 2 the folder holds no run
or cannot be written to.
"""
SOME_KEPT = 1
MOST_TOLD = 10


def _norm(_context: click.Context, _option: click.Parameter, given: str) -> str:
    from reports.norms.norms import norms  # noqa: PLC0415

    if given and given.upper() not in norms():
        raise click.BadParameter(f"there is no norm of {given!r}; there are of {', '.join(sorted(norms()))}")
    return given.upper()


@click.command(name="rejudge", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the new result.")
@click.option("--norm", default="", callback=_norm, metavar="COUNTRY", help="Judge all shops by the norm of this country.")
@click.option("--country", default="", callback=country_code, help="Read all shops as shops of this country, such as NL.")
@language_option
@click.option("--progress", default="auto", show_default=True, type=click.Choice([kind.value for kind in ProgressKind]),
              help="How to tell how far it is, on standard error.")  # fmt: skip
def command(folder: Path, out: Path | None, spoken: tuple[str, ...], progress: str, **changes: str) -> None:
    """Read the pages of the run in DIR again and judge them anew."""
    from crawler.runs.folder import RunError  # noqa: PLC0415  # `--help` need not wait for the readers
    from crawler.runs.rejudge import Changes, rejudge  # noqa: PLC0415
    from crawler.store.errors import StoreError  # noqa: PLC0415
    from reports.report import write_report  # noqa: PLC0415

    target = out or _next(folder)
    try:
        done = rejudge(folder, target, Changes(country=changes["country"].upper(), norm=changes["norm"]), ProgressKind(progress))
        count = _compare(folder, target)
        report = write_report(target, spoken)
    except (RunError, StoreError, OSError) as error:
        refuse(str(error))
    _tell(done, count)
    click.echo(f"Report: {report}")
    sys.exit(SOME_KEPT if done.kept else 0)


def _next(folder: Path) -> Path:
    number = 1
    while (folder / f"rejudged-{number}").exists():
        number += 1
    return folder / f"rejudged-{number}"


def _compare(folder: Path, target: Path) -> int:
    from crawler.store.read import Archive  # noqa: PLC0415
    from reports import differences  # noqa: PLC0415
    from reports.run import verdicts  # noqa: PLC0415

    with Archive(folder) as before, Archive(target) as after:
        return differences.write(differences.differences(verdicts(before), verdicts(after)), target / differences.FILE)


def _tell(done: "Rejudged", count: int) -> None:
    for shop, why in list(done.kept.items())[:MOST_TOLD]:
        click.echo(f"{shop}: not read again, its old answers stand: {why}", err=True)
    if len(done.kept) > MOST_TOLD:
        click.echo(f"... and {len(done.kept) - MOST_TOLD} more.", err=True)
    click.echo(f"Read again: {done.read} visits. Differences: {count}, in {done.out / 'differences.csv'}")
    click.echo(f"Results: {done.out}")
