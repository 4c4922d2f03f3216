"""Serve the fake shops of `shops/` through a forward proxy on loopback.

The proxy keeps a journal of all requests with their times: traps and politeness are judged from it.
"""

import csv
import errno
import io
import ssl
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from street.certificate import broken_tls
from street.proxy import ProxyHandler
from street.shop import FakeShop
from street.site import Answer, Asked

SHOPS = Path(__file__).parent / "shops"
SEGMENTS = ("branch", "size")
"""Further columns of the shop list: what shops are told apart by in the report."""
UNKNOWN = Answer(status=502, body=b"unknown host", headers=(("Proxy-Status", "street; error=dns_error"),))
"""What a proxy says of a host that it cannot find, with the reason as RFC 9209 writes it."""
ACTS = (
    "add-to-cart=", "add_to_cart", "/cart/add", "remove_item=", "action=buy", "action=add", "action=remove", "action=notify",
    "action=vote", "set_currency=", "?currency=", "&currency=", "logout", "logoff", "uitloggen", "abmelden", "wishlist",
    "wunschliste", "verlanglijst", "/vergleich/", "/compare/", "unsubscribe",
)  # fmt: skip
"""Pieces of addresses that do something when they are asked for, at whatever shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request met: method, host, path with query ("" for a tunnel), time by the monotonic clock in seconds, its headers."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"


class Street:
    """All shops of a folder, or those of `hosts`, and the journal of what was asked of them.

    Many threads answer at once: the journal is only ever appended to.
    """

    def __init__(self, folder: Path = SHOPS, hosts: Collection[str] | None = None) -> None:
        found = (FakeShop(path.parent) for path in sorted(folder.glob("*/shop.toml")))
        self.shops = {shop.host: shop for shop in found if hosts is None or shop.host in hosts}
        self.journal: list[Hit] = []
        self.url = ""
        self._by_host = {host: shop for shop in self.shops.values() for host in shop.hosts}

    def list_csv(self) -> str:
        """Give the street as a shop list."""
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(("name", "url", "country", "language", *SEGMENTS))
        for shop in self.shops.values():
            segments = (shop.row.get(name, "") for name in SEGMENTS)
            lines.writerow((shop.row["name"], shop.url, shop.row["country"], shop.row["language"], *segments))
        return text.getvalue()

    def answer(self, method: str, url: str, headers: Mapping[str, str]) -> Answer:
        """Answer a request for an absolute URL; an unknown host gives 502 as a proxy does."""
        parts = urlsplit(url)
        host = _plain(parts.hostname or "")
        cookies = {name: item.value for name, item in SimpleCookie(headers.get("Cookie", "")).items()}
        asked = Asked(path=parts.path or "/", query=parts.query, cookies=cookies)
        self.note(method, host, asked.address, headers)
        shop = self._by_host.get(host)
        if shop is None:
            return UNKNOWN
        if shop.secure and parts.scheme == "http":
            return Answer(status=301, headers=(("Location", f"https://{host}{asked.address}"),))
        return shop.answer(host, asked)

    def note(self, method: str, host: str, path: str, headers: Mapping[str, str]) -> None:
        """Write one request into the journal."""
        self.journal.append(Hit(method=method, host=_plain(host), path=path, at=time.monotonic(), headers=headers))

    def tls(self, host: str) -> ssl.SSLContext | None:
        """Give the TLS side of a shop that is reached by https, None for any other host."""
        shop = self._by_host.get(_plain(host))
        return self._context if shop is not None and shop.secure else None

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return broken_tls([host for host, shop in self._by_host.items() if shop.secure])

    def hits(self, host: str) -> list[Hit]:
        """Give the requests that one shop got, at any of its hosts, in order."""
        return [hit for hit in self.journal if hit.host in self.shops[host].hosts]

    def trapped(self, host: str) -> list[Hit]:
        """Give the requests of one shop that no visitor who only looks makes: they act, send something, or its truth bars them."""
        traps = (*ACTS, *self.shops[host].truth().get("traps", ()))
        looking = {"GET", "HEAD", "CONNECT"}
        return [hit for hit in self.hits(host) if hit.method not in looking or any(trap in hit.path for trap in traps)]


def _plain(host: str) -> str:
    return host.lower().removeprefix("www.")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about a client that went away."""


@contextmanager
def open_street(folder: Path = SHOPS, port: int = 0, hosts: Collection[str] | None = None) -> Iterator[Street]:
    """Serve the street on loopback while the block runs; `street.url` is the proxy's address.

    Raises OSError with a plain message when the port is taken.
    """
    street = Street(folder, hosts)
    server = _listening(street, port)
    street.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield street
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _listening(street: Street, port: int) -> _Server:
    try:
        return _Server(("127.0.0.1", port), type("Handler", (ProxyHandler,), {"street": street}))
    except OSError as error:
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise OSError(error.errno, f"port {port} cannot be used: {error.strerror}; choose another, or 0 for any") from error
        raise
