"""Programs of others that are measured too, fetched from npm and PyPI in fixed versions into a folder of this user's cache.

What cannot be fetched is not measured, and the reason is told.
"""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
EMAILS = "extract-emails[httpx]==6.2.0"
SCRATCH = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bereikbaar-bench"
MINUTES = 5
"""That fetching may take."""


class NotThere(Exception):  # noqa: N818  # it is what is told of it
    """The rival cannot be had here; the message says why."""


def crawlee() -> list[str]:
    """Give the program and the script of Crawlee, installed. Raises NotThere."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise NotThere("there is no node or no npm")
    folder = _folder("crawlee", (HERE / "crawlee" / "package.json").read_bytes())
    folder.mkdir(parents=True, exist_ok=True)
    for file in (HERE / "crawlee").iterdir():
        shutil.copy(file, folder)
    if not (folder / "installed").exists():
        _run([npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder)
    return [node, str(folder / "crawl.mjs")]


def emails() -> list[str]:
    """Give the program and the script of extract-emails, installed. Raises NotThere."""
    folder = _folder("extract-emails", EMAILS.encode())
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], folder)
        _run([str(python), "-m", "pip", "install", "--quiet", EMAILS], folder)
    return [str(python), str(HERE / "emails.py")]


def _folder(name: str, version: bytes) -> Path:
    return SCRATCH / f"{name}-{sha256(version).hexdigest()[:12]}"


def _run(command: list[str], folder: Path) -> None:
    """Run a step of an installation; the last one leaves a file that says it was done. Raises NotThere."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60 * MINUTES)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotThere(f"{Path(command[0]).name}: {error}") from error
    if done.returncode:
        raise NotThere(f"{' '.join(command[:4])} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    if "install" in command:
        (folder / "installed").touch()
