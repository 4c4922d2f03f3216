"""What an audit is given: the file of a list, or the address of one shop; archives too, where a shell has spelled them out."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click

from crawler.model.plain import plain

SCHEMES = ("http://", "https://")
ARCHIVES = (".warc", ".warc.gz", ".wacz")


class Given(NamedTuple):
    """What stood among the words of the command: the list or the address, None where there is none, and archives."""

    shops: str | Path | None
    archives: tuple[str, ...]


def given(context: click.Context, _argument: click.Parameter, values: tuple[str, ...]) -> Given:
    """Tell the list from archives: `--from-warc *.warc.gz` leaves all but the first of them among the words.

    Raises UsageError for more than one list.
    """
    archives = tuple(value for value in values if value.lower().endswith(ARCHIVES) and not value.lower().startswith(SCHEMES))
    rest = [value for value in values if value not in archives]
    if len(rest) > 1:
        raise click.UsageError(f"one list at a time: {rest[1]!r} is one too many", context)
    return Given(target(rest[0]) if rest else None, archives)


def target(value: str) -> str | Path:
    """A file that is there becomes a Path, an address with http:// or https:// stays text; nothing is guessed.

    Raises BadParameter, with a sentence, for what is neither.
    """
    if value.lower().startswith(SCHEMES):
        return value
    path = Path(value)
    try:
        if path.is_file():
            return path
        raise click.BadParameter(_neither(value, path))
    except OSError as error:
        told = f"{plain(value, 200)}: can not be read ({error.strerror}); give the path of a CSV or XLSX file"
        raise click.BadParameter(told) from error


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
