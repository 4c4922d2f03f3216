"""What a proxy says of a shop it could not reach, in the words of RFC 9209 (Proxy-Status) or in Squid's own (X-Squid-Error).

Behind a proxy every failure looks like an answer of the shop: 502 or 503. A proxy that tells why gives the reason that a visit
without one would have. Of several errors the last counts: it was added nearest to us.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.strict import read_facts

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ERROR = re.compile(r";\s*error\s*=\s*(?P<error>[a-z_]+)")
_GATEWAY = frozenset({502, 503, 504})


class Proxied:
    """Downloader middleware: turns a proxy's own error into the failure that it tells of."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Off without a proxy: a shop's own servers may send the header too."""
        if not crawler.settings["PROXY"]:
            raise NotConfigured
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002  # Scrapy's interface
        """Raise FetchFailed where the proxy says why there is no answer of the shop."""
        if response.status in _GATEWAY:
            for name, reason_of in (("Proxy-Status", reason_told), ("X-Squid-Error", squids_reason)):
                told = b",".join(response.headers.getlist(name)).decode("latin-1")
                if reason := reason_of(told):
                    raise FetchFailed(reason, f"the proxy says: {' '.join(told.split())[:200]}", status=response.status)
        return response


def reason_told(header: str) -> Reason | None:
    """Give the reason that a Proxy-Status header tells, None for none that is known.

    >>> reason_told('cache; hit, proxy.example; error=dns_error; rcode="NXDOMAIN"').value
    'dns'
    """
    errors = _ERROR.findall(_QUOTED.sub('""', header.lower()))
    return _reasons("proxy_status").get(errors[-1]) if errors else None


def squids_reason(header: str) -> Reason | None:
    """Give the reason that an X-Squid-Error header tells, None for none that is known.

    >>> squids_reason("ERR_DNS_FAIL 0").value
    'dns'
    """
    return _reasons("squid").get(header.lower().partition(" ")[0])


@cache
def _reasons(kind: str) -> Mapping[str, Reason]:
    """The errors of one kind of header with their reasons."""
    told: Mapping[str, str] = read_facts(Path(__file__).with_suffix(".toml"))[kind]
    return {error: Reason(reason) for error, reason in told.items()}
