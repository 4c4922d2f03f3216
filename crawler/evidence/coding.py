"""Undo the content coding of a body (RFC 9110 section 8.4), with a cap against bodies that inflate without end.

>>> import gzip
>>> decoded(gzip.compress(b"tel"), "gzip", limit=10)
b'tel'
"""

import sys
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""What to send as Accept-Encoding: the codings that can be undone here."""
MOST_CODINGS = 5
"""Codings on top of each other; curl stops at as many."""
MOST_MEMBERS = 200
"""Compressed parts one after the other: each costs a copy of what follows it."""
_WINDOW: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
"""RFC 9659: 8 MB, and no more in HTTP."""


class CodingError(ValueError):
    """The body can not be decoded: an unknown coding, broken data, or more bytes than the limit."""


class Engine(Protocol):
    """What unpacks one member: zlib's and zstd's are alike."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def unused_data(self) -> bytes:
        """What follows it."""

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes:
        """Unpack at most so many bytes."""


def decoded(body: bytes, codings: str, *, limit: int) -> bytes:
    """Give the body without its codings (the value of Content-Encoding). Raises CodingError."""
    names = [name for name in (name.strip().lower() for name in codings.split(",")) if name not in ("", "identity")]
    if len(names) > MOST_CODINGS:
        raise CodingError(f"{len(names)} content codings on top of each other")
    for name in reversed(names):
        if name not in _DECODERS:
            raise CodingError(f"unknown content coding {name[:40]!r}")
        body = _DECODERS[name](body, limit)
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    return _unpacked(body, limit, partial(zlib.decompressobj, zlib.MAX_WBITS | 16))


def _deflate(body: bytes, limit: int) -> bytes:
    # Many servers send raw deflate data without the zlib wrapper that RFC 9110 asks for.
    wrapped = len(body) > 1 and body[0] & 15 == zlib.DEFLATED and (body[0] << 8 | body[1]) % 31 == 0
    return _unpacked(body, limit, partial(zlib.decompressobj, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS))


def _unzstd(body: bytes, limit: int) -> bytes:
    return _unpacked(body, limit, partial(zstd.ZstdDecompressor, options=_WINDOW))


def _unpacked(body: bytes, limit: int, start: Callable[[], Engine]) -> bytes:
    parts: list[bytes] = []
    room = limit
    while body:
        if len(parts) == MOST_MEMBERS:
            raise CodingError(f"more than {MOST_MEMBERS} compressed parts")
        engine = start()
        try:
            part = engine.decompress(body, room + 1)
        except (zlib.error, zstd.ZstdError) as error:
            if parts:  # padding after the last member: browsers ignore it
                break
            raise CodingError(f"broken compressed data: {error}") from error
        parts.append(part)
        room -= len(part)
        if room < 0:
            raise CodingError(f"more than {limit} bytes when unpacked")
        if not engine.eof:
            raise CodingError("compressed data that breaks off")
        body = engine.unused_data
    return b"".join(parts)


def _unbrotli(body: bytes, limit: int) -> bytes:
    engine = brotli.Decompressor()
    try:
        result: bytes = engine.process(body, output_buffer_limit=limit + 1)
        while len(result) <= limit and not engine.can_accept_more_data():
            result += engine.process(b"", output_buffer_limit=limit + 1)
    except brotli.error as error:
        raise CodingError(f"broken compressed data: {error}") from error
    if len(result) > limit:
        raise CodingError(f"more than {limit} bytes when unpacked")
    if not engine.is_finished():
        raise CodingError("compressed data that breaks off")
    return result


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
