"""How a command ends that cannot go on: one line on standard error, and a status."""

import sys
from typing import NoReturn

import click

from crawler.model.plain import plain

UNUSABLE = 2
LONGEST = 2_000
"""Characters of a message: it may hold what a list, a shop or a file name says."""


def refuse(message: str, status: int = UNUSABLE) -> NoReturn:
    """Say what happened, without anything in it that acts on a terminal, and end the program."""
    click.echo(f"bereikbaar: {plain(message, LONGEST)}", err=True)
    sys.exit(status)
