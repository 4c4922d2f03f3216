"""Host names and what they mean: registrable domain, names of private networks, addresses in odd spellings.

>>> registrable_domain("www.shop.co.uk"), registrable_domain("mine.github.io")
('shop.co.uk', 'mine.github.io')
>>> literal("0x7f.1"), literal("2130706433"), literal("shop.example")
(IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
"""

import re
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from crawler.knowledge.suffixes import suffixes

Address = IPv4Address | IPv6Address

LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")
"""RFC 6761, RFC 6762, ICANN's reserved .internal (2024), RFC 8375: names that lead into a private network."""

WEB_PORTS = frozenset({80, 443})
"""Ports below 1024 that are visited."""

_NUMBERS = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}", re.IGNORECASE)


@lru_cache(maxsize=1024)
def host_of(url: str) -> str:
    """The host of an address, "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=16384)
def registrable_domain(host: str) -> str:
    """The registrable domain of a host name; the host itself where there is none (an address, `localhost`, a bare suffix)."""
    host = host.rstrip(".").lower()
    if not host or literal(host) is not None:
        return host
    return str(suffixes().privatesuffix(host) or host)


def name_of(host: str) -> str:
    """The part of the registrable domain that its owner chose, without hyphens."""
    return registrable_domain(host).partition(".")[0].replace("-", "")


def is_local_name(host: str) -> bool:
    """Whether the name can only mean something inside a private network."""
    host = host.rstrip(".").lower()
    return any(host == name or host.endswith("." + name) for name in LOCAL_NAMES)


@lru_cache(maxsize=8192)
def literal(host: str) -> Address | None:
    """The address a host is written as, in any spelling the C library takes (decimal, octal, hex, short), else None."""
    host = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host)) if _NUMBERS.fullmatch(host) else None
    except OSError:
        return None
