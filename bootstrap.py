#!/usr/bin/env python3
"""Set Bereikbaar up on a machine that has only Python 3.11 or newer (standard library only).

    python3 bootstrap.py setup        make .venv and install the program into it
    python3 bootstrap.py test         set up, then run the test suite (further arguments go to pytest)
    python3 bootstrap.py test --all   the slow tests too

A second run starts at once: what is there already is not installed again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "bereikbaar-setup"
OLDEST = (3, 11)


def say(text: str) -> None:
    """Tell what is being done, at once."""
    print(f"[bereikbaar] {text}", flush=True)


def stop(text: str) -> None:
    """End with a message that says what to do."""
    sys.exit(f"[bereikbaar] {text}")


def run(*command: str | Path, quiet: bool = False) -> bool:
    """Run a command in the project folder; True when it ended well."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, check=False, capture_output=quiet, text=True)
    if done.returncode and quiet:
        print(done.stdout[-2000:], done.stderr[-4000:], sep="\n", file=sys.stderr)
    return done.returncode == 0


def has_pip(python: Path | str) -> bool:
    """Tell whether an interpreter can run pip."""
    return subprocess.run([str(python), "-m", "pip", "--version"], check=False, capture_output=True).returncode == 0


def make_venv() -> None:
    """Make .venv, also where Debian's python3-venv package is missing."""
    if PYTHON.exists() and has_pip(PYTHON):
        return
    say("making .venv")
    # Debian ships venv without ensurepip, so the first way fails there and the others are tried in turn.
    for way in (plain_venv, venv_with_outer_pip, venv_after_apt):
        shutil.rmtree(VENV, ignore_errors=True)
        if way() and has_pip(PYTHON):
            return
    stop("could not make .venv. Install Python's venv module (Debian, Ubuntu: apt install python3-venv) and run this again.")


def plain_venv() -> bool:
    """Make it the ordinary way."""
    return subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True).returncode == 0


def venv_with_outer_pip() -> bool:
    """Make it without pip, then let the system's pip put one in."""
    if not has_pip(sys.executable):
        return False
    say("this Python has no ensurepip: the system's pip fills .venv")
    made = run(sys.executable, "-m", "venv", "--without-pip", VENV, quiet=True)
    return made and run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip", quiet=True)


def venv_after_apt() -> bool:
    """Ask Debian for the missing package; only root can."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say("installing python3-venv with apt-get")
    with tempfile.TemporaryDirectory() as lists:
        apt = ("apt-get", "-qq", "-o", f"Dir::State::lists={lists}")
        return run(*apt, "update", quiet=True) and run(*apt, "install", "-y", "python3-venv", quiet=True) and plain_venv()


def fingerprint() -> str:
    """Digest of what decides which packages are installed."""
    wanted = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(wanted + sys.version.encode() + str(ROOT).encode()).hexdigest()


def setup() -> None:
    """Make .venv and install the program with what its tests need."""
    if sys.version_info < OLDEST:
        stop(f"needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]} at {sys.executable}")
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == fingerprint():
        return
    make_venv()
    say("installing packages into .venv (a minute or two)")
    if not run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[dev]", quiet=True):
        stop("the packages could not be installed; the lines above say why. Check the network or the proxy and run this again.")
    STAMP.write_text(fingerprint(), encoding="ascii")
    say(f"ready: {VENV / 'bin' / 'bereikbaar'} --help")


def test(every: bool, further: list[str]) -> int:
    """Run the suite on all cores; the slow tests only when asked."""
    marks = [] if every else ["-m", "not slow"]
    return subprocess.run([str(PYTHON), "-m", "pytest", "-n", "auto", *marks, *further], cwd=ROOT, check=False).returncode


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="make .venv and install the program into it")
    tests = commands.add_parser("test", help="set up, then run the test suite")
    tests.add_argument("--all", action="store_true", dest="every", help="run the slow tests too")
    options, further = parser.parse_known_args()
    if further and options.command != "test":
        parser.error(f"unknown: {' '.join(further)}")
    setup()
    return test(options.every, further) if options.command == "test" else 0


if __name__ == "__main__":
    sys.exit(main())
