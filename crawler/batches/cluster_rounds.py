"""Batches sent out and taken back, round after round, until no shop is left."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from distributed import Future, KilledWorker

from crawler.batches.cluster_intake import Intake
from crawler.batches.cluster_ledger import Batch, Ledger
from crawler.batches.cluster_line import Line
from crawler.batches.cluster_order import STOPPED, AuditEnded, Order, OrderRefused
from crawler.runs.folder import RunError
from crawler.runs.parts import Part

LOOK_EVERY = 0.2
FETCH = 60.0
"""Seconds that the answer of a worker may take on its way."""
REFUSALS = 3
"""Times that a worker may decline before nothing more is sent to it, and that a batch may fail for a reason nobody knows."""
FORGOTTEN = frozenset({"cancelled", "lost"})
"""What a batch is whose scheduler knows nothing of it any more."""
STOPPING = 25.0
"""Seconds that workers get to put on the shelf what they have, when the run is stopped."""


class Sending(NamedTuple):
    """What each batch is sent with: an order without name, and how its part is asked for. `say` is told what a person should know.

    `counts_at_once`: a shop is done when it was visited, as no look with a browser follows. `stopped` tells whether to end the run.
    """

    order: Order
    asked: Callable[[Part], bytes]
    say: Callable[[str], None]
    counts_at_once: bool
    stopped: Callable[[], bool]


class Rounds:
    """One run's batches on their way."""

    def __init__(self, line: Line, ledger: Ledger, intake: Intake, sending: Sending) -> None:
        self._line = line
        self._ledger = ledger
        self._intake = intake
        self._sending = sending
        self._say = sending.say
        self._out: dict[str, tuple[Batch, Future]] = {}
        self._live: dict[str, Mapping[str, Any]] = {}
        self._refusals: Counter[str] = Counter()
        self._waited = False

    def go(self) -> bool:
        """Send and take back until nothing is left; give whether that was stopped. Raises RunError, ShelfError, StoreError."""
        try:
            while not self._ledger.done and not self._sending.stopped():
                self._round()
                time.sleep(LOOK_EVERY)
            if self._ledger.done:
                return False
            self._say("Stopping: what the workers have by now is taken in. Ctrl-C once more does not wait for it.")
            self._stop()
            return True
        finally:
            self._cancel()

    def _round(self) -> None:
        forgotten = any(future.status in FORGOTTEN for _, future in self._out.values())
        if self._line.mended(self._sending.stopped) or (forgotten and not self._line.broken):
            self._line.listen()
            self._intake.take_all()
        for event in self._line.heard():
            self._live[event["batch"]] = event
        for name, (batch, future) in list(self._out.items()):
            if future.status != "pending":
                del self._out[name]
                self._live.pop(name, None)
                self._back(batch, future)
        self._send()
        told = [event for name, event in self._live.items() if name in self._out]
        done = sum(event["done"] for event in told) if self._sending.counts_at_once else 0
        self._intake.tick(done, sum(event["documents"] for event in told))

    def _send(self) -> None:
        declined = {worker for worker, times in self._refusals.items() if times >= REFUSALS}
        room = self._line.ready(declined)
        if not room and not self._waited:
            self._waited = True
            self._say("No worker is there yet: the run waits for one.")
        while len(self._out) < room and (batch := self._ledger.hand_out()):
            order = replace(self._sending.order, batch=batch.name, asked=self._sending.asked(batch.part))
            self._out[batch.name] = (batch, self._line.send(order, declined))

    def _back(self, batch: Batch, future: Future) -> None:
        """Take what came of a batch; what is left of it goes out again."""
        ended = False
        try:
            if future.status == "finished" and (label := future.result(timeout=FETCH)):
                self._intake.take(label)
            elif future.status == "error":
                ended = self._failed(future.exception(timeout=FETCH))
        except (OSError, TimeoutError, CancelledError):
            pass  # the line broke meanwhile: the part is on the shelf
        if not ended:
            self._ledger.give_back(batch)
        elif times := self._ledger.kill(batch):
            row = batch.part.rows[0]
            if row.shop:
                self._intake.give_up(row.shop.id, f"the workers of a cluster ended {times} times while visiting this shop alone")

    def _failed(self, error: BaseException) -> bool:
        """Judge why a batch failed: give whether what visits it ends, and not the worker's machine is at fault. Raises RunError."""
        if isinstance(error, KilledWorker | AuditEnded):
            return True
        worker, why = (error.worker, error.why) if isinstance(error, OrderRefused) else ("", f"{type(error).__name__}: {error}")
        self._refusals[worker] += 1
        if self._refusals[worker] == 1:
            self._say(f"A worker could not do what it was asked, {worker}: {why}")
        if not worker and self._refusals[worker] >= REFUSALS:
            raise RunError(f"stopped: {why}. What was saved is kept: start again to go on.")
        return False

    def _stop(self) -> None:
        """Have workers stop in good order, and take in what they put on the shelf for that."""
        waiting = set(self._out)
        self._cancel()
        end = time.monotonic() + STOPPING
        while waiting and time.monotonic() < end and not self._line.broken:
            waiting -= {event["batch"] for event in self._line.heard() if event.get(STOPPED)}
            time.sleep(LOOK_EVERY)
        self._intake.take_all()

    def _cancel(self) -> None:
        for _, future in self._out.values():
            with suppress(Exception):  # the line may be gone
                future.cancel()
        self._out.clear()
