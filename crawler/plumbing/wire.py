"""The connections: Scrapy's own HTTP client with verified TLS and sockets that neither linger nor swell."""

from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.internet._sslverify import ClientTLSOptions
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions, platformTrust
from twisted.web._newclient import HEADER, STATUS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

HEAD_LIMIT = 256 * 1024
"""Bytes of status line and headers; browsers and servers stop at the same or less."""
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


class CappedProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's side of a connection, which hangs up when the headers have no end: they are limited nowhere else."""

    _head = 0

    def request(self, request: Any) -> Any:
        """Begin to count anew with each request of a connection."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's interface
        """Pass the bytes on as long as the headers stay within the limit."""
        if self._parser is not None and self._parser.state in {STATUS, HEADER}:
            if self._head > HEAD_LIMIT and self.transport is not None:
                self.transport.abortConnection()
                return
            self._head += len(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class CappedFactory(_LenientHTTP11ClientFactory):
    """Builds those."""

    def buildProtocol(self, addr: Any) -> CappedProtocol:  # noqa: ARG002, N802  # Twisted's interface
        """Make one connection's protocol."""
        return CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class VerifiedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with those certificates, that limit, and that memory for idle connections."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._contextFactory = cast("IPolicyForHTTPS", VerifiedTLS(crawler.settings["CA_FILE"]))
        self._pool.cachedConnectionTimeout = LINGER
        self._pool._factory = CappedFactory  # noqa: SLF001  # Scrapy sets its own here, too
