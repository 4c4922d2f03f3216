"""Seal a run: copy the method into it, and write the manifest of all that was published and all it rests on."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from publicsuffixlist import PSLFILE

from crawler.evidence import manifest
from crawler.evidence.exchange import digest
from crawler.store.read import Archive
from reports.differences import FILE as DIFFERENCES
from reports.norms.norms import FOLDER as PACKS
from reports.norms.norms import SOURCES
from reports.scoring.points import FILE as POINTS
from reports.studies.recipes import names
from reports.texts.languages import languages

PARTS = ("bereikbaar.sqlite", "evidence", "report", manifest.METHOD, DIFFERENCES)
"""What is sealed of a run's folder: the store, the evidence, the report, the method's points and packs, differences."""
LIBRARIES = ("scrapy", "selectolax", "beautifulsoup4", "phonenumbers", "python-stdnum", "publicsuffixlist", "brotli", "pypdfium2")
"""Libraries on which it depends what is read on a page."""
PROGRAM = Path(__file__).resolve().parents[1]


def seal(folder: Path, spoken: Sequence[str], studies: Sequence[str] = (), *, asked: bool = False) -> Path:
    """Seal a run whose report is in these languages, with these studies; give the manifest. Raises StoreError, OSError.

    `asked`: the report has pages of those shops only that were asked for.
    """
    copy_method(folder / manifest.METHOD)
    with Archive(folder) as archive:
        told = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "languages": list(spoken),
            "studies": list(studies),
            "pages": "asked" if asked else "all",
            **visiting(archive),
            **program(),
        }
        if archive.evidence.resolve() != (folder / "evidence").resolve():
            told["evidence"] = _elsewhere(archive.evidence.parent)
    return manifest.write(folder, told, PARTS)


def visiting(archive: Archive) -> dict[str, Any]:
    """What the manifest says of the visits, as the store has it."""
    run = archive.run()
    return {
        "list": Path(run["list_path"]).name,
        "rows": run["rows"],
        "started_at": run["started_at"],
        "settings": run["settings"],
        "browsers": archive.browsers(),
    }


def program() -> dict[str, Any]:
    """What reads and judges: versions, and the digest of every list of words, country, vendor, pack and points."""
    data = {
        path.relative_to(PROGRAM).as_posix(): digest(path.read_bytes())
        for room in ("crawler", "reports")
        for path in sorted((PROGRAM / room).rglob("*.toml"))
    }
    versions = {"bereikbaar": version("bereikbaar"), "python": python_version(), **{name: version(name) for name in LIBRARIES}}
    return {"versions": versions, "public_suffix_list": digest(Path(PSLFILE).read_bytes()), "data": data}


def misfit(told: Mapping[str, Any], archive: Archive) -> str:
    """The first thing in a manifest that does not fit the run that it seals, or this program; "" where all does."""
    if left_out := sorted(set(PARTS) - set(told["parts"])):
        return f"{left_out[0]} is not sealed"
    for name, stored in visiting(archive).items():
        if told[name] != stored:
            return f"{name}: sealed as {told[name]!r}, the store has {stored!r}"
    unknown = [*(set(told["languages"]) - set(languages())), *(set(told.get("studies", ())) - set(names()))]
    if unknown or "bereikbaar" not in told["versions"]:
        return f"{unknown[0]!r} is no language or study here" if unknown else "it names no version of the program"
    return ""


def unlike(told: Mapping[str, Any]) -> list[str]:
    """What of the program that made a run is other than in this one."""
    here = program()
    named = [
        f"{name} {told['versions'].get(name, '')} ({now} here)"
        for name, now in here["versions"].items()
        if told["versions"].get(name) != now
    ]
    changed = sorted(name for name in {**told["data"], **here["data"]} if told["data"].get(name) != here["data"].get(name))
    suffixes = ["the public suffix list"] if told["public_suffix_list"] != here["public_suffix_list"] else []
    return [*named, *changed, *suffixes]


def copy_method(target: Path) -> None:
    """Copy the points and packs of this program into a folder. Raises OSError."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "packs").mkdir(parents=True)
    for source in (POINTS, PACKS.parent / SOURCES, *sorted(PACKS.glob("*.toml"))):
        shutil.copyfile(source, target / ("packs" if source.parent == PACKS else ".") / source.name)


def _elsewhere(run: Path) -> dict[str, str]:
    """Whose evidence a run that was judged again rests on."""
    path = run / manifest.MANIFEST
    return {"run": run.name, "manifest_sha256": digest(path.read_bytes()) if path.is_file() else ""}
