"""Scrapy's settings for visiting shops. What a run sets on top stands at the end."""

from importlib.metadata import version

BOT_NAME = "bereikbaar"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = f"Bereikbaar/{version('bereikbaar')} (+https://bereikbaar.example/bot)"

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.plumbing.resolver.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.plumbing.wire.VerifiedHandler",
    "https": "crawler.plumbing.wire.VerifiedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True

# Order: small numbers stand near the visit, large ones near the wire. Only these steps run.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "crawler.plumbing.failures.Failures": 10,
    "crawler.plumbing.canary.Canary": 20,
    "crawler.plumbing.stop_list.StopList": 50,
    "crawler.plumbing.guard.Guard": 60,
    "crawler.plumbing.robots.Robots": 100,
    "crawler.plumbing.retries.Retries": 550,
    "crawler.plumbing.redirects.Redirects": 600,
    "crawler.plumbing.cookies.ShopCookies": 700,
    "crawler.plumbing.proxied.Proxied": 800,
    "crawler.plumbing.recorder.Recorder": 960,
    "crawler.plumbing.limiter.Politeness": 970,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}

DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 5_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
RETRY_TIMES = 1
RETRY_HTTP_CODES = [500, 502, 504, 520, 522, 524, 408]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.DownloadTimeoutError",
    "scrapy.exceptions.ResponseDataLossError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectError",
    "twisted.internet.error.ConnectionLost",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
COOKIES_ENABLED = True
AUTOTHROTTLE_ENABLED = False
DOWNLOAD_DELAY = 0

# Our own limiter decides; Scrapy's counts would only queue behind it.
CONCURRENT_REQUESTS = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 250
CONCURRENT_ITEMS = 2

# Both open a port on this machine; the second executes Python sent to it.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
LOG_FORMATTER = "crawler.plumbing.quiet.Quiet"
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = False
WARN_ON_GENERATOR_RETURN_VALUE = False

# What a run sets.
RATE = 1.0
TURNS = ""
PROXY = ""
CA_FILE = ""
ALLOW_PRIVATE: list[str] = []
STOP_LIST: frozenset[str] = frozenset()
LINE_PROBE = "crawler.plumbing.line.probe"
LINE_PAUSE = 60.0
NAME_LOOKUP = "crawler.plumbing.names.AresLookup"
