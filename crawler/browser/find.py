"""Find a Chromium or Chrome that starts. The places are in places.toml.

Standard library only: bootstrap.py asks too, before anything is installed.
"""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WAIT = 30
"""Seconds that a browser may take to tell its version."""


class Browser(NamedTuple):
    """A browser that starts: its program, and the version it tells."""

    program: Path
    version: str


def find_browser() -> Browser | None:
    """Give the browser that was chosen, else the first that tells its version; None where that does not start.

    A program may be there and lack the libraries it needs.
    """
    return next((Browser(program, version) for program in _candidates() if (version := version_of(program))), None)


def version_of(program: Path) -> str:
    """Give what a browser says of itself, "" when it does not start."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, errors="replace", timeout=WAIT, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.strip()


def _candidates() -> Iterator[Path]:
    known = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
    if chosen := os.environ.get(known["variable"]):
        yield Path(chosen)
        return
    yield from (Path(found) for name in known["names"] if (found := shutil.which(name)))
    yield from (Path(program) for program in known["programs"] if os.access(program, os.X_OK))
    for pattern in known["folders"]:
        yield from (path for path in sorted(Path.home().glob(pattern), reverse=True) if os.access(path, os.X_OK))
