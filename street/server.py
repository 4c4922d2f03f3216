"""Serve the fake shops of `shops/` through a plain HTTP forward proxy on loopback.

The proxy keeps a journal of all requests with their times: traps and politeness are judged from it.
"""

import csv
import io
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from street.shop import Answer, FakeShop

SHOPS = Path(__file__).parent / "shops"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request met: host, path with query, time by the monotonic clock in seconds, and its headers."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str] = field(default_factory=dict)


class Street:
    """All shops of a folder, or those of `hosts`, and the journal of what was asked of them."""

    def __init__(self, folder: Path = SHOPS, hosts: Collection[str] | None = None) -> None:
        found = (FakeShop(path.parent) for path in sorted(folder.glob("*/shop.toml")))
        self.shops = {shop.host: shop for shop in found if hosts is None or shop.host in hosts}
        self.journal: list[Hit] = []
        self.url = ""

    def list_csv(self) -> str:
        """Give the street as a shop list."""
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(("name", "url", "country", "language"))
        for shop in self.shops.values():
            lines.writerow((shop.row["name"], shop.url, shop.row["country"], shop.row["language"]))
        return text.getvalue()

    def answer(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Answer a proxy request for an absolute URL; an unknown host gives 502 as a proxy does."""
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        path = parts.path or "/"
        asked = f"{path}?{parts.query}" if parts.query else path
        self.journal.append(Hit(host=host, path=asked, at=time.monotonic(), headers=headers))
        shop = self.shops.get(host)
        return shop.answer(path, parts.query) if shop else Answer(status=502, body=b"unknown host")

    def hits(self, host: str) -> list[Hit]:
        """Give the requests one shop got, in order."""
        return [hit for hit in self.journal if hit.host == host]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    street: Street

    def do_GET(self) -> None:
        answer = self.street.answer(self.path, dict(self.headers.items()))
        time.sleep(answer.delay)
        self.send_response(answer.status)
        for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Keep quiet: the journal tells."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


@contextmanager
def open_street(folder: Path = SHOPS, port: int = 0, hosts: Collection[str] | None = None) -> Iterator[Street]:
    """Serve the street on loopback while the block runs; `street.url` is the proxy's address."""
    street = Street(folder, hosts)
    server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {"street": street}))
    street.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield street
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
