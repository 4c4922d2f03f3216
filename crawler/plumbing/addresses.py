"""Which hosts, ports and server addresses may be visited: never our own network, whoever names it.

A list may come from anybody, a redirect from any shop, and a name may lead anywhere. Ranges are those of the IANA special-purpose
registries (`ipaddress.is_global`), plus the metadata address below. IPv6 addresses that carry an IPv4 address are judged by it.

>>> Allowed().refusal(ip_address("::ffff:10.0.0.1"))
'10.0.0.1 is not a public address'
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.knowledge.hosts import WEB_PORTS, Address, is_local_name, literal

Network = IPv4Network | IPv6Network

METADATA = frozenset({ip_address("168.63.129.16")})
"""Public by its number, yet answered by the machine's own cloud (Azure "wire server", Microsoft's documentation, 2024)."""

NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What is opened on top of the public network: the ranges named with `--allow-private`."""

    networks: Sequence[Network] = ()

    def refusal(self, address: Address) -> str:
        """Say why a server address is refused, "" when it may be connected to."""
        address = _inner(address)
        if any(address in network for network in self.networks):
            return ""
        if address in METADATA or address.is_multicast or not address.is_global:
            return f"{address} is not a public address"
        return ""

    def name_refusal(self, host: str) -> str:
        """Say why a host is refused by its writing alone, "" when it may be looked up."""
        address = literal(host)
        if address is not None:
            return self.refusal(address)
        if is_local_name(host) and not self.networks:
            return f"{host} is a name of a private network"
        return ""


class Where(NamedTuple):
    """Where an address leads: `host` without brackets, `port` None where it is the scheme's own, `origin` as in `https://a:1`."""

    scheme: str
    host: str
    port: int | None
    origin: str


NOWHERE = Where("", "", None, "")


@lru_cache(maxsize=2048)
def where(url: str) -> Where:
    """Take an address apart, once for all steps of its request; NOWHERE where that cannot be done."""
    try:
        parts = urlsplit(url)
        return Where(parts.scheme, parts.hostname or "", parts.port, f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
    except ValueError:
        return NOWHERE


def networks(ranges: Sequence[str]) -> tuple[Network, ...]:
    """Read `--allow-private` values. Raises ValueError that names the bad one."""
    return tuple(ip_network(item, strict=False) for item in ranges)


def port_refusal(port: int | None) -> str:
    """Say why a port is refused: below 1024 only the web's own are visited."""
    if port is None or port >= 1024 or port in WEB_PORTS:
        return ""
    return f"port {port} is not a web port"


def _inner(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if inner is None and address in NAT64:
        inner = IPv4Address(address.packed[-4:])
    if inner is None and int(address) >> 32 == 0 and int(address) > 1:
        inner = IPv4Address(address.packed[-4:])
    return inner or address
