"""Many made shops on one port of all loopback addresses, and the name server that knows them: a process that costs little.

Started as `python -m tests.bench.street_server [--shared N] [--light PAGES]`; prints {"http": port, "names": port} and serves until
its standard input closes; then it prints what `Journal.told` gives as one line of JSON.

Shop N is `shop-N.example`. Of a hundred shops one has no name, one a name server that never answers, one hangs up: three are dead;
two answer each request after three seconds. With --shared N so many shops have one address; with --light each shop has so many
small pages and none is dead or slow, which leaves the crawler's time to its manners.
"""

import argparse
import asyncio
import json
import socket
import struct
import sys
from collections import defaultdict
from functools import partial
from typing import Any

from tests.bench.street_pages import own_part, page

NO_NAME, SILENT, HANGS_UP, SLOW = 13, 46, 79, frozenset({27, 64})
"""By the last two figures of a shop's number."""
DELAY = 3.0
QUERY_A, NOT_THERE = 1, 3
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<h1>None</h1>\r\n"


def name_of(shop: int) -> str:
    """The host of a shop."""
    return f"shop-{shop:06}.example"


def shop_of(host: str) -> int:
    """The number of a shop. Raises ValueError for another host."""
    name, _, rest = host.lower().partition(".")
    if rest != "example" or not name.startswith("shop-"):
        raise ValueError(host)
    return int(name[5:])


def is_dead(shop: int) -> bool:
    """Whether nothing can be read of a shop."""
    return shop % 100 in {NO_NAME, SILENT, HANGS_UP}


def address_of(place: int) -> bytes:
    """A loopback address for each place in the street, packed."""
    return bytes((127, 1 + place // 62_500, place // 250 % 250, place % 250 + 1))


class Journal:
    """What was asked, and when. Times by shop and by address are kept where `times` is set."""

    def __init__(self, *, times: bool) -> None:
        self.pages = self.sent = self.names = self.requests = 0
        self._times = times
        self.by_host: defaultdict[str, list[float]] = defaultdict(list)
        self.by_address: defaultdict[str, list[float]] = defaultdict(list)

    def note(self, host: str, address: str, now: float) -> None:
        """A request has come."""
        self.requests += 1
        if self._times:
            self.by_host[host].append(now)
            self.by_address[address].append(now)

    def told(self) -> dict[str, Any]:
        """Counts, and the times by shop and by address."""
        counts = {"pages": self.pages, "sent": self.sent, "names": self.names, "requests": self.requests}
        return {**counts, "by_host": self.by_host, "by_address": self.by_address}


class Shops(asyncio.Protocol):
    """One connection."""

    def __init__(self, journal: Journal, light: int) -> None:
        self._journal = journal
        self._light = light
        self._loop = asyncio.get_running_loop()
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Turn away who does not come from this machine."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not transport.get_extra_info("peername")[0].startswith("127."):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """Answer whole requests."""
        self._came += data
        while b"\r\n\r\n" in self._came:
            request, _, self._came = self._came.partition(b"\r\n\r\n")
            self._answer(request.decode("latin-1"))

    def _answer(self, request: str) -> None:
        first, *headers = request.split("\r\n")
        host = next((line[5:].strip() for line in headers if line[:5].lower() == "host:"), "").partition(":")[0]
        self._journal.note(host, self._transport.get_extra_info("sockname")[0], self._loop.time())
        try:
            shop = shop_of(host)
        except ValueError:
            self._transport.abort()
            return
        if shop % 100 == HANGS_UP and not self._light:
            self._transport.abort()
        elif shop % 100 in SLOW and not self._light:
            self._loop.call_later(DELAY, self._send, shop, first.split(" ")[1])
        else:
            self._send(shop, first.split(" ")[1])

    def _send(self, shop: int, path: str) -> None:
        body = light_page(shop, path, self._light) if self._light else page(shop, path)
        if body is None:
            self._transport.write(NO_ROBOTS)
            return
        coding = b"" if self._light else b"Content-Encoding: gzip\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n%sContent-Length: %d\r\n\r\n" % (coding, len(body))
        self._transport.write(head + body)
        self._journal.pages += 1
        self._journal.sent += len(head) + len(body)


def light_page(shop: int, path: str, pages: int) -> bytes | None:
    """A small page, one of so many that lead to each other."""
    if path != "/" and not (path.startswith("/a") and path[2:].isdigit() and int(path[2:]) < pages):
        return None
    links = "".join(f'<a href="/a{number}">Artikel {number}</a> ' for number in range(1, pages))
    return f"<!doctype html><html lang=nl><title>{path}</title><body><h1>Winkel</h1>{links}".encode() + own_part(shop)[-300:]


class Names(asyncio.DatagramProtocol):
    """The name server: one IPv4 address a shop, so many shops to an address."""

    def __init__(self, journal: Journal, shared: int, *, light: bool) -> None:
        self._journal = journal
        self._shared = shared
        self._light = light

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket."""
        self._transport: Any = transport

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """Answer one question."""
        self._journal.names += 1
        answer = self._answer(data)
        if answer:
            self._transport.sendto(answer, addr)

    def _answer(self, data: bytes) -> bytes:
        host, end = _question(data)
        kind = struct.unpack_from(">H", data, end)[0]
        question = data[12 : end + 4]
        try:
            shop = shop_of(host)
        except ValueError:
            shop = NO_NAME
        dead = shop % 100 if not self._light else -1
        if dead == SILENT:
            return b""
        if dead == NO_NAME:
            return struct.pack(">2sHHHHH", data[:2], 0x8180 | NOT_THERE, 1, 0, 0, 0) + question
        found = struct.pack(">HHHIH", 0xC00C, 1, 1, 300, 4) + address_of(shop // self._shared) if kind == QUERY_A else b""
        return struct.pack(">2sHHHHH", data[:2], 0x8180, 1, bool(found), 0, 0) + question + found


def _question(data: bytes) -> tuple[str, int]:
    """The name asked for, and where it ends."""
    labels, at = [], 12
    while size := data[at]:
        labels.append(data[at + 1 : at + 1 + size].decode("ascii", "replace"))
        at += 1 + size
    return ".".join(labels), at + 1


async def serve(shared: int, light: int) -> Journal:
    """Serve until standard input closes."""
    loop, journal = asyncio.get_running_loop(), Journal(times=bool(light))
    listening = socket.create_server(("0.0.0.0", 0), backlog=4096)  # all of 127.0.0.0/8; others are turned away
    http = await loop.create_server(partial(Shops, journal, light), sock=listening)
    names, _ = await loop.create_datagram_endpoint(partial(Names, journal, shared, light=bool(light)), ("127.0.0.1", 0))
    ports = {"http": listening.getsockname()[1], "names": names.get_extra_info("sockname")[1]}
    _say(json.dumps(ports))
    await loop.run_in_executor(None, sys.stdin.read)
    http.close()
    names.close()
    return journal


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the options, serve, tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.street_server")
    parser.add_argument("--shared", type=int, default=1)
    parser.add_argument("--light", type=int, default=0)
    options = parser.parse_args()
    _say(json.dumps(asyncio.run(serve(options.shared, options.light)).told()))


if __name__ == "__main__":
    main()
