"""How to type a command of this program, here and now: for "go on with" and "next"."""

import os
import shlex
import shutil
import sys
from pathlib import Path


def typed(*words: str) -> str:
    """Give the command line, with the path of the program where it is not on the PATH."""
    return shlex.join([_program(), *words])


def going_on() -> str:
    """The command that was given, to give again: without `--fresh`, which would remove what it kept."""
    return typed(*(part for part in sys.argv[1:] if part != "--fresh"))


def _program() -> str:
    own = Path(sys.executable).with_name("bereikbaar")
    if shutil.which("bereikbaar") or not own.exists():
        return "bereikbaar"
    near = os.path.relpath(own)
    return str(own) if near.startswith("..") else near
