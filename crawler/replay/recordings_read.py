"""Which kind of recording a file is, told by its first bytes and not by its name."""

from pathlib import Path

from crawler.model.placement import Way
from crawler.replay.recordings import MOST_BYTES, Recording, RecordingError, digest_of
from crawler.replay.recordings_har import read_har
from crawler.replay.recordings_warc import GZIP, read_wacz, read_warc

_ZIP = b"PK\x03\x04"
_READERS = {Way.HAR: read_har, Way.WARC: read_warc, Way.WACZ: read_wacz}


def way_of(path: Path) -> Way | None:
    """The kind of recording that a file is, None where it is none. Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(200)
    if head.startswith((GZIP, b"WARC/")):
        return Way.WARC
    if head.startswith(_ZIP):
        return Way.WACZ
    return Way.HAR if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else None


def read_recording(path: Path, way: Way) -> Recording:
    """The pages of a recorded visit. Raises RecordingError or OSError."""
    if path.stat().st_size > MOST_BYTES:
        raise RecordingError(f"larger than {MOST_BYTES // 10**6} MB: record one shop, without pictures")
    recording = Recording(way=way, source=path.name, sha256=digest_of(path))
    for answer in _READERS[way](path):
        recording.take(answer)
    if not recording.answers:
        raise RecordingError("it holds no page: record again, with the content of the responses")
    return recording
