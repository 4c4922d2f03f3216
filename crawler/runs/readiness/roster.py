"""All checks, in the order in which they are told."""

from collections.abc import Iterator

from crawler.runs.readiness.check import Check, Finding, Ground
from crawler.runs.readiness.machine import clock, disk, folder, memory, open_files
from crawler.runs.readiness.network import network
from crawler.runs.readiness.software import browser, packages, pictures, python, store, terminal

CHECKS: tuple[Check, ...] = (python, packages, store, browser, pictures, folder, disk, open_files, memory, clock, terminal, network)


def examine(ground: Ground) -> Iterator[Finding]:
    """Ask all checks, one by one."""
    for check in CHECKS:
        yield from check(ground)
