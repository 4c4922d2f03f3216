"""What a measurement prints: a line at once, and where a program spends its time."""

import subprocess
import sys
from pathlib import Path

ROWS = 45
"""Functions that a profile names."""


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_where(words: list[str], folder: Path, *, sort: str = "tottime", quiet: bool = False) -> None:
    """Run a program (`-m`, name, words) under the profiler, and print its costliest functions; figures are kept in a folder."""
    figures = str(folder / "figures")
    subprocess.run([sys.executable, "-m", "cProfile", "-o", figures, *words], check=True, capture_output=quiet)
    show = f"import pstats; pstats.Stats({figures!r}).sort_stats({sort!r}).print_stats({ROWS})"
    subprocess.run([sys.executable, "-c", show], check=True)
