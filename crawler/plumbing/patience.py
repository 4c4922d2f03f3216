"""Time that a server is given to answer, less the time in which this program did not listen.

A machine with too much to do keeps a program from its turn, and a program that reads pages does not look at its connections.
Neither is a shop's doing: a timeout that counted it would say of a shop what is true of the machine.
"""

import asyncio
from pathlib import Path
from typing import Any, cast

from scrapy import Request
from scrapy.http import Response
from twisted.internet.defer import Deferred

from crawler.plumbing.http11 import _ScrapyAgent

BEAT = 0.25
"""Seconds between two looks at the clock."""
MOST = 4
"""How many times its time a request may be given again."""
_SCHEDULED = Path("/proc/thread-self/schedstat")


class Pulse:
    """Counts the seconds that the loop missed: it came late to what was due, or waited for a processor.

    It beats while somebody listens.
    """

    def __init__(self) -> None:
        self.missed = 0.0
        self._listeners = 0
        self._next: asyncio.TimerHandle | None = None
        self._waited = 0.0

    def begin(self) -> float:
        """Listen: gives the seconds missed so far."""
        self._listeners += 1
        if self._next is None:
            self._waited = waited()
            self._beat_after(asyncio.get_running_loop())
        return self.missed

    def end(self) -> None:
        """Listen no more."""
        self._listeners -= 1
        if not self._listeners and self._next is not None:
            self._next.cancel()
            self._next = None

    def _beat_after(self, loop: asyncio.AbstractEventLoop) -> None:
        self._next = loop.call_later(BEAT, self._beat, loop, loop.time() + BEAT)

    def _beat(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        before, self._waited = self._waited, waited()
        self.missed += max(0.0, loop.time() - due, self._waited - before)
        self._beat_after(loop)


def waited() -> float:
    """Seconds that this thread had something to do and no processor to do it; 0 where the system does not tell (not Linux)."""
    try:
        return int(_SCHEDULED.read_bytes().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


PULSE = Pulse()


class PatientAgent(_ScrapyAgent):
    """Scrapy's own, which gives an answer as much more time as the loop missed."""

    _timeout_cl: Any

    def download_request(self, request: Request) -> Deferred[Response]:
        """Begin a request, and the time for it."""
        answer = super().download_request(request)
        if self._timeout_cl.active():
            self._timeout_cl.cancel()
            timeout: float = request.meta.get("download_timeout") or self._connectTimeout
            self._answer, self._missed, self._left = answer, PULSE.begin(), MOST * timeout
            self._wait(timeout)
            answer.addBoth(self._ended)
        return answer

    def _wait(self, seconds: float) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  # installed by the run

        self._timeout_cl = cast("Any", reactor).callLater(seconds, self._expired)

    def _expired(self) -> None:
        more = min(PULSE.missed - self._missed, self._left)
        if more < BEAT:
            self._answer.cancel()
            return
        self._missed, self._left = PULSE.missed, self._left - more
        self._wait(more)

    def _ended(self, result: Any) -> Any:
        PULSE.end()
        return result
