"""Why a page did not open: Chromium's words for it, in the closed list of reasons."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.browser.lane import Lane
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason

_SAID = re.compile(r"net::(?P<code>ERR_\w+)")
_REASONS = (
    (("ERR_CERT_", "ERR_SSL_", "ERR_BAD_SSL_"), Reason.TLS, "the certificate or the encryption is not in order"),
    (("ERR_NAME_",), Reason.DNS, "the name has no address that may be visited"),
    (("ERR_TIMED_OUT", "ERR_CONNECTION_TIMED_OUT"), Reason.TIMEOUT, "no answer in time"),
    (("ERR_CONNECTION_REFUSED", "ERR_TUNNEL_", "ERR_PROXY_", "ERR_ADDRESS_"), Reason.REFUSED, "the server refused the connection"),
    (("ERR_ABORTED", "ERR_UNKNOWN_URL_SCHEME"), Reason.NOT_HTML, "the address gave no page"),
    (("ERR_",), Reason.SERVER_ERROR, "the connection broke off"),
)


def failure_of(said: str, asked: Sequence[str], lane: Lane) -> FetchFailed:
    """Give the failure of a page that Chromium says did not open; what the guard proxy met counts first.

    `asked` are the addresses that were asked for it, in order.

    >>> str(failure_of("Page.goto: net::ERR_CERT_DATE_INVALID at https://a.example/", ["https://a.example/"], Lane("a")))
    'tls: the certificate or the encryption is not in order: ERR_CERT_DATE_INVALID'
    """
    if met := failure_met(asked, lane):
        return met
    found = _SAID.search(said)
    code = found["code"] if found else "ERR_ABORTED" if "Download is starting" in said else ""
    for begins, reason, words in _REASONS:
        if code.startswith(begins):
            return FetchFailed(reason, f"{words}: {code}")
    return FetchFailed(Reason.TIMEOUT, "no answer in time")


def failure_met(asked: Sequence[str], lane: Lane) -> FetchFailed | None:
    """Give the failure that the guard proxy met at the last of the addresses, None where it met none."""
    met = lane.failures.get((urlsplit(asked[-1]).hostname or "").lower())
    if met is not None and met.reason is Reason.REFUSED and len(asked) > 1:
        return FetchFailed(Reason.REDIRECTED_AWAY, f"redirected to {asked[-1][:200]}, {met.detail}")
    return met
