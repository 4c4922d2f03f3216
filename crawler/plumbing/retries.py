"""Ask once more where the network or the server stumbled; not where the answer is a clear no."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.plumbing.failures import is_tls


class Retries(RetryMiddleware):
    """Scrapy's own step, which leaves a bad certificate alone: a second handshake finds the same one."""

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | Response | None:  # noqa: ARG002
        """Give the request to try again, or None."""
        return None if is_tls(exception) else super().process_exception(request, exception)
