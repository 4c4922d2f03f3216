"""The way to the shops: through the proxy, or our own line as a run asks it."""

import asyncio
import socket
from urllib.parse import urlsplit

from crawler.runs.readiness.check import Finding, Ground

WAIT = 5.0
"""Seconds for a connection."""
NO_SHOP = "no shop can be visited"


def network(ground: Ground) -> tuple[Finding, ...]:
    """Shops can be reached."""
    if ground.offline:
        return (Finding(name="network", found="not asked (--offline)"),)
    return (_proxy(ground.proxy) if ground.proxy else _line(),)


def _proxy(address: str) -> Finding:
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), timeout=WAIT).close()
    except OSError as error:
        mend = "Check the address, and that the proxy runs."
        found = f"the proxy {parts.hostname}:{parts.port or 80} does not answer ({error})"
        return Finding(name="network", found=found, costs=NO_SHOP, mend=mend, stops=True)
    return Finding(name="network", found=f"the proxy {parts.hostname}:{parts.port or 80} takes connections")


def _line() -> Finding:
    try:
        works = asyncio.run(_probed())
    except ImportError as error:
        costs, mend = "whether shops can be reached is not known", "Mend the packages first."
        return Finding(name="network", found=f"not asked ({error})", costs=costs, mend=mend)
    if works:
        return Finding(name="network", found="names are found and connections are made")
    mend = "Check the line; where only a proxy leads out, give it with --proxy URL here and to audit."
    return Finding(name="network", found="none of the servers that are always there answered", costs=NO_SHOP, mend=mend, stops=True)


async def _probed() -> bool:
    from crawler.plumbing.addresses import Allowed  # noqa: PLC0415  # their packages may be what lacks
    from crawler.plumbing.line import probe  # noqa: PLC0415
    from crawler.plumbing.names import AresLookup, GuardedNames  # noqa: PLC0415

    return await probe(GuardedNames(AresLookup(), Allowed()))
