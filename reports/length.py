"""When a list is long: then pages of shops are made when asked for, and what tables and lists show of each row is kept."""

from crawler.store.read import Archive

LONG = 5_000
"""Rows of a list above which it is long."""
PART = "list_rows"
"""A setting that only a run over a part of a list has: what is judged of that is not judged for the list."""


def is_long(archive: Archive) -> bool:
    """Whether a run is over a long list."""
    return int(archive.run()["rows"]) > LONG


def is_part(archive: Archive) -> bool:
    """Whether a run is over a part of a list, to be merged with others."""
    return PART in archive.run()["settings"]
