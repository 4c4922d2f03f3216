"""`bereikbaar verify`: check that a run is as it was sealed, and that its evidence gives what it says."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

import click

from bereikbaar.edition_verify import verify_edition
from bereikbaar.refusal import UNUSABLE, refuse
from crawler.evidence.manifest import MANIFEST, Manifest, ManifestError, faults, read
from crawler.evidence.timestamp import StampError, claimed, stamp_path, verified
from crawler.model.plain import plain
from crawler.model.visit import Visit
from crawler.store.errors import StoreError

if TYPE_CHECKING:
    from crawler.model.dossier import Dossier
    from crawler.store.read import Archive
    from reports.verdict import Verdict

EPILOG = """\b
Examples:
  bereikbaar verify results
  bereikbaar verify results --tsa-ca root.pem
  bereikbaar verify results --digests
  bereikbaar verify edition.zip
  bereikbaar verify edition.zip --evidence results

First the digests of all files that the manifest names, and its own. Then every
page is read again from the evidence, every shop judged again and the report
written again in a folder of its own; the first difference is told with both
values and the page. Nothing is visited and nothing in DIR is changed.

Of an edition (`bereikbaar edition`) the seal and all digests are checked, then
verdicts, scores, data, tables and pages are made again from its dossiers; with
--evidence, the run or its folder of WARC files, the dossiers too.

