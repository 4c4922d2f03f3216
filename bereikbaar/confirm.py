"""`bereikbaar confirm`: write the negatives that a person has to check, or take the decisions on them."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bereikbaar.lines import refuse_lines, write_lines
from bereikbaar.refusal import refuse
from crawler.store.errors import StoreError
from reports.texts.languages import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.model.review import Review
    from crawler.runs.noting import Noted
    from reports.verdict import Verdict

EPILOG = """\b
Examples:
  bereikbaar confirm results > decisions.csv
  bereikbaar confirm results --out decisions.csv --language nl
  bereikbaar confirm results decisions.csv
  bereikbaar confirm results decisions.csv --by AB

Without FILE the negatives that nobody has checked are written, the doubtful ones
first: what was found, where to look, and the hash of its evidence. Fill in
decision (confirm, correct or set-aside), initials and date; with correct also
corrected: the right place class, or the right reason of the criterion; with
correct and set-aside a reason in words. Then give the file back as FILE.

A decision holds for the evidence it was made on, in this run and the next: when
the evidence changes, the finding is open again. Of one reviewer the last decision
counts; two who disagree leave a finding pending. With --all those already
decided are written too, for a second reviewer.

Exit status: 0 the queue is written or all of FILE is taken, 2 FILE or DIR cannot
be used; then nothing is taken.
"""


@click.command(name="confirm", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE in place of standard output.")
@click.option("--all", "decided", is_flag=True, help="Write those that were decided on too.")
@click.option("--by", default="", metavar="INITIALS", help="Who decided: for rows without initials.")
@click.option("--language", default="en", show_default=True, type=click.Choice(languages()), help="Tell it in this language.")
def command(folder: Path, file: Path | None, out: Path | None, *, decided: bool, **told: str) -> None:
    """Write what is to be checked in the run in DIR, or take FILE, the decisions."""
    try:
        if file is None:
            _write(folder, out, told["language"], decided=decided)
        else:
            _take(folder, file, told["by"])
    except (StoreError, OSError) as error:
        refuse(str(error))


def _write(folder: Path, out: Path | None, language: str, *, decided: bool) -> None:
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load norms and texts
    from reports.people.to_review import REVIEW_COLUMNS, to_review  # noqa: PLC0415
    from reports.run import verdicts  # noqa: PLC0415
    from reports.texts.texts import texts  # noqa: PLC0415

    with Archive(folder) as archive:
        rows = to_review(verdicts(archive), texts(language), decided=decided)
    write_lines(REVIEW_COLUMNS, (row.cells for row in rows), out)
    click.echo(f"To check: {len(rows)} negatives of {len({row.shop for row in rows})} shops.", err=True)


def _take(folder: Path, file: Path, by: str) -> None:
    from crawler.runs.folder import RunError  # noqa: PLC0415
    from crawler.runs.noting import note_reviews  # noqa: PLC0415
    from reports.people.reviewing import corrections  # noqa: PLC0415

    try:
        noted = note_reviews(folder, file, corrections(), by)
    except RunError as error:
        refuse_lines(error)
    told = Counter(item.decision.value for _, item in noted.lines)
    click.echo(f"Taken: {', '.join(f'{count} {name}' for name, count in told.items())}; {noted.new} of them new.")
    _tell(folder, noted)


def _tell(folder: Path, noted: "Noted[Review]") -> None:
    """What the decisions do now: which are on evidence that has changed since, and how far reviewers agree."""
    from crawler.store.read import Archive  # noqa: PLC0415
    from reports.people.agreement import pairs  # noqa: PLC0415
    from reports.run import verdicts  # noqa: PLC0415

    with Archive(folder) as archive:
        agreed = pairs(_told_of(verdicts(archive), noted))
    for pair in agreed:
        made = pair.agreement
        kappa = "is not defined" if made.kappa is None else f"{made.kappa:.2f}"
        click.echo(f"{pair.one} and {pair.other} decided alike on {made.alike} of {made.cases}; Cohen's kappa {kappa}.")
    click.echo(f"`bereikbaar report {folder}` writes the report anew.")


def _told_of(found: "Iterable[Verdict]", noted: "Noted[Review]") -> "Iterator[Verdict]":
    """The verdicts as they are; tells on the way which decisions do not hold for them."""
    from reports.people.evidence_hash import finding_hash  # noqa: PLC0415

    made: dict[str, list[Review]] = {}
    for shop_id, item in noted.lines:
        made.setdefault(shop_id, []).append(item)
    for verdict in found:
        shop = verdict.dossier.shop
        for item in made.get(shop.id, ()) if shop else ():
            if shop and finding_hash(verdict, item.criterion) != item.evidence:
                click.echo(f"{shop.id}: {item.criterion}: its evidence has changed since: it is open again", err=True)
        yield verdict
