"""Which kind of recording a file is, told by what is in it and not by its name."""

import zipfile
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from pathlib import Path

from crawler.model.placement import Way
from crawler.replay.recordings import MOST_BYTES, Recorded, Recording, RecordingError, digest_of
from crawler.replay.recordings_har import read_har
from crawler.replay.recordings_warc import is_warc, read_wacz, read_warc
from crawler.replay.warc_records import GZIP

_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_MOST_LISTED = 4_000_000
"""Bytes of a ZIP's list of files, which is read as a whole."""
_READERS: Mapping[Way, Callable[[Path], Generator[Recorded, None, None]]] = {
    Way.HAR: read_har,
    Way.WARC: read_warc,
    Way.WACZ: read_wacz,
}


def way_of(path: Path) -> Way | None:
    """The kind of recording that a file is, None where it is none. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(200)
    if head.startswith((GZIP, b"WARC/")):
        return Way.WARC
    if head.startswith(_ZIP):
        return Way.WACZ if _holds_warc(path) else None
    return Way.HAR if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else None


def _holds_warc(path: Path) -> bool:
    """Whether a ZIP has the files of a WACZ; a spreadsheet is a ZIP too. Raises RecordingError for one with too many files."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 66_000))
        end = stream.read()
    found = end.rfind(_END_OF_ZIP)
    if found >= 0 and int.from_bytes(end[found + 12 : found + 16], "little") > _MOST_LISTED:
        raise RecordingError("a ZIP with too many files for a recording")
    try:
        with zipfile.ZipFile(path) as archive:
            return any(map(is_warc, archive.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def read_recording(path: Path, way: Way) -> Recording:
    """The pages of a recorded visit. Raises RecordingError or OSError."""
    if path.stat().st_size > MOST_BYTES:
        raise RecordingError(f"larger than {MOST_BYTES // 10**6} MB: record one shop, without pictures")
    recording = Recording(way=way, source=path.name, sha256=digest_of(path))
    with closing(_READERS[way](path)) as answers:
        for answer in answers:
            recording.take(answer)
    if not recording.answers:
        raise RecordingError("it holds no page: record again, with the content of the responses")
    return recording
