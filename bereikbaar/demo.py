"""`bereikbaar demo`: audit a street of fake shops that this program serves itself, and tell what came of it."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bereikbaar.again import typed
from bereikbaar.refusal import refuse
from crawler.runs.folder import STORE, RunError
from crawler.runs.settings import BrowserUse, ProgressKind, RunSettings

if TYPE_CHECKING:
    from crawler.runs.run import RunResult

EPILOG = """\b
Examples:
  bereikbaar demo
  bereikbaar demo --out /tmp/street
  bereikbaar demo --browser auto

Nothing leaves this machine: the shops, their pages and their troubles come
with the program, and are served on 127.0.0.1 while the demo runs. The folder
gets what every audit gives: the report, the evidence, the store. A second
demo starts over.

Exit status: 0 the demo is complete, 2 the folder cannot be used,
130 stopped by Ctrl-C.
"""
LIST = "street.csv"
RATE = 5.0
"""Documents a second from one shop: fast enough for a demo, slow enough to watch."""
COMMONEST = 5
WIDTH = 44
"""Reasons that are told, and letters that the words of a place may take."""
UNUSABLE, STOPPED = 2, 130


@click.command(name="demo", epilog=EPILOG)
@click.option("--out", default="bereikbaar-demo", show_default=True, type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with a demo that was stopped.")
@click.option("--browser", default="never", show_default=True, type=click.Choice([use.value for use in BrowserUse]),
              help="Look with a browser too, as `audit` does by itself; that takes a quarter of an hour.")  # fmt: skip
@click.option("--progress", default="auto", show_default=True, type=click.Choice([kind.value for kind in ProgressKind]),
              help="How to tell how far it is, on standard error.")  # fmt: skip
def command(out: Path, browser: str, progress: str, *, resume: bool) -> None:
    """Audit a street of fake shops on this machine, and show the report."""
    if (out / STORE).exists() and not (out / LIST).exists():
        refuse(f"{out}: holds the results of an audit, which a demo would replace. Choose another folder with --out.")
    try:
        result = _audit(out, ProgressKind(progress), BrowserUse(browser), fresh=not resume)
    except RunError as error:
        refuse(str(error))
    if result.interrupted:
        again = typed("demo", "--out", str(out), *(("--browser", browser) if browser != BrowserUse.NEVER else ()), "--resume")
        click.echo(
            f"Stopped. {result.visited} shops were visited and kept, {result.left} are left. Go on with:\n  {again}", err=True
        )
        sys.exit(STOPPED)
    _tell(result, _report(out))


def _audit(out: Path, progress: ProgressKind, browser: BrowserUse, *, fresh: bool) -> "RunResult":
    from street.apart import street_apart  # noqa: PLC0415  # `--help` need not wait for it

    click.echo("Opening a street of fake shops on this machine ...", err=True)
    with street_apart() as opened:
        from crawler.runs.run import audit  # noqa: PLC0415  # loads while the street opens

        street = opened()
        _write_list(out, street.list_csv)
        click.echo(f"Visiting its {street.shops} shops ...", err=True)
        settings = RunSettings(
            list_path=out / LIST, out=out, proxy=street.url, rate=RATE, fresh=fresh, progress=progress, browser=browser
        )
        return audit(settings, say=lambda line: click.echo(line, err=True))


def _write_list(out: Path, text: str) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / LIST).write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(f"{error.filename}: cannot be written ({error.strerror}). Choose another folder with --out.") from error


def _report(out: Path) -> Path:
    from reports.report import write_report  # noqa: PLC0415  # templates and norms are not needed before
    from reports.texts.languages import languages  # noqa: PLC0415

    return write_report(out, ("en", *(code for code in languages() if code != "en")))


def _tell(result: "RunResult", report: Path) -> None:
    from crawler.model.placement import PlaceClass  # noqa: PLC0415  # `--help` need not load the model and the catalogue
    from reports.texts.texts import texts  # noqa: PLC0415

    phone, email = _classes(result.out)
    click.echo(f"\n{len(result.rows)} shops were visited. Where a customer finds the phone number and the e-mail address:\n")
    click.echo(f"  {'':<{WIDTH}}{'phone':>6}{'e-mail':>8}")
    for place in PlaceClass:
        if phone[place] or email[place]:
            words = "undetermined" if place is PlaceClass.UNDETERMINED else texts("en").plain(f"reason.{place}")
            click.echo(f"  {words:<{WIDTH}}{phone[place]:>6}{email[place]:>8}")
    _tell_open(result.reasons, rendered=result.rendered.visited > 0)
    _suggest(result.out, report)


def _tell_open(reasons: Mapping[str, int], *, rendered: bool) -> None:
    from reports.texts.texts import texts  # noqa: PLC0415  # `--help` need not read the catalogue

    click.echo("\nNot settled for phone or e-mail, with the commonest reasons:")
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:COMMONEST]:
        click.echo(f"  {count:>3} shops: {texts('en').plain(f'reason.{reason}')}")
    if not rendered:
        click.echo(
            "Pages are read without a browser so far. That can show where a number is, but not that it is nowhere:\n"
            'where nothing was found, the answer is "undetermined", and it counts as nothing else.'
        )


def _classes(out: Path) -> tuple[Counter[str], Counter[str]]:
    """How many shops have which place class, for phone and for e-mail."""
    from crawler.model.sighting import Channel  # noqa: PLC0415  # `--help` need not load the store
    from crawler.store.read import Archive  # noqa: PLC0415

    phone: Counter[str] = Counter()
    email: Counter[str] = Counter()
    with Archive(out) as archive:
        for dossier in archive.dossiers(links=False):
            for counted, channel in ((phone, Channel.PHONE), (email, Channel.EMAIL)):
                placement = dossier.placement(channel)
                counted[placement.place_class.value if placement else "undetermined"] += 1
    return phone, email


def _suggest(out: Path, report: Path) -> None:
    click.echo(
        f"\nReport: {report}\n\nNext:\n"
        f"  open the report: {report.resolve().as_uri()}\n"
        f"  see why a shop got its place:  {typed('explain', str(out), 'teapot-lane.example')}\n"
        f"  audit a list of your own:      {typed('audit', 'shops.csv', '--out', 'results')}"
    )
