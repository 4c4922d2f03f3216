"""The street in a process of its own: an audit beside it need not share its processor."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import NamedTuple

from street.server import open_street

WAIT = 10.0
"""Seconds that the process may take to end."""


class Served(NamedTuple):
    """A street that is open: the address of its proxy, its shop list as CSV, and how many shops it has."""

    url: str
    list_csv: str
    shops: int


@contextmanager
def street_apart() -> Iterator[Callable[[], Served]]:
    """Serve the whole street on a free port of loopback while the block runs; it ends too when this process is killed.

    Gives what waits until the street is open, so that something else can be done meanwhile.
    """
    made = multiprocessing.get_context("spawn")
    ours, theirs = made.Pipe()
    process = made.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours.recv
    finally:
        ours.close()
        process.join(WAIT)


def _serve(pipe: Connection) -> None:
    """Serve until the other end of the pipe is closed. Ctrl-C is for the audit, which lets go of the street when it is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open_street() as street:
        pipe.send(Served(street.url, street.list_csv(), len(street.shops)))
        try:
            pipe.recv()
        except EOFError:
            return
