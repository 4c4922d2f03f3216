"""`bereikbaar wacz`: the evidence of a run as web archives that others can open."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

import click

from bereikbaar.refusal import refuse
from crawler.evidence.wacz import NO_EVIDENCE, evidence_of, write_wacz
from crawler.model.dossier import Dossier
from crawler.model.visit import Visit
from crawler.runs.folder import ARCHIVES
from crawler.store.errors import StoreError
from crawler.store.read import Archive, host_of

SUFFIX = ".wacz"
EPILOG = """\b
Examples:
  bereikbaar wacz results
  bereikbaar wacz results --shop shop.example --out shop.wacz
  bereikbaar wacz results --out archives

Without --out each shop's archive is written into DIR/wacz. A name that ends in
.wacz makes one archive of all, any other name is a folder. SHOP is the id of a
shop, its host or its home page; --shop can be given more than once.

A shop's archive holds the evidence of the visit that counts, unchanged, with an
index and a list of the pages read. https://replayweb.page and pywb open it.
The same evidence gives the same file.

Exit status: 0 all is written, 2 the folder holds no run, the list no such shop,
there is no evidence, or a file cannot be written.
"""


@click.command(name="wacz", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--shop", "shops", metavar="SHOP", multiple=True, help="This shop only.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE|FOLDER", help="Where to write.  [default: DIR/wacz]")
def command(folder: Path, shops: tuple[str, ...], out: Path | None) -> None:
    """Write the evidence of the run in DIR as web archives (WACZ)."""
    lacking: list[str] = []
    try:
        with Archive(folder, by_hand=False) as archive:  # of what a person told there is no record
            visits = _with_evidence(_visits(archive, shops), archive.evidence, lacking)
            told = _written(out or folder / ARCHIVES, visits, archive.evidence)
    except (StoreError, ValueError) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename or out or folder / ARCHIVES}: {error.strerror or error}")
    click.echo(told)
    if lacking:
        named = ", ".join(lacking[:5]) + (" ..." if len(lacking) > 5 else "")
        click.echo(f"Without evidence, so left out: {len(lacking)} ({named})", err=True)


def _visits(archive: Archive, shops: Sequence[str]) -> Iterator[Visit]:
    """The visit that counts of each shop asked for, of all shops where none is."""
    dossiers = (_dossier(archive, shop) for shop in shops) if shops else archive.dossiers(links=False)
    told: set[str] = set()
    for dossier in dossiers:
        if dossier.visit and dossier.visit.shop.id not in told:
            told.add(dossier.visit.shop.id)
            yield dossier.visit


def _dossier(archive: Archive, shop: str) -> Dossier:
    try:
        return archive.dossier(shop)
    except KeyError:
        near = get_close_matches(host_of(shop) or shop, list(archive.shop_ids()), n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ValueError(f"the list of this run has no shop {shop!r}{hint}") from None


def _with_evidence(visits: Iterable[Visit], evidence: Path, lacking: list[str]) -> Iterator[Visit]:
    for visit in visits:
        if evidence_of(visit, evidence):
            yield visit
        else:
            lacking.append(visit.shop.id)


def _written(out: Path, visits: Iterable[Visit], evidence: Path) -> str:
    """Write one archive or one a shop; say what was written."""
    software = f"Bereikbaar {version('bereikbaar')}"
    if out.suffix.lower() == SUFFIX:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = write_wacz(out, visits, evidence, title="Web shops, visited by Bereikbaar", software=software)
        return f"{out}: {made.visits} shops, {made.pages} pages, {made.size / 1e6:.1f} MB"
    out.mkdir(parents=True, exist_ok=True)
    count = pages = size = 0
    for visit in visits:
        path = out / f"{visit.shop.id}{SUFFIX}"
        made = write_wacz(path, [visit], evidence, title=visit.shop.name or visit.shop.id, software=software)
        count, pages, size = count + 1, pages + made.pages, size + made.size
    if not count:
        raise ValueError(NO_EVIDENCE)
    return f"{out}: {count} archives, {pages} pages, {size / 1e6:.1f} MB"
