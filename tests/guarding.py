"""A guard proxy on loopback with names of a test's own, and what a browser would ask of it."""

import asyncio
import contextlib
import http.client
import socket
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

from crawler.browser.guard_proxy import GuardProxy
from crawler.browser.lane import Lane
from crawler.plumbing.addresses import Allowed, networks
from crawler.plumbing.names import GuardedNames, NoSuchName

SHOPS = "127.0.0.9"
"""Where the tests' shops are served: the one address that the guard is told to allow."""
HOME = "127.0.0.1"
"""The address that no page may reach."""


class Names:
    """Name servers of a test; `asked` is what they were asked. Answers are given one after the other, the last for ever."""

    def __init__(self, known: Mapping[str, Sequence[str]]) -> None:
        self._known = {name: list(answers) for name, answers in known.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        """Answer, as the guarded names want it."""
        self.asked.append(host)
        answers = self._known.get(host)
        if not answers:
            raise NoSuchName(host)
        return [answers.pop(0) if len(answers) > 1 else answers[0]]


def guard(
    names: Names, *, upstream: str = "", left_out: frozenset[str] = frozenset(), allowed: Sequence[str] = (f"{SHOPS}/32",)
) -> GuardProxy:
    """Give a guard proxy for which one address of this machine is public."""
    opened = Allowed(networks=networks(allowed))
    return GuardProxy(GuardedNames(names, opened), opened, upstream=upstream, left_out=left_out)


@asynccontextmanager
async def door(proxy: GuardProxy, *asked: str, patience: float = 0.1) -> AsyncIterator[Lane]:
    """Give a lane on which pages asked for these hosts."""
    async with proxy.lane("shop", patience=patience) as lane:
        for host in asked:
            lane.ask(host)
        yield lane


def fetch(lane: Lane, *urls: str, method: str = "GET", body: bytes | None = None) -> list[tuple[int, dict[str, str], bytes]]:
    """Ask for addresses of plain HTTP, one after the other on one connection for as long as it lasts."""
    place = urlsplit(lane.url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    try:
        return [_answer(connection, method, url, body) for url in urls]
    finally:
        connection.close()


def connect(lane: Lane, place: str, sent: bytes = b"") -> tuple[int, bytes]:
    """Ask for a tunnel; give the status, and all that comes out of it once it is closed."""
    at = urlsplit(lane.url)
    with socket.create_connection((at.hostname, at.port), timeout=10) as line:
        line.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode() + sent)
        came = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, rest = came.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), rest


async def off_loop(function, *args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003, ANN201
    """Call what blocks beside the loop that the proxy runs in."""
    return await asyncio.to_thread(function, *args, **kwargs)


@contextmanager
def listening(address: str = HOME, port: int = 0) -> Iterator["Listener"]:
    """Listen without ever answering, and count who connects."""
    listener = Listener(address, port)
    try:
        yield listener
    finally:
        listener.close()


class Listener:
    """Takes connections on `port`, and counts them."""

    def __init__(self, address: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.create_server((address, port), family=family)
        self.port = self._socket.getsockname()[1]
        self.connections = 0
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=5)

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                taken, _ = self._socket.accept()
                self.connections += 1
                taken.close()


def _answer(connection: http.client.HTTPConnection, method: str, url: str, body: bytes | None) -> tuple[int, dict[str, str], bytes]:
    connection.request(method, url, body=body)
    answer = connection.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
