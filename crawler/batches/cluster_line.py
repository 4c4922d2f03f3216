"""The line to a scheduler of Dask: found again when it breaks; or a cluster on this machine, for trying out."""

import logging
import os
import signal
import time
import uuid
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import dask
from distributed import Client, Future, LocalCluster
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.worker import Worker

from crawler.batches.cluster_order import TOPIC, Order
from crawler.batches.cluster_task import visit_batch
from crawler.runs.folder import RunError

LOCAL = "local"
PATIENCE = 900.0
"""Seconds to wait for a scheduler that is gone: it may be started again."""
ANSWER = 15.0
"""Seconds that a scheduler gets to answer."""
ALLOWED_FAILURES = 5
"""Workers that may end with a batch before it is cut, on a cluster of our own; Dask's own figure is 3."""
ASK_EVERY = 1.0
"""Seconds between two questions of who is there."""

Say = Callable[[str], None]


class OwnGroup(WorkerPlugin):  # type: ignore[misc]
    """Keeps Ctrl-C in a terminal from the workers of a cluster on this machine: it is for the program that sends the batches."""

    name = "bereikbaar-own-group"

    def setup(self, worker: Worker) -> None:  # noqa: ARG002  # Dask's interface
        """Leave the terminal's group of processes."""
        os.setpgrp()


class Line:
    """What is asked of the scheduler. `run` names the run; `say` is told what a person should know."""

    def __init__(self, address: str, run: str, say: Say) -> None:
        self._address = address
        self._run = run
        self._say = say
        self._events: deque[Mapping[str, Any]] = deque()
        self._threads: dict[str, int] = {}
        self._asked = 0.0
        self._client = self._connected()
        self.listen()

    @classmethod
    @contextmanager
    def open(cls, where: str, scratch: Path, run: str, say: Say) -> Iterator[Self]:
        """Open a line to `where`: an address, or `local`, with `local:3` for three workers. Raises RunError."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is told in other words
        with ExitStack() as stack:
            own = where.partition(":")[0] == LOCAL
            if own:
                where = stack.enter_context(_local(where, scratch)).scheduler_address
            line = cls(where, run, say)
            stack.callback(line._close)
            if own:
                line._client.register_plugin(OwnGroup())
            yield line

    @property
    def broken(self) -> bool:
        """Whether there is no line now."""
        return bool(self._client.status != "running")

    def ready(self, refused: Collection[str]) -> int:
        """Give how many batches may be under way at once, of workers that did not refuse. Raises RunError where all did."""
        if time.monotonic() >= self._asked + ASK_EVERY:
            self._asked = time.monotonic()
            with suppress(OSError):  # a line that breaks is found again
                self._threads = dict(self._client.nthreads())
        if self._threads and not set(self._threads) - set(refused):
            raise RunError("stopped: no worker of the cluster can do what is asked. What was saved is kept: start again to go on.")
        return sum(threads for worker, threads in self._threads.items() if worker not in refused)

    def send(self, order: Order, refused: Collection[str]) -> Future:
        """Send a batch to any worker that did not refuse one."""
        fit = [worker for worker in self._threads if worker not in refused] if refused else None
        key = f"batch-{order.batch}-{uuid.uuid4().hex[:8]}"
        return self._client.submit(visit_batch, order, key=key, workers=fit, pure=False)

    def listen(self) -> None:
        """Ask the scheduler for what workers tell; one that was started again has to be asked anew."""
        self._client.subscribe_topic(f"{TOPIC}-{self._run}", lambda event: self._events.append(event[1]))

    def heard(self) -> list[Mapping[str, Any]]:
        """Give what workers told since the last time."""
        return [self._events.popleft() for _ in range(len(self._events))]

    def mended(self, stopped: Callable[[], bool]) -> bool:
        """See to it that there is a line, unless `stopped`; give whether it had to be found again. Raises RunError."""
        if not self.broken:
            return False
        self._say(f"The line to {self._address} broke: waiting for the scheduler. What is published is kept.")
        end = time.monotonic() + PATIENCE
        while self._client.status != "running" and not stopped():
            if self._client.status == "connecting" and time.monotonic() < end:
                time.sleep(0.2)
            else:
                self._anew(last=time.monotonic() >= end)
        if stopped():
            return False
        self._asked = 0.0
        self._say("The line is back.")
        return True

    def _anew(self, *, last: bool) -> None:
        """Connect as for the first time. Raises RunError if that was the last try."""
        self._close()
        try:
            self._client = self._connected()
        except RunError:
            if last:
                raise
            time.sleep(1)

    def _connected(self) -> Client:
        try:
            return Client(self._address, timeout=ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise RunError(f"{self._address}: no scheduler of Dask answers there ({error})") from error

    def _close(self) -> None:
        with suppress(Exception):  # there may be nobody to take leave of
            self._client.close(timeout=5)


@contextmanager
def _local(where: str, scratch: Path) -> Iterator[LocalCluster]:
    workers = int(where.partition(":")[2] or os.cpu_count() or 1)
    scratch.mkdir(parents=True, exist_ok=True)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # workers take that over
    dask.config.set({"distributed.scheduler.allowed-failures": ALLOWED_FAILURES})
    try:
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=None,
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            local_directory=str(scratch),
        )
    except (OSError, RuntimeError, TimeoutError) as error:
        raise RunError(f"the cluster on this machine cannot be started: {error}. Try with fewer workers.") from error
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        yield cluster
    finally:
        with suppress(OSError, RuntimeError, TimeoutError):  # what is left of it ends with this program
            cluster.close(timeout=30)
