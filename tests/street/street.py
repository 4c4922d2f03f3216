"""Serve the fake shops of `shops/` through a plain HTTP forward proxy on loopback.

A shop is a folder named as its host. `shop.toml` holds the row for the shop list, the truth the audit must find, and the
odd answers (status, headers, delays, redirects) of single paths; every other page is a Jinja template, so that header and
footer are written once. The proxy keeps a journal of all requests with their times: traps and politeness are judged from it.
"""

import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

SHOPS = Path(__file__).parent / "shops"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the street sends for one request."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    delay: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request met: host, path with query, time by the monotonic clock in seconds, and its headers."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str] = field(default_factory=dict)


class FakeShop:
    """One folder of the street."""

    def __init__(self, folder: Path) -> None:
        self.host = folder.name
        facts = tomllib.loads((folder / "shop.toml").read_text(encoding="utf-8"))
        self.row: Mapping[str, str] = facts["row"]
        self.truth: Mapping[str, Any] = facts["truth"]
        self.odd: Mapping[str, Mapping[str, Any]] = facts.get("answers", {})
        self._pages = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined)
        self._names = frozenset(path.name for path in folder.glob("*.html"))

    def answer(self, path: str, query: str) -> Answer:
        """Give the page of a path; an odd answer for `*` counts for every path that has none of its own."""
        odd = self.odd.get(f"{path}?{query}" if query else path) or self.odd.get(path) or self.odd.get("*")
        if odd is not None:
            headers = {"Content-Type": "text/html; charset=utf-8", **odd.get("headers", {})}
            return Answer(
                status=odd.get("status", 200),
                body=self._body(odd, path, query),
                headers=tuple(headers.items()),
                delay=odd.get("delay", 0.0),
            )
        name = f"{path.strip('/').replace('/', '-') or 'index'}.html"
        if name not in self._names or name == "layout.html":
            return Answer(status=404, body=b"<html><title>404</title><h1>Not found</h1></html>")
        return Answer(body=self._render(name, path, query))

    def _body(self, odd: Mapping[str, Any], path: str, query: str) -> bytes:
        if "page" in odd:
            return self._render(odd["page"], path, query)
        return str(odd.get("body", "")).encode(odd.get("charset", "utf-8"))

    def _render(self, name: str, path: str, query: str) -> bytes:
        return self._pages.get_template(name).render(path=path, query=query, host=self.host).encode()


class Street:
    """All shops, and the journal of what was asked of them."""

    def __init__(self, folder: Path = SHOPS) -> None:
        self.shops = {path.parent.name: FakeShop(path.parent) for path in sorted(folder.glob("*/shop.toml"))}
        self.journal: list[Hit] = []
        self.url = ""

    def list_csv(self) -> str:
        """Give the street as a shop list."""
        rows = [
            ",".join((shop.row["name"], f"http://{host}/", shop.row["country"], shop.row["language"]))
            for host, shop in self.shops.items()
        ]
        return "\n".join(("name,url,country,language", *rows)) + "\n"

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
def open_street(folder: Path = SHOPS, port: int = 0) -> Iterator[Street]:
    """Serve the street on loopback while the block runs; `street.url` is the proxy's address."""
    street = Street(folder)
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
