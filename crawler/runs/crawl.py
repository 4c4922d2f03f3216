"""Send the spider out: Scrapy's settings for one run, and what its end means."""

import logging
import signal
import time
from collections.abc import Sequence
from math import inf

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler.plumbing import settings as plumbing
from crawler.runs.desk import RenderingDesk, RunDesk
from crawler.runs.folder import EVIDENCE, LOG, RunError
from crawler.runs.progress import Sturdy, Teller, teller
from crawler.runs.settings import EvidenceKept, RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand, Plan, Renderer
from crawler.spiders.shops import ShopsSpider
from crawler.store.write import Store

log = logging.getLogger("bereikbaar.run")
RENDERING_WIRE = "crawler.plumbing.rendering.RenderingHandler"
PROXY_STEP = "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware"


def visit_all(  # noqa: PLR0913  # the last by keyword
    settings: RunSettings,
    store: Store,
    to_visit: Sequence[Errand],
    tally: Tally,
    renderer: Renderer | None = None,
    *,
    way: Teller | None = None,
) -> bool:
    """Visit the shops, with a browser where there is a `renderer`; give whether the run was interrupted.

    How far it is, is told in the settings' way, unless another is given. Raises RunError or StoreError when it had to stop.
    """
    telling = Sturdy(way or teller(settings.progress, tally.total))
    if renderer is None:
        desk = RunDesk(store, to_visit, tally, telling)
    else:
        until = tally.clock() + 3600 * settings.render_hours if settings.render_hours else inf
        desk = RenderingDesk(store, to_visit, tally, telling, until)
    process = AsyncCrawlerProcess(_scrapy(settings, rendering=renderer is not None))
    _keep_time()
    crawler = process.create_crawler(ShopsSpider)
    crawl = process.crawl(crawler, plan=_plan(settings, renderer), desk=desk)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with settings.stored(settings.out) as desk.stored:
            process.start()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # Scrapy leaves its own behind, which would swallow Ctrl-C from here on
        telling.close(tally)
    desk.dropped()
    spider = crawler.spider
    if isinstance(spider, ShopsSpider) and spider.stopped_by:
        log.error("the run was stopped", exc_info=spider.stopped_by)
        raise RunError(f"stopped: {spider.stopped_by}. What was saved is kept: start again to go on.") from spider.stopped_by
    if crawl.done() and not crawl.cancelled() and (error := crawl.exception()):
        raise RunError(f"the crawl could not start: {error}. See {settings.out / LOG}.") from error
    return not (isinstance(spider, ShopsSpider) and spider.finished)


def _keep_time() -> None:
    """Have time limits measured by a clock that nobody sets: Twisted's own is the time of day, and may jump."""
    from twisted.internet import reactor  # noqa: PLC0415  # importing it installs one

    reactor.seconds = time.monotonic  # type: ignore[method-assign, misc]


def _plan(settings: RunSettings, renderer: Renderer | None) -> Plan:
    return Plan(
        evidence=settings.out / EVIDENCE,
        user_agent=settings.user_agent,
        budget=settings.budget,
        concurrency=settings.concurrency,
        proxy=settings.proxy,
        contact=settings.contact,
        timeout=plumbing.DOWNLOAD_TIMEOUT,
        renderer=renderer,
        deciding_only=settings.evidence is EvidenceKept.DECIDING,
        by_server=settings.rate > 0 and renderer is None,
    )


def _scrapy(settings: RunSettings, *, rendering: bool) -> Settings:
    made = Settings()
    made.setmodule(plumbing)
    if rendering:
        made.set("DOWNLOAD_HANDLERS", {**plumbing.DOWNLOAD_HANDLERS, **dict.fromkeys(("http", "https"), RENDERING_WIRE)})
    made.setdict(
        {
            "RATE": settings.rate,
            "TURNS": str(settings.turns or ""),
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
