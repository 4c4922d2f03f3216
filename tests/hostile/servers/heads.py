"""Attacks with the status line and the headers."""

import asyncio

from crawler.model.reason import Reason
from tests.hostile.servers.line import HEAD, HOME, OK, Line, hostile

PAGE = b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(HOME.encode()), HOME.encode())


@hostile(Reason.TIMEOUT, "no answer in time")
async def silence(_: Line) -> None:
    await asyncio.sleep(30)


@hostile(Reason.TIMEOUT, "no answer in time")
async def slow_head(line: Line) -> None:
    await line.send(OK)
    await line.again_and_again(b"X-Slow: a\r\n", 0.1)


@hostile(Reason.TIMEOUT, "no answer in time")
async def slow_status_line(line: Line) -> None:
    await line.again_and_again(b"H", 0.1)


@hostile(Reason.SERVER_ERROR, "headers")
async def endless_headers(line: Line) -> None:
    await line.send(HEAD)
    await line.again_and_again(b"X-Padding: " + b"a" * 1_000 + b"\r\n")


@hostile(Reason.SERVER_ERROR, "headers")
async def many_tiny_headers(line: Line) -> None:
    await line.send(HEAD, b"a:\n" * 80_000, PAGE)


@hostile(Reason.SERVER_ERROR, "headers")
async def header_of_a_megabyte(line: Line) -> None:
    await line.send(HEAD, b"X-Long: ", b"a" * 1_000_000, b"\r\n", PAGE)


@hostile(Reason.SERVER_ERROR, "headers")
async def header_folded_without_end(line: Line) -> None:
    await line.send(HEAD, b"X-Folded: a\r\n")
    await line.again_and_again(b" folded\r\n")


@hostile(Reason.SERVER_ERROR, "headers")
async def endless_status_line(line: Line) -> None:
    await line.send(b"HTTP/1.1 200 ")
    await line.again_and_again(b"a" * 65_536)


@hostile(Reason.SERVER_ERROR, "headers")
async def endless_early_hints(line: Line) -> None:
    await line.again_and_again(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 100)


@hostile(None)
async def some_early_hints(line: Line) -> None:
    await line.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 20, HEAD, PAGE)


@hostile(Reason.TIMEOUT)
async def switching_protocols(line: Line) -> None:
    await line.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello")
    await asyncio.sleep(30)


@hostile(Reason.SERVER_ERROR)
async def upgrade_to_http_2(line: Line) -> None:
    await line.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n\0\0\x12\x04\0\0\0\0\0\r\n\r\n")


@hostile(Reason.SERVER_ERROR)
async def http_2_frames(line: Line) -> None:
    await line.send(b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64\n\0\0\x08\x07\0\0\0\0\0\n")


@hostile(Reason.SERVER_ERROR)
async def http_0_9(line: Line) -> None:
    await line.send(HOME.encode(), b"\r\n")


@hostile(None)
async def http_9_9(line: Line) -> None:
    await line.send(b"HTTP/9.9 200 OK\r\nContent-Type: text/html\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def radio_station(line: Line) -> None:
    await line.send(b"ICY 200 OK\r\nContent-Type: text/html\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def ssh_banner(line: Line) -> None:
    await line.send(b"SSH-2.0-OpenSSH_9.6\r\n")


@hostile(Reason.SERVER_ERROR)
async def status_of_letters(line: Line) -> None:
    await line.send(b"HTTP/1.1 2x0 OK\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def status_of_five_digits(line: Line) -> None:
    await line.send(b"HTTP/1.1 20000 OK\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def status_below_nothing(line: Line) -> None:
    await line.send(b"HTTP/1.1 -200 OK\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def status_with_an_underscore(line: Line) -> None:
    await line.send(b"HTTP/1.1 2_00 OK\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def no_status(line: Line) -> None:
    await line.send(b"HTTP/1.1\r\n", PAGE)


@hostile(Reason.SERVER_ERROR)
async def blank_lines_first(line: Line) -> None:
    await line.send(b"\r\n" * 1_000, HEAD, PAGE)


@hostile(None)
async def nul_bytes_in_headers(line: Line) -> None:
    await line.send(HEAD, b"X-Nul: a\0b\r\nX\0Name: c\r\n\0\r\n", PAGE)


@hostile(None)
async def headers_without_a_colon(line: Line) -> None:
    await line.send(HEAD, b"no colon here\r\n: no name\r\nX-Folded: a\r\n\t b\r\n", PAGE)


@hostile(None)
async def headers_of_odd_bytes(line: Line) -> None:
    await line.send(HEAD, b"X-Odd: ", bytes(range(128, 256)), b"\r\nX-\xff: \x1b[31m\r\n\rX-Return: a\rb\r\n", PAGE)


@hostile(None)
async def lines_without_a_return(line: Line) -> None:
    await line.send((HEAD + PAGE).replace(b"\r\n", b"\n"))


@hostile(Reason.SERVER_ERROR)
async def lines_of_returns_only(line: Line) -> None:
    await line.send((HEAD + PAGE).replace(b"\n", b" "))


@hostile(Reason.SERVER_ERROR)
async def every_byte_there_is(line: Line) -> None:
    await line.send(bytes(range(256)) * 10, b"\r\n\r\n")


@hostile(Reason.SERVER_ERROR)
async def goodbye_at_once(_: Line) -> None:
    """Say nothing: the connection is closed."""


@hostile(Reason.SERVER_ERROR)
async def cut_off_at_once(line: Line) -> None:
    line.reset()


@hostile(Reason.SERVER_ERROR)
async def cut_off_in_the_head(line: Line) -> None:
    await line.send(HEAD)
    line.reset()


@hostile(Reason.TLS, bare=True, scheme="https")
async def plain_words_for_tls(line: Line) -> None:
    await line.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


@hostile(Reason.ROBOTS, "no answer in time", bare=True, scheme="https")
async def tls_that_never_answers(_: Line) -> None:
    await asyncio.sleep(30)


@hostile(Reason.TLS, bare=True, scheme="https")
async def tls_of_garbage(line: Line) -> None:
    await line.send(b"\x16\x03\x03\x40\x00", b"\xff" * 0x4000)
