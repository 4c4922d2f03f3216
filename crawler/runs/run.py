"""One run over one list: read it, visit what is not done yet, store every outcome.

A run can be stopped at any moment, killed too, and started again: finished shops are in the store, those under way are
visited again. N rows in give N outcomes out.
"""

import contextlib
import logging
import resource
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.lists import ListError, ShopList, read_list
from crawler.model.row import Row
from crawler.plumbing import settings as plumbing
from crawler.runs.choose import Done, errands
from crawler.runs.desk import RunDesk
from crawler.runs.folder import EVIDENCE, LOG, STORE, RunError, locked, start_over
from crawler.runs.progress import teller
from crawler.runs.settings import RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand, Plan
from crawler.spiders.shops import ShopsSpider
from crawler.store.errors import StoreError
from crawler.store.write import Store

log = logging.getLogger("bereikbaar.run")
PROXY_STEP = "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """How a run ended. `visited` counts this run's visits, `left` the shops still to visit; `rows` are all of the list."""

    out: Path
    rows: tuple[Row, ...]
    visited: int
    left: int
    interrupted: bool
    reasons: Mapping[str, int]

    @property
    def bad_rows(self) -> tuple[Row, ...]:
        """The rows that name no shop to visit."""
        return tuple(row for row in self.rows if row.shop is None)


def audit(settings: RunSettings) -> RunResult:
    """Make one run. Once a process: Scrapy's reactor cannot be started twice. Raises RunError with a message for the user."""
    shop_list = _listed(settings)
    settings = replace(settings, user_agent=settings.user_agent or plumbing.USER_AGENT)
    _raise_file_limit()
    with locked(settings.out):
        if settings.fresh:
            start_over(settings.out)
        log_file = _log_to(settings.out / LOG)
        try:
            with Store.open(settings.out / STORE) as store:
                return _run(settings, shop_list, store)
        except StoreError as error:
            raise RunError(str(error)) from error
        finally:
            logging.getLogger().removeHandler(log_file)
            log_file.close()


def _listed(settings: RunSettings) -> ShopList:
    try:
        return read_list(settings.list_path, allow_private=bool(settings.allow_private))
    except ListError as error:
        raise RunError(str(error)) from error


def _run(settings: RunSettings, shop_list: ShopList, store: Store) -> RunResult:
    store.start_run(settings.list_path, shop_list.rows, settings.told())
    done = Done(last=store.last_visits(), outcomes=store.outcomes())
    to_visit = errands(shop_list.rows, done, settings.retry)
    tally = Tally(total=len(to_visit))
    interrupted = bool(to_visit) and _visit(settings, store, to_visit, tally)
    return RunResult(
        out=settings.out,
        rows=shop_list.rows,
        visited=tally.done,
        left=len(to_visit) - tally.done,
        interrupted=interrupted,
        reasons=Counter(tally.reasons),
    )


def _visit(settings: RunSettings, store: Store, to_visit: Sequence[Errand], tally: Tally) -> bool:
    """Visit the shops; give whether the run was interrupted. Raises RunError or StoreError when it had to stop."""
    telling = teller(settings.progress, tally.total)
    desk = RunDesk(store, to_visit, tally, telling)
    process = AsyncCrawlerProcess(_scrapy(settings))
    crawler = process.create_crawler(ShopsSpider)
    crawl = process.crawl(crawler, plan=_plan(settings), desk=desk)
    try:
        process.start()
    finally:
        telling.close(tally)
    spider = crawler.spider
    if isinstance(spider, ShopsSpider) and spider.stopped_by:
        log.error("the run was stopped", exc_info=spider.stopped_by)
        raise RunError(f"stopped: {spider.stopped_by}. What was saved is kept: start again to go on.") from spider.stopped_by
    if crawl.done() and not crawl.cancelled() and (error := crawl.exception()):
        raise RunError(f"the crawl could not start: {error}. See {settings.out / LOG}.") from error
    return not (isinstance(spider, ShopsSpider) and spider.finished)


def _plan(settings: RunSettings) -> Plan:
    return Plan(
        evidence=settings.out / EVIDENCE,
        user_agent=settings.user_agent,
        budget=settings.budget,
        concurrency=settings.concurrency,
        proxy=settings.proxy,
        contact=settings.contact,
        timeout=plumbing.DOWNLOAD_TIMEOUT,
    )


def _scrapy(settings: RunSettings) -> Settings:
    made = Settings()
    made.setmodule(plumbing)
    made.setdict(
        {
            "RATE": settings.rate,
            "USER_AGENT": settings.user_agent,
            "PROXY": settings.proxy,
            "CA_FILE": settings.ca,
            "ALLOW_PRIVATE": list(settings.allow_private),
            "STOP_LIST": settings.stop_list,
            "CONCURRENT_REQUESTS_PER_DOMAIN": settings.concurrency,
        }
    )
    if settings.proxy:
        made.set("DOWNLOADER_MIDDLEWARES", {**plumbing.DOWNLOADER_MIDDLEWARES, PROXY_STEP: 750})
    return made


def _raise_file_limit() -> None:
    """Allow as many open files as the system lets us: a visit has a socket and a record."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _log_to(path: Path) -> logging.Handler:
    try:
        handler = logging.FileHandler(path, encoding="utf-8", delay=False)
    except OSError as error:
        raise RunError(f"{path}: cannot be written ({error.strerror}). Choose another folder with --out.") from error
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler
