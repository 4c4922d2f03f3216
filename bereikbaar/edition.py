"""`bereikbaar edition`: freeze a run into a report that may be published."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bereikbaar.lines import refuse_lines
from bereikbaar.options import language_option
from bereikbaar.refusal import refuse
from bereikbaar.whole_file import whole
from crawler.store.errors import StoreError

if TYPE_CHECKING:
    from reports.people.gate import Barred

EPILOG = """\b
Examples:
  bereikbaar edition results --out edition.zip
  bereikbaar edition results --out edition.zip --language nl --language en
  bereikbaar edition results --out edition.zip --anonymous
  bereikbaar edition results --out edition.zip --date 2026-12-01

One ZIP with the report (masked), its tables, the results as JSON Lines, CSV and
XLSX, the dossiers they follow from, the points and packs, and the digest of each
file. `bereikbaar verify edition.zip` checks it. The evidence stays with you, for
the shops concerned and for courts.

A shop is named only when a person has checked each of its negatives
(`bereikbaar confirm`), and when it was heard or its deadline has passed
(`bereikbaar replies`). With --anonymous no shop is named: no lists, no pages of
shops, and no names, addresses or values in the data. The same run, day and
languages give the same bytes.

Exit status: 0 the edition is written, 2 a shop may not be named, or DIR or FILE
cannot be used; then nothing is written.
"""
MOST_TOLD = 10


def _day(_context: click.Context, _option: click.Parameter, given: str | None) -> str:
    try:
        return date.fromisoformat(given).isoformat() if given else datetime.now(UTC).date().isoformat()
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is no day such as 2026-12-01") from error


@click.command(name="edition", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The ZIP to write.")
@click.option("--anonymous", is_flag=True, help="Name no shop.")
@click.option("--date", "day", callback=_day, metavar="DAY", help="The day of publication, today if none is told.")
@language_option
def command(folder: Path, out: Path, day: str, spoken: tuple[str, ...], *, anonymous: bool) -> None:
    """Write an edition of the run in DIR."""
    from reports.edition import BarredError, EditionError, Wanted, write_edition  # noqa: PLC0415  # `--help` need not load templates

    if out.exists():
        refuse(f"{out}: is there already: an edition is frozen; give it another name")
    try:
        with whole(out) as part:
            made = write_edition(folder, part, Wanted(day, tuple(dict.fromkeys(spoken)), anonymous))
    except BarredError as error:
        refuse_lines(ValueError("\n".join(_told(error.shops, folder))))
    except (EditionError, StoreError, OSError) as error:
        refuse(str(error))
    shops = "no shop is named" if anonymous else f"{made.shops} shops named with a negative, {made.answered} of them answered"
    click.echo(f"Edition of {day}: {out}. Negatives: {made.negatives}, checked by a person: {made.checked}; {shops}.")


def _told(shops: "Sequence[Barred]", folder: Path) -> list[str]:
    """Which shops may not be named, why, and what to do."""
    lines = [_of_shop(item) for item in shops[:MOST_TOLD]]
    more = [f"and {len(shops) - MOST_TOLD} more shops"] if len(shops) > MOST_TOLD else []
    checked = any(item.unchecked for item in shops)
    heard = any(item.unheard for item in shops)
    to_do = [
        *([f"write what is to be checked with `bereikbaar confirm {folder} --out FILE`, and give it back filled in"] * checked),
        *([f"write whom to hear with `bereikbaar replies {folder} --out FILE`, and give it back filled in"] * heard),
        "or name no shop: --anonymous",
    ]
    return [*lines, *more, f"No edition: {len(shops)} shops may not be named yet.", *to_do]


def _of_shop(item: "Barred") -> str:
    checked = f"not checked by a person: {', '.join(item.unchecked)}" if item.unchecked else ""
    heard = f"not heard{f' by {item.due}' if item.due else ''}" if item.unheard else ""
    return f"{item.shop}: {'; '.join(part for part in (checked, heard) if part)}"
