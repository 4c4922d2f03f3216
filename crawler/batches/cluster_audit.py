"""The program that audits one batch, watched: its progress is passed on, it is started again where it ends by itself.

A shop that ends it is found by the program, which goes on where it was and gives that shop up in the end.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from crawler.batches.cluster_order import REFUSED, AuditEnded, Order
from crawler.runs.folder import STORE, RunError

CHILD = "crawler.batches.cluster_child"
MOST_ENDS = 20
"""Times that the program of one batch may end by itself; each shop that ends it takes five."""
TELL_EVERY = 1.0
LOOK_EVERY = 0.25
STOPPING = 20.0
"""Seconds that the program gets to stop in good order."""

Tell = Callable[[Mapping[str, Any]], None]


class BatchAudit:
    """The audit of one batch in a scratch folder. `wanted` tells whether anybody waits for it; `tell` is told how far it is.

    `turns` is the file of turns that the audits of this machine share.
    """

    def __init__(self, order: Order, scratch: Path, turns: Path, wanted: Callable[[], bool], tell: Tell) -> None:
        self._wanted = wanted
        self._tell = tell
        self._told = 0.0
        self._unread = b""
        self._error = ""
        self._asked = order.asked
        self._scratch = scratch
        self.folder = scratch / "part"
        """Where the part stands when it is whole."""
        certificates = scratch / "ca.pem"
        certificates.write_text(order.certificates, encoding="utf-8")
        self._told_of = (str(self.folder), str(certificates) if order.certificates else "", str(turns), order.program)

    @property
    def unfinished(self) -> Path | None:
        """Where the part stands until then, its file of results closed; None where there is no such."""
        made = (path for path in self._scratch.glob("part.*") if (path / STORE).exists())
        return next((path for path in made if not (path / f"{STORE}-wal").exists()), None)

    def finish(self) -> bool:
        """Audit to the end; give False where nobody waits for that any more. Raises RunError where it cannot go on, AuditEnded."""
        for _ in range(MOST_ENDS):
            status = self._run()
            if status == 0:
                return True
            if not self._wanted():
                return False
            if status == REFUSED:
                raise RunError(self._error or "the audit cannot be started")
        raise AuditEnded(f"the audit ended {MOST_ENDS} times by itself")

    def _run(self) -> int:
        command = [sys.executable, "-P", "-m", CHILD, str(os.getpid()), *self._told_of]
        # A group of its own: Ctrl-C in a terminal is for the program that sent the batch.
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0) as child:  # noqa: S603
            try:
                with suppress(BrokenPipeError):
                    child.stdin.write(self._asked)  # type: ignore[union-attr]
                    child.stdin.close()  # type: ignore[union-attr]
                return self._watched(child)
            finally:
                child.kill()

    def _watched(self, child: subprocess.Popen[bytes]) -> int:
        """Pass on what it tells until it ends; where nobody waits for it, have it stop. Give its exit status."""
        errors = child.stderr.fileno()  # type: ignore[union-attr]
        end = float("inf")
        while time.monotonic() < end:
            if end == float("inf") and not self._wanted():
                child.send_signal(signal.SIGINT)
                end = time.monotonic() + STOPPING
            if select.select([errors], [], [], LOOK_EVERY)[0]:
                if not (some := os.read(errors, 1 << 16)):
                    break
                self._hear(some)
        with suppress(subprocess.TimeoutExpired):
            return child.wait(STOPPING)
        return -signal.SIGKILL

    def _hear(self, some: bytes) -> None:
        *lines, self._unread = (self._unread + some).split(b"\n")
        for line in lines:
            with suppress(ValueError):
                told = json.loads(line)
                self._error = told.get("error", self._error)
                if "done" in told and time.monotonic() >= self._told + TELL_EVERY:
                    self._told = time.monotonic()
                    self._tell(told)
