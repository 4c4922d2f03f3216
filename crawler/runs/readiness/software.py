"""Python, the packages, SQLite, the browser, the terminal."""

import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from crawler.browser.find import find_browser
from crawler.runs.readiness.check import Finding, Ground

if TYPE_CHECKING:
    from packaging.requirements import Requirement

OLDEST = (3, 11)
INSTALL = "Run: python3 bootstrap.py setup"


def python(_: Ground) -> tuple[Finding, ...]:
    """Python is new enough."""
    found = f"{sys.version.split()[0]} at {sys.executable}"
    if sys.version_info >= OLDEST:
        return (Finding(name="python", found=found),)
    mend = f"Install Python {OLDEST[0]}.{OLDEST[1]} or newer, then: python3 bootstrap.py setup"
    return (Finding(name="python", found=found, costs="the program does not start", mend=mend, stops=True),)


def packages(_: Ground) -> tuple[Finding, ...]:
    """Each package is there, in a version that the program was tested with."""
    try:
        from packaging.requirements import Requirement  # noqa: PLC0415  # it may be what lacks
    except ImportError:
        return (missing("packaging"),)
    wanted = [item for item in map(Requirement, requires("bereikbaar") or ()) if not item.marker or item.marker.evaluate()]
    lacking = tuple(_lacking(wanted))
    return lacking or (Finding(name="packages", found=f"{len(wanted)}, each in the range that is asked for"),)


def missing(name: str) -> Finding:
    """Say that a package is not there."""
    return Finding(name=f"package {name}", found="not there", costs="an audit cannot run", mend=INSTALL, stops=True)


def _lacking(wanted: "Iterable[Requirement]") -> Iterator[Finding]:
    for item in wanted:
        try:
            found = version(item.name)
        except PackageNotFoundError:
            yield missing(item.name)
            continue
        if not item.specifier.contains(found, prereleases=True):
            costs = f"not tested with it ({item.specifier} is asked for): results may be wrong"
            yield Finding(name=f"package {item.name}", found=found, costs=costs, mend=INSTALL)


def store(_: Ground) -> tuple[Finding, ...]:
    """SQLite knows strict tables, in which the results are kept."""
    found = f"SQLite {sqlite3.sqlite_version}"
    try:
        with closing(sqlite3.connect(":memory:")) as tried:
            tried.execute("CREATE TABLE tried (number INTEGER PRIMARY KEY) STRICT")
    except sqlite3.Error:
        mend = "Use a Python with SQLite 3.37 or newer."
        return (Finding(name="store", found=found, costs="results cannot be stored", mend=mend, stops=True),)
    return (Finding(name="store", found=found),)


def browser(_: Ground) -> tuple[Finding, ...]:
    """A browser is there and starts, and so is the package that steers it."""
    found = find_browser()
    costs = "what only a browser can settle stays undetermined (needs-browser), and with it most negatives"
    if found and find_spec("playwright"):
        return (Finding(name="browser", found=f"{found.version} at {found.program}"),)
    if found:
        told = f"{found.version} at {found.program}, but no package playwright to steer it"
        return (Finding(name="browser", found=told, costs=costs, mend="Run: pip install 'bereikbaar[browser]'"),)
    mend = "Install Chromium (Debian: apt install chromium), or set BEREIKBAAR_BROWSER to the program of one."
    return (Finding(name="browser", found="none that starts", costs=costs, mend=mend),)


def pictures(_: Ground) -> tuple[Finding, ...]:
    """Text in pictures can be read."""
    program = shutil.which("tesseract")
    lacking = [name for name, there in (("pytesseract", find_spec("pytesseract")), ("tesseract", program)) if not there]
    if not lacking:
        return (Finding(name="pictures", found=f"read by {program}"),)
    costs = "a number or an address that is a picture is left to a person without a hint of what it says"
    mend = "Install tesseract (Debian: apt install tesseract-ocr), and: pip install 'bereikbaar[ocr]'"
    return (Finding(name="pictures", found=f"no {' and no '.join(lacking)}", costs=costs, mend=mend),)


def terminal(_: Ground) -> tuple[Finding, ...]:
    """The terminal takes all letters that shops are named with."""
    found = (sys.stdout.encoding or "unknown").lower()
    if found.replace("-", "") == "utf8":
        return (Finding(name="terminal", found=found),)
    mend = "Set PYTHONUTF8=1, and a UTF-8 locale such as LANG=C.UTF-8."
    return (
        Finding(name="terminal", found=found, costs="names with other letters cannot be shown, so explain may stop", mend=mend),
    )