Exit status: 0 all is as it was sealed and follows from the evidence, 1 something
is not, 2 there is no sealed run in the folder.
"""
DIFFERENT = 1
MOST_TOLD = 20


@click.command(name="verify", epilog=EPILOG)
@click.argument("folder", metavar="DIR|EDITION", type=click.Path(exists=True, path_type=Path))
@click.option("--digests", is_flag=True, help="Check the digests only.")
@click.option("--tsa-ca", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="Root certificate (PEM) of the authority that gave the time stamp.")  # fmt: skip
@click.option("--evidence", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
              help="The evidence of an edition: read its pages again too.")  # fmt: skip
def command(folder: Path, digests: bool, tsa_ca: Path | None, evidence: Path | None) -> None:  # click's own
    """Check the run in DIR, or an EDITION, against its manifest and its evidence."""
    if folder.is_file():
        verify_edition(folder, evidence, digests=digests)
        return
    try:
        manifest = _sealed(folder)
        _check_stamp(folder, tsa_ca)
        if not digests:
            _recompute(folder, manifest)
    except (ManifestError, StoreError) as error:
        refuse(str(error), UNUSABLE)
    except OSError as error:
        refuse(f"{error.filename}: {error.strerror}", UNUSABLE)


def _sealed(folder: Path) -> Manifest:
    """The manifest, once every file is as it says."""
    try:
        manifest = read(folder)
    except ManifestError as error:
        refuse(str(error), DIFFERENT if (folder / MANIFEST).exists() else UNUSABLE)
    found = list(islice(faults(folder, manifest), MOST_TOLD + 1))
    for fault in found[:MOST_TOLD]:
        click.echo(plain(fault, 600), err=True)
    if found:
        refuse("more files are not as sealed" if len(found) > MOST_TOLD else f"{len(found)} files are not as sealed", DIFFERENT)
    click.echo(f"Digests: {len(manifest.files)} files are as they were sealed at {manifest.told['made_at']}.")
    return manifest


def _check_stamp(folder: Path, roots: Path | None) -> None:
    path = folder / MANIFEST
    stamp = stamp_path(path)
    if not stamp.exists():
        if roots:
            refuse(f"{stamp}: there is no time stamp", DIFFERENT)
        return
    try:
        told = verified(path, stamp, roots) if roots else claimed(path, stamp)
    except StampError as error:
        refuse(str(error), DIFFERENT)
    trust = "" if roots else " (its signature was not checked: give --tsa-ca)"
    click.echo(f"Time stamp: {plain(told.who)} saw the manifest at {told.when:%Y-%m-%d %H:%M:%S} UTC{trust}.")


def _recompute(folder: Path, manifest: Manifest) -> None:
    """Read and judge everything again, and write the report again."""
    from crawler.store.read import Archive  # noqa: PLC0415  # `--help` need not load the readers
    from reports.outputs.html import write_rows  # noqa: PLC0415
    from reports.outputs.summary import RunFacts  # noqa: PLC0415
    from reports.outputs.unlike import first_unlike  # noqa: PLC0415
    from reports.paged import ALL, cut, there  # noqa: PLC0415
    from reports.run import coverage  # noqa: PLC0415
    from reports.seal import misfit  # noqa: PLC0415
    from reports.texts.texts import texts  # noqa: PLC0415

    told, count = manifest.told, Count()
    with Archive(folder, by_hand=False) as archive, TemporaryDirectory(prefix="bereikbaar-") as place:
        if wrong := misfit(told, archive):
            _differs(f"{MANIFEST}: {wrong}", manifest)
        verdicts = _verdicts(archive, manifest, count)
        if told["languages"]:
            studies = tuple(told.get("studies", ()))
            facts = RunFacts(told["list"], told["versions"]["bereikbaar"], archive.evidence, False, coverage(archive), studies)
            chosen = there(folder / "report") if told.get("pages") == "asked" else ALL
            spoken = [texts(language) for language in told["languages"]]
            write_rows(cut(verdicts, chosen), Path(place), facts._replace(asked=chosen is not ALL), spoken)
            if found := first_unlike(folder / "report", Path(place)):
                where = f"report/{found.name}, line {found.line}"
                _differs(f"{where}: published {found.published!r}, the evidence gives {found.again!r}", manifest)
        for _ in verdicts:  # without a report nobody has asked for them yet
            pass
    thin = f"; not {count.thin}, of which not all pages were kept" if count.thin else ""
    click.echo(f"Read again: {count.same} visits, each as it was stored{thin}.")
    if told["languages"]:
        click.echo("The report follows from the evidence, page for page.")


@dataclass(slots=True)
class Count:
    """Visits that were made again and found the same, and those that could not be, as not all their pages were kept."""

    same: int = 0
    thin: int = 0


def _verdicts(archive: "Archive", manifest: Manifest, count: Count) -> "Iterator[Verdict]":
    """Every row judged on what its evidence gives; ends the program at the first that was stored otherwise."""
    from reports.run import judged  # noqa: PLC0415

    return judged(archive, _read_again(archive, manifest, count))


def _read_again(archive: "Archive", manifest: Manifest, count: Count) -> "Iterator[Dossier]":
    quiet = not sys.stderr.isatty()
    rows = archive.run()["rows"]
    with click.progressbar(archive.dossiers(), length=rows, label="Reading again", file=sys.stderr, hidden=quiet) as dossiers:
        for dossier in dossiers:
            again = _again(archive, dossier.visit, manifest, count) if dossier.visit else None
            yield replace(dossier, visit=again)


def _again(archive: "Archive", visit: Visit, manifest: Manifest, count: Count) -> Visit:
    from crawler.evidence.read import DamagedError  # noqa: PLC0415
    from crawler.replay.archive import ThinError  # noqa: PLC0415
    from crawler.replay.compare import first_difference  # noqa: PLC0415
    from crawler.runs.rejudge import visit_again  # noqa: PLC0415

    try:
        again = replace(visit_again(archive, visit), versions=visit.versions)
    except (OSError, DamagedError) as error:
        refuse(f"{visit.shop.id}: {error}", DIFFERENT)
    except ThinError:
        count.thin += 1
        return visit
    if found := first_difference(visit, again):
        where = f"{visit.shop.id}: {found.where}{', on ' if found.page else ''}{found.page}"
        _differs(f"{where}: stored {found.before!r}, its evidence gives {found.after!r}", manifest)
    count.same += 1
    return again


def _differs(message: str, manifest: Manifest) -> NoReturn:
    from reports.seal import unlike  # noqa: PLC0415

    click.echo(f"bereikbaar: {plain(message, 1500)}", err=True)
    if others := unlike(manifest.told):
        click.echo(f"This program is not the one that made the run: {', '.join(others[:5])}. Use that one to be sure.", err=True)
    sys.exit(DIFFERENT)
