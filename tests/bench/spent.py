"""What a program spends: CPU before and after its first request, and the most memory it held."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import nan
from typing import NamedTuple, Protocol

import psutil

ENDED = 3000
"""Letters of standard error that are shown of a program that failed."""


class Mark(NamedTuple):
    """How far a program was: pages that it had been served, and CPU seconds spent, also before its first request."""

    pages: int
    cpu: float


class Spent(NamedTuple):
    """CPU seconds, user and system: before the first request, after it; megabytes resident at most; what it took on the way."""

    start: float
    cpu: float
    memory: float
    marks: Sequence[Mark] = ()

    @property
    def steady(self) -> float:
        """CPU seconds a page between the first and the last mark, without what a start and an end take; nan for a few pages."""
        marks = [mark for mark in self.marks if mark.pages]
        if len(marks) < 2:
            return nan
        return (marks[-1].cpu - marks[0].cpu) / (marks[-1].pages - marks[0].pages)


class Watched(Protocol):
    """Who tells how far a program is: notes `clock()`, CPU seconds that it has spent, in `marks`."""

    clock: Callable[[], float]
    marks: list[Mark]


def spent(command: list[str], by: Watched) -> Spent:
    """Run a command. Ends the program when the command fails."""
    with tempfile.TemporaryFile("w+") as errors, subprocess.Popen(command, stdout=errors, stderr=errors) as child:
        by.clock = _clock(psutil.Process(child.pid))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            sys.exit(f"{' '.join(command[:6])} ended with {child.returncode}:\n{errors.read()[-ENDED:]}")
    start = by.marks[0].cpu if by.marks else 0.0
    return Spent(start, used.ru_utime + used.ru_stime - start, used.ru_maxrss / 1024, tuple(by.marks))


def _clock(process: psutil.Process) -> Callable[[], float]:
    def clock() -> float:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            return times.user + times.system
        return nan

    return clock
