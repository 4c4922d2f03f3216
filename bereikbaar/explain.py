"""`bereikbaar explain`: why a shop got its place classes, told in the terminal."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bereikbaar.refusal import refuse
from crawler.store.errors import StoreError
from crawler.store.read import Archive, host_of
from reports.texts.languages import languages

if TYPE_CHECKING:
    from reports.verdict import Verdict

EPILOG = """\b
Examples:
  bereikbaar explain results shop.example
  bereikbaar explain results https://www.shop.example/ | less
  bereikbaar explain results shop.example --language nl

SHOP is the id of a shop, its host or its home page.

Exit status: 0 the shop is explained, 2 the folder holds no run or its list no
such shop.
"""

STYLES: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "underline": True},
    "heading": {"bold": True, "fg": "cyan"},
    "strong": {"bold": True},
    "text": {},
    "faint": {"dim": True},
}
"""How the ranks of an account look in a terminal; elsewhere they are plain."""


@click.command(name="explain", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.argument("shop", metavar="SHOP")
@click.option("--language", default="en", show_default=True, type=click.Choice(languages()), help="Tell it in this language.")
def command(folder: Path, shop: str, language: str) -> None:
    """Tell why SHOP got its place classes in the run in DIR."""
    from reports.outputs.account import account  # noqa: PLC0415  # `--help` need not load norms and number plans
    from reports.texts.texts import texts  # noqa: PLC0415

    try:
        with Archive(folder) as archive:
            verdict = _verdict(archive, shop)
    except StoreError as error:
        refuse(str(error))
    for line in account(verdict, texts(language)):
        click.echo(click.style("  " * line.indent + line.text, **STYLES[line.rank]) if line.text else "")


def _verdict(archive: Archive, shop: str) -> "Verdict":
    from reports.run import verdict  # noqa: PLC0415

    try:
        return verdict(archive, shop)
    except KeyError:
        near = get_close_matches(host_of(shop) or shop, list(archive.shop_ids()), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        refuse(f"the list of this run has no shop {shop!r}{hint}")
