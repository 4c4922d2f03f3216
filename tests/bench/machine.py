"""On what a figure was measured: machine, load, versions and day, in one line each."""

import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

MEASURED = ("selectolax", "beautifulsoup4", "phonenumbers", "scrapy")
CPU = Path("/proc/cpuinfo")


def machine() -> str:
    """Give processor, cores, and the load of the last minute."""
    return f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def processor() -> str:
    """Give the name of the processor, or its kind where the system tells no name."""
    lines = CPU.read_text(encoding="utf-8", errors="replace").splitlines() if CPU.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def versions() -> str:
    """Give the versions of Python and of the libraries that are measured."""
    python = ".".join(map(str, sys.version_info[:3]))
    return ", ".join((f"Python {python}", *(f"{name} {version(name)}" for name in MEASURED)))


def today() -> str:
    """Give the day, UTC."""
    return time.strftime("%Y-%m-%d", time.gmtime())
