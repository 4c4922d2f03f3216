"""Servers that attack: every visit ends soon, with a reason, and the next shop is none the worse."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.test_plumbing import local, probe

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BOMB = gzip.compress(bytes(30_000_000))


def endless_headers(client: socket.socket) -> None:
    client.sendall(HEAD)
    while True:
        client.sendall(b"X-Padding: " + b"a" * 1000 + b"\r\n")


def endless_line(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 ")
    while True:
        client.sendall(b"a" * 65536)


def endless_body(client: socket.socket) -> None:
    client.sendall(HEAD + b"\r\n")
    while True:
        client.sendall(b"a" * 65536)


def endless_chunks(client: socket.socket) -> None:
    client.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        client.sendall(b"ffff\r\n" + b"a" * 65535 + b"\r\n")


def drip(client: socket.socket) -> None:
    client.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    while True:
        client.sendall(b"a")
        time.sleep(0.2)


def garbage(client: socket.socket) -> None:
    client.sendall(bytes(range(256)) * 10 + b"\r\n\r\n")


def bad_numbers(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 2x0 OK\r\nContent-Length: -5\r\n\r\n")


def two_lengths(client: socket.socket) -> None:
    client.sendall(HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello")


def bad_chunks(client: socket.socket) -> None:
    client.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")


def bad_location(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\xff\x00\r\nContent-Length: 0\r\n\r\n")


def growing_location(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 302 Found\r\nLocation: /" + b"a/" * 7000 + b"\r\nContent-Length: 0\r\n\r\n")


def many_cookies(client: socket.socket) -> None:
    cookies = b"".join(b"Set-Cookie: c%d=%s\r\n" % (number, b"v" * 100) for number in range(3000))
    client.sendall(HEAD + cookies + b"Content-Length: 5\r\n\r\nhello")


def silence(client: socket.socket) -> None:
    client.recv(1)


def bomb(client: socket.socket) -> None:
    client.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB)


Attack = Callable[[socket.socket], None]
ATTACKS: dict[str, Attack] = {
    f"{attack.__name__.replace('_', '-')}.example": attack
    for attack in (
        endless_headers, endless_line, endless_body, endless_chunks, drip, garbage, bad_numbers, two_lengths, bad_chunks,
        bad_location, growing_location, many_cookies, silence, bomb,
    )
}  # fmt: skip
COMES = {"many-cookies.example", "bomb.example", "bad-location.example"}
"""Hosts whose answer is taken as it is: a bomb is still packed on the wire, and refused when it is read."""


def answer(client: socket.socket) -> None:
    with client, suppress(OSError):
        asked = client.recv(65536).decode("latin-1")
        host = asked.partition("Host: ")[2].partition(":")[0].partition("\r")[0]
        if asked.startswith("GET /robots.txt"):
            client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            ATTACKS[host](client)


@contextmanager
def attackers() -> Iterator[int]:
    """Serve the attacks on one port; the host name chooses."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def test_attacking_servers_get_a_reason_and_no_more(tmp_path: Path) -> None:
    with attackers() as port:
        urls = [[f"http://{host}:{port}/"] for host in ATTACKS]
        began = time.monotonic()
        came = probe(urls, tmp_path, names=local(*ATTACKS), DOWNLOAD_TIMEOUT=1.5, DOWNLOAD_MAXSIZE=300_000)
    assert time.monotonic() - began < 40
    assert 0 < int((tmp_path / "peak").read_text(encoding="ascii")) < 500_000, "kilobytes"
    told = {host: item[0]["reason"] for host, item in zip(ATTACKS, came, strict=True)}
    assert {host for host, reason in told.items() if reason is None} <= COMES, told
    assert "unexpected" not in told.values(), came
