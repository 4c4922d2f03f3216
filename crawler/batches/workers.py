"""Several processes that visit for one run: each gets a lot of shops, and what it stored is taken into the run when it ends.

The run itself has the bar, the list and the results, and writes no visit but what its workers made. A worker that ends before its
time is started again, in the same folder. Ctrl-C stops all of them; what they stored is taken in then too.
"""

import logging
import multiprocessing
import os
import queue
import shutil
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from crawler.batches.lots import lots
from crawler.batches.worker import Ended, Heard, Task, work
from crawler.evidence.warc import EvidenceError
from crawler.plumbing.turns import lay
from crawler.runs.desk import ALONE, IN_COMPANY
from crawler.runs.folder import STORE, WORKERS, RunError, locked, sweep
from crawler.runs.parts import take_in
from crawler.runs.progress import Sturdy, teller
from crawler.runs.settings import RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.store.errors import StoreError
from crawler.store.write import Store

log = logging.getLogger("bereikbaar.run")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Message = Heard | Ended | None
"""None: the process has ended."""
IN_VAIN = IN_COMPANY + ALONE + 1
"""Times that a lot's process may end by itself without a shop being stored: a shop that ends it is given up before that."""
TAIL = 0.5
"""Share of its places that a worker still uses when the next lot is begun beside it: a few slow shops keep no core waiting."""
TICK = 0.5
"""Seconds after which the bar moves although nothing was heard."""


def visit_by_workers(settings: RunSettings, store: Store, to_visit: Sequence[Errand], tally: Tally) -> bool:
    """Visit the shops with `settings.workers` processes; give whether that was interrupted. Raises RunError, StoreError."""
    home = settings.out / WORKERS
    home.mkdir(exist_ok=True)
    crew = _Crew(replace(settings, turns=lay(home / "turns")), store, tally)
    try:
        return crew.visit(lots(to_visit, settings.workers))
    finally:
        with suppress(OSError):
            shutil.rmtree(home) if not any(home.glob("[0-9]*")) else None


@dataclass(slots=True, kw_only=True)
class _Worker:
    """A lot: its folder, its shops, and how its process does. `left` shops are to be stored, `in_vain` it ended with none more."""

    folder: Path
    errands: Sequence[Errand]
    left: int
    process: SpawnProcess | None = None
    up: bool = False
    told: int = 0
    in_vain: int = 0
    ended: Ended | None = None

    def stop(self) -> None:
        """Have the process drop what is under way and end; one that has nothing under way yet ends at once."""
        if self.process is not None and self.process.pid is not None and self.process.is_alive():
            os.kill(self.process.pid, signal.SIGINT if self.up else signal.SIGKILL)


