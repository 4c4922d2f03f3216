"""Leave out whoever asked to be left out, also when another site links or redirects there.

A stop list is a text file with one domain a line; `#` begins a comment. A domain covers its subdomains.
"""

from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason


def read_stop_list(path: Path) -> frozenset[str]:
    """Read the domains. Raises OSError and, for a line that is no domain, ValueError with its number."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is no text file in UTF-8; write one domain a line") from error
    domains = set()
    for number, line in enumerate(text.splitlines(), start=1):
        domain = line.partition("#")[0].strip().lower().rstrip(".").removeprefix("*.")
        if not domain:
            continue
        if "/" in domain or " " in domain or "." not in domain:
            raise ValueError(
                f"{path}, line {number}: {domain[:80]!r} is not a domain; write one domain a line, such as shop.example"
            )
        domains.add(domain.encode("idna").decode() if not domain.isascii() else domain)
    return frozenset(domains)


def covers(domains: frozenset[str], host: str) -> bool:
    """Whether a host or one of its parents is on the list."""
    parts = host.lower().rstrip(".").split(".")
    return any(".".join(parts[start:]) in domains for start in range(len(parts)))


class StopList:
    """Downloader middleware: requests to listed domains do not go out."""

    def __init__(self, domains: frozenset[str]) -> None:
        self._domains = domains

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Take the domains from the settings; off without any."""
        domains = crawler.settings["STOP_LIST"]
        if not domains:
            raise NotConfigured
        return cls(frozenset(domains))

    def process_request(self, request: Request) -> None:
        """Raise FetchFailed for a listed domain."""
        if covers(self._domains, urlsplit(request.url).hostname or ""):
            raise FetchFailed(Reason.LEFT_OUT, "the domain is on the stop list")
