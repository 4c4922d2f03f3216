"""Undo the content coding of a body (RFC 9110 section 8.4), with a cap against bodies that inflate without end.

>>> import gzip
>>> decoded(gzip.compress(b"tel"), "gzip", limit=10)
b'tel'
"""

import zlib
from collections.abc import Callable, Mapping

import brotli  # type: ignore[import-untyped]

ACCEPTED = "gzip, deflate, br"
"""What to send as Accept-Encoding: the codings that can be undone here."""


class CodingError(ValueError):
    """The body can not be decoded: an unknown coding, broken data, or more bytes than the limit."""


def decoded(body: bytes, codings: str, *, limit: int) -> bytes:
    """Give the body without its codings (the value of Content-Encoding). Raises CodingError."""
    names = [name.strip().lower() for name in codings.split(",")]
    for name in reversed([name for name in names if name not in ("", "identity")]):
        if name not in _DECODERS:
            raise CodingError(f"unknown content coding {name[:40]!r}")
        body = _DECODERS[name](body, limit)
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, limit, zlib.MAX_WBITS | 16)


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _inflate(body, limit, zlib.MAX_WBITS)
    except CodingError:
        # Many servers send raw deflate data without the zlib wrapper that RFC 9110 asks for.
        return _inflate(body, limit, -zlib.MAX_WBITS)


def _inflate(body: bytes, limit: int, wbits: int) -> bytes:
    parts: list[bytes] = []
    room = limit
    while body:
        engine = zlib.decompressobj(wbits)
        try:
            part = engine.decompress(body, room + 1)
        except zlib.error as error:
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
}
