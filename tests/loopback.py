"""A small web server on loopback whose answers a test writes down, and which keeps a journal with times."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server sends. `cut` promises more bytes than come; `hang` seconds pass before the first byte."""

    status: int = 200
    body: bytes = b"<html><body><p>Welkom</p></body></html>"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    hang: float = 0.0
    cut: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request met; `at` by the monotonic clock."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str]


Answers = Mapping[str, Reply] | Callable[[str, str], Reply | None]
NO_ROBOTS = Reply(status=404, body=b"")


@dataclass(slots=True, kw_only=True)
class Loopback:
    """A server that runs; `answers` maps a path to its reply, or is asked for one by host and path."""

    answers: Answers
    port: int = 0
    journal: list[Asked] = field(default_factory=list)

    def reply(self, host: str, path: str) -> Reply:
        """Give the reply of a path: 404 where there is none."""
        found = self.answers(host, path) if callable(self.answers) else self.answers.get(path)
        return found or Reply(status=404, body=b"<html><title>404</title></html>")

    def paths(self) -> list[str]:
        """Give the paths that were asked for, in order."""
        return [item.path for item in self.journal]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    loopback: Loopback

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        path = self.path.partition("://")[2].partition("/")[2] if "://" in self.path else self.path.lstrip("/")
        self.loopback.journal.append(Asked(host=host, path="/" + path, at=time.monotonic(), headers=dict(self.headers.items())))
        reply = self.loopback.reply(host, "/" + path)
        time.sleep(reply.hang)
        self.send_response(reply.status)
        for name, value in (*reply.headers, ("Content-Length", str(len(reply.body) + reply.cut))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        self.close_connection = bool(reply.cut)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name http.server gives it
        """Keep quiet: the journal tells."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about clients that went away."""


@contextmanager
def serve(answers: Answers, *, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Serve on a free port of a loopback address while the block runs."""
    made = Loopback(answers=answers)
    server = _Server((address, 0), type("Handler", (_Handler,), {"loopback": made}))
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
