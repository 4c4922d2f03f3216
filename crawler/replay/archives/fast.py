"""The same records by FastWARC, where it is installed (extra `archives`): less than half the time for gzipped files.

It bounds heads, and a record of its is given when what follows proved to be one. From the last one that it found the plain reader
goes on, and tells what is wrong there: FastWARC passes over a file that breaks off in silence.
"""

import io
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import IO, Any

from crawler.replay.archives.parts import Part
from crawler.replay.archives.reader import PackedAsOneError, Record, Stretch, records
from crawler.replay.warc_records import GZIP, LONGEST_HEAD

Reader = Callable[[Part, int], Iterator[Record]]


def reader() -> Reader:
    """What reads archives here: FastWARC, or the reader that needs nothing."""
    return fast_records if find_spec("fastwarc") else records


def fast_records(part: Part, head: int = LONGEST_HEAD) -> Iterator[Record]:
    """As `records`. Raises ImportError where FastWARC is not installed."""
    last, before = 0, None
    with part.path.open("rb") as file, io.BufferedReader(Stretch(file, part.start, part.end), 1 << 20) as stream:
        packed = os.pread(file.fileno(), 2, part.start) == GZIP
        for found in _found(stream):
            if before is not None:
                yield before
            last = found.stream_pos
            _demand(not packed or os.pread(file.fileno(), 2, part.start + last) == GZIP)
            before = _record(found, last, head)
    for record in records(part._replace(start=part.start + last, length=part.length - last), head):
        yield record._replace(offset=last + record.offset)


def _found(stream: IO[bytes]) -> Iterator[Any]:
    """FastWARC's records, as far as it gets."""
    from fastwarc import ArchiveIterator  # noqa: PLC0415  # an extra

    try:
        yield from ArchiveIterator(stream, parse_http=False)
    except OSError:
        return
    except BaseException as error:  # a panic of Rust's is no Exception
        if type(error).__name__ != "PanicException":
            raise


def _demand(alone: bool) -> None:
    """Raise PackedAsOneError for a record that has no gzip member of its own."""
    if not alone:
        raise PackedAsOneError


def _record(found: Any, offset: int, head: int) -> Record:
    fields: dict[bytes, bytes] = {}
    for name, value in found.headers.items_bytes():
        fields.setdefault(name.strip().lower(), value.strip())
    block = found.reader.read(head)
    return Record(offset, fields, block, max(0, found.content_length - len(block)))
