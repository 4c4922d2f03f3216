"""What a short script does: Scrapy, and on every page the text of BeautifulSoup searched by PhoneNumberMatcher.

Started as `python -m tests.bench.souped PAGES CONCURRENCY URL...`.
"""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from phonenumbers import PhoneNumberMatcher
from scrapy.http import Response

from tests.bench.bare import BareSpider, crawl


class SoupedSpider(BareSpider):
    """Follows links as the bare one does, and looks for numbers."""

    name = "souped"

    def parse(self, response: Response) -> Iterator[Any]:
        """Search the page, then follow."""
        for _ in PhoneNumberMatcher(BeautifulSoup(response.body, "html.parser").get_text(" "), "NL"):
            pass
        yield from super().parse(response)


if __name__ == "__main__":
    crawl(SoupedSpider)
