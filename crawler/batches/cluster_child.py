"""The audit of one batch, as a program of its own that a worker starts: it ends when the worker does, however that ends.

Its arguments are the number of the worker's process, the folder for the part, a file of certificates ("" for none), the file of
turns that the audits of this machine share, and the program that is asked for. Standard input is the part and the settings,
pickled; standard error tells the progress as JSON lines, and at the end why it could not go on, if it could not.
"""

import json
import pickle
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.batches.cluster_order import REFUSED
from crawler.runs.parent import end_with

if TYPE_CHECKING:
    from crawler.runs.parts import Part
    from crawler.runs.settings import RunSettings


def main(parent: str, folder: str, certificates: str, turns: str, asked_of: str) -> None:
    """Read what to do, and do it."""
    end_with(int(parent), signal.SIGKILL)  # before anything that takes time
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a worker may have passed on that it is ignored
    from crawler.runs.folder import RunError  # noqa: PLC0415

    try:
        _audit(Path(folder), certificates, Path(turns), asked_of)
    except RunError as error:
        sys.stderr.write(json.dumps({"error": str(error)}) + "\n")
        sys.exit(REFUSED)


def _audit(folder: Path, certificates: str, turns: Path, asked_of: str) -> None:
    """Audit what standard input asks for. Raises RunError."""
    from crawler.batches.rows import audit_rows  # noqa: PLC0415
    from crawler.runs.folder import RunError  # noqa: PLC0415
    from crawler.runs.parts import program  # noqa: PLC0415
    from crawler.runs.settings import ProgressKind  # noqa: PLC0415

    if program() != asked_of:
        raise RunError(f"has another version of the program ({program()}) than the one that sends ({asked_of})")
    given: tuple[Part, RunSettings] = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the program that started this one
    part, settings = given
    settings = replace(settings, out=folder, ca=certificates, turns=turns, progress=ProgressKind.JSONL)
    audit_rows(part, folder, settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
