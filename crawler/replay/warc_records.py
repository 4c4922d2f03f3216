"""Parts of WARC records (ISO 28500) that come from anybody: every line, head and count is bounded.

Taken apart here and not by warcio, which holds headers and chunks in memory however long they are: that is well for evidence of
our own, and not for files that come from anybody.
"""

import re
import zipfile
from collections.abc import Mapping
from typing import IO, NamedTuple

GZIP = b"\x1f\x8b"
PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How a WACZ may hold its files; what else a ZIP knows, nobody uses for it."""
LONGEST_LINE, MOST_LINES = 16_384, 200
LONGEST_HEAD = 262_144
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r\n")
_STATUS = re.compile(rb"[0-9]{3}")


class RecordError(ValueError):
    """What should be a WARC record is none; the message says why."""


class Answer(NamedTuple):
    """An answer of HTTP: its status, its headers (name, value) and what follows them."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of a header (lower-case name), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def read_fields(stream: IO[bytes]) -> dict[bytes, bytes]:
    """The head of the next record, by names in lower case; empty at the end of the stream. Raises RecordError."""
    line = b"\r\n"
    for _ in range(MOST_LINES):
        line = stream.readline(LONGEST_LINE)
        if line.strip():
            break
    if not line:
        return {}
    if not line.startswith(b"WARC/"):
        raise RecordError("no WARC file, or a damaged one")
    fields: dict[bytes, bytes] = {}
    for _ in range(MOST_LINES):
        line = stream.readline(LONGEST_LINE)
        if not line.strip():
            return fields
        if not line.endswith(b"\n"):
            break
        name, _, value = line.partition(b":")
        fields.setdefault(name.strip().lower(), value.strip())
    raise RecordError("no WARC file: a record whose head does not end")


def length_of(fields: Mapping[bytes, bytes]) -> int:
    """How many bytes the block of a record has. Raises RecordError."""
    length = fields.get(b"content-length", b"")
    if not length.isdigit() or len(length) > 15:
        raise RecordError("no WARC file: a record without a length")
    return int(length)


def skip(stream: IO[bytes], count: int) -> int:
    """Pass over so many bytes; give how many were missing."""
    while count > 0 and (part := stream.read(min(count, 1_000_000))):
        count -= len(part)
    return count


def answer_in(block: bytes) -> Answer | None:
    """The answer of HTTP that a block holds, None for what is none."""
    head, end, body = block.partition(b"\r\n\r\n")
    first, *lines = head[:LONGEST_HEAD].split(b"\r\n")
    parts = first.split(b" ", 2)
    if not end or not first.startswith(b"HTTP/") or len(parts) < 2 or not _STATUS.fullmatch(parts[1]):
        return None
    pairs = (line.partition(b":") for line in lines[:MOST_LINES])
    told = [(name.decode("latin-1"), value.strip().decode("utf-8", "replace")) for name, _, value in pairs]
    return Answer(int(parts[1]), told, body)


def joined_up(answer: Answer) -> bytes:
    """A body that was sent in pieces, put together; as it is where it was not, or the recorder did so already."""
    body = answer.body
    if not any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in answer.headers):
        return body
    parts, at = list[bytes](), 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size + 2
    return b"".join(parts) if at > len(body) and parts else body
