"""Run `bereikbaar` with names from the street's own name server: the port is in the environment (BENCH_NAMES_PORT).

Names go the usual way, through aiodns. The street is no internet, so whether our own line works is not asked of anybody.
"""

import os
from collections.abc import Sequence
from typing import Any

import aiodns

from bereikbaar.__main__ import main
from crawler.plumbing import settings
from crawler.plumbing.names import TIMEOUT, TRIES, AresLookup

PORT = "BENCH_NAMES_PORT"


class StreetNames(AresLookup):
    """The program's own way to look up names, with another name server."""

    async def __call__(self, host: str) -> Sequence[str]:
        """Give the addresses of a name, IPv4 first."""
        if self._resolver is None:
            port = int(os.environ[PORT])
            self._resolver = aiodns.DNSResolver(
                nameservers=["127.0.0.1"], udp_port=port, tcp_port=port, timeout=TIMEOUT, tries=TRIES
            )
        return await super().__call__(host)


async def line_is_up(_names: Any) -> bool:
    """Whether the line works: always."""
    return True


if __name__ == "__main__":
    settings.NAME_LOOKUP = "tests.bench.street_audit.StreetNames"
    settings.LINE_PROBE = "tests.bench.street_audit.line_is_up"
    main(prog_name="bereikbaar")
