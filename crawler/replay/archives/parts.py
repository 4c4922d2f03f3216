"""Which files are archives, and the WARC files in them: whole files, or stretches of a WACZ, which is a ZIP with WARC files in it.

https://specs.webrecorder.net/wacz/1.1.1/ - nothing is written to a path that an archive names. What a WACZ holds uncompressed, as
it should, is read where it stands.
"""

import glob
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from crawler.model.plain import is_utf8
from crawler.replay.warc_records import GZIP, PACKINGS

ENDINGS = (".warc", ".warc.gz", ".wacz")
"""What the names of archives end in, where a folder is searched for them."""
MOST_SWELLING = 100
"""Times its size that a compressed file may have when unpacked; text has ten, a bomb a thousand."""
_ZIP = b"PK\x03\x04"
_END_OF_ZIP, _LOCAL = b"PK\x05\x06", 30
_MOST_LISTED = 32_000_000
"""Bytes of a ZIP's list of files, which is read as a whole: some 300,000 files."""
_ENCRYPTED = 1


class ArchiveError(Exception):
    """An archive can not be read; the message says which, why and what to do."""


class Part(NamedTuple):
    """A WARC file: all of `path`, or the stretch of it that a WACZ holds. `name` tells where it came from, for the evidence."""

    name: str
    path: Path
    start: int
    length: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + self.length


def found(given: Iterable[str]) -> list[Path]:
    """The archives meant: files, patterns such as `crawl/*.wacz`, and what lies in folders. Raises ArchiveError."""
    paths: dict[Path, None] = {}
    for word in given:
        there = list(_meant(word))
        if not there:
            raise ArchiveError(f"{word}: no archive is there; give a .warc, .warc.gz or .wacz file, or a folder with some")
        if odd := [path for path in there if not is_utf8(str(path.absolute()))]:
            raise ArchiveError(f"{odd[0]}: its name is not in UTF-8; give it another one")
        paths.update(dict.fromkeys(there))
    return list(paths)


def _meant(word: str) -> Iterator[Path]:
    path = Path(word)
    if path.is_dir():
        yield from sorted(item for item in path.rglob("*") if item.name.endswith(ENDINGS) and item.is_file())
    elif path.is_file():
        yield path
    else:
        yield from sorted(item for item in map(Path, glob.glob(word, recursive=True)) if item.is_file())  # noqa: PTH207 - a whole pattern


def parts(path: Path, scratch: Path) -> list[Part]:
    """The WARC files in an archive; those that a WACZ compressed once more are unpacked into `scratch`.

    Raises ArchiveError or OSError.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((GZIP, b"WARC/")):
        return [Part(path.name, path, 0, path.stat().st_size)]
    if not head.startswith(_ZIP):
        raise ArchiveError(f"{path}: is no WARC file and no WACZ file")
    try:
        return list(_of_zip(path, scratch))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ArchiveError(f"{path}: is no WACZ file, or a damaged one ({str(error)[:100]})") from error


def unpacked(name: str, stream: IO[bytes], size: int, target: Path) -> Part:
    """Write a compressed WARC file of `size` bytes uncompressed to `target`. Raises ArchiveError where it swells, or OSError."""
    most = min(size * MOST_SWELLING, shutil.disk_usage(target.parent).free // 2)
    with target.open("wb") as out:
        while piece := stream.read(1 << 20):
            if out.tell() + len(piece) > most:
                raise ArchiveError(f"{name}: unpacks to more than {most // 10**6} MB")
            out.write(piece)
        return Part(name, target, 0, out.tell())


def _of_zip(path: Path, scratch: Path) -> Iterator[Part]:
    _bounded(path)
    last = 0
    with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
        inner = [item for item in archive.infolist() if _is_warc(item.filename)]
        if not inner:
            raise ArchiveError(f"{path}: is no WACZ file: its `archive/` holds no WARC file")
        for number, item in enumerate(sorted(inner, key=lambda item: item.header_offset)):
            name = f"{path.name}/{item.filename}"
            if item.flag_bits & _ENCRYPTED:
                raise ArchiveError(f"{name}: is encrypted")
            if item.compress_type not in PACKINGS:
                raise ArchiveError(f"{name}: is compressed in a way that no WACZ knows")
            start = _start(stream, item)
            if item.header_offset < last or start + item.compress_size > path.stat().st_size:
                raise ArchiveError(f"{path}: is damaged: its files overlap, or reach beyond its end")
            last = start + item.compress_size
            if item.compress_type == zipfile.ZIP_STORED:
                yield Part(name, path, start, item.compress_size)
            else:
                with archive.open(item) as packed:
                    yield unpacked(name, packed, item.compress_size, scratch / f"{number}.warc")


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def _start(stream: IO[bytes], item: zipfile.ZipInfo) -> int:
    """Where the bytes of a file begin: behind a head of its own, whose length the list of files does not tell."""
    stream.seek(item.header_offset)
    head = stream.read(_LOCAL)
    if len(head) < _LOCAL or not head.startswith(_ZIP):
        raise zipfile.BadZipFile("a file that is not where the list says")
    return item.header_offset + _LOCAL + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")


def _bounded(path: Path) -> None:
    """Raise ArchiveError for a ZIP whose list of files would fill the memory."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 66_000))
        end = stream.read()
    at = end.rfind(_END_OF_ZIP)
    if at >= 0 and int.from_bytes(end[at + 12 : at + 16], "little") > _MOST_LISTED:
        raise ArchiveError(f"{path}: a ZIP with too many files")
