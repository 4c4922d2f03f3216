"""The audit of one batch, as a program of its own that a worker starts: it ends when the worker does, however that ends.

Standard input is the part, the settings and the folder, pickled; standard error tells the progress as JSON lines, and at the end
why it could not go on, if it could not.
"""

import json
import pickle
import signal
import sys
from pathlib import Path

from crawler.batches.rows import audit_rows
from crawler.runs.folder import RunError
from crawler.runs.parent import end_with
from crawler.runs.parts import Part
from crawler.runs.settings import RunSettings

REFUSED = 2


def main() -> None:
    """Read what to do, and do it. The first argument is the number of the process to end with."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a worker may have passed on that it is ignored
    end_with(int(sys.argv[1]), signal.SIGKILL)
    given: tuple[Part, RunSettings, Path] = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the program that started this one
    part, settings, folder = given
    try:
        audit_rows(part, folder, settings)
    except RunError as error:
        sys.stderr.write(json.dumps({"error": str(error)}) + "\n")
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
