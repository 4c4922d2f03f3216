"""An edition checked by whoever has it: its seal and digests, then everything that follows from its dossiers, made again.

Verdicts, scores, data, tables and pages are made of the dossiers as the program makes them, and compared. The ZIP may come from
anybody: what is wrong with it is told, and nothing outside a folder of its own is written.
"""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from crawler.evidence.bundle import Bundle, BundleError, check_seal
from crawler.evidence.exchange import digest
from crawler.evidence.manifest import DETACHED, MANIFEST
from crawler.model.dossier import Dossier
from reports import dossier_lines
from reports.dossier_lines import Line, LineError, published
from reports.edition import CSV, DATA, DOSSIERS, LINES, METHOD, REPORT, XLSX, write_data, write_lines, write_report
from reports.masking.mask import masked
from reports.norms.norms import Norm, chosen
from reports.outputs.summary import RunFacts, summed_up
from reports.outputs.table_files import write_table
from reports.people.gate import Passed, barred, passed
from reports.seal import copy_method
from reports.shares import Coverage
from reports.tally import Tally
from reports.texts.texts import texts
from reports.verdict import Verdict, judge

MOST_MANIFEST = 512 << 20
PIECE = 1 << 20
PICTURES = b"pictures/"
LONGEST = 300
Again = Callable[[Line], Dossier | None]
"""Gives the dossier of a line as its evidence gives it, None where that cannot be read again. Raises Different."""


class Different(Exception):  # noqa: N818 - named after what was found
    """The first thing that is not as it should be; the message names the file and both values."""


class Told(NamedTuple):
    """What the manifest of an edition says: of the program, of the run, and the digest of each file."""

    program: Mapping[str, Any]
    facts: RunFacts
    languages: tuple[str, ...]
    norm: str
    settings: Mapping[str, str]
    files: Mapping[str, str]
    not_remade: frozenset[str]


class Checked(NamedTuple):
    """What was checked: files, verdicts made again, answers taken as told, visits read again, and those that could not be."""

    files: int
    verdicts: int
    told: int
    visits: int
    unread: int


def sealed(path: Path) -> Told:
    """Check seal and digests of an edition, and give what its manifest says. Raises BundleError, OSError."""
    check_seal(path)
    with Bundle(path) as bundle:
        told = _told(bundle)
        own = {MANIFEST, DETACHED}
        for name, sha256 in told.files.items():
            if name not in bundle.files:
                raise BundleError(f"{name}: is missing")
            if bundle.sha256(name) != sha256:
                raise BundleError(f"{name}: is not the file that was sealed")
        if more := sorted(bundle.files.keys() - told.files.keys() - own):
            raise BundleError(f"{more[0]}: is not in the manifest")
    return told


def _told(bundle: Bundle) -> Told:
    body, line = bundle.read(MANIFEST, MOST_MANIFEST), bundle.read(DETACHED, PIECE)
    if line != f"{digest(body)}  {MANIFEST}\n".encode():
        raise BundleError(f"{MANIFEST} and {DETACHED} do not fit: one of the two was changed")
    try:
        told = json.loads(body)
        facts = RunFacts(
            str(told["list"]),
            str(told["versions"]["bereikbaar"]),
            public=True,
            coverage=Coverage(told["coverage"]),
            edition=Passed(**told["edition"]),
        )
        files = {str(name): str(item["sha256"]) for name, item in told["files"].items()}
        settings = {str(name): str(value) for name, value in told["settings"].items()}
        program = {"versions": dict(told["versions"]), "data": dict(told["data"]), "public_suffix_list": told["public_suffix_list"]}
        languages = tuple(map(str, told["languages"]))
        return Told(program, facts, languages, settings["norm"], settings, files, frozenset(map(str, told["not_remade"])))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BundleError(f"{MANIFEST}: is not that of an edition ({error})") from error


def recompute(path: Path, told: Told, again: Again | None, evidence: Path | None) -> Checked:
    """Make all that follows from the dossiers again, and with `again` also the dossiers.

    Raises Different at the first difference, BundleError, LineError and OSError.
    """
    norms = chosen(told.norm)
    with Bundle(path) as bundle, TemporaryDirectory(prefix="bereikbaar-") as place:
        folder = Path(place)
        (folder / DATA).mkdir()
        _unpack(bundle, DOSSIERS, folder / DOSSIERS)
        counts = _check_dossiers(folder / DOSSIERS, norms, again)
        remade = partial(_remade, folder / DOSSIERS, norms)
        _check_gate(remade, told.facts)
        facts = told.facts._replace(evidence=evidence)
        if told.facts.names_shops:
            _check_files(bundle, folder, remade, facts, told.languages)
        else:
            _check_tables(bundle, folder, remade, told)
        _check_method(bundle)
    return counts._replace(files=len(told.files))


def _check_dossiers(path: Path, norms: Mapping[str, Norm], again: Again | None) -> Checked:
    """Judge every dossier, and hold it against what was published of it."""
    verdicts = told = visits = unread = 0
    for number, line in enumerate(_lines(path), 1):
        where = f"{DOSSIERS}, line {number}{f', {line.row.shop.id}' if line.row.shop else ''}"
        verdict = line.judged(norms)
        for name, before, after in _unlike(line, verdict):
            raise Different(f"{where}: {name}: published {before!r}, its dossier gives {after!r}")
        verdicts, told = verdicts + 1, told + len(line.told)
        if again is not None and line.visit is not None:
            dossier = again(line)
            _check_findings(where, line, dossier, norms)
            visits, unread = visits + (dossier is not None), unread + (dossier is None)
    return Checked(0, verdicts, told, visits, unread)


