"""What went wrong, in the closed list of reasons."""

import errno
import os
import re
from collections.abc import Iterator

from OpenSSL.SSL import Error as OpenSSLError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Request
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from twisted.internet import error as twisted_error

from crawler.model.failure import FetchFailed, LineInDoubt
from crawler.model.reason import Reason
from crawler.plumbing.caps import TooMuch
from crawler.plumbing.http11 import TunnelError

_TLS = (OpenSSLError, VerificationError, CertificateError)
_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL, errno.EADDRINUSE})
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
_STATUS = re.compile(r"'status': (\d{3})\b")
_REASONS: tuple[tuple[type[Exception], Reason, str], ...] = (
    (CannotResolveHostError, Reason.DNS, "the name has no address that may be visited"),
    (DownloadConnectionRefusedError, Reason.REFUSED, "the server refused the connection"),
    (twisted_error.ConnectionRefusedError, Reason.REFUSED, "the server refused the connection"),
    (DownloadTimeoutError, Reason.TIMEOUT, "no answer in time"),
    (twisted_error.TCPTimedOutError, Reason.TIMEOUT, "no connection in time"),
    (twisted_error.TimeoutError, Reason.TIMEOUT, "no connection in time"),
    (DownloadCancelledError, Reason.SEARCH_NOT_EXHAUSTED, "the document is larger than the limit"),
    (ResponseDataLossError, Reason.SERVER_ERROR, "the answer broke off"),
    (TunnelError, Reason.REFUSED, "the proxy did not open a tunnel"),
    (DownloadFailedError, Reason.SERVER_ERROR, "the connection broke off"),
    (twisted_error.ConnectError, Reason.REFUSED, "no connection"),
    (twisted_error.ConnectionLost, Reason.SERVER_ERROR, "the connection broke off"),
    (twisted_error.ConnectionDone, Reason.SERVER_ERROR, "the connection broke off"),
    (UnsupportedURLSchemeError, Reason.REFUSED, "no web address"),
    (ValueError, Reason.DNS, "not a name that can be looked up"),
)


class Failures:
    """Downloader middleware on the engine's side: whatever the steps below raised becomes a FetchFailed."""

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002  # Scrapy's interface
        """Raise FetchFailed for a known failure; an unknown one goes on as it is, a fault of the program."""
        if not isinstance(exception, FetchFailed) and (failure := failure_of(exception)):
            raise failure from exception


def failure_of(exception: Exception) -> FetchFailed | None:
    """Give the reason of a failed download, None for an exception that is none."""
    if is_tls(exception):
        return FetchFailed(Reason.TLS, f"the certificate or the encryption is not in order: {_said(exception)}")
    number = getattr(exception, "osError", None)
    if number in _OURS:
        return FetchFailed(Reason.OWN_NETWORK, f"this machine could not connect: {os.strerror(number)}")
    if number in _NO_ROUTE:
        return LineInDoubt(Reason.REFUSED, f"no route to the server: {os.strerror(number)}")
    for kind, reason, words in _REASONS:
        if isinstance(exception, kind):
            said = _answered(exception) if kind is TunnelError else _told(exception)
            return FetchFailed(reason, f"{words}: {said}" if said else words)
    return None


def is_tls(exception: BaseException) -> bool:
    """Whether the secure connection could not be made."""
    return any(isinstance(item, _TLS) for item in _chain(exception))


def _answered(exception: Exception) -> str:
    """What the proxy answered; the words around it name the proxy, which is nobody's business but the auditor's."""
    found = _STATUS.search(str(exception))
    return f"status {found[1]}" if found else ""


def _told(exception: BaseException) -> str:
    """Why we hung up, if we did; else what there is to say of the failure."""
    ours = next((str(item) for item in _chain(exception) if isinstance(item, TooMuch)), "")
    return ours or (str(exception) and _said(exception))


def _said(exception: BaseException) -> str:
    last = [str(item) or type(item).__name__ for item in _chain(exception)][-1]
    return " ".join(last.split())[:200]


def _chain(exception: BaseException | None, depth: int = 6) -> Iterator[BaseException]:
    """The exception, and those it was made of: causes, and the failures that Twisted wraps."""
    if exception is None or depth == 0:
        return
    yield exception
    for failure in getattr(exception, "reasons", None) or ():
        yield from _chain(getattr(failure, "value", None), depth - 1)
    yield from _chain(exception.__cause__, depth - 1)
