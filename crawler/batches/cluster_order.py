"""What is sent to a worker of a cluster, and what comes back: a few lines each way, never a page.

Light to import, as all that a worker itself needs: it answers its scheduler meanwhile.
"""

from dataclasses import dataclass

TOPIC = "bereikbaar"
"""Where workers tell how far they are; the name of the run follows."""
STOPPED = "stopped"
"""The key by which a worker tells that a batch nobody waits for has been put away."""
REFUSED = 2
"""The exit status of an audit that cannot begin or go on, and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One batch to visit: its name, and on which shelf (a folder, or an address of fsspec) to put the part.

    `asked` is its part and the settings, pickled: only the program that audits it reads that. `program` is what the sender visits
    with: a worker with another program declines. `certificates` are those of `--ca` (PEM).
    """

    run: str
    shelf: str
    batch: str = ""
    asked: bytes = b""
    program: str
    certificates: str = ""


class OrderRefused(Exception):  # noqa: N818  # it is no fault of the program
    """A worker cannot do what it was asked; why, and the worker's address."""

    def __init__(self, why: str, worker: str) -> None:
        super().__init__(why, worker)
        self.why = why
        self.worker = worker


class AuditEnded(Exception):  # noqa: N818  # it tells of a shop, not of the program
    """The program that audits a batch ended by itself time and again."""
