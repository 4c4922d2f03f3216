"""One seed: an audit, its blows, and what came of it."""

import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from street.server import Street, open_street
from tests.auditing import BAD_ROWS
from tests.chaos.audits import Audit
from tests.chaos.disk import small_disk
from tests.chaos.outcome import Outcome, faults, outcome
from tests.chaos.plans import Blow, Kind, Plan

FULL = ("the disk is full", "No space left on device", "the disk could not be read or written")
"""What an audit says when its disk takes no more, one of them."""
SLOW = "rendering: time: "
"""Told where a page was ended as the machine was too slow for it: that says nothing of the blows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """What came of a seed: `faults` is empty where all is as it should be. `struck` counts the blows that met a run."""

    plan: Plan
    struck: Counter[Kind]
    runs: int
    killed: int
    seconds: float
    faults: tuple[str, ...]


@cache
def undisturbed(shops: tuple[str, ...], *, rendered: bool) -> Outcome:
    """Audit these shops in peace, once more on a slow machine. Raises RuntimeError when that fails."""
    found = _undisturbed(shops, rendered=rendered)
    return _undisturbed(shops, rendered=rendered) if SLOW in str(found.rows) else found


def _undisturbed(shops: tuple[str, ...], *, rendered: bool) -> Outcome:
    with _audit(shops, rendered=rendered, disk=False) as audit:
        if audit.finish():
            raise RuntimeError(audit.said[-1])
        return outcome(audit.out)


def storm(plan: Plan) -> Storm:
    """Make the audit of a seed, and compare what it left with what an undisturbed one leaves; once more on a slow machine."""
    ended = _storm(plan)
    return _storm(plan) if any(SLOW in fault for fault in ended.faults) else ended


def _storm(plan: Plan) -> Storm:
    whole = undisturbed(plan.shops, rendered=plan.rendered)
    began, drawn = time.monotonic(), random.Random(plan.seed)
    struck: Counter[Kind] = Counter()
    with _audit(plan.shops, rendered=plan.rendered, disk=plan.needs_disk) as audit:
        told = list(_struck(audit, plan.blows, drawn, struck))
        if status := audit.finish():
            told.append(f"the last run ended with {status}: {audit.said[-1][-300:]}")
        told += [f"{audit.endless} runs did not end"] if audit.endless else []
        told += [f"still runs: {item}" for item in audit.left()]
        told += faults(audit.out, whole, rendered=plan.rendered)
        told += [f"left in the temporary folder: {path.name}" for path in audit.home.glob("bereikbaar-tab-*")]
        told += [f"a traceback: {said[-500:]}" for said in audit.said if "Traceback" in said]
    seconds = time.monotonic() - began
    return Storm(plan=plan, struck=struck, runs=audit.runs, killed=audit.killed, seconds=seconds, faults=tuple(told))


def _struck(audit: Audit, blows: Sequence[Blow], drawn: random.Random, struck: Counter[Kind]) -> Iterator[str]:
    """Let the blows fall, each on a run that goes on after the one before; tell what was wrong with how the runs ended."""
    run = audit.start()
    for blow, following in zip(blows, (*blows[1:], None), strict=True):
        hit = audit.strike(run, blow, drawn)
        if hit and following and blow.kind is Kind.BROWSER:  # which ends no run
            struck[blow.kind] += 1
            continue
        status = audit.ended(run)
        struck[blow.kind] += hit and (blow.kind is not Kind.DISK or status != 0)
        if hit:
            yield from _ended(audit, blow, status)
        (audit.out.parent / "filler").unlink(missing_ok=True)
        if following:
            run = audit.start()


def _ended(audit: Audit, blow: Blow, status: int) -> Iterator[str]:
    """Tell when a run did not end as its blow should end it."""
    if blow.kind is Kind.DISK:
        yield from _stopped(audit, status)
        if blow.stubborn and status == 2:
            yield from _stopped(audit, audit.finish())
    elif blow.kind is Kind.TERM and status not in {130, -15}:  # killed by it where the run had not begun to listen
        yield f"told to end it ended with {status}: {audit.said[-1][-300:]}"
    elif blow.kind is Kind.BROWSER and status:
        yield f"without its browser it ended with {status}: {audit.said[-1][-300:]}"


def _stopped(audit: Audit, status: int) -> Iterator[str]:
    """Tell when a run did not end as one does whose disk is full, or that was over before."""
    if status and (status != 2 or not any(words in audit.said[-1] for words in FULL)):
        yield f"on a full disk it ended with {status}: {audit.said[-1][-300:]}"


@contextmanager
def _audit(shops: tuple[str, ...], *, rendered: bool, disk: bool) -> Iterator[Audit]:
    hosts = frozenset(f"{name}.example" for name in shops)
    home = Path(tempfile.mkdtemp(prefix="chaos-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        street = stack.enter_context(open_street(hosts=hosts))
        _write_list(home, street)
        place = home / "disk"
        place.mkdir()
        if disk:
            stack.enter_context(small_disk(place))
        audit = Audit(home, place / "out", street.url, rendered=rendered)
        stack.callback(audit.left)
        yield audit


def _write_list(home: Path, street: Street) -> None:
    bad = "\n".join((*BAD_ROWS, ""))
    (home / "street.csv").write_text(street.list_csv() + bad, encoding="utf-8")
