"""One shop's way out of the browser: what its pages asked for, and what went through."""

import asyncio
from collections import Counter
from collections.abc import Callable

from crawler.model.failure import FetchFailed

UNLIMITED = 1 << 62


class Lane:
    """What the guard proxy knows of one user of it. `url` is the proxy that this user alone is given.

    Counts only grow: `requests` in plain HTTP, `tunnels` opened, bytes `received` from servers, connections by host in `hosts`,
    connections refused because no page had asked for the host in `unasked`. `failures` has the last failure of each host.
    """

    def __init__(self, name: str, *, patience: float = 2.0) -> None:
        self.name = name
        self.url = ""
        self.requests = 0
        self.tunnels = 0
        self.received = 0
        self.hosts: Counter[str] = Counter()
        self.unasked: Counter[str] = Counter()
        self.failures: dict[str, FetchFailed] = {}
        self._patience = patience
        self._asked: set[str] = set()
        self._waiting: dict[str, asyncio.Event] = {}
        self._limit = UNLIMITED
        self._told: Callable[[], None] | None = None

    def ask(self, host: str) -> None:
        """Note that a page asked for something of this host."""
        host = host.rstrip(".").lower()
        self._asked.add(host)
        if waiting := self._waiting.pop(host, None):
            waiting.set()

    async def was_asked(self, host: str) -> bool:
        """Whether a page asked for this host; the browser's word may come a little after its connection, so wait for it."""
        host = host.rstrip(".").lower()
        if host in self._asked:
            return True
        waiting = self._waiting.setdefault(host, asyncio.Event())
        try:
            await asyncio.wait_for(waiting.wait(), self._patience)
        except TimeoutError:
            self.unasked[host] += 1
            return False
        return True

    def limit(self, received: int, told: Callable[[], None]) -> None:
        """Let so many more bytes be received; then connections are cut and `told` is called once."""
        self._limit = self.received + received
        self._told = told

    def unlimited(self) -> None:
        """Take the limit away."""
        self._limit, self._told = UNLIMITED, None

    @property
    def full(self) -> bool:
        """Whether the limit was reached."""
        return self.received > self._limit

    def count(self, received: int) -> bool:
        """Count bytes received; give whether there is room for them."""
        self.received += received
        if self.full and self._told:
            told, self._told = self._told, None
            told()
        return not self.full
