"""Follow HTTP redirects: each hop is a new request that passes the stop list, robots.txt, the guard and the limiter."""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason

HOPS = "hops"
"""The request's meta key for a list that gets each address that redirected: whoever asked finds it filled."""


class Redirects(RedirectMiddleware):
    """Scrapy's own step, without Referer headers, and with a failure that names what happened."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Leave out the search for a Referer middleware."""
        step = cls(crawler.settings)
        step.crawler = crawler
        return step

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002  # Scrapy's interface
        """Send none: a hop needs no Referer."""
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:  # noqa: ARG002
        """Give the next hop, or the response where there is none."""
        try:
            following = super().process_response(request, response)
        except IgnoreRequest as error:
            last = (response.headers.get("Location") or b"")[:200]
            detail = f"more than {self.max_redirect_times} redirects, the last to {last!r}"
            raise FetchFailed(Reason.SERVER_ERROR, detail, status=response.status) from error
        except ValueError as error:
            detail = f"status {response.status} that leads to no web address: {error}"[:300]
            raise FetchFailed(Reason.REDIRECTED_AWAY, detail, status=response.status) from error
        if not isinstance(following, Request):
            return following
        request.meta.get(HOPS, []).append(request.url)
        return _nameless(following)


def _nameless(request: Request) -> Request:
    """The request without a user's name and password in its address: they are sent to nobody."""
    parts = urlsplit(request.url)
    if "@" not in parts.netloc:
        return request
    return request.replace(url=parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