def _check_findings(where: str, line: Line, dossier: Dossier | None, norms: Mapping[str, Norm]) -> None:
    """Hold the findings that were published against those that the evidence gives."""
    if dossier is None:
        return
    shown = judge(line.dossier, norms, {item.criterion: item for item in line.told})
    for before, after in zip(shown.findings, masked(judge(dossier, norms)).findings, strict=True):
        if before != after:
            raise Different(f"{where}: {before.criterion}: published {before!s:.300}, its evidence gives {after!s:.300}")


def _unlike(line: Line, verdict: Verdict) -> Iterator[tuple[str, Any, Any]]:
    old, new = line.verdict, published(verdict)
    for name in {**old.findings, **new.findings}:
        if old.findings.get(name) != new.findings.get(name):
            yield name, old.findings.get(name), new.findings.get(name)
    for name in ("score", "band", "norm"):
        if getattr(old, name) != getattr(new, name):
            yield name, getattr(old, name), getattr(new, name)


def _check_gate(remade: Callable[[], Iterator[Verdict]], facts: RunFacts) -> None:
    made = facts.edition
    if made is None:
        raise Different(f"{MANIFEST}: tells no edition")
    if not made.anonymous:
        for item in barred(remade(), made.day):
            raise Different(f"{item.shop}: is named, but was not checked or heard: {', '.join(item.unchecked) or 'not heard'}")
    if (found := passed(remade(), made.day, anonymous=made.anonymous)) != made:
        raise Different(f"{MANIFEST}: edition: published {made._asdict()}, the dossiers give {found._asdict()}")


def _check_files(
    bundle: Bundle, folder: Path, remade: Callable[[], Iterator[Verdict]], facts: RunFacts, languages: tuple[str, ...]
) -> None:
    """Write data and report again, and compare them file by file."""
    spoken = [texts(language) for language in languages]
    write_data(folder, remade, facts, spoken[0])
    (folder / REPORT).mkdir()
    write_report(remade(), folder / REPORT, facts, spoken)
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(made - {DOSSIERS}):
        _compare(bundle, name, folder / name, pictured=facts.evidence is None)
    for name in sorted(bundle.files.keys() - made - {MANIFEST, DETACHED}):
        picture = facts.evidence is None and PICTURES.decode() in name
        if not name.startswith(f"{METHOD}/") and not picture:
            raise Different(f"{name}: does not follow from the dossiers")


def _check_tables(bundle: Bundle, folder: Path, remade: Callable[[], Iterator[Verdict]], told: Told) -> None:
    """Make the tables again that can be made without names, and compare the data."""
    summary = summed_up(Tally.of(remade()), told.facts)
    for table in summary.tables.values():
        if table.id not in told.not_remade:
            write_table(table, folder, texts(told.languages[0]))
            for ending in ("csv", "json"):
                _compare(bundle, f"{REPORT}/tables/{table.id}.{ending}", folder / f"{table.id}.{ending}")
    write_lines(folder, remade)
    for name in (LINES, CSV):
        _compare(bundle, name, folder / name)


def _check_method(bundle: Bundle) -> None:
    """Compare points and packs with those that judged here."""
    with TemporaryDirectory(prefix="bereikbaar-") as place:
        copy_method(Path(place) / METHOD)
        for path in sorted((Path(place) / METHOD).rglob("*.toml")):
            name = path.relative_to(place).as_posix()
            if name not in bundle.files or bundle.read(name, MOST_MANIFEST) != path.read_bytes():
                raise Different(f"{name}: is not the one that this program judges by")


def _compare(bundle: Bundle, name: str, again: Path, *, pictured: bool = False) -> None:
    """Compare a file with the same made again, by lines; `pictured`: leave out pages with pictures, for there are none here."""
    if name not in bundle.files:
        raise Different(f"{name}: is missing")
    if name == XLSX:
        _compare_workbooks(bundle, name, again)
        return
    with bundle.open(name) as one, again.open("rb") as other:
        lines = zip_longest(one, other, fillvalue=b"")
        found = next(((number, *pair) for number, pair in enumerate(lines, 1) if pair[0] != pair[1]), None)
    if found is None or (pictured and "shops/" in name and PICTURES in bundle.read(name, MOST_MANIFEST)):
        return
    number, old, new = found
    told = [line.decode("utf-8", "replace").strip()[:LONGEST] for line in (old, new)]
    raise Different(f"{name}, line {number}: published {told[0]!r}, the dossiers give {told[1]!r}")


def _compare_workbooks(bundle: Bundle, name: str, again: Path) -> None:
    own = again.with_suffix(".published")
    _unpack(bundle, name, own)
    with Bundle(own, any_name=True) as one, zipfile.ZipFile(again) as other:
        if one.files.keys() != set(other.namelist()):
            raise Different(f"{name}: holds other parts than the dossiers give")
        for part in other.namelist():
            if one.read(part, MOST_MANIFEST) != other.read(part):
                raise Different(f"{name}, {part}: is not what the dossiers give")
    own.unlink()


def _lines(path: Path) -> Iterator[Line]:
    with path.open("rb") as file:
        number = 0
        while text := file.readline(dossier_lines.MOST_LINE + 1):
            number += 1
            try:
                yield dossier_lines.read(text)
            except LineError as error:
                raise LineError(f"{DOSSIERS}, line {number}: {error}") from error


def _remade(path: Path, norms: Mapping[str, Norm]) -> Iterator[Verdict]:
    return (line.judged(norms) for line in _lines(path))


def _unpack(bundle: Bundle, name: str, target: Path) -> None:
    with bundle.open(name) as source, target.open("wb") as file:
        while piece := source.read(PIECE):
            file.write(piece)
