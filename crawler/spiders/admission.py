"""Which shop is let in next: so many at once in all, and few of one server, so that nobody waits behind a platform's thousand.

Turns at a server are given one by one, so that many visits at once to its shops would only fill the house. Those that are too many
wait outside, where they cost a place in a queue, and shops of other servers go first. The list is asked for its next line and
nothing else: what it costs to let a shop in does not grow with it.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator

from crawler.spiders.plan import Errand

ServerOf = Callable[[str], Awaitable[str]]
"""Gives the server that a web address leads to, "" where that is not known. Whatever it raises, the visit will meet, and tell."""

AT_ONE_SERVER = 3
"""Visits at once to shops of one server: one has its turn, one is being read, one is due."""
LOOKED_UP = 50
"""Names looked up at once: dead ones keep a name server busy for seconds."""
OUTSIDE = 10_000
"""Shops that wait outside while others are looked for on the list."""


class Admission:
    """Lets errands in, at most `room` at once; in their order where no `server_of` tells which have one server.

    An errand that is to be alone is let in when the house is empty, and none after it until it has left.
    """

    def __init__(self, errands: Iterator[Errand], room: int, server_of: ServerOf | None = None) -> None:
        self._errands = errands
        self._room = room
        self._server_of = server_of
        self._inside: dict[str, str] = {}
        self._at: Counter[str] = Counter()
        self._ready: deque[tuple[str, Errand]] = deque()
        self._outside: dict[str, deque[Errand]] = {}
        self._waiting = 0
        self._asking: set[asyncio.Task[None]] = set()
        self._alone: Errand | None = None
        self._locked = False
        self._ended = False
        self._changed = asyncio.Event()

    async def next(self) -> Errand | None:
        """Give the errand that may start now, None when there are no more. Raises what the errands raise."""
        while (errand := self._let_in()) is None and not self._over():
            self._changed.clear()
            await self._changed.wait()
        return errand

    def left(self, errand: Errand) -> None:
        """A visit has ended: its place, and that at its server, is another's."""
        server = self._inside.pop(errand.shop.id)
        self._locked = False
        self._at[server] -= 1
        if server in self._outside:
            queue = self._outside[server]
            self._waiting -= 1
            self._enter(server, queue.popleft())
            if not queue:
                del self._outside[server]
        elif not self._at[server]:
            del self._at[server]
        self._changed.set()

    def close(self) -> None:
        """Look no name up any more."""
        for task in self._asking:
            task.cancel()

    def _let_in(self) -> Errand | None:
        if self._locked or len(self._inside) >= self._room:
            return None
        self._look_ahead()
        if not self._ready and self._alone and not (self._inside or self._asking or self._waiting):
            self._enter("", self._alone)
            self._alone, self._locked = None, True
        if not self._ready:
            return None
        server, errand = self._ready.popleft()
        self._inside[errand.shop.id] = server
        return errand

    def _over(self) -> bool:
        return self._ended and not (self._ready or self._asking or self._waiting or self._alone)

    def _look_ahead(self) -> None:
        while not (self._ready or self._ended or self._alone) and len(self._asking) < LOOKED_UP and self._waiting < OUTSIDE:
            errand = next(self._errands, None)
            if errand is None:
                self._ended = True
            elif errand.alone:
                self._alone = errand
            elif self._server_of is None:
                self._enter("", errand)
            else:
                task = asyncio.ensure_future(self._ask(self._server_of, errand))
                self._asking.add(task)
                task.add_done_callback(self._asking.discard)
                task.add_done_callback(lambda _: self._changed.set())

    async def _ask(self, server_of: ServerOf, errand: Errand) -> None:
        try:
            server = await server_of(errand.shop.url)
        except Exception:  # noqa: BLE001  # the visit asks again, and ends with the reason
            server = ""
        if server and self._at[server] >= AT_ONE_SERVER:
            self._outside.setdefault(server, deque()).append(errand)
            self._waiting += 1
        else:
            self._enter(server, errand)

    def _enter(self, server: str, errand: Errand) -> None:
        self._at[server] += 1
        self._ready.append((server, errand))
