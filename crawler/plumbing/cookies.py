"""One cookie jar a shop, kept as long as the visit; public suffixes by the bundled list.

Scrapy's own step asks the network for the public suffix list when the first cookie comes.
"""

from collections.abc import Iterable
from http.cookiejar import Cookie
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar

from crawler.knowledge.hosts import registrable_domain
from crawler.visiting.scope import host_of

MOST = 180
"""Cookies kept of one shop; Chromium keeps as many of a site."""
LONGEST = 4096
"""Bytes of a cookie's name and value (RFC 6265 section 6.1): longer ones are dropped, as browsers do."""


class ShopCookies(CookiesMiddleware):
    """Scrapy's cookies with another source of public suffixes; `request.meta["cookiejar"]` is the shop's id."""

    def forget(self, shop_id: str) -> None:
        """Throw a shop's jar away when its visit has ended."""
        self.jars.pop(shop_id, None)

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host, room = host_of(request.url), MOST - len(jar)
        for cookie in cookies:
            domain = cookie.domain.removeprefix(".")
            if domain and domain != host and _is_public_suffix(domain):
                continue
            if domain == host and _is_public_suffix(domain):
                cookie.domain = host
            if room > 0 and len(cookie.name) + len(cookie.value or "") <= LONGEST:
                jar.set_cookie_if_ok(cookie, request)
                room -= 1

    def _debug_cookie(self, request: Request) -> None:
        """Say nothing."""

    def _debug_set_cookie(self, response: Any) -> None:
        """Say nothing."""


def _is_public_suffix(domain: str) -> bool:
    return "." not in domain or registrable_domain("x." + domain) == "x." + domain
