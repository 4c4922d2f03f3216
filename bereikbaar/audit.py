"""`bereikbaar audit`: visit the shops of a list, judge them and write the report."""

import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bereikbaar.again import going_on
from bereikbaar.ahead import judging_ahead
from bereikbaar.on_cluster import OnCluster, audited_on, cluster_of, cluster_options
from bereikbaar.options import country_code, coverage_option, language_option, proxy_option
from bereikbaar.refusal import refuse
from bereikbaar.sealing import sealed
from bereikbaar.target import Given, given, name_of
from crawler.lists.shards import Shard
from crawler.model.plain import plain
from crawler.plumbing.addresses import networks
from crawler.plumbing.stop_list import read_stop_list
from crawler.runs.folder import EVIDENCE, RunError, weight
from crawler.runs.needs import size
from crawler.runs.settings import RETRIES, BrowserUse, EvidenceKept, ProgressKind, RunSettings
from crawler.spiders.plan import AT_ONCE
from crawler.visiting.budget import Budget

if TYPE_CHECKING:
    from crawler.runs.run import RunResult

EPILOG = """\b
Examples:
  bereikbaar audit shops.csv --out results
  bereikbaar audit shops.csv --out results --from auditor@authority.example
  bereikbaar audit shops.csv --out results --retry timeout
  bereikbaar audit shops.csv --out results --language nl --language en
  bereikbaar audit shops.csv --out results --progress jsonl 2> progress.jsonl
  bereikbaar audit shops.csv --out results --workers 4
  bereikbaar audit shops.csv --out part-2 --shard 2/4
  bereikbaar audit shops.csv --out results --cluster tcp://10.0.0.5:8786
  bereikbaar audit https://shop.example/ --out results --country NL
  bereikbaar audit shops.csv --out results --from-warc crawl.wacz
  bereikbaar audit --out results --country NL --from-warc archives/*.warc.gz

The folder given with --out gets bereikbaar.sqlite (all results), evidence/
(what was received, one WARC file a visit), report/index.html and run.log. A run
that was stopped goes on where it was when started again with the same list and
folder. An address in place of a list looks at that one shop, and tells at the
end what was found and where its page is.

With --from-warc nothing is asked of any shop: what archives made by others hold
(WARC or WACZ files, folders with some; by Browsertrix, wget, Common Crawl ...)
answers in place of the network, and options about the network do nothing. What
is not in the archives is never taken for absent. Without a LIST the shops are
the sites whose home pages are in the archives, in the country of --country.

With --progress jsonl standard error gets one JSON object a line: "event" is
"shop" when a visit is stored, "tick" every ten seconds and "end" at the end,
each with the counts.

Exit status: 0 the run is complete (shops that could not be visited are outcomes
with a reason), 2 the list, the folder or an option cannot be used, 130 stopped
by Ctrl-C.
"""
STOPPED = 130


