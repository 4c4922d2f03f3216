"""`bereikbaar timestamp`: an authority's word that the manifest of a run was there at a time."""

from pathlib import Path

import click

from bereikbaar.options import proxy_option
from bereikbaar.refusal import refuse
from crawler.evidence.manifest import MANIFEST
from crawler.evidence.timestamp import Stamp, StampError, claimed, stamp_path, verified

EPILOG = """\b
Examples:
  bereikbaar timestamp results --tsa https://tsa.example/tsr --tsa-ca root.pem
  bereikbaar timestamp results --tsa http://127.0.0.1:8318/

Only the manifest's SHA-256 is sent, and only to URL. The answer is kept as
DIR/manifest.json.tsr, with its own digest beside it. With --tsa-ca it is checked
before it is kept; `bereikbaar verify` checks it again. A manifest that has a
stamp keeps it: a stamp proves that what it stamps is no younger than it.

Needs the extra `timestamp`: pip install 'bereikbaar[timestamp]'.

Exit status: 0 the manifest has a stamp, 2 it has none: there is no manifest, the
authority gave no stamp, or the stamp does not hold.
"""


@click.command(name="timestamp", epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--tsa", required=True, metavar="URL", help="Address of the time-stamping authority (RFC 3161).")
@click.option("--tsa-ca", type=click.Path(path_type=Path), metavar="FILE", help="The authority's root certificate, as PEM.")
@proxy_option("Ask through this HTTP proxy.")
def command(folder: Path, tsa: str, tsa_ca: Path | None, proxy: str) -> None:
    """Have the manifest of the run in DIR stamped by an authority (RFC 3161)."""
    from crawler.evidence.timestamp_asking import stamped  # noqa: PLC0415  # `--help` need not load an HTTP client

    manifest = folder / MANIFEST
    if not manifest.is_file():
        refuse(f"{manifest}: is not there; give the folder of a run that is complete")
    try:
        before = _before(manifest, tsa_ca)
        found = before or stamped(manifest, tsa, roots=tsa_ca, proxy=proxy)
    except StampError as error:
        refuse(str(error))
    click.echo(f"{stamp_path(manifest)}: {found.when:%Y-%m-%d %H:%M:%S} UTC, by {found.who}")
    if before:
        click.echo("It was there already; to get another one move it away.", err=True)
    if tsa_ca is None:
        click.echo("Its signature was not checked: that takes the authority's root certificate (--tsa-ca FILE).", err=True)


def _before(manifest: Path, roots: Path | None) -> Stamp | None:
    """The stamp that this very manifest has, None where it has none; one of an earlier manifest is of no more use."""
    stamp = stamp_path(manifest)
    try:
        found = claimed(manifest, stamp)
    except StampError:
        return None
    return verified(manifest, stamp, roots) if roots else found
