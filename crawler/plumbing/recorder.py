"""Write down what came over the wire: redirect hops, robots.txt, bodies as received, and pages as they were rendered."""

import datetime as dt

from scrapy import Request
from scrapy.http import Response

from crawler.evidence.exchange import EXCHANGE, OFFSET, RECORD, RENDERED, Exchange, Pairs, digest
from crawler.evidence.rendered import keep_failure, keep_rendering
from crawler.plumbing.rendering import RENDERING, UNRENDERED


class Recorder:
    """Downloader middleware nearest the wire. Raises EvidenceError when nothing can be written any more."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Append the exchange to the visit's record."""
        record = request.meta.get(RECORD)
        if record is not None and (rendering := request.meta.get(RENDERING)):
            request.meta[RENDERED] = keep_rendering(record, rendering, _pairs(request.headers), now())
        elif record is not None:
            exchange = _exchange(request, response)
            request.meta[EXCHANGE] = exchange
            request.meta[OFFSET] = record.write(exchange)
            if UNRENDERED in request.meta:
                keep_failure(record, exchange, request.meta[UNRENDERED])
        return response


def now() -> str:
    """The time, ISO 8601 UTC to the millisecond."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _exchange(request: Request, response: Response) -> Exchange:
    hops = request.meta.get("redirect_urls")
    return Exchange(
        asked=hops[0] if hops else request.url,
        url=response.url,
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        at=now(),
        sha256=digest(response.body),
        request_headers=_pairs(request.headers),
        address="" if request.meta.get("proxy") else str(response.ip_address or ""),
    )


def _pairs(headers: object) -> Pairs:
    return tuple((name, value) for name, values in headers.items() for value in values)  # type: ignore[attr-defined]
