"""The `bereikbaar` command; each subcommand is a file beside this one, imported when asked for."""

import errno
import importlib
import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import click

from bereikbaar.again import going_on
from bereikbaar.refusal import refuse

COMMANDS: Mapping[str, str] = {
    "audit": "Visit the shops of a list, judge them and write the report.",
    "check": "Tell what is understood of a list, without visiting.",
    "compare": "Tell what changed between two runs.",
    "completion": "Print a script that completes commands in a shell.",
    "confirm": "Write the negatives to check, or take the decisions.",
    "demo": "Audit a street of fake shops on this machine.",
    "doctor": "Check whether an audit can run here.",
    "edition": "Freeze a run into a report that may be published.",
    "explain": "Tell why a shop got its place classes.",
    "export": "Write the results of a run as JSON Lines, CSV or XLSX.",
    "merge": "Make one run of its parts, from many machines.",
    "observe": "Take what a person saw into a run.",
    "purge": "Erase evidence, or all that was seen of a shop.",
    "read": "Read pages (JSON Lines in, sightings out).",
    "rejudge": "Read the evidence of a run again and judge it anew.",
    "replies": "Write the shops to hear, or take what they answered.",
    "report": "Judge a stored run again and write its report.",
    "sample": "Draw verdicts for a person to check, or take the check.",
    "timestamp": "Have the manifest of a run stamped by an authority.",
    "wacz": "Write the evidence of a run as web archives.",
    "worklist": "List what a person has to look at.",
    "verify": "Check a run against its manifest and its evidence.",
}
"""Name of each command, and what it does: kept here so that `--help` imports none of them."""
STOPPED = 130


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used, and ends quietly when it is stopped."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import `bereikbaar.<name>` and give its `command`."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bereikbaar.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none of that name, suggest the nearest."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS and not ctx.resilient_parsing:
            near = get_close_matches(args[0], COMMANDS, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(COMMANDS))}"
            ctx.fail(f"no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program, unless nobody could read what it prints."""
        _occupy()
        if sys.stdout is None:
            refuse("standard output is closed. Send it to a file, or to /dev/null, and give the command again.")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Ctrl-C says how to start again; a reader that has seen enough (`| head`) ends it without a word."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except KeyboardInterrupt:
            click.echo(f"\nStopped. What was there before is kept. Start again with:\n  {going_on()}", err=True)
            sys.exit(STOPPED)
        except BrokenPipeError:
            _silence()
            sys.exit(0)
        except OSError as error:
            if error.errno != errno.ENOSPC or error.filename is not None:
                raise
            _silence()
            refuse(f"standard output cannot be written ({error.strerror}). Make room, then give the command again.")


def _occupy() -> None:
    """Have closed standard streams lead nowhere: else the next file that is opened is one of them, and gets what is printed."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _silence() -> None:
    """Have what is not printed yet go nowhere: else Python complains when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


EPILOG = """\b
Examples:
  bereikbaar demo
  bereikbaar check shops.csv
  bereikbaar audit shops.csv --out results
  bereikbaar explain results shop.example

`bereikbaar COMMAND --help` tells more about each.
"""


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bereikbaar")
def main(**_options: Any) -> None:
    """Find where web shops show their phone number and e-mail address, and report it with evidence."""


if __name__ == "__main__":
    main(prog_name="bereikbaar")