class _Crew:
    """The workers of a run, and what it hears of them."""

    def __init__(self, settings: RunSettings, store: Store, tally: Tally) -> None:
        self._settings = settings
        self._store = store
        self._tally = tally
        self._tried = store.attempts()
        self._telling = Sturdy(teller(settings.progress, tally.total))
        self._heard: queue.SimpleQueue[tuple[_Worker, Message]] = queue.SimpleQueue()
        self._under_way: list[_Worker] = []
        self._stored: deque[str] = deque()
        self._tell: Callable[[str], None] = lambda _shop_id: None
        self._stopped = False
        self._error = ""

    def visit(self, dealt: Sequence[Sequence[Errand]]) -> bool:
        """Have all lots visited; give whether that was interrupted. Raises RunError."""
        waiting = deque(self._worker(number, lot) for number, lot in enumerate(dealt, start=1))
        with _signals(self._stop), self._settings.stored(self._settings.out) as self._tell:
            try:
                while self._under_way or (waiting and not self._ending):
                    while waiting and self._room() and not self._ending:
                        self._start(waiting.popleft())
                    self._hear()
            finally:
                for worker in self._under_way:
                    if worker.process is not None:
                        worker.process.kill()
                self._telling.close(self._tally)
        if self._error:
            raise RunError(f"stopped: {self._error}. What was saved is kept: start again to go on.")
        return self._stopped

    @property
    def _ending(self) -> bool:
        return self._stopped or bool(self._error)

    def _worker(self, number: int, lot: Sequence[Errand]) -> _Worker:
        return _Worker(folder=self._settings.out / WORKERS / f"{number:04}", errands=lot, left=len(lot))

    def _room(self) -> bool:
        """Whether one more may begin: a worker at its last few shops leaves room for the next."""
        busy = sum(worker.left > TAIL * self._settings.concurrency for worker in self._under_way)
        return busy < self._settings.workers and len(self._under_way) < 2 * self._settings.workers

    def _start(self, worker: _Worker) -> None:
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        settings = replace(self._settings, out=worker.folder, fresh=False)
        tried = {errand.shop.id: count for errand in worker.errands if (count := self._tried.get(errand.shop.id, 0))}
        task = Task(settings, worker.errands, self._settings.out, tried)
        worker.process = context.Process(target=work, args=(task, sender, os.getpid()), name="bereikbaar worker")
        worker.up, worker.ended = False, None
        self._under_way.append(worker)
        worker.process.start()
        sender.close()
        threading.Thread(target=_listen, args=(worker, receiver, self._heard), daemon=True).start()
        if self._ending:
            worker.stop()

    def _stop(self) -> None:
        """Have all workers end well."""
        self._stopped = True
        for worker in self._under_way:
            worker.stop()

    def _hear(self) -> None:
        """Hear one message; where there is none, use the time to tell of a shop that was stored."""
        try:
            worker, message = self._heard.get(block=not self._stored, timeout=TICK)
        except queue.Empty:
            if self._stored:
                self._tell(self._stored.popleft())
            else:
                self._telling.answered(self._tally)
            return
        if isinstance(message, Heard):
            self._count(worker, message)
        elif message is not None:
            worker.ended = message
        else:
            self._gone(worker)

    def _count(self, worker: _Worker, heard: Heard) -> None:
        worker.up = True
        self._tally.documents += heard.documents
        if heard.visit is not None:
            worker.left -= 1
            worker.told += 1
            worker.in_vain = 0
            self._tally.add(heard.visit)
            self._telling.ended(self._tally, heard.visit)
        self._telling.answered(self._tally)

    def _gone(self, worker: _Worker) -> None:
        """Take in what a worker stored, unless it has to go on."""
        self._under_way.remove(worker)
        if worker.process is not None:
            worker.process.join()
        if not self._ending and (worker.ended is None or worker.ended.interrupted):  # killed, or stopped by somebody else
            status = worker.process.exitcode if worker.process else None
            worker.in_vain += 1
            log.warning("a worker ended by itself (exit status %s)", status)
            if worker.in_vain <= IN_VAIN:
                self._start(worker)
                return
            self._give_up(f"a worker ended by itself {IN_VAIN} times, the last time with exit status {status}")
        if worker.ended is not None and worker.ended.error:
            self._give_up(worker.ended.error)
        try:
            self._take(worker)
        except (StoreError, EvidenceError, RunError) as error:
            self._give_up(str(error))

    def _give_up(self, error: str) -> None:
        self._error = self._error or error
        for worker in self._under_way:
            worker.stop()

    def _take(self, worker: _Worker) -> None:
        if (worker.folder / STORE).is_file():
            with locked(worker.folder):
                sweep(worker.folder)
                Store.open(worker.folder / STORE).close()  # what a worker that was killed has in its journal
                taken = take_in(self._store, self._settings.out, worker.folder)
            self._tally.done += taken - worker.told  # a worker that was killed did not tell of all
            self._stored.extend(errand.shop.id for errand in worker.errands)
        shutil.rmtree(worker.folder, ignore_errors=True)


def _listen(worker: _Worker, receiver: Connection, heard: "queue.SimpleQueue[tuple[_Worker, Message]]") -> None:
    """Hear a worker out; at the end of it None is heard."""
    with receiver, suppress(EOFError, OSError):
        while True:
            heard.put((worker, receiver.recv()))
    heard.put((worker, None))


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Have Ctrl-C and its like stop the workers, each of which has work under way, instead of this process."""
    before = {number: signal.signal(number, lambda _number, _frame: stop()) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
