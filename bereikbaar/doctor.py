"""`bereikbaar doctor`: whether an audit can run on this machine, and what each lack costs."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from bereikbaar.options import proxy_option
from crawler.runs.readiness.check import Finding, Ground

EPILOG = """\b
Examples:
  bereikbaar doctor
  bereikbaar doctor --out results --proxy http://127.0.0.1:3128
  bereikbaar doctor --offline --format json

Each line tells what was found. Where something lacks, the lines below it tell
what that costs and how to mend it.

Exit status: 0 an audit can run, 2 it cannot.
"""


@click.command(name="doctor", epilog=EPILOG)
@click.option("--out", default=".", type=click.Path(path_type=Path), help="Folder that an audit would write to.")
@proxy_option("Ask for this HTTP proxy, not for our own line.")
@click.option("--offline", is_flag=True, help="Do not ask for the network.")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]), help="Lines, or JSON.")
def command(out: Path, proxy: str, form: str, *, offline: bool) -> None:
    """Check whether an audit can run here, and tell what each lack costs."""
    from crawler.runs.readiness.roster import examine  # noqa: PLC0415  # `--help` need not wait for it

    findings = []
    for finding in examine(Ground(out=out, proxy=proxy, offline=offline)):
        findings.append(finding)
        if form == "text":
            _tell(finding)
    able = not any(finding.stops for finding in findings)
    if form == "json":
        click.echo(
            json.dumps({"able": able, "findings": [asdict(finding) | {"good": finding.good} for finding in findings]}, indent=1)
        )
    else:
        click.echo("An audit can run here." if able else "An audit cannot run here yet.")
    sys.exit(0 if able else 2)


def _tell(finding: Finding) -> None:
    mark = click.style("ok  ", fg="green") if finding.good else click.style("lack", fg="red", bold=True)
    click.echo(f"{mark}  {finding.name:<12}{finding.found}")
    if not finding.good:
        click.echo(f"{'':<18}costs: {finding.costs}\n{'':<18}mend:  {finding.mend}")
