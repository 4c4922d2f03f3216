"""Attacks with how long a body is said to be, and how it comes."""

import asyncio

from crawler.model.reason import Reason
from tests.hostile.servers.line import HEAD, HOME, HTML, OK, Line, hostile

BODY = HOME.encode()
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
CLOSE = b"Connection: close\r\n"


def chunk(body: bytes) -> bytes:
    """One chunk of a body."""
    return b"%x\r\n%s\r\n" % (len(body), body)


@hostile(Reason.TIMEOUT, "no answer in time")
async def slow_body(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: 100000\r\n\r\n")
    await line.again_and_again(b"a", 0.1)


@hostile(Reason.TIMEOUT, "no answer in time")
async def slow_chunks(line: Line) -> None:
    await line.send(CHUNKED)
    await line.again_and_again(chunk(b"<p>"), 0.1)


@hostile(Reason.SEARCH_NOT_EXHAUSTED, "larger than the limit")
async def endless_body(line: Line) -> None:
    await line.send(HEAD, b"\r\n")
    await line.again_and_again(b"a" * 65_536)


@hostile(Reason.SEARCH_NOT_EXHAUSTED, "larger than the limit")
async def endless_chunks(line: Line) -> None:
    await line.send(CHUNKED)
    await line.again_and_again(chunk(b"a" * 65_536))


@hostile(Reason.SERVER_ERROR, "pieces")
async def chunks_of_one_byte(line: Line) -> None:
    await line.send(CHUNKED)
    await line.again_and_again(chunk(b"a") * 10_000)


@hostile(None)
async def some_chunks_of_one_byte(line: Line) -> None:
    await line.send(CHUNKED, *(chunk(BODY[at : at + 1]) for at in range(len(BODY))), b"0\r\n\r\n")


@hostile(Reason.SERVER_ERROR)
async def chunk_size_of_letters(line: Line) -> None:
    await line.send(CHUNKED, b"zz\r\n", BODY, b"\r\n0\r\n\r\n")


@hostile(Reason.SERVER_ERROR)
async def chunk_size_below_nothing(line: Line) -> None:
    await line.send(CHUNKED, b"-5\r\n", BODY, b"\r\n0\r\n\r\n")


@hostile(Reason.SERVER_ERROR)
async def chunk_size_beyond_all_bounds(line: Line) -> None:
    await line.send(CHUNKED, b"f" * 40, b"\r\n", BODY)


@hostile(Reason.SERVER_ERROR)
async def chunk_size_without_end(line: Line) -> None:
    await line.send(CHUNKED)
    await line.again_and_again(b"0" * 65_536)


@hostile(Reason.SERVER_ERROR)
async def chunk_extension_without_end(line: Line) -> None:
    await line.send(CHUNKED, b"5;")
    await line.again_and_again(b"a=b;" * 10_000)


@hostile(Reason.SERVER_ERROR)
async def trailers_without_end(line: Line) -> None:
    await line.send(CHUNKED, chunk(BODY), b"0\r\n")
    await line.again_and_again(b"X-Trailer: a\r\n" * 1_000)


@hostile(Reason.SERVER_ERROR, "broke off")
async def chunks_that_break_off(line: Line) -> None:
    await line.send(CHUNKED, chunk(BODY))


@hostile(Reason.SERVER_ERROR)
async def chunk_without_its_end(line: Line) -> None:
    await line.send(CHUNKED, b"5\r\nhello world\r\n0\r\n\r\n")


@hostile(None)
async def length_too_short(line: Line) -> None:
    await line.send(HEAD, CLOSE, b"Content-Length: %d\r\n\r\n" % (len(BODY) - 9), BODY, b"<p>and more" * 10_000)


@hostile(Reason.SERVER_ERROR, "broke off")
async def length_too_long(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: %d\r\n\r\n" % (len(BODY) + 100), BODY)


@hostile(Reason.TIMEOUT)
async def length_too_long_and_open(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: %d\r\n\r\n" % (len(BODY) + 100), BODY)
    await asyncio.sleep(30)


@hostile(Reason.SERVER_ERROR)
async def length_below_nothing(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: -5\r\n\r\n", BODY)


@hostile(Reason.SERVER_ERROR)
async def length_of_letters(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: 0x2000\r\n\r\n", BODY)


@hostile(Reason.SERVER_ERROR)
async def two_lengths(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: 5\r\nContent-Length: %d\r\n\r\n" % len(BODY), BODY)


@hostile(None)
async def the_same_length_twice(line: Line) -> None:
    await line.send(HEAD, CLOSE, b"Content-Length: %d\r\n" % len(BODY) * 2, b"\r\n", BODY)


@hostile(Reason.SEARCH_NOT_EXHAUSTED, "larger than the limit")
async def length_of_a_petabyte(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: 1000000000000000\r\n\r\n", BODY)


@hostile(Reason.SERVER_ERROR)
async def length_of_a_thousand_digits(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: ", b"9" * 10_000, b"\r\n\r\n", BODY)


@hostile(None)
async def length_and_chunks(line: Line) -> None:
    await line.send(HEAD, CLOSE, b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", chunk(BODY), b"0\r\n\r\n")


@hostile(Reason.SERVER_ERROR)
async def unknown_transfer_coding(line: Line) -> None:
    await line.send(HEAD, b"Transfer-Encoding: gzip, chunked\r\n\r\n", chunk(BODY), b"0\r\n\r\n")


@hostile(None)
async def an_answer_nobody_asked_for(line: Line) -> None:
    false = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    await line.send(HEAD, b"Content-Length: %d\r\n\r\n" % len(BODY), BODY, false * 100)


@hostile(Reason.NOT_HTML, silent=True)
async def a_body_for_no_content(line: Line) -> None:
    await line.send(b"HTTP/1.1 204 No Content\r\n", CLOSE, b"Content-Length: %d\r\n\r\n" % len(BODY), BODY)


@hostile(Reason.SERVER_ERROR, "broke off")
async def cut_off_in_the_body(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: 500000\r\n\r\n", BODY)
    await asyncio.sleep(0.1)
    line.reset()


@hostile(Reason.NOT_HTML, "image/png")
async def page_called_a_picture(line: Line) -> None:
    await line.reply(HOME, kind="image/png")


@hostile(None, silent=True)
async def picture_called_a_page(line: Line) -> None:
    await line.reply(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 2_000)


@hostile(None, silent=True)
async def archive_called_a_page(line: Line) -> None:
    await line.reply(b"PK\x03\x04" + bytes(range(256)) * 2_000)


@hostile(None)
async def page_without_a_type(line: Line) -> None:
    await line.send(OK, b"Content-Length: %d\r\n" % len(BODY), CLOSE, b"\r\n", BODY)


@hostile(None)
async def type_of_a_hundred_thousand_letters(line: Line) -> None:
    await line.send(
        OK, b"Content-Type: text/html", b"; a=b" * 2_000, b"\r\n", CLOSE, b"Content-Length: %d\r\n\r\n" % len(BODY), BODY
    )


@hostile(None)
async def character_sets_that_act(line: Line) -> None:
    await line.reply(BODY + b"\xff", kind="text/html; charset=unicode_escape")


@hostile(None)
async def character_set_that_is_no_text(line: Line) -> None:
    await line.reply(BODY + b"\xff", kind="text/html; charset=zip")


@hostile(None)
async def two_types(line: Line) -> None:
    await line.reply(HOME, "Content-Type: image/png", kind=HTML)
