"""What the audit is measured against: Scrapy's defaults, no delay, log level INFO, and only the links followed.

Started as `python -m tests.bench.bare PAGES CONCURRENCY URL...`.
"""

import sys
from collections import Counter
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
        self.asked: Counter[str] = Counter()

    async def start(self) -> AsyncIterator[Any]:
        """Ask for each home page."""
        for url in self.start_urls:
            self.asked[urlsplit(url).netloc] += 1
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        """Follow the links that stay at the shop."""
        host = urlsplit(response.url).netloc
        for link in response.css("a::attr(href)"):
            request = response.follow(link)
            if urlsplit(request.url).netloc == host and self.asked[host] < self.pages:
                self.asked[host] += 1
                yield request


def main() -> None:
    """Crawl."""
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
    process.crawl(BareSpider, urls=urls, pages=int(pages))
    process.start()


if __name__ == "__main__":
    main()