def _ca(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    try:
        if value:
            ssl.create_default_context().load_verify_locations(value)
    except (OSError, ssl.SSLError) as error:
        raise click.BadParameter(f"{value} holds no certificates in PEM form ({error})") from error
    return value or ""


def _ranges(_context: click.Context, _option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    try:
        networks(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}; give a range such as 10.1.0.0/16") from error
    return value


def _stop_list(_context: click.Context, _option: click.Parameter, value: Path | None) -> frozenset[str]:
    try:
        return read_stop_list(value) if value else frozenset()
    except (OSError, ValueError) as error:
        raise click.BadParameter(str(error)) from error


def _shard(_context: click.Context, _option: click.Parameter, value: str) -> Shard | None:
    try:
        return Shard.read(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _contact(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value and (value.count("@") != 1 or not value.isascii() or not value.isprintable() or " " in value):
        raise click.BadParameter(f"{value!r} is not an e-mail address such as auditor@authority.example")
    return value


def _user_agent(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise click.BadParameter("only printable ASCII characters can be sent")
    if value.lower().startswith("mozilla"):
        raise click.BadParameter("a shop must be able to see who asks: name your program, not a browser's")
    return value


def _browser(_context: click.Context, _option: click.Parameter, value: str) -> BrowserUse:
    return BrowserUse(value)


def _evidence(_context: click.Context, _option: click.Parameter, value: str) -> EvidenceKept:
    return EvidenceKept(value)


@click.command(name="audit", epilog=EPILOG)
@click.argument("words", metavar="LIST", nargs=-1, callback=given)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the results.")
@click.option("--country", default="", callback=country_code, metavar="CODE",
              help="Country of the shop, such as NL, where its address is given; or of the sites of archives.")  # fmt: skip
@click.option("--from-warc", "archives", multiple=True, metavar="FILE",
              help="Judge from archives (WARC, WACZ, folders of them) and ask shops nothing; give it again for more.")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Start over: remove what an earlier run wrote into the folder.")
@click.option(
    "--retry", default="", type=click.Choice(["", *RETRIES]), metavar="REASON",
    help="Visit only those again that came out 'undetermined', or with one reason such as timeout.",
)  # fmt: skip
@click.option("--pages", default=25, show_default=True, type=click.IntRange(1, 500), help="Pages read at most a shop.")
@click.option("--thorough", is_flag=True, help="Read on to that many pages, also where phone and e-mail were both found.")
@click.option("--rate", default=1.0, show_default=True, type=click.FloatRange(0, 1000),
              help="Documents a second at most from one shop and from one server; 0: no limit, for tests.")  # fmt: skip
@click.option("--concurrency", default=AT_ONCE, show_default=True, type=click.IntRange(1, 2000),
              help="Shops visited at once, by each worker.")  # fmt: skip
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256), metavar="N",
              help="Processes that visit, one for each core; they keep to the rate together.")  # fmt: skip
@click.option("--shard", default="", callback=_shard, metavar="I/N",
              help="Visit only the I-th of N shards of the list: a part, for `merge`.")  # fmt: skip
@cluster_options
@proxy_option("Send all requests through this HTTP proxy.")
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), callback=_ca, help="Trust these certificates too (PEM).")
@click.option("--allow-private", multiple=True, callback=_ranges, metavar="RANGE",
              help="Allow visits to this range of private addresses; may be given more than once.")  # fmt: skip
@click.option("--stop-list", type=click.Path(exists=True, dir_okay=False, path_type=Path), callback=_stop_list,
              help="Text file with a domain a line: shops that asked to be left out.")  # fmt: skip
@click.option("--from", "contact", default="", callback=_contact, metavar="E-MAIL", help="Whom shops can write to (From header).")
@click.option("--user-agent", default="", callback=_user_agent, help="Name sent to the shops instead of Bereikbaar's own.")
@click.option("--browser", default="auto", show_default=True, type=click.Choice([use.value for use in BrowserUse]),
              callback=_browser, help="Look with a browser too: where that may settle what is open, never, or always.")  # fmt: skip
@click.option("--render-hours", default=0.0, type=click.FloatRange(0, 1000), metavar="H",
              help="Look with the browser for so many hours at most; the next run goes on. 0: no limit.")  # fmt: skip
@click.option("--open-chats", is_flag=True, help="Let the browser open chat windows; nothing is ever typed or sent.")
@click.option("--evidence", default="full", show_default=True, type=click.Choice([kept.value for kept in EvidenceKept]),
              callback=_evidence, help="Keep all pages as received, or of shops that show both phone and e-mail in a good place "
              "only those that decide; of the others digest and text.")  # fmt: skip
@click.option("--progress", default="auto", show_default=True, type=click.Choice([kind.value for kind in ProgressKind]),
              help="How to tell how far it is, on standard error.")  # fmt: skip
@coverage_option
@language_option
@click.option("--no-report", is_flag=True, help="Visit and store only.")
def command(words: Given, pages: int, thorough: bool, progress: str, no_report: bool, **options: Any) -> None:
    """Visit the shops of LIST (CSV or XLSX, or the address of one) as a customer would, judge them and write the report."""
    spoken: tuple[str, ...] = options.pop("spoken")
    archives = _archives(words, options.pop("archives"), options)
    cluster = cluster_of(options, archives)
    options |= _listed(words.shops, options["country"])
    budget = Budget.of_pages(pages, thorough=thorough)
    settings = RunSettings(budget=budget, progress=ProgressKind(progress), stored=judging_ahead, **options)
    try:
        result = _audited(settings, words, archives, cluster)
    except RunError as error:
        refuse(str(error))
    _tell_bad_rows(result)
    if result.interrupted:
        _tell_stopped(result)
        sys.exit(STOPPED)
    _tell_done(result, report=sealed(settings.out, () if no_report or settings.shard else spoken))
    if settings.shard:
        click.echo(f"This is shard {settings.shard} of the list. `bereikbaar merge` makes one run of all {settings.shard.of}.")
    if settings.address:
        _tell_shop(settings.out, spoken[0], report=not no_report)
        if not settings.country:
            click.echo("No country was given, so the shop is held against no norm; --country NL holds it against NL's.", err=True)


def _audited(settings: RunSettings, words: Given, archives: tuple[str, ...], cluster: OnCluster | None) -> "RunResult":
    """Make the run, over the network or in archives, here or on a cluster. Raises RunError."""
    from crawler.runs.from_archives import audit_archives  # noqa: PLC0415  # `--help` need not wait for Scrapy
    from crawler.runs.run import audit  # noqa: PLC0415

    def say(line: str) -> None:
        click.echo(line, err=True)

    if cluster:
        return audited_on(cluster, settings, say)
    visit = None
    if settings.workers > 1:
        from crawler.batches.workers import visit_by_workers  # noqa: PLC0415

        visit = visit_by_workers
    if archives:
        return audit_archives(settings, archives, say, visit, listed=words.shops is not None)
    return audit(settings, say, visit)


def _archives(words: Given, named: tuple[str, ...], options: Mapping[str, Any]) -> tuple[str, ...]:
    """All archives that were given. Raises UsageError for what does not go with them, or where there is nothing to look at."""
    if words.archives and not named:
        raise click.UsageError(f"{words.archives[0]!r} is an archive: give it with --from-warc")
    if not named and words.shops is None:
        raise click.UsageError("Missing argument 'LIST'.")
    if options["shard"] and not isinstance(words.shops, Path):
        raise click.UsageError("--shard cuts a list; it goes without the address of one shop, and with archives beside a list")
    if named and (options["browser"] is BrowserUse.ALWAYS or options["open_chats"]):
        raise click.UsageError("--from-warc asks nothing of shops: no browser looks at them")
    return (*named, *words.archives)


def _listed(shops: Path | str | None, country: str) -> dict[str, Any]:
    """What the settings are told of the list, or of the one address. Raises UsageError for a country beside a list."""
    if isinstance(shops, Path):
        if country:
            raise click.UsageError("--country goes with the address of one shop; a list tells the country in a column")
        return {"list_path": shops}
    return {"list_path": Path(name_of(shops)), "address": shops} if shops else {"list_path": Path()}


def _tell_shop(out: Path, language: str, *, report: bool) -> None:
    """What was found of the one shop of a run, and where its page is."""
    from reports.one_shop import told  # noqa: PLC0415  # not needed before

    for line in told(out, language, report=report):
        click.echo(line)


def _tell_bad_rows(result: "RunResult") -> None:
    for row in result.bad_rows:
        click.echo(f"line {row.line}: {plain(row.message)}", err=True)


def _tell_stopped(result: "RunResult") -> None:
    left = f"{result.left} are left" if result.left else f"{result.rendered.left} are left to look at with a browser"
    click.echo(f"Stopped. {result.visited} shops were visited and kept, {left}. Go on with:\n  {going_on()}", err=True)


def _tell_done(result: "RunResult", *, report: str) -> None:
    good = len(result.rows) - len(result.bad_rows)
    counts = f"{len(result.rows)} rows: {good} shops, {len(result.bad_rows)} bad"
    click.echo(f"{counts}. Visited now: {result.visited}.")
    if (second := result.rendered).visited:
        share = 100 * second.visited / max(1, good)
        click.echo(f"Looked at with a browser too: {second.visited} shops ({share:.0f} %), {second.pages} pages, "
                   f"{second.cpu_seconds / max(1, second.pages):.1f} s of the browser's CPU a page.")  # fmt: skip
    if second.left:
        click.echo(f"Left to look at with a browser: {second.left} shops. The same command goes on.")
    for reason, count in sorted(result.reasons.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"  undetermined, {reason}: {count}")
    _tell_read_again(result.read_again)
    click.echo(f"Results: {result.out}")
    click.echo(f"Evidence: {size(weight(result.out / EVIDENCE))}, kept until you remove it (`bereikbaar purge`).")
    if report:
        click.echo(f"Report: {report}")


def _tell_read_again(counts: Mapping[str, int]) -> None:
    """How often the second opinion was asked, and what that changed; nothing where it never was."""
    if any(counts.values()):
        pages, added = (
            "{pages} pages of {shops} shops ({spared} did not need it)",
            "{added} sightings more, {turned} channels turned",
        )
        click.echo(f"Read again, by a tolerant parser: {pages}: {added}.".format_map(counts))
