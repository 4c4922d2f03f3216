"""The manifest of a run: every file with its size and SHA-256, and what made them; its own digest stands in a file beside it.

The digest file has the form of `sha256sum`, so that anybody can check it: `sha256sum -c manifest.json.sha256`.
"""

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from crawler.evidence.exchange import digest
from crawler.evidence.timestamp import digest_path, stamp_path
from crawler.model.strict import record_of

MANIFEST = "manifest.json"
DETACHED = f"{MANIFEST}.sha256"
METHOD = "method"
"""The folder in which the points and packs lie that a run was judged by."""
FORM = 1
"""The version of the manifest's own form."""


class ManifestError(Exception):
    """There is no manifest, or it is not the one that was written; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a manifest says of one file."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the manifest of a run holds: names and types; of what is not here nothing is asked."""

    manifest: int
    made_at: str
    list: str
    rows: int
    started_at: str
    languages: tuple[str, ...]
    settings: Mapping[str, str]
    browsers: tuple[str, ...]
    versions: Mapping[str, str]
    public_suffix_list: str
    data: Mapping[str, str]
    parts: tuple[str, ...]
    files: Mapping[str, Sealed]
    studies: tuple[str, ...] = ()
    pages: str = "all"


class Manifest(NamedTuple):
    """A manifest: what made the run (names and values, as JSON has them), and its files by path below the run's folder."""

    told: Mapping[str, Any]
    files: Mapping[str, Sealed]


def write(folder: Path, told: Mapping[str, Any], parts: Iterable[str]) -> Path:
    """Write the manifest of the files in these parts of a folder; give its path. Raises OSError.

    A file that an earlier manifest names, with the size it has and not touched since, is not read again.
    """
    files = {name: _sealed(folder, name, known) for known in (_known(folder),) for name in names(folder, parts)}
    listed = {name: dataclasses.asdict(item) for name, item in files.items()}
    content = {"manifest": FORM, **told, "parts": sorted(parts), "files": listed}
    body = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
    unseal(folder)
    _put(folder / DETACHED, _line(body))
    _put(folder / MANIFEST, body)
    return folder / MANIFEST


def read(folder: Path) -> Manifest:
    """Read the manifest of a run. Raises ManifestError where there is none, or one that its digest does not fit."""
    try:
        body, line = (folder / MANIFEST).read_bytes(), (folder / DETACHED).read_bytes()
    except OSError as error:
        raise ManifestError(f"{error.filename}: {error.strerror}. `bereikbaar report` seals what is there now.") from error
    if line != _line(body):
        raise ManifestError(f"{folder / MANIFEST} and {folder / DETACHED} do not fit: one of the two was changed")
    try:
        content = json.loads(body)
        known = {field.name for field in dataclasses.fields(Form)}
        form = record_of({name: content[name] for name in known & set(content)}, Form, str(folder / MANIFEST))
        _check(form)
    except (ValueError, TypeError, RecursionError) as error:
        raise ManifestError(f"{folder / MANIFEST}: is not a manifest as this program writes it ({error})") from error
    return Manifest({name: value for name, value in content.items() if name != "files"}, form.files)


def unseal(folder: Path) -> None:
    """Take the manifest of a folder away that is about to change; one with a time stamp stays, under its digest. Raises OSError."""
    path = folder / MANIFEST
    if stamp_path(path).exists() and path.exists():
        kept = path.with_stem(f"{path.stem}-{digest(path.read_bytes())[:12]}")
        stamp = stamp_path(path).rename(stamp_path(kept))
        if (line := digest_path(stamp_path(path))).exists():
            digest_path(stamp).write_text(f"{line.read_text(encoding='ascii').split()[0]}  {stamp.name}\n", encoding="ascii")
            line.unlink()
        path.rename(kept)
    for name in (DETACHED, MANIFEST):
        (folder / name).unlink(missing_ok=True)


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is not as the manifest says: files changed, missing, or come since."""
    there = set(names(folder, manifest.told["parts"]))
    for name, item in manifest.files.items():
        if name not in there:
            yield f"{name}: missing"
        elif (now := _measured(folder / name)) != item:
            yield f"{name}: changed: {item.bytes} bytes, SHA-256 {item.sha256} were sealed; now {now.bytes} bytes, {now.sha256}"
    yield from (f"{name}: not in the manifest" for name in sorted(there - manifest.files.keys()))


def names(folder: Path, parts: Iterable[str]) -> Iterator[str]:
    """The paths of all files in parts of a folder, in order; unfinished ones are left out."""
    for part in sorted(parts):
        if (folder / part).is_file():
            yield part
        for place, inner, files in os.walk(folder / part):
            inner.sort()
            yield from sorted((Path(place) / name).relative_to(folder).as_posix() for name in files if not name.endswith(".part"))


def _check(form: Form) -> None:
    """Raises ValueError for a manifest of another form, and for one that looks outside its folder."""
    if form.manifest != FORM:
        raise ValueError(f"its form is {form.manifest}, and {FORM} is known")
    for name in (*form.parts, *form.files):
        if "\0" in name or Path(name).is_absolute() or {"..", ""} & set(name.split("/")):
            raise ValueError(f"{name[:200]!r} is no path in the folder")


def _known(folder: Path) -> Mapping[str, Sealed]:
    try:
        return read(folder).files
    except ManifestError:
        return {}


def _sealed(folder: Path, name: str, known: Mapping[str, Sealed]) -> Sealed:
    if (before := known.get(name)) is not None:
        now, sealed = (folder / name).stat(), (folder / MANIFEST).stat()
        if now.st_size == before.bytes and max(now.st_mtime_ns, now.st_ctime_ns) < sealed.st_mtime_ns:
            return before
    return _measured(folder / name)


def _measured(path: Path) -> Sealed:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        return Sealed(file.tell(), found)


def _line(body: bytes) -> bytes:
    return f"{digest(body)}  {MANIFEST}\n".encode()


def _put(path: Path, body: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(body)
    part.replace(path)
