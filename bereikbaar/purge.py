"""`bereikbaar purge`: erase evidence, or all that was seen of a shop."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bereikbaar.refusal import refuse
from crawler.evidence.manifest import MANIFEST, ManifestError, read

if TYPE_CHECKING:
    from crawler.runs.purge import Purge

EPILOG = """\b
Examples:
  bereikbaar purge results --older-than 365
  bereikbaar purge results --shop teapot-lane.example
  bereikbaar purge results --shop sokken-drie.example --older-than 30 --yes

Without --shop the pages as received (results/evidence) go: the answers stay,
but can no longer be proved or judged again. With --shop all that was seen of a
shop goes as well; its row stays, undetermined, and says that it was purged.
--retry undetermined does not visit it again, --retry purged does; put its
domain on a stop list, and no run does. Web archives, the public report, and
with --shop older copies of the store, go too. The report is written anew and
the run sealed anew. What you copied elsewhere is not reached.

Exit status: 0 it is erased, or there was nothing to erase, 2 the folder holds
no run, the list no such shop, or you said no.
"""
MOST_NAMED = 5


@click.command(name="purge", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--shop", "shops", multiple=True, metavar="ID", help="Erase all of this shop (id, host or home page); repeatable.")
@click.option("--older-than", type=click.IntRange(0), metavar="DAYS", help="Only of visits that ended longer ago than that.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(folder: Path, shops: tuple[str, ...], older_than: int | None, *, yes: bool) -> None:
    """Erase evidence of the run in DIR, or all that was seen of some shops."""
    from crawler.runs.folder import RunError, weight  # noqa: PLC0415  # `--help` need not load the store
    from crawler.runs.needs import size  # noqa: PLC0415
    from crawler.runs.purge import chosen, purge, results  # noqa: PLC0415
    from crawler.store.errors import StoreError  # noqa: PLC0415

    before = "" if older_than is None else _ago(older_than)
    try:
        what = chosen(folder, shops, before)
        if what.empty:
            click.echo(f"There is nothing to erase.{_elsewhere(what)}")
            return
        _ask(folder, what, yes=yes)
        heavy, languages = weight(folder), {place: _languages(place) for place in results(folder)}
        purge(folder, what)
        for place, spoken in languages.items():
            _seal_again(place, spoken)
    except KeyError as error:
        refuse(f"the list of this run has no shop {error.args[0]!r}")
    except (RunError, StoreError, OSError) as error:
        refuse(str(error))
    click.echo(f"Erased: {_told(what)}. Freed: {size(max(0, heavy - weight(folder)))}.{_elsewhere(what)}")
    click.echo("Copies elsewhere, exports for one, are not reached: see docs/privacy.md.")


def _ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds").replace("+00:00", "Z")


def _ask(folder: Path, what: "Purge", *, yes: bool) -> None:
    """Ask, unless told not to; ends the program at any other answer than yes."""
    click.echo(f"To be erased from {folder}: {_told(what)}. This cannot be undone.", err=True)
    try:
        said = yes or click.confirm("Go on?", err=True)
    except click.Abort:
        said = False
    if not said:
        refuse("nothing was erased; --yes goes on without asking")


def _told(what: "Purge") -> str:
    evidence = f"the evidence of {len(what.files)} visits"
    if not what.shops:
        return evidence
    names = ", ".join(shop.id for shop in what.shops[:MOST_NAMED])
    more = f" and {len(what.shops) - MOST_NAMED} more" if len(what.shops) > MOST_NAMED else ""
    return f"all that was seen of {len(what.shops)} shops ({names}{more}), with {evidence}"


def _elsewhere(what: "Purge") -> str:
    return f" Its evidence is that of {what.elsewhere}: purge that run too." if what.elsewhere else ""


def _languages(folder: Path) -> list[str] | None:
    """The languages of the report, None where the run is neither sealed nor reported."""
    try:
        return list(read(folder).told["languages"])
    except (ManifestError, KeyError):
        return ["en"] if (folder / "report").exists() or (folder / MANIFEST).exists() else None


def _seal_again(folder: Path, languages: list[str] | None) -> None:
    from reports.report import write_report  # noqa: PLC0415
    from reports.seal import seal  # noqa: PLC0415

    if languages:
        write_report(folder, languages)
    elif languages is not None:
        seal(folder, [])
