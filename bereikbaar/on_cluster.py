"""`audit --cluster`: what is asked of the machines of a cluster."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from crawler.runs.folder import RunError
from crawler.runs.settings import RunSettings

if TYPE_CHECKING:
    from crawler.runs.run import RunResult

EXTRA = "cluster"
WHERE = re.compile(r"local(:[1-9][0-9]{0,2})?|(tcp|tls|wss?)://[^\s/]+:[0-9]+")
NOT_WITH = {"retry": "", "workers": 1}
"""Options that do not go with a cluster, and what they are when nobody gives them."""


class OnCluster(NamedTuple):
    """The address of a scheduler or `local`, where parts go ("" for a folder of the run), shops in a batch (0: as many as suit)."""

    where: str
    parts_to: str
    batch: int


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a cluster."""
    options = (
        click.option("--cluster", default="", callback=_where, metavar="ADDRESS",
                     help="Visit with the workers of a Dask cluster (tcp://host:8786), or of one on this machine "
                     "for trying out (local, or local:3 for three)."),
        click.option("--parts-to", default="", metavar="PLACE",
                     help="With --cluster: folder that all machines share, or address of fsspec (s3://bucket/runs), for what "
                     "workers send.  [default: a folder in --out]"),
        click.option("--batch", default=0, type=click.IntRange(0, 5000), metavar="N",
                     help="With --cluster: shops that go to a worker at once.  [default: what suits, at most 250]"),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def cluster_of(options: dict[str, Any], archives: tuple[str, ...]) -> OnCluster | None:
    """Take the options of a cluster out of all; None where none was given. Raises UsageError for what does not go together."""
    chosen = OnCluster(options.pop("cluster"), options.pop("parts_to"), options.pop("batch"))
    if not chosen.where:
        if chosen.parts_to or chosen.batch:
            raise click.UsageError("--parts-to and --batch go with --cluster")
        return None
    if archives:
        raise click.UsageError("--from-warc asks nothing of shops: it goes without --cluster")
    for name, unset in NOT_WITH.items():
        if options[name] != unset:
            raise click.UsageError(f"--{name} goes without --cluster: results of a cluster are a folder as any other")
    return chosen


def audited_on(chosen: OnCluster, settings: RunSettings, say: Callable[[str], None]) -> "RunResult":
    """Make the run. Raises RunError, also where the extra is not installed."""
    try:
        from crawler.batches.cluster import Cluster, audit_on  # noqa: PLC0415  # it needs packages of its own
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"dask", "distributed", "fsspec"}:
            raise
        raise RunError(f"--cluster: the extra `{EXTRA}` is not installed: pip install 'bereikbaar[{EXTRA}]'") from error
    return audit_on(Cluster(where=chosen.where, parts_to=chosen.parts_to, batch=chosen.batch), settings, say)


def _where(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and not WHERE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no address such as tcp://10.0.0.5:8786, nor local or local:3")
    return value
