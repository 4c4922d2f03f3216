"""What the audit is measured against: Scrapy's defaults, no delay, log level INFO, and only the links followed.

Started as `python -m tests.bench.bare PAGES CONCURRENCY URL...`.
"""

import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """Follows the links of each host up to a number of pages and does nothing else."""

    name = "bare"

    def __init__(self, urls: list[str], pages: int, **options: Any) -> None:
        super().__init__(**options)
        self.start_urls = urls
        self.pages = pages
        self.asked: defaultdict[str, set[str]] = defaultdict(set)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for each home page."""
        for url in self.start_urls:
            self.asked[urlsplit(url).netloc].add(url)
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        """Follow the links that stay at the shop."""
        host = urlsplit(response.url).netloc
        asked = self.asked[host]
        for link in response.css("a::attr(href)"):
            try:
                request = response.follow(link)
            except ValueError:
                continue  # `tel:` and the like, of which no request can be made
            if urlsplit(request.url).netloc == host and len(asked) < self.pages and request.url not in asked:
                asked.add(request.url)
                yield request


def crawl(spider: type[BareSpider]) -> None:
    """Crawl as the command line says."""
    pages, concurrency, *urls = sys.argv[1:]
    process = AsyncCrawlerProcess(
        {
            "DOWNLOAD_DELAY": 0,
            "LOG_LEVEL": "INFO",
            "CONCURRENT_REQUESTS": int(concurrency),
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    process.crawl(spider, urls=urls, pages=int(pages))
    process.start()


if __name__ == "__main__":
    crawl(BareSpider)
