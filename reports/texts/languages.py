"""The languages that the report can be written in: those that have a catalogue.

>>> "en" in languages()
True
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "locale"
MESSAGES = "LC_MESSAGES"
FILE = Path(MESSAGES, "bereikbaar.po")
"""The file without which a language is none; further files beside it hold the texts of one part of the program each."""


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Their codes, in order."""
    return tuple(sorted(path.name for path in folder.iterdir() if (path / FILE).is_file()))
