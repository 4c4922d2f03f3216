"""An edition: a published, frozen report, as one ZIP that anybody can check.

`report/` the report, masked; `data/` the same as JSON Lines, CSV and XLSX, and the dossiers that all of it follows from;
`method/` the points and packs; `manifest.json` the digest of each file, and what made them. The report and the data are made of the
dossiers as they are written, so who has the ZIP can make them again. The same run, day and languages give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from crawler.evidence import bundle, manifest
from crawler.store.read import Archive
from reports import dossier_lines
from reports.masking.anonymity import anonymous, grouping_columns, hosts, names_in
from reports.masking.mask import masked
from reports.norms.norms import Norm
from reports.outputs import flat_csv, html, json_lines, workbook
from reports.outputs.summary import RunFacts, Summary, summed_up
from reports.people.gate import Barred, Passed, barred, on_the_day, passed
from reports.run import coverage, norms_of, verdicts
from reports.seal import copy_method, program
from reports.tally import Tally
from reports.texts.texts import Texts, texts
from reports.verdict import Verdict

REPORT, DATA, METHOD = "report", "data", "method"
PARTS = (DATA, METHOD, REPORT)
DOSSIERS, LINES, CSV, XLSX = f"{DATA}/dossiers.jsonl", f"{DATA}/results.jsonl", f"{DATA}/results.csv", f"{DATA}/results.xlsx"
SETTINGS = ("pages", "thorough", "norm", "browser")
"""Settings of a run that what was seen depends on, and that tell nothing of who made it."""
Packs = Mapping[str, Norm]


class BarredError(Exception):
    """Shops that would be named and may not be."""

    def __init__(self, shops: Sequence[Barred]) -> None:
        """Keep which."""
        super().__init__(f"{len(shops)} shops may not be named")
        self.shops = shops


class EditionError(Exception):
    """An edition that cannot be made; the message says why."""


class Wanted(NamedTuple):
    """What edition is asked for: its day (ISO 8601), its languages, and whether shops are named."""

    day: str
    languages: tuple[str, ...] = ("en",)
    anonymous: bool = False


def write_edition(folder: Path, out: Path, wanted: Wanted) -> Passed:
    """Write an edition of the run in a folder to a file that is not there. Raises BarredError, EditionError, OSError."""
    with Archive(folder) as archive:
        if not wanted.anonymous and (shops := list(barred(verdicts(archive), wanted.day))):
            raise BarredError(shops)
        made = passed(_on_the_day(archive, wanted), wanted.day, anonymous=wanted.anonymous)
        with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as place:
            _fill(Path(place), archive, wanted, made)
            names = [*manifest.names(Path(place), PARTS), manifest.MANIFEST, manifest.DETACHED]
            bundle.write(Path(place), names, out)
    return made


def _on_the_day(archive: Archive, wanted: Wanted) -> Iterator[Verdict]:
    """Every verdict of a run, masked, with the answers of shops as they are on the day."""
    return (masked(on_the_day(verdict, wanted.day)) for verdict in verdicts(archive))


def _fill(folder: Path, archive: Archive, wanted: Wanted, made: Passed) -> None:
    for part in PARTS:
        (folder / part).mkdir()
    facts = facts_of(archive, made)
    norms, spoken = norms_of(archive), [texts(language) for language in wanted.languages]
    columns = grouping_columns(archive.shops()) if wanted.anonymous else frozenset[str]()
    _write_dossiers(folder / DOSSIERS, _on_the_day(archive, wanted), norms, columns if wanted.anonymous else None)
    again, not_remade = partial(remade, folder / DOSSIERS, norms), list[str]()
    if wanted.anonymous:
        counted = Tally.of(_without_columns(verdict, columns) for verdict in _on_the_day(archive, wanted))
        write_data(folder, again, facts, spoken[0], counted)
        shown = (_without_columns(verdict, columns) for verdict in _on_the_day(archive, wanted))
        write_report(shown, folder / REPORT, facts, spoken)
        not_remade = _not_remade(summed_up(counted, facts), summed_up(Tally.of(again()), facts))
    else:
        write_data(folder, again, facts, spoken[0])
        write_report(again(), folder / REPORT, facts, spoken)
    copy_method(folder / METHOD)
    if wanted.anonymous:
        _demand_no_names(folder, hosts(archive.shops()))
    manifest.write(folder, {**_told(archive, wanted, facts, made), "not_remade": not_remade}, PARTS)


def _not_remade(told: Summary, again: Summary) -> list[str]:
    """The tables that count what an edition without names does not show."""
    return sorted(name for name, table in told.tables.items() if again.tables.get(name) != table)


def facts_of(archive: Archive, made: Passed) -> RunFacts:
    """What the report of an edition knows of its run; of one that names no shop not even the name of the list."""
    name = "" if made.anonymous else Path(archive.run()["list_path"]).name
    evidence = None if made.anonymous else archive.evidence
    return RunFacts(name, version("bereikbaar"), evidence, public=True, coverage=coverage(archive), edition=made)


def write_report(shown: Iterable[Verdict], folder: Path, facts: RunFacts, spoken: Sequence[Texts]) -> None:
    """Write the report of an edition."""
    html.write(shown, folder, facts, spoken)
    if not facts.names_shops:
        (folder / "tables" / "shops.csv").unlink()
        for place in folder.glob("**/shops"):
            place.rmdir()


def write_data(
    folder: Path, again: Callable[[], Iterable[Verdict]], facts: RunFacts, words: Texts, counted: Tally | None = None
) -> None:
    """Write the results below a folder; `again` gives all verdicts each time it is called, `counted` are their tables if given."""
    write_lines(folder, again)
    workbook.write(again(), folder / XLSX, facts, words, counted=counted)


def write_lines(folder: Path, again: Callable[[], Iterable[Verdict]]) -> None:
    """Write the results as JSON Lines and as CSV below a folder."""
    for name, unit in ((LINES, json_lines), (CSV, flat_csv)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(unit.lines(again()))


def remade(path: Path, norms: Packs) -> Iterator[Verdict]:
    """The verdicts that follow from dossiers as they are written. Raises LineError."""
    with path.open("rb") as file:
        for line in file:
            yield dossier_lines.read(line).judged(norms)


def _write_dossiers(path: Path, shown: Iterable[Verdict], norms: Packs, columns: frozenset[str] | None) -> None:
    """Write a line for each verdict; without names where the columns to be kept are told, in the order of the lines then."""
    if columns is None:
        lines: Iterable[str] = (_line(verdict, norms) for verdict in shown)
    else:
        lines = sorted(_line(anonymous(verdict, columns), norms) for verdict in shown)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _line(verdict: Verdict, norms: Packs) -> str:
    """The line of a verdict, once it gives that verdict again."""
    text = dossier_lines.written(dossier_lines.line_of(verdict, norms))
    again = dossier_lines.read(text.encode()).judged(norms)
    if dossier_lines.published(again) != dossier_lines.published(verdict):
        shop = verdict.dossier.shop
        raise EditionError(f"{shop.id if shop else verdict.dossier.row.line}: what is shown of it does not give its verdict again")
    return text


def _without_columns(verdict: Verdict, columns: frozenset[str]) -> Verdict:
    shop = verdict.dossier.row.shop
    if shop is None:
        return verdict
    kept = replace(shop, tags=tuple((name, value) for name, value in shop.tags if name in columns))
    return replace(verdict, dossier=replace(verdict.dossier, row=replace(verdict.dossier.row, shop=kept)))


def _demand_no_names(folder: Path, known: frozenset[str]) -> None:
    for name in manifest.names(folder, (DATA, REPORT)):
        if name != XLSX and (found := names_in((folder / name).read_text(encoding="utf-8"), known)):
            raise EditionError(f"{name}: names {found[0]}: nothing was written")


def _told(archive: Archive, wanted: Wanted, facts: RunFacts, made: Passed) -> dict[str, Any]:
    run = archive.run()
    return {
        "edition": made._asdict(),
        "list": facts.list_name,
        "rows": run["rows"],
        "languages": list(wanted.languages),
        "coverage": facts.coverage.value,
        "settings": {name: run["settings"].get(name, "") for name in SETTINGS},
        **program(),
    }
