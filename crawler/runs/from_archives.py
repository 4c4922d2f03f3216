"""A run over archives that others made: their files found and indexed, the shops visited in them, and what was read told.

The index is kept in the folder until the run is complete, so that a run that goes on need not read the archives again.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crawler.lists import shop_of
from crawler.model.plain import plain
from crawler.model.row import Row
from crawler.replay.archives.filling import fill
from crawler.replay.archives.index import FileRead, Index
from crawler.replay.archives.parts import ArchiveError, found
from crawler.replay.archives.sites import sites
from crawler.runs.folder import EVIDENCE, RunError, locked, starting_over_removes
from crawler.runs.run import RunResult, Visiting, audit
from crawler.runs.settings import BrowserUse, RunSettings

SCRATCH = "archives.part"
INDEX = "index.sqlite"
ACCOUNT = "archives.jsonl"
"""The file among the evidence that tells which archives it was taken from: a line of JSON each."""


def audit_archives(
    settings: RunSettings, given: tuple[str, ...], say: Callable[[str], None], visit: Visiting | None = None, *, listed: bool
) -> RunResult:
    """Make one run from archives: over the shops `listed` in the settings, or over every site whose home page they hold.

    `say` is told what is wrong with an archive; `visit` is who visits, where that is not this process. Raises RunError with a
    message for the user.
    """
    scratch = settings.out / SCRATCH
    settings = replace(settings, index=scratch / INDEX, rate=0.0, browser=BrowserUse.NEVER)
    try:
        files = found(given)
        if settings.fresh and (lost := next((file for file in files if starting_over_removes(settings.out, file)), None)):
            raise RunError(f"{lost}: --fresh would remove it. Choose another folder with --out, or move it elsewhere.")
        with locked(settings.out):
            read, homes = _indexed(files, scratch, say)
    except ArchiveError as error:
        raise RunError(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise RunError(
            f"{scratch}: the archives cannot be indexed ({error}). Make room, or choose another folder with --out."
        ) from error
    settings = replace(settings, archives=tuple(item.path.name for item in read))
    if listed:
        result = audit(settings, say, visit)
    else:
        result = audit(replace(settings, list_path=Path(read[0].path.name)), say, visit, _rows(homes, settings.country))
    if not result.interrupted:
        _account(settings.out, read)
        shutil.rmtree(scratch, ignore_errors=True)
    return result


def _indexed(files: list[Path], scratch: Path, say: Callable[[str], None]) -> tuple[list[FileRead], list[str]]:
    """What was read of the archives, and the addresses of the sites in them. Raises ArchiveError where nothing was."""
    scratch.mkdir(exist_ok=True)
    with Index(scratch / INDEX) as index:
        index.keep(files)
        fill(index, files, scratch, lambda count, name: say(f"Reading the archives: {count:,} records, now in {plain(name, 200)}"))
        read = list(index.files())
        for item in read:
            if item.problem:
                say(f"WARNING: {plain(item.problem, 600)}. {item.captures:,} captures of it are used.")
        if not any(item.captures for item in read):
            raise ArchiveError(f"{files[0]}: no captured page is in it, nor in any other archive given")
        return read, sites(index.homes())


def _rows(homes: list[str], country: str) -> tuple[Row, ...]:
    """A row for each site. Raises RunError where there is none."""
    rows: list[Row] = []
    for url in homes:
        try:
            shop = shop_of(url, country=country)
        except ValueError:  # an address that no list may hold either
            continue
        rows.append(Row(line=len(rows) + 1, cells=(("url", url), ("country", country)), shop=shop))
    if not rows:
        raise RunError(
            "the archives hold the home page of no site: give a list of the shops, with the addresses of their home pages"
        )
    return tuple(rows)


def _account(out: Path, read: list[FileRead]) -> None:
    """Write down, among the evidence, which archives it was taken from. Raises RunError."""
    told = (
        {
            "file": item.path.name,
            "sha256": item.sha256,
            "captures": item.captures,
            "first": item.first,
            "last": item.last,
            "problem": item.problem,
        }
        for item in read
    )
    path = out / EVIDENCE / ACCOUNT
    part = path.with_name(f"{ACCOUNT}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        part.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in told), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise RunError(f"{path}: cannot be written ({error.strerror}). Make room, then give the command again.") from error
