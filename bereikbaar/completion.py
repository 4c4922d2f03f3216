"""`bereikbaar completion`: a script that lets the shell complete commands, options and files."""

import click
from click.shell_completion import get_completion_class

EPILOG = """\b
Examples:
  bereikbaar completion bash > ~/.bereikbaar-complete.bash
  bereikbaar completion zsh > ~/.bereikbaar-complete.zsh
  bereikbaar completion fish > ~/.config/fish/completions/bereikbaar.fish

\b
Bash and zsh read the file from their own start-up file: add this line to
~/.bashrc, or with .zsh to ~/.zshrc, and open a new terminal:
  . ~/.bereikbaar-complete.bash
Fish needs nothing more. The command must be on the PATH as `bereikbaar`.

Exit status: 0 the script is printed, 2 the shell is not known.
"""


@click.command(name="completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script that completes commands in SHELL."""
    made = get_completion_class(shell)
    if made is None:
        raise click.BadParameter(f"{shell} is not known to the command line library; install a newer click")
    click.echo(made(context.find_root().command, {}, "bereikbaar", "_BEREIKBAAR_COMPLETE").source())
