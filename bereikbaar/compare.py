"""`bereikbaar compare`: what changed between two runs over the same shops."""

from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bereikbaar.options import language_option
from bereikbaar.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.store.read import Archive
    from reports.outputs.compare_view import ReadAgain, Side

EPILOG = """\b
Examples:
  bereikbaar compare results-2025 results-2026 --out compared
  bereikbaar compare results-2025 results-2026 --out compared --language nl
  bereikbaar compare results-2025 results-2026 --out compared --rejudge

BEFORE and AFTER are folders that `bereikbaar audit` wrote. Nothing is visited.
Shops are the same by their id; both sides are held against today's norms.
FOLDER gets compare.html, compare.csv, compare.json and the tables.

With --rejudge the evidence of a side that another version of the program read
is read again with this one, into FOLDER/before and FOLDER/after; a difference
then lies in the shop and not in the reading.

Exit status: 0 the comparison is written, 1 it is, but the evidence of some
visits could not be read again, 2 a folder holds no run, the two cannot be
compared, or FOLDER cannot be written to.
"""
SOME_KEPT = 1


@click.command(name="compare", epilog=EPILOG)
@click.argument("before", metavar="BEFORE", type=click.Path(file_okay=False, path_type=Path))
@click.argument("after", metavar="AFTER", type=click.Path(file_okay=False, path_type=Path))
@click.option("--out", required=True, metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
@click.option("--rejudge", "again", is_flag=True, help="Read the evidence again where another version read it.")
@language_option
def command(before: Path, after: Path, out: Path, spoken: tuple[str, ...], *, again: bool) -> None:
    """Compare two runs, the earlier one first."""
    from crawler.runs.folder import RunError  # noqa: PLC0415  # `--help` need not load readers and norms
    from crawler.store.errors import StoreError  # noqa: PLC0415
    from reports.comparison import ComparisonError  # noqa: PLC0415

    try:
        kept = _compare((before, after), out, spoken, again=again)
    except (RunError, StoreError, ComparisonError) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename or out}: {error.strerror or error}")
    click.echo(f"Comparison: {out / 'compare.html'}")
    if kept:
        click.echo(f"Not read again, their old answers stand: {kept} visits.", err=True)
        raise SystemExit(SOME_KEPT)


def _compare(folders: tuple[Path, Path], out: Path, spoken: "Sequence[str]", *, again: bool) -> int:
    """Write the comparison; give how many visits could not be read again."""
    from crawler.runs.older import readable  # noqa: PLC0415
    from crawler.store.read import Archive  # noqa: PLC0415
    from reports.comparison import check, pairs  # noqa: PLC0415
    from reports.outputs import compare_page  # noqa: PLC0415
    from reports.outputs.compare_view import side  # noqa: PLC0415
    from reports.texts.texts import texts  # noqa: PLC0415

    languages = [texts(language) for language in dict.fromkeys(spoken)]
    with ExitStack() as stack:
        homes = [stack.enter_context(readable(folder, _made(out))) for folder in folders]
        archives = [stack.enter_context(Archive(home)) for home in homes]
        check(archives[0], archives[1], folders)
        sides = [side(archive, folder) for archive, folder in zip(archives, folders, strict=True)]
        if again:
            for place, name in enumerate(("before", "after")):
                if told := _read_again(sides[place], archives[place], out / name):
                    archives[place] = stack.enter_context(Archive(out / name))
                    sides[place] = side(archives[place], folders[place], told)
        compared = compare_page.Sides(sides[0], sides[1], version("bereikbaar"))
        compare_page.write(pairs(archives[0], archives[1]), out, compared, languages)
    return sum(item.read_again.kept for item in sides if item.read_again)


def _read_again(side: "Side", archive: "Archive", target: Path) -> "ReadAgain | None":
    """Read the evidence of a run again, unless all of it was read by what reads now."""
    from crawler.runs.desk import VERSIONS  # noqa: PLC0415
    from crawler.runs.rejudge import Changes, rejudge  # noqa: PLC0415
    from crawler.runs.settings import ProgressKind  # noqa: PLC0415
    from reports.outputs.compare_view import ReadAgain  # noqa: PLC0415
    from reports.run import NORM  # noqa: PLC0415

    if side.reading <= {VERSIONS}:
        return None
    norm = str(archive.run()["settings"].get(NORM, ""))
    done = rejudge(archive.path.parent, target, Changes(norm=norm), ProgressKind.AUTO)
    return ReadAgain(done.read, len(done.kept))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
