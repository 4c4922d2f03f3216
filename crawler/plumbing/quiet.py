"""Log no line for each page: the store has them all."""

from typing import Any, Self

from scrapy.logformatter import LogFormatter


class Quiet(LogFormatter):
    """Scrapy's log lines without the one that says a page was crawled."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:  # noqa: ARG003  # Scrapy's interface
        """Needs nothing."""
        return cls()

    def crawled(self, request: Any, response: Any, spider: Any) -> Any:  # noqa: ARG002
        """Give no line."""
        return None
