"""Attacks with content codings: bodies that are small on the wire and huge when unpacked."""

import gzip
import sys
import zlib
from functools import cache

import brotli

from crawler.model.reason import Reason
from tests.hostile.servers.line import HOME, Line, hostile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LARGE = 200_000_000
BODY = HOME.encode()


@cache
def zeros(coding: str, size: int = LARGE) -> bytes:
    """Nothing but zeros, in a coding; a megabyte is packed at a time."""
    piece, pieces = bytes(1_000_000), size // 1_000_000
    if coding == "zstd":
        engine = zstd.ZstdCompressor()
        return b"".join(engine.compress(piece) for _ in range(pieces)) + engine.flush()
    if coding == "br":
        made = brotli.Compressor(quality=1)
        return b"".join(made.process(piece) for _ in range(pieces)) + made.finish()
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | (16 if coding == "gzip" else 0))
    return b"".join(packer.compress(piece) for _ in range(pieces)) + packer.flush()


def prepare() -> None:
    """Make the bombs before they are asked for: packing takes a second."""
    for coding in ("gzip", "deflate", "br", "zstd"):
        zeros(coding)


@hostile(Reason.SERVER_ERROR, "when unpacked")
async def gzip_bomb(line: Line) -> None:
    await line.reply(zeros("gzip"), "Content-Encoding: gzip")


@hostile(Reason.SERVER_ERROR, "when unpacked")
async def deflate_bomb(line: Line) -> None:
    await line.reply(zeros("deflate"), "Content-Encoding: deflate")


@hostile(Reason.SERVER_ERROR, "when unpacked")
async def brotli_bomb(line: Line) -> None:
    await line.reply(zeros("br"), "Content-Encoding: br")


@hostile(Reason.SERVER_ERROR, "when unpacked")
async def zstd_bomb(line: Line) -> None:
    await line.reply(zeros("zstd"), "Content-Encoding: zstd")


@hostile(Reason.SERVER_ERROR, "unpacked")
async def zstd_with_a_huge_window(line: Line) -> None:
    options = {zstd.CompressionParameter.window_log: 30, zstd.CompressionParameter.enable_long_distance_matching: 1}
    engine = zstd.ZstdCompressor(options=options)
    await line.reply(engine.compress(BODY) + engine.flush(), "Content-Encoding: zstd")


@hostile(Reason.SERVER_ERROR, "when unpacked")
async def bomb_in_a_bomb(line: Line) -> None:
    await line.reply(gzip.compress(gzip.compress(zeros("gzip"))), "Content-Encoding: gzip, gzip, gzip")


@hostile(Reason.SERVER_ERROR, "codings")
async def ten_thousand_codings(line: Line) -> None:
    await line.send(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        (b"Content-Encoding: " + b",".join([b"gzip"] * 1_000) + b"\r\n") * 10,
        b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(gzip.compress(BODY)), gzip.compress(BODY)),
    )


@hostile(Reason.SERVER_ERROR, "unpacked")
async def gzip_in_25_000_members(line: Line) -> None:
    await line.reply(gzip.compress(b"") * 25_000, "Content-Encoding: gzip")


@hostile(None)
async def two_codings(line: Line) -> None:
    await line.reply(gzip.compress(brotli.compress(BODY)), "Content-Encoding: br, gzip")


@hostile(None)
async def zstd_in_good_order(line: Line) -> None:
    await line.reply(zstd.compress(BODY), "Content-Encoding: zstd")


@hostile(None)
async def gzip_in_two_members_with_padding(line: Line) -> None:
    await line.reply(gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]) + bytes(1_000), "Content-Encoding: gzip")


@hostile(Reason.SERVER_ERROR, "unpacked")
async def gzip_that_breaks_off(line: Line) -> None:
    await line.reply(gzip.compress(BODY)[:-20], "Content-Encoding: gzip")


@hostile(Reason.SERVER_ERROR, "unpacked")
async def brotli_that_breaks_off(line: Line) -> None:
    await line.reply(brotli.compress(BODY)[:-20], "Content-Encoding: br")


@hostile(Reason.SERVER_ERROR, "unpacked")
async def plain_text_called_gzip(line: Line) -> None:
    await line.reply(BODY, "Content-Encoding: gzip")


@hostile(Reason.SERVER_ERROR, "unknown content coding")
async def unknown_coding(line: Line) -> None:
    await line.reply(BODY, "Content-Encoding: \x1b[31mshrink")
