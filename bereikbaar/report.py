"""`bereikbaar report`: judge a stored run again and write its report."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bereikbaar.options import coverage_option, language_option, public_option, study_option
from bereikbaar.refusal import refuse
from bereikbaar.watching import Watch
from crawler.runs.folder import RunError
from crawler.runs.say import say_sample
from crawler.store.errors import StoreError
from crawler.store.read import Archive
from reports.paged import Pages

if TYPE_CHECKING:
    from reports.report import Wish

EPILOG = """\b
Examples:
  bereikbaar report results
  bereikbaar report results --language nl --language en
  bereikbaar report results --public
  bereikbaar report results --sample
  bereikbaar report results --study nos-2023 --study rtl
  bereikbaar report results --shop webshop.example --shops more.txt
  bereikbaar report results --pages all

Nothing is visited. The report goes to results/report/index.html and opens in
any browser, without network. The tables lie beside it as CSV and JSON. A
further language stands whole in a folder of its name, such as results/report/en.

With --public mailboxes of persons, and mobile numbers and addresses of traders
who may be natural persons, are masked; that report goes to
results/report-public. docs/privacy.md tells by what rules.

With --sample the shares get intervals, sentences speak of a sample, and the run
keeps that it is one; with --census the list is again taken for all there is.

With --study each study has a page such as results/report/study-rtl.html, and its
table as CSV and JSON: its published figures, this run in the same form, and how
the two differ. docs/studies.md shows them for the demo.

Each shop that was visited has a page. Of a list of more than 5,000 rows only
those have one that were asked for, now or for the report before; --pages all
makes them all, --pages asked only those named now.

Exit status: 0 the report is written, 2 the folder holds no run, a shop is not in
its list, or the report cannot be written.
"""


@click.command(name="report", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@language_option
@coverage_option
@study_option
@public_option
@click.option("--shop", "named", multiple=True, metavar="HOST", help="Make the page of this shop; may be given more than once.")
@click.option("--shops", "listed", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Make the pages of the shops in this text file, a host a line.")  # fmt: skip
@click.option("--pages", default=Pages.AUTO.value, show_default=True, type=click.Choice([item.value for item in Pages]),
              help="Make pages of all shops, only of those asked for now, or as fits the list.")  # fmt: skip
@click.option("--anew", is_flag=True, help="Judge every shop again, whatever is kept of it.")
def command(
    folder: Path, spoken: tuple[str, ...], studies: tuple[str, ...], *, sample: bool | None, public: bool, **given: Any
) -> None:
    """Judge the run stored in DIR again and write its report."""
    from reports.report import write_report  # noqa: PLC0415  # `--help` need not load templates and norms

    watch = Watch()
    try:
        wish = _wish(folder, watch, (*given.pop("named"), *_hosts(given.pop("listed"))), **given)
        if sample is not None and say_sample(folder, sample=sample) and public:
            write_report(folder, spoken, studies=studies)  # what the run is sealed with says so too
        first = write_report(folder, spoken, public=public, studies=studies, wish=wish)
    except (RunError, StoreError, OSError, UnicodeDecodeError) as error:
        refuse(str(error))
    if watch.anew:
        click.echo(watch.told(), err=True)
    click.echo(f"Report: {first}")


def _wish(folder: Path, watch: Watch, hosts: Iterable[str], *, pages: str, anew: bool) -> "Wish":
    """For which shops pages are wanted. Raises StoreError; UnicodeDecodeError for a file that is no text."""
    from reports.report import Wish  # noqa: PLC0415

    return Wish(Pages(pages), frozenset(_ids(folder, hosts)), anew=anew, watch=watch)


def _hosts(listed: Path | None) -> list[str]:
    """The hosts in a file; empty lines, and lines that begin with #, say nothing. Raises OSError, UnicodeDecodeError."""
    lines = listed.read_text(encoding="utf-8-sig").splitlines() if listed else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _ids(folder: Path, hosts: Iterable[str]) -> Iterator[str]:
    """The ids of shops by host, id or home page. Ends the program for one that the list does not have."""
    with Archive(folder) as archive:
        for host in hosts:
            try:
                shop = None if archive.lists(host) else archive.dossier(host).shop
            except KeyError:
                refuse(f"the list of this run has no shop {host!r}")
            yield shop.id if shop else host
