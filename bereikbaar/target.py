"""What an audit is given: the file of a list, or the address of one shop."""

from pathlib import Path
from urllib.parse import urlsplit

import click

SCHEMES = ("http://", "https://")


def target(_context: click.Context, _argument: click.Parameter, value: str) -> str | Path:
    """A file that is there becomes a Path, an address with http:// or https:// stays text; nothing is guessed.

    Raises BadParameter, with a sentence, for what is neither.
    """
    if value.lower().startswith(SCHEMES):
        return value
    if (path := Path(value)).is_file():
        return path
    raise click.BadParameter(_neither(value, path))


def name_of(address: str) -> str:
    """What a run over one address is called in its report: the host."""
    return urlsplit(address).netloc.rpartition("@")[2] or address


def _neither(value: str, path: Path) -> str:
    if path.is_dir():
        return f"{value!r} is a folder; give the file of the list in it, or the address of one shop."
    scheme, found, _ = value.partition("://")
    if found:
        return f"{value!r} is no file, and {scheme}: is not visited; the address of one shop begins with https:// or http://."
    if "." in value and "/" not in value and "\\" not in value and not value.endswith((".csv", ".xlsx", ".txt")):
        return f"there is no file {value!r} here; if it is a shop, give its whole address: https://{value}/"
    return f"there is no file {value!r}; give a CSV or XLSX list, or the address of one shop such as https://shop.example/."
