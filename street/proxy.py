"""The wire side of the street: a forward HTTP proxy that answers by itself, and ends TLS tunnels by itself."""

import ssl
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Protocol

from street.site import Answer


class Answering(Protocol):
    """What the proxy asks of the street."""

    def answer(self, method: str, url: str, headers: Mapping[str, str]) -> Answer:
        """Answer one request, and write it down."""

    def note(self, method: str, host: str, path: str, headers: Mapping[str, str]) -> None:
        """Write one request down."""

    def tls(self, host: str) -> ssl.SSLContext | None:
        """Give the TLS context of a host that has one."""


class ProxyHandler(BaseHTTPRequestHandler):
    """One connection. `street` is set by the server's class made from this one.

    An answer leaves in one piece (buffered, no Nagle): head and body apart would wait 40 ms for each other.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    street: Answering
    _origin = ""

    def do_GET(self) -> None:
        """Answer with the page."""
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers that the page would have."""
        self._send(with_body=False)

    def do_POST(self) -> None:
        """Take nothing in: a visitor of this street only looks. The journal tells of it."""
        self.street.answer("POST", f"{self._origin}{self.path}", dict(self.headers.items()))
        self.close_connection = True
        self.send_error(405)

    def do_CONNECT(self) -> None:
        """Open a tunnel to a shop that is reached by https, and answer at its far end."""
        host = self.path.rpartition(":")[0]
        self.street.note("CONNECT", host, "", dict(self.headers.items()))
        context = self.street.tls(host)
        if context is None:
            self.send_error(502)
            return
        self.send_response(200, "Connection established")
        self.end_headers()
        self.wfile.flush()
        self._origin = f"https://{host}"
        self.close_connection = False
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except OSError:  # the visitor does not like the certificate
            self.close_connection = True
            return
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", self.wbufsize)

    def _send(self, *, with_body: bool) -> None:
        answer = self.street.answer(self.command, f"{self._origin}{self.path}", dict(self.headers.items()))
        time.sleep(answer.delay)
        self.send_response(answer.status)
        for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def finish(self) -> None:
        """End the connection, the far end of a tunnel too."""
        try:
            super().finish()
        except OSError:
            return
        finally:
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Keep quiet: the journal tells."""
