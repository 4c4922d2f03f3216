"""The `bereikbaar` command; each subcommand is a file beside this one, imported when asked for."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

COMMANDS: Mapping[str, str] = {
    "audit": "Visit the shops of a list, judge them and write the report.",
    "check": "Tell what is understood of a list, row by row, without visiting.",
    "demo": "Audit a street of fake shops on this machine, and show the report.",
    "explain": "Tell why a shop got its place classes.",
    "export": "Write the results of a run as JSON Lines or CSV.",
    "read": "Read pages (JSON Lines in, sightings out).",
    "report": "Judge a stored run again and write its report.",
}
"""Name of each command, and what it does: kept here so that `--help` imports none of them."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import `bereikbaar.<name>` and give its `command`."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bereikbaar.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


EPILOG = """\b
Examples:
  bereikbaar check shops.csv
  bereikbaar audit shops.csv --out results
  bereikbaar explain results shop.example
"""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bereikbaar")
def main(**_options: Any) -> None:
    """Find where web shops show their phone number and e-mail address, and report it with evidence."""


if __name__ == "__main__":
    main()
