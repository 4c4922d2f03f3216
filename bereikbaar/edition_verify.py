"""An edition checked on the command line: `bereikbaar verify edition.zip`."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bereikbaar.refusal import UNUSABLE, refuse
from crawler.evidence.bundle import BundleError
from crawler.model.plain import plain

if TYPE_CHECKING:
    from crawler.model.dossier import Dossier
    from crawler.model.visit import Visit
    from crawler.visiting.budget import Budget
    from reports.dossier_lines import Line
    from reports.edition_check import Again

DIFFERENT = 1


def verify_edition(path: Path, evidence: Path | None, *, digests: bool) -> None:
    """Check an edition, and tell what was checked; ends the program at the first difference."""
    from reports.dossier_lines import LineError  # noqa: PLC0415  # `--help` need not load norms and templates
    from reports.edition_check import Different, recompute, sealed  # noqa: PLC0415
    from reports.texts.catalogue import CatalogueError  # noqa: PLC0415

    try:
        told = sealed(path)
    except BundleError as error:
        refuse(str(error), DIFFERENT)
    except OSError as error:
        refuse(f"{error.filename}: {error.strerror}", UNUSABLE)
    click.echo(f"Digests: {len(told.files)} files are as they were sealed.")
    if digests:
        return
    if evidence is not None and not told.facts.names_shops:
        refuse(f"{path}: names no shop, so no evidence belongs to it", UNUSABLE)
    place = _folder(evidence) if evidence is not None else None
    try:
        made = recompute(path, told, _again(place, told.settings) if place else None, place)
    except (Different, LineError, BundleError, CatalogueError) as error:
        _differs(str(error), told.program)
    except OSError as error:
        refuse(str(error), UNUSABLE)
    except Exception as error:  # noqa: BLE001  # who made the ZIP may have put into it whatever breaks a reader
        _differs(f"{path}: cannot be made again from its dossiers: {type(error).__name__}: {error}", told.program)
    taken = f"; {made.told} answers rest on what is masked and were taken as told" if made.told and place is None else ""
    click.echo(f"Made again from {made.verdicts} dossiers: verdicts, scores, tables and data, each as published{taken}.")
    if told.not_remade:
        click.echo(f"Not made again, as they count what is not shown: {', '.join(sorted(told.not_remade))}.")
    if place is not None:
        unread = f"; not {made.unread}, whose pages are not there or were not all kept" if made.unread else ""
        click.echo(f"Read again from the evidence: {made.visits} visits, each as its dossier says{unread}.")


def _folder(evidence: Path) -> Path:
    """The folder of WARC files: the one given, or that of the run given."""
    return evidence / "evidence" if (evidence / "evidence").is_dir() else evidence


def _again(evidence: Path, settings: Mapping[str, str]) -> "Again":
    from crawler.visiting.budget import Budget  # noqa: PLC0415

    pages = settings.get("pages", "")
    budget = Budget.of_pages(int(pages), thorough=settings.get("thorough") == "yes") if pages.isdigit() else Budget()
    return lambda line: _read_again(line, evidence, budget)


def _read_again(line: "Line", evidence: Path, budget: "Budget") -> "Dossier | None":
    """The dossier that the evidence of a visit gives, None where it is not there. Raises Different where it is another."""
    from crawler.evidence.warc import record_path  # noqa: PLC0415
    from crawler.model.by_hand import with_observations  # noqa: PLC0415
    from crawler.model.visit import PURGED  # noqa: PLC0415

    visit, shop = line.visit, line.row.shop
    if visit is None or shop is None or PURGED in visit.findings:
        return None
    path = record_path(evidence, visit.shop.id, visit.number)
    if not path.resolve().is_relative_to(evidence.resolve()) or not path.is_file():
        return None
    found = _revisited(visit, path, budget)
    if found is None:
        return None
    joined = with_observations(replace(found, observations=()), visit.observations)
    dossier = replace(line.dossier, visit=joined)
    _compare(line, dossier)
    return dossier


def _revisited(visit: "Visit", path: Path, budget: "Budget") -> "Visit | None":
    from crawler.evidence.read import DamagedError  # noqa: PLC0415
    from crawler.model.visit import BROWSER  # noqa: PLC0415
    from crawler.replay.archive import Evidence, ThinError  # noqa: PLC0415
    from crawler.replay.revisit import revisit  # noqa: PLC0415
    from crawler.runs.choose import UNRENDERED  # noqa: PLC0415
    from reports.edition_check import Different  # noqa: PLC0415

    try:
        again = revisit(visit, Evidence(path, visit.fetches), budget)
    except ThinError:
        return None
    except (DamagedError, OSError) as error:
        raise Different(f"{visit.shop.id}: {error}") from error
    noted = (finding for finding in visit.findings if finding.startswith(UNRENDERED))
    browser = tuple(pair for pair in visit.versions if pair[0] == BROWSER)
    pages = tuple(replace(page, links=()) for page in again.pages)
    return replace(again, pages=pages, warc=visit.warc, findings=(*again.findings, *noted), versions=browser)


def _compare(line: "Line", dossier: "Dossier") -> None:
    """Hold the dossier that was published against the one that the evidence gives, masked alike."""
    from crawler.replay.compare import first_difference  # noqa: PLC0415
    from reports.edition_check import Different  # noqa: PLC0415
    from reports.masking.mask import masked  # noqa: PLC0415
    from reports.norms.norms import norms  # noqa: PLC0415
    from reports.verdict import judge  # noqa: PLC0415

    shown, again = line.visit, masked(judge(dossier, norms())).dossier.visit
    if shown is None or again is None:
        return
    if found := first_difference(shown, replace(again, warc=shown.warc)):
        where = f"{shown.shop.id}: {found.where}{', on ' if found.page else ''}{found.page}"
        raise Different(f"{where}: published {found.before!r}, its evidence gives {found.after!r}")


def _differs(message: str, program: Mapping[str, object]) -> NoReturn:
    from reports.seal import unlike  # noqa: PLC0415

    click.echo(f"bereikbaar: {plain(message, 1500)}", err=True)
    try:
        others = unlike(program)
    except (AttributeError, KeyError, TypeError):
        others = []
    if others:
        told = ", ".join(plain(str(one), 100) for one in others[:5])
        click.echo(f"This program is not the one that made the edition: {told}. Use that one to be sure.", err=True)
    sys.exit(DIFFERENT)
