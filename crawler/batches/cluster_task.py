"""What a worker of a cluster does with a batch: audit it in a program of its own, and put the part on the shelf.

That program ends with the worker, and is stopped in good order when nobody waits for the batch any more: the scheduler has gone, or
the run was stopped. What it has stored by then is put on the shelf all the same.
"""

import os
import tempfile
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from distributed import Worker, get_worker
from distributed.core import Status

from crawler.batches.cluster_audit import BatchAudit
from crawler.batches.cluster_order import STOPPED, TOPIC, Order, OrderRefused
from crawler.batches.cluster_shelf import Label, Shelf, ShelfError
from crawler.plumbing.turns import lay
from crawler.runs.folder import RunError


def visit_batch(order: Order) -> Label | None:
    """Visit a batch and put its part on the shelf; give its label, None where nobody waits for it any more.

    Raises OrderRefused where this machine cannot, AuditEnded where the batch ends whatever audits it.
    """
    worker = get_worker()
    try:
        shelf = Shelf(order.shelf, order.run)
        if not shelf.is_there:
            raise OrderRefused(f"does not see {order.shelf}: give --parts-to with a place that all machines share", worker.address)
        if found := shelf.label(order.batch):
            return found
        with tempfile.TemporaryDirectory(prefix="bereikbaar-", dir=worker.local_directory) as scratch:
            return _visited(order, shelf, Path(scratch), worker)
    except (ShelfError, RunError, OSError) as error:
        raise OrderRefused(str(error), worker.address) from error


def _visited(order: Order, shelf: Shelf, scratch: Path, worker: Worker) -> Label | None:
    key = worker.get_current_task()

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return worker.status in {Status.running, Status.paused} and task is not None and task.state == "executing"

    def tell(counts: Mapping[str, Any]) -> None:
        told = {name: counts.get(name, 0) for name in ("done", "documents", STOPPED)}
        worker.log_event(f"{TOPIC}-{order.run}", {"batch": order.batch, **told})

    audit = BatchAudit(order, scratch, _turns(Path(worker.local_directory).parent), wanted, tell)
    if audit.finish():
        return shelf.put(order.batch, audit.folder)
    if audit.unfinished:
        shelf.put(f"stopped-{uuid.uuid4().hex}", audit.unfinished)
    tell({STOPPED: True})
    return None


def _turns(folder: Path) -> Path:
    """Give the file of turns that all workers share which have this folder, made if it is not there."""
    path = folder / "bereikbaar.turns"
    if not path.exists():
        made = lay(folder / f"{path.name}.{uuid.uuid4().hex}")
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path
