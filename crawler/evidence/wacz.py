"""Write the evidence of visits as a web archive that others can open (WACZ 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/).

The WARCs stand in it as they are, byte for byte, so their digests are those of the run's manifest. The same evidence gives the same
file: all times in it are those of the visits. Whatever the number of visits, one is in memory at a time.
"""

import errno
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import unquote

from crawler.evidence.exchange import CROP, WINDOW
from crawler.evidence.wacz_index import Line, SortedLines, blocks, lines
from crawler.model.visit import Visit

VERSION = "1.1.1"
INDEX, SECOND_INDEX, PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
PIECE = 1 << 20
NO_EVIDENCE = "there is no evidence to write: nothing was received, or it is kept no more"
EARLIEST = "1980-01-01T00:00:00Z"
"""A zip knows no earlier time."""


class Contents(NamedTuple):
    """What is in an archive that was written: how many visits, of how many pages, in how many bytes."""

    visits: int
    pages: int
    size: int


class _Entry(NamedTuple):
    """A file in the archive, as its package tells of it."""

    path: str
    sha256: str
    size: int


def evidence_of(visit: Visit | None, evidence: Path) -> Path | None:
    """Give the WARC of a visit; None where nothing was received, or where it is kept no more."""
    path = evidence / visit.warc if visit and visit.warc else None
    return path if path and path.is_file() else None


def write_wacz(out: Path, visits: Iterable[Visit], evidence: Path, *, title: str, software: str) -> Contents:
    """Write the archive of those visits that have evidence below a folder.

    Raises OSError, and ValueError where no visit has evidence or a WARC is damaged; then no file is left.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as archive, tempfile.TemporaryDirectory(prefix=".wacz-", dir=out.parent) as scratch:
            visited, pages = _Package(archive).fill(visits, evidence, Path(scratch), {"title": title, "software": software})
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(out)
    except sqlite3.Error as error:  # the index is sorted on disk
        raise OSError(errno.EIO, str(error), str(part)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Contents(visited, pages, out.stat().st_size)


class _Package:
    """The files of an archive as they are written, with what the package has to tell of them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries: list[_Entry] = []
        self._last = EARLIEST

    def fill(self, visits: Iterable[Visit], evidence: Path, scratch: Path, told: dict[str, str]) -> tuple[int, int]:
        """Write all of it; give how many visits and pages there are."""
        visited = shown = 0
        with SortedLines(scratch / "lines") as index, (scratch / "pages").open("w+b") as pages:
            pages.write(_line({"format": "json-pages-1.0", "id": "pages", "title": "Pages that were read, and pictures of them"}))
            for visit in visits:
                if (warc := evidence_of(visit, evidence)) is None:
                    continue
                self._last = max(self._last, visit.finished_at)
                self._copy(f"archive/{warc.name}", warc, visit.finished_at)
                pages.writelines(_pages(visit))
                index.add(_with_pictures(lines(warc, warc.name), visit, pages))
                visited, shown = visited + 1, shown + len(visit.pages)
                # Where there is one shop only, readers open its home page at once.
                told |= _start(visit) if visited == 1 else dict.fromkeys(("mainPageUrl", "mainPageDate"), "")
            if not visited:
                raise ValueError(NO_EVIDENCE)
            self._index(index)
            pages.seek(0)
            self._write(PAGES, _pieces(pages))
        self._tell(told)
        return visited, shown

    def _index(self, index: SortedLines) -> None:
        second: list[bytes] = []

        def packed() -> Iterator[bytes]:
            for block, line in blocks(index, Path(INDEX).name):
                second.append(line.encode())
                yield block

        self._write(INDEX, packed(), packed=True)
        self._write(SECOND_INDEX, second)

    def _tell(self, told: dict[str, str]) -> None:
        """Write the package itself, and its digest."""
        resources = [
            {"name": Path(entry.path).name.lower(), "path": entry.path, "hash": f"sha256:{entry.sha256}", "bytes": entry.size}
            for entry in sorted(self._entries)
        ]
        package = {
            "profile": "data-package",
            "wacz_version": VERSION,
            **{key: value for key, value in told.items() if value},
            "created": self._last,
            "resources": resources,
        }
        body = json.dumps(package, indent=2).encode()
        self._write("datapackage.json", [body])
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(body).hexdigest()}"}
        self._write("datapackage-digest.json", [json.dumps(digest, indent=2).encode()])

    def _copy(self, path: str, source: Path, at: str) -> None:
        with source.open("rb") as file:
            self._write(path, _pieces(file), at=at, packed=True, size=source.stat().st_size)

    def _write(self, path: str, pieces: Iterable[bytes], *, at: str = "", packed: bool = False, size: int = 0) -> None:
        """Write a file; what is `packed` is not compressed once more, so that a part of it can be fetched alone."""
        entry = zipfile.ZipInfo(path, _zip_time(at or self._last))
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        entry.file_size = size  # tells whether it needs the fields for more than 2 GiB
        digest, length = hashlib.sha256(), 0
        with self._archive.open(entry, "w") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                length += len(piece)
        self._entries.append(_Entry(path, digest.hexdigest(), length))


def _start(visit: Visit) -> dict[str, str]:
    return {"mainPageUrl": visit.pages[0].final_url, "mainPageDate": visit.pages[0].fetched_at} if visit.pages else {}


def _pages(visit: Visit) -> Iterator[bytes]:
    """The list of pages: what was read, in the order of reading, under the address that answered."""
    for page in visit.pages:
        title = page.title or page.h1 or page.final_url
        yield _line({"id": f"{visit.shop.id}-{page.id}", "url": page.final_url, "ts": page.fetched_at, "title": title})


def _with_pictures(items: Iterable[Line], visit: Visit, pages: IO[bytes]) -> Iterator[Line]:
    """Pass lines on; those of pictures become pages too, for whoever reads on to see what a customer saw."""
    titles = {page.final_url: page.title for page in visit.pages}
    for number, line in enumerate(items):
        if line.url.startswith((WINDOW, CROP)):
            title = _pictured(line.url, titles)
            pages.write(_line({"id": f"{visit.shop.id}-picture-{number}", "url": line.url, "ts": line.at, "title": title}))
        yield line


def _pictured(name: str, titles: Mapping[str, str]) -> str:
    """What is on a picture, such as `1280x800: Contact` or `phone +31205550136: Contact`, by the name of its record."""
    if name.startswith(WINDOW):
        what, _, url = name.removeprefix(WINDOW).partition(":")[2].partition(":")
    else:
        channel, _, rest = name.removeprefix(CROP).partition(":")[2].partition(":")
        value, _, url = rest.partition(":")
        what = unquote(f"{channel} {value}").strip() or "picture"
    return f"{what}: {titles.get(url) or url}"


def _line(item: dict[str, str]) -> bytes:
    return json.dumps(item).encode() + b"\n"


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _zip_time(at: str) -> tuple[int, int, int, int, int, int]:
    moment = datetime.fromisoformat(max(at, EARLIEST)).astimezone(UTC)
    return (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
