"""At most so many documents a second from one shop, and from one server.

The key is the registrable domain (`shop.nl` and `www.shop.nl` are one shop, Scrapy's slots would make them two) and the
server's address; robots.txt, redirect hops and PDFs are documents like any other. A turn is held until the answer has come whole,
and the pause counts from when it began to come: the server had the request by then, so that, whatever the connection's delay, two
requests never reach it closer together than the pause.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.http import Response

from crawler.evidence.exchange import QUEUED
from crawler.knowledge.hosts import registrable_domain
from crawler.plumbing.addresses import where
from crawler.plumbing.guard import SERVER
from crawler.plumbing.turns import ADDRESS, SharedTurns

CRAWL_DELAY = "crawl_delay"
"""The request's meta key for the seconds a robots.txt asks for."""
ANSWERED = "answered_at"
"""The request's meta key for the moment its answer began to come, by the limiter's clock."""
_TURNS = "turns_taken"
_FORGET_AT = 20_000


class _Turn:
    __slots__ = ("free_at", "lock")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free_at = 0.0


class Limiter:
    """Turns by key. `pauses` are (key, seconds) pairs; several keys are taken in the order given, domains before addresses.

    Where turns are `shared` with other processes, these keep to them too.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, shared: SharedTurns | None = None) -> None:
        self._clock = clock
        self._shared = shared
        self._turns: dict[str, _Turn] = {}

    async def take(self, pauses: Sequence[tuple[str, float]]) -> float:
        """Wait for the turn of every key and hold it; gives the seconds that took."""
        held: list[str] = []
        shared: list[str] = []
        began = self._clock()
        try:
            for key, seconds in pauses:
                turn = self._turns.get(key) or self._turns.setdefault(key, _Turn())
                await turn.lock.acquire()
                held.append(key)
                if (wait := turn.free_at - self._clock()) > 0:
                    await asyncio.sleep(wait)
                if self._shared:
                    await self._shared.take(key, seconds)
                    shared.append(key)
        except asyncio.CancelledError:
            for key in held:
                self._turns[key].lock.release()
            if self._shared:
                for key in shared:
                    self._shared.give_back(key, 0.0)
            raise
        return self._clock() - began

    def give_back(self, pauses: Sequence[tuple[str, float]], since: float | None = None) -> None:
        """Let the next one have its turn, a pause from now, or from an earlier moment."""
        now = self._clock()
        began = now if since is None else since
        for key, seconds in pauses:
            turn = self._turns[key]
            turn.free_at = began + seconds
            turn.lock.release()
            if self._shared:
                self._shared.give_back(key, began + seconds - now)
        if len(self._turns) > _FORGET_AT:
            self._forget(now)

    def _forget(self, now: float) -> None:
        kept = {key: turn for key, turn in self._turns.items() if turn.lock.locked() or turn.free_at > now}
        self._turns = kept


def pause_of(settings: Any) -> float:
    """Give the seconds between two documents, from the rate in documents a second; 0 means no limit of our own."""
    rate: float = settings.getfloat("RATE")
    return 1 / rate if rate else 0.0


class Politeness:
    """Downloader middleware: every request takes its turns, and gives them back when the answer or a failure has come."""

    def __init__(self, pause: float, shared: SharedTurns | None = None) -> None:
        self._pause = pause
        self._limiter = Limiter(shared=shared)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Read the rate from the settings, and where the turns are that other processes share, if any do."""
        turns = crawler.settings["TURNS"]
        return cls(pause_of(crawler.settings), SharedTurns(Path(turns)) if turns else None)

    async def process_request(self, request: Request) -> None:
        """Wait for the turn."""
        pauses = self._pauses(request)
        if pauses:
            waited = await self._limiter.take(pauses)
            request.meta[_TURNS] = pauses
            # What is longer than the shop's own pause was spent behind other visits to the same shop or server.
            request.meta.get(QUEUED, []).append(max(0.0, waited - pauses[0][1]))

    def process_response(self, request: Request, response: Response) -> Response:
        """Give the turn back."""
        self._give_back(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002  # Scrapy's interface
        """Give the turn back."""
        self._give_back(request)

    def _pauses(self, request: Request) -> list[tuple[str, float]]:
        shop_pause = max(self._pause, request.meta.get(CRAWL_DELAY, 0.0))
        pauses = [(registrable_domain(where(request.url).host), shop_pause)] if shop_pause else []
        server = request.meta.get(SERVER)
        if self._pause and server and pauses[0][0] != server:
            pauses.append((f"{ADDRESS}{server}", self._pause))
        return pauses

    def _give_back(self, request: Request) -> None:
        pauses, answered = request.meta.pop(_TURNS, None), request.meta.pop(ANSWERED, None)
        if pauses:
            self._limiter.give_back(pauses, answered)
