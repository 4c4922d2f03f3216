"""Where a request that came to the guard proxy wants to go."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a connection is to lead: `path` is what the server is asked for, "" for a tunnel."""

    host: str
    port: int
    path: str = ""

    @property
    def place(self) -> str:
        """Host and port, as a CONNECT names them."""
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, as a proxy is asked for it."""
        return f"http://{self.place.removesuffix(':80')}{self.path}"


def target_of(request: h11.Request) -> Target:
    """Give where a request leads. Raises FetchFailed for what is no web address.

    >>> target_of(h11.Request(method="GET", target="http://shop.example/a?b", headers=[("Host", "other.example")])).url
    'http://shop.example/a?b'
    >>> target_of(h11.Request(method="CONNECT", target="shop.example:443", headers=[("Host", "shop.example")])).place
    'shop.example:443'
    """
    written = request.target.decode("latin-1")
    tunnel = request.method == b"CONNECT"
    try:
        parts = urlsplit(f"//{written}" if tunnel else written)
        host, port = parts.hostname, parts.port or (443 if tunnel else 80)
    except ValueError:
        host = None
    if not host or parts.scheme != ("" if tunnel else "http"):
        raise FetchFailed(Reason.REFUSED, f"not visited: {written[:200]} is no web address")
    path = "" if tunnel else (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host=host, port=port, path=path)
