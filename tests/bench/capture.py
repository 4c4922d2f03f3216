"""Run `bereikbaar` with a stopwatch on what keeps evidence; the last line tells its share of the process's CPU.

    python -m tests.bench.capture audit shops.csv --out results

Counted are the writing of records with their digests, the fsync of each file, and the manifest: what would not be done if nothing
were kept.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from bereikbaar.__main__ import main
from crawler.evidence import manifest
from crawler.evidence.warc import ShopRecord
from crawler.plumbing.recorder import Recorder

spent = 0.0


def watched(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, its CPU seconds added to `spent`."""

    def timed(*args: Any, **named: Any) -> Any:
        global spent  # noqa: PLW0603  # a stopwatch for the whole process
        began = time.thread_time()
        try:
            return work(*args, **named)
        finally:
            spent += time.thread_time() - began

    return timed


def run() -> None:
    """Run the program's command line and tell the share."""
    Recorder.process_response = watched(Recorder.process_response)  # type: ignore[method-assign]
    ShopRecord.finish = watched(ShopRecord.finish)  # type: ignore[method-assign]
    manifest.write = watched(manifest.write)
    try:
        main(prog_name="bereikbaar", standalone_mode=False)
    finally:
        sys.stdout.write(f"capture/audit: {spent / time.process_time():.3f}\n")


if __name__ == "__main__":
    run()
