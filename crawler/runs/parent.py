"""A process that ends with the one that started it."""

import ctypes
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

_PR_SET_PDEATHSIG = 1
"""Linux, prctl(2): the signal a process gets when its parent ends."""


def end_with(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Have the system send this process a signal when the one that started it ends, also when that was killed.

    To be called first of all: a parent that has ended by then ends this process at once.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def tell(parent: Connection, message: object) -> None:
    """Send a message to the process that started this one. It may have ended: what is done then is for the next run."""
    with suppress(OSError):
        parent.send(message)
