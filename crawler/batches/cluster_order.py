"""What is sent to a worker of a cluster, and what comes back: a few lines each way, never a page."""

from dataclasses import dataclass

from crawler.runs.parts import Part
from crawler.runs.settings import RunSettings

TOPIC = "bereikbaar"
"""Where workers tell how far they are; the name of the run follows."""
STOPPED = "stopped"
"""The key by which a worker tells that a batch nobody waits for has been put away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One batch to visit: its name, its rows, how, and on which shelf (a folder, or an address of fsspec) to put the part.

    `program` is what the sender visits with: a worker with another program declines. `certificates` are those of `--ca` (PEM).
    `counts_at_once`: a shop is done when it was visited, as no look with a browser follows.
    """

    run: str
    shelf: str
    batch: str
    part: Part
    settings: RunSettings
    program: str
    certificates: str = ""
    counts_at_once: bool = True


class OrderRefused(Exception):  # noqa: N818  # it is no fault of the program
    """A worker cannot do what it was asked; why, and the worker's address."""

    def __init__(self, why: str, worker: str) -> None:
        super().__init__(why, worker)
        self.why = why
        self.worker = worker


class AuditEnded(Exception):  # noqa: N818  # it tells of a shop, not of the program
    """The program that audits a batch ended by itself time and again."""
