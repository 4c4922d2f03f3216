"""Files sealed into one ZIP: the same files give the same bytes, and a bit that changes anywhere in it is found.

Names are sorted, times are 1980, rights are those of a plain file, and the comment at the end is the SHA-256 of all that stands
before it. So headers and paddings are sealed as well, which no digest of a file inside covers. A ZIP that is read may come from
anybody: names that lead outside, stand twice, or are links, and files that would unpack to more than they should, are refused.
"""

import hashlib
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Self

from crawler.model.plain import plain

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can tell."""
RIGHTS = 0o100644 << 16
LEVEL = 6
PIECE = 1 << 20
MARK = b"sha256:"
COMMENT = len(MARK) + 64
MOST_FILES = 2_000_000
MOST_BYTES = 64 << 30
"""What all files together may unpack to."""
SLACK = 64 << 20
"""What they may unpack to however small the ZIP is."""
MOST_FOLD = 400
"""How many times its packed size a file may have, beyond a mebibyte: text packs to a tenth, not to a thousandth."""
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OverflowError, OSError)
NAME = re.compile(r"[A-Za-z0-9._~%+,@=-]+(?:/[A-Za-z0-9._~%+,@=-]+)*")


class BundleError(ValueError):
    """A ZIP that is not as it was sealed, or not of ours; the message names the file and what is wrong with it."""


def write(folder: Path, names: Sequence[str], out: Path) -> None:
    """Pack files of a folder into a ZIP. Raises OSError."""
    with out.open("w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
            for name in sorted(names):
                with (folder / name).open("rb") as source:
                    _put(archive, name, source, (folder / name).stat().st_size)
            archive.comment = b"-" * COMMENT
        sealed = _digest(stream)
        stream.seek(-COMMENT, 2)
        stream.write(sealed)


def check_seal(path: Path) -> None:
    """Check that the bytes of a ZIP are those that were sealed. Raises BundleError that names where it differs, OSError."""
    with path.open("rb") as stream:
        if path.stat().st_size < COMMENT + 22:
            raise BundleError(f"{path}: is no edition: too short")
        found = _digest(stream)
        stream.seek(-COMMENT, 2)
        if (told := stream.read()) == found:
            return
    if not re.fullmatch(re.escape(MARK) + rb"[0-9a-f]{64}", told):
        raise BundleError(f"{path}: has no seal at its end: it is no edition, or its end was changed")
    raise BundleError(f"{path}: was changed since it was sealed: {_where(path)}")


class Bundle:
    """A ZIP open for reading; a context manager. Raises BundleError where it is not one that this program would write."""

    def __init__(self, path: Path, *, any_name: bool = False) -> None:
        """Read the list of its files, within bounds; of a ZIP that is not ours they may have names that ours have not."""
        self.path, self._any_name = path, any_name
        try:
            self._archive = zipfile.ZipFile(path)
        except BROKEN as error:
            raise BundleError(f"{path}: cannot be opened: {plain(str(error), 200)}") from error
        try:
            self.entries = self._checked()
            self.files = {item.filename: item.file_size for item in self.entries}
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._archive.close()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A file, unpacked as it is read. Raises BundleError where there is none, or it cannot be unpacked."""
        if name not in self.files:
            raise BundleError(f"{name}: is missing")
        try:
            with self._archive.open(name) as stream:
                yield stream
        except BundleError:
            raise
        except BROKEN as error:
            raise BundleError(f"{name}: cannot be unpacked: {plain(str(error), 200)}") from error

    def read(self, name: str, most: int) -> bytes:
        """A whole file of at most so many bytes. Raises BundleError."""
        with self.open(name) as stream:
            body = stream.read(most + 1)
        if len(body) > most:
            raise BundleError(f"{name}: is larger than {most} bytes")
        return body

    def sha256(self, name: str) -> str:
        """The digest of a file. Raises BundleError."""
        found = hashlib.sha256()
        with self.open(name) as stream:
            while piece := stream.read(PIECE):
                found.update(piece)
        return found.hexdigest()

    def _checked(self) -> list[zipfile.ZipInfo]:
        items = self._archive.infolist()
        most = min(MOST_BYTES, SLACK + MOST_FOLD * self.path.stat().st_size)
        if len(items) > MOST_FILES or sum(item.file_size for item in items) > most:
            raise BundleError(f"{self.path}: holds more than an edition can: {len(items)} files")
        seen: set[str] = set()
        for item in items:
            if fault := _fault(item, seen, any_name=self._any_name):
                raise BundleError(f"{plain(item.filename, 200)}: {fault}")
            seen.add(item.filename.casefold())
        ends = sorted((item.header_offset, item.compress_size) for item in items)
        if any(start + size > after for (start, size), (after, _) in pairwise(ends)):
            raise BundleError(f"{self.path}: files in it overlap")
        return sorted(items, key=lambda item: item.header_offset)


def _fault(item: zipfile.ZipInfo, seen: set[str], *, any_name: bool) -> str:
    """What is wrong with an entry, "" where nothing is."""
    name, kind = item.filename, stat.S_IFMT(item.external_attr >> 16)
    if not (any_name or NAME.fullmatch(name)) or any(part in {".", ".."} for part in name.split("/")):
        return "is no name of a file in an edition"
    if name.casefold() in seen:
        return "stands in it twice"
    if kind not in {0, stat.S_IFREG} or item.is_dir():
        return "is no plain file"
    if item.flag_bits & 1 or item.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return "is packed in a way that an edition is not"
    if item.file_size > PIECE + MOST_FOLD * item.compress_size:
        return f"would unpack to {item.file_size} bytes"
    return ""


def _put(archive: zipfile.ZipFile, name: str, source: IO[bytes], size: int) -> None:
    told = zipfile.ZipInfo(name, FIRST_DAY)
    told.create_system, told.external_attr, told.compress_type = 3, RIGHTS, zipfile.ZIP_DEFLATED
    told.file_size = size
    with archive.open(told, "w") as target:
        while piece := source.read(PIECE):
            target.write(piece)


def _digest(stream: IO[bytes]) -> bytes:
    """The comment that belongs to a ZIP: the digest of all before it."""
    found, left = hashlib.sha256(), stream.seek(0, 2) - COMMENT
    stream.seek(0)
    while left > 0 and (piece := stream.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    return MARK + found.hexdigest().encode("ascii")


def _where(path: Path) -> str:
    """In which file of a ZIP a change is: that whose content it is, else that in whose header or packing it is."""
    try:
        with Bundle(path) as bundle:
            for name in bundle.files:
                bundle.sha256(name)
            return _unlike(path, bundle)
    except BundleError as error:
        return str(error).removeprefix(f"{path}: ")


def _unlike(path: Path, bundle: Bundle) -> str:
    """The first file whose bytes in the ZIP are not those that packing it again gives."""
    for item in bundle.entries:
        again = io.BytesIO()
        with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as other, bundle.open(item.filename) as source:
            _put(other, item.filename, source, item.file_size)
            end = other.fp.tell() if other.fp else 0
        with path.open("rb") as stream:
            stream.seek(item.header_offset)
            if stream.read(end) != again.getvalue()[:end]:
                return f"{plain(item.filename, 200)}: its header or packing"
    return "its list of files, or the digest at its end"
