"""Does our own line to the internet work? Asked of servers that are always there."""

import asyncio
import contextlib
import tomllib
from functools import cache
from pathlib import Path

from crawler.model.failure import FetchFailed
from crawler.plumbing.names import GuardedNames

WAIT = 5.0
"""Seconds a probe may take."""


async def probe(names: GuardedNames) -> bool:
    """Whether at least one of the servers takes a connection."""
    port, hosts = _servers()
    tries = [asyncio.ensure_future(_connects(names, host, port)) for host in hosts]
    try:
        for answer in asyncio.as_completed(tries, timeout=WAIT):
            if await answer:
                return True
    except TimeoutError:
        pass
    finally:
        for item in tries:
            item.cancel()
    return False


async def _connects(names: GuardedNames, host: str, port: int) -> bool:
    with contextlib.suppress(FetchFailed, OSError):
        _, writer = await asyncio.open_connection(str((await names.addresses(host))[0]), port)
        writer.close()
        return True
    return False


@cache
def _servers() -> tuple[int, tuple[str, ...]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return int(data["port"]), tuple(data["hosts"])
