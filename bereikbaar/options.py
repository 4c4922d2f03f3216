"""Options that several commands have."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click


def proxy_option(told: str) -> Callable[[Any], Any]:
    """Give `--proxy URL`, checked."""
    return click.option("--proxy", default="", callback=_proxy, metavar="URL", help=told)


def _proxy(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and (urlsplit(value).scheme != "http" or not urlsplit(value).hostname):
        raise click.BadParameter(f"{value!r} is not an address such as http://127.0.0.1:3128")
    return value
