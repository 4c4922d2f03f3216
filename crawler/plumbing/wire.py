"""The connections: Scrapy's own HTTP client with verified TLS and sockets that neither linger nor swell."""

import time
from typing import Any, cast

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions, platformTrust
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.plumbing.caps import CappedFactory
from crawler.plumbing.http11 import HTTP11DownloadHandler
from crawler.plumbing.limiter import ANSWERED
from crawler.plumbing.patience import PatientAgent

LINGER = 12
"""Seconds an idle connection is kept: longer than the longest pause, shorter than what 100,000 finished shops would pile up."""


@implementer(IPolicyForHTTPS)
class VerifiedTLS:
    """Certificates are checked against the system's authorities, and those of `--ca`.

    One TLS context serves all shops: loading the authorities costs 12 ms of CPU, more than reading two pages.
    """

    def __init__(self, ca: str = "") -> None:
        ciphers = AcceptableCiphers.fromOpenSSLCipherString("DEFAULT")  # type: ignore[no-untyped-call]
        self._options = CertificateOptions(trustRoot=platformTrust(), acceptableCiphers=ciphers)  # type: ignore[no-untyped-call]
        if ca:
            self._options.getContext().load_verify_locations(ca)

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # noqa: ARG002, N802  # Twisted's interface
        """Give what makes a connection that checks this host's certificate."""
        return ClientTLSOptions(self._options.clientConnectionForTLS, hostname.decode("ascii"))


class VerifiedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with those certificates, that limit, and that memory for idle connections."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._contextFactory = cast("IPolicyForHTTPS", VerifiedTLS(crawler.settings["CA_FILE"]))
        self._pool.cachedConnectionTimeout = LINGER
        self._pool._factory = CappedFactory  # noqa: SLF001  # Scrapy sets its own here, too
        crawler.signals.connect(_note_answer, signals.headers_received)

    async def download_request(self, request: Request) -> Response:
        """Send a request and give the answer, within a time that counts only while we listen. Raises Scrapy's exceptions."""
        agent = PatientAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))


def _note_answer(request: Request) -> None:
    """Note when an answer began to come."""
    request.meta[ANSWERED] = time.monotonic()
