"""Records of a WARC file, gzipped or not: one after the other with the place where each stands, or one at its place.

What an archive holds comes from anybody: nothing is held in memory but the beginning of a record, a record that swells ends the
reading of its file, and so does the first damage: what stands behind it can not be told from what a page wrote there.
"""

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, NamedTuple

from crawler.replay.archives.parts import MOST_SWELLING, ArchiveError, Part
from crawler.replay.warc_records import GZIP, LONGEST_HEAD, RecordError, length_of, read_fields, skip

_PIECE = 1 << 15
_BEHIND = 1000
_SMALL = 100_000_000
"""Bytes that any record may have unpacked; beyond them one that has many times its size is a bomb."""


class Record(NamedTuple):
    """A record: where it begins, its fields by names in lower case, the beginning of its block, how many bytes that leaves."""

    offset: int
    fields: Mapping[bytes, bytes]
    block: bytes
    left: int

    def field(self, name: str) -> str:
        """A field as text, an empty string where there is none; older programs put addresses in angle brackets."""
        return self.fields.get(name.encode(), b"").decode("utf-8", "replace").removeprefix("<").removesuffix(">")


class PackedAsOneError(Exception):
    """The file was gzipped as a whole, so that no record can be read without all before it."""


class _Member(io.RawIOBase):
    """One member of a gzip file, unpacked as it is read; `ended` is where the next one begins, once this is read to its end."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        file.seek(start)
        self._file = file
        self._start = start
        self._end = end
        self._fed = self._given = 0
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        """Unpack some bytes. Raises RecordError where the data break off or swell, zlib.error where they are broken."""
        while not self._engine.eof:
            data = self._engine.unconsumed_tail or self._read()
            piece = self._engine.decompress(data, len(room))
            self._given += len(piece)
            if self._given > _SMALL and self._given > MOST_SWELLING * self._fed:
                raise RecordError("a record that swells without end")
            if piece:
                room[: len(piece)] = piece
                return len(piece)
        return 0

    def _read(self) -> bytes:
        data = self._file.read(min(_PIECE, self._end - self._start - self._fed))
        if not data:
            raise RecordError("gzip data that break off")
        self._fed += len(data)
        return data

    @property
    def ended(self) -> int:
        """Where the next member begins."""
        return self._start + self._fed - len(self._engine.unused_data)


def records(part: Part, head: int = LONGEST_HEAD) -> Iterator[Record]:
    """The records of a WARC file, with `head` bytes of their blocks at most.

    Raises ArchiveError at the first damage, PackedAsOneError, or OSError.
    """
    reached = 0
    with part.path.open("rb") as file:
        try:
            for record in _packed(file, part, head) if _is_packed(file, part.start) else _plain(file, part, head):
                reached = record.offset
                yield record
        except (RecordError, zlib.error) as error:
            raise ArchiveError(f"{part.name}: damaged behind byte {reached} ({str(error).strip()[:100]})") from error


def record_at(part: Part, offset: int, most: int) -> Record:
    """The record at an offset of a WARC file, with at most so many bytes of its block. Raises ArchiveError or OSError."""
    at = part.start + offset
    with part.path.open("rb") as file:
        try:
            if not _is_packed(file, at):
                found = _record(file, offset, most)
            else:
                with io.BufferedReader(_Member(file, at, part.end), _PIECE) as stream:
                    found = _record(stream, offset, most)
        except (RecordError, zlib.error) as error:
            told = str(error).strip()[:100]
            raise ArchiveError(f"{part.name}: the record at byte {offset} can not be read ({told})") from error
    if found is None:
        raise ArchiveError(f"{part.name}: no record at byte {offset}")
    return found


@contextmanager
def whole(part: Part) -> Iterator[IO[bytes]]:
    """All of a gzipped WARC file, unpacked as it is read. Raises ArchiveError where it is broken."""
    with part.path.open("rb") as file:
        stretch = Stretch(file, part.start, part.end)
        try:
            with io.BufferedReader(stretch, 1 << 20) as packed, gzip.GzipFile(fileobj=packed) as stream:
                yield stream  # type: ignore[misc]  # reads bytes
        except (zlib.error, gzip.BadGzipFile, EOFError) as error:
            raise ArchiveError(f"{part.name}: damaged ({str(error).strip()[:100]})") from error


class Stretch(io.RawIOBase):
    """The bytes of a file from one place to another."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        file.seek(start)
        self._file = file
        self._start = start
        self._end = end

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place, counted from the beginning of the stretch."""
        base = {io.SEEK_SET: self._start, io.SEEK_CUR: self._file.tell(), io.SEEK_END: self._end}[whence]
        return self._file.seek(max(self._start, base + offset)) - self._start

    def readinto(self, room: memoryview) -> int:  # type: ignore[override]
        """Read some bytes."""
        piece = self._file.read(max(0, min(len(room), self._end - self._file.tell())))
        room[: len(piece)] = piece
        return len(piece)


def _is_packed(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    packed = file.read(2) == GZIP
    file.seek(at)
    return packed


def _plain(file: IO[bytes], part: Part, head: int) -> Iterator[Record]:
    while (at := file.tell()) < part.end and (record := _record(file, at - part.start, head)) is not None:
        if skip(file, record.left):
            raise RecordError("a record that breaks off")
        after = _behind(file, part.end)
        yield record
        file.seek(after)


def _behind(file: IO[bytes], end: int) -> int:
    """Where the next record begins. Raises RecordError where what follows is none: then this one is not what it says, either."""
    at = file.tell()
    rest = file.read(min(_BEHIND, end - at))
    following = rest.lstrip(b"\r\n")
    if following and not following.startswith(b"WARC/"):
        raise RecordError("a record longer or shorter than it says")
    return at + len(rest) - len(following)


def _packed(file: IO[bytes], part: Part, head: int) -> Iterator[Record]:
    at = part.start
    while at < part.end:
        member = _Member(file, at, part.end)
        with io.BufferedReader(member, _PIECE) as stream:
            record = _record(stream, at - part.start, head)
            if record is not None:
                if skip(stream, record.left):
                    raise RecordError("a record that breaks off")
                _to_the_end(stream)
            at = member.ended
        if record is not None:
            yield record


def _to_the_end(stream: IO[bytes]) -> None:
    """Read the lines that end a member. Raises PackedAsOneError where a record follows, RecordError where something else does."""
    rest = stream.read(_BEHIND).strip()
    if rest.startswith(b"WARC/"):
        raise PackedAsOneError
    if rest or stream.read(1):
        raise RecordError("a record longer or shorter than it says")


def _record(stream: IO[bytes], offset: int, head: int) -> Record | None:
    """The next record, None where there is none. Raises RecordError."""
    fields = read_fields(stream)
    if not fields:
        return None
    length = length_of(fields)
    block = stream.read(min(length, head))
    return Record(offset, fields, block, length - len(block))
