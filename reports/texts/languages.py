"""The languages that the report can be written in: those that have a catalogue.

>>> "en" in languages()
True
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
FILE = Path("LC_MESSAGES", "bereikbaar.po")


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Their codes, in order."""
    return tuple(sorted(path.name for path in folder.iterdir() if (path / FILE).is_file()))
