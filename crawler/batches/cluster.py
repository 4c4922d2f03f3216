"""An audit on a cluster: batches of shops go to workers, their parts come back by way of a shelf and are stored as they come.

What is stored is done. So a run that was stopped, or whose scheduler was started again, goes on with what is left; parts that were
put on the shelf meanwhile are taken first.
"""

import pickle
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from crawler.batches.cluster_intake import Intake
from crawler.batches.cluster_ledger import Ledger, batches_of
from crawler.batches.cluster_line import Line
from crawler.batches.cluster_order import Order
from crawler.batches.cluster_rounds import Rounds, Sending
from crawler.batches.cluster_shelf import Shelf, ShelfError
from crawler.evidence.warc import EvidenceError
from crawler.runs.folder import RunError
from crawler.runs.parts import Part, program
from crawler.runs.progress import Sturdy, teller
from crawler.runs.run import RunResult, Say, audit, listed
from crawler.runs.settings import BrowserUse, RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.store.write import Store

PARTS = "parts"
"""The folder in that of the run where parts go if no other place is named."""
LARGEST = 250
"""Shops in a batch at most, where nothing is said."""
SHARES = 4
"""Batches for each thread of the cluster at least, where the list has the shops for it, so that all end at about the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where to visit: the address of a scheduler, or `local`; `parts_to` a place that all machines see, "" for a folder of the run.

    `batch` is how many shops go to a worker at once, 0 for as many as suit the cluster.
    """

    where: str
    parts_to: str = ""
    batch: int = 0


def audit_on(cluster: Cluster, settings: RunSettings, say: Say = lambda _line: None) -> RunResult:
    """Make one run on a cluster, as `audit` makes it here. Raises RunError."""
    rows = listed(settings).rows

    def visit(settings: RunSettings, store: Store, to_visit: Sequence[Errand], tally: Tally) -> bool:
        try:
            return _visit(_Run(cluster, Part.of_list(rows), settings, say), store, to_visit, tally)
        except (ShelfError, EvidenceError) as error:
            raise RunError(f"stopped: {error}. What was saved is kept: start again to go on.") from error

    return audit(settings, say, visit, rows)


class _Run(NamedTuple):
    cluster: Cluster
    whole: Part
    settings: RunSettings
    say: Say

    @property
    def place(self) -> str:
        named = self.cluster.parts_to
        return named if "://" in named else str(Path(named or self.settings.out / PARTS).resolve())

    @property
    def scratch(self) -> Path:
        return self.settings.out / PARTS / "scratch"

    def order(self, name: str) -> Order:
        """What every batch is sent with; its name comes to it, and what is asked."""
        ca = self.settings.ca
        return Order(run=name, shelf=self.place, program=program(), certificates=Path(ca).read_text(encoding="utf-8") if ca else "")

    def asked(self, part: Part) -> bytes:
        """What a worker's audit is asked."""
        settings = self.settings
        sent = replace(settings, list_path=Path(settings.list_path.name), ca="", fresh=False, retry="", workers=1)
        return pickle.dumps((part, sent))


def _visit(run: _Run, store: Store, to_visit: Sequence[Errand], tally: Tally) -> bool:
    """Visit what is to be visited; give whether that was interrupted. Raises RunError, StoreError, ShelfError, EvidenceError."""
    out = run.settings.out
    name = sha256(f"{out.resolve()} {run.whole.list_sha256} {store.began()}".encode()).hexdigest()[:16]
    shelf = Shelf(run.place, name).open()
    intake = Intake(store, out, shelf, tally, to_visit)
    intake.take_all()
    tally.total, tally.done = len(intake.left), 0
    intake.telling = Sturdy(teller(run.settings.progress, tally.total))
    try:
        with _stoppable() as stopped:
            if intake.left and _send_all(run, run.order(name), intake, stopped):
                return True
    except KeyboardInterrupt:
        return True
    finally:
        intake.telling.close(tally)
    shelf.clear()
    shutil.rmtree(out / PARTS, ignore_errors=True)
    return False


def _send_all(run: _Run, order: Order, intake: Intake, stopped: Callable[[], bool]) -> bool:
    """Have all shops that are left visited by the workers of the cluster; give whether that was stopped."""
    part = run.whole.at(index for index, row in enumerate(run.whole.rows) if row.shop and row.shop.id in intake.left)
    with Line.open(run.cluster.where, run.scratch, order.run, run.say) as line:
        shares = SHARES * max(1, line.ready(()))
        size = run.cluster.batch or max(1, min(LARGEST, -(-len(part.rows) // shares)))
        ledger = Ledger(batches_of(part, size), intake.left)
        at_once = run.settings.browser is BrowserUse.NEVER
        return Rounds(line, ledger, intake, Sending(order, run.asked, run.say, at_once, stopped)).go()


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Give what tells whether SIGINT or SIGTERM came. Of two the second ends the program where it is."""
    came: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
