"""Keep to robots.txt (RFC 9309): read once a run per host, parsed by Protego.

A 4xx answer means there are no rules; a 5xx answer, 429 or none at all means: do not crawl. Crawl-delay is kept; a shop that asks
for more than ten seconds a page is not visited.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from protego import Protego
from scrapy import Request
from scrapy.http import Response

from crawler.evidence.coding import CodingError, decoded
from crawler.evidence.exchange import EXCHANGE, QUEUED, RECORD, Exchange
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.plumbing.addresses import where
from crawler.plumbing.limiter import CRAWL_DELAY
from crawler.plumbing.passage import Passage
from crawler.plumbing.redirects import HOPS

READ = 500 * 1024
"""Bytes of a robots.txt that are read: RFC 9309 asks for at least 500 KiB."""
LONGEST_DELAY = 10.0
"""Seconds between pages a shop may ask for; more, and it is too slow to visit."""
KEPT_HOSTS = 1_000
"""Hosts whose rules are kept at least, those asked for last: some 15 kB each."""
HOSTS_A_VISIT = 4
"""Hosts for each visit that may be under way: rules forgotten in the midst of one would be asked for before each page."""
KEPT_BODY = 20_000
"""Bytes of a robots.txt that is kept for further shops on its host; the rules of a larger one are forgotten with the visit."""
_AGENT_LINE = re.compile(r"\s*user[-\s]*agent\s*[:\s]\s*(?P<name>[^#]*)", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_IS_ROBOTS = "is_robots"
_SHARED = (RECORD, QUEUED, "cookiejar", "proxy", "download_timeout")
_TOO_MANY = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a host allows one agent: `parsed` None allows all. `delay` is in seconds, `received` what came.

    `large` ones are not kept.
    """

    parsed: Any = None
    delay: float = 0.0
    large: bool = False
    received: Exchange | None = None

    def refusal(self, url: str, agent: str) -> str:
        """Say why an address must not be fetched, "" when it may."""
        if self.parsed is None or self.parsed.can_fetch(url, agent):
            return ""
        return "robots.txt does not allow this address"


def rules_of(body: bytes, agent: str) -> Rules:
    """Read a robots.txt; anything that is none (a page of the shop, binary data) gives no rules."""
    parsed = Protego.parse("\n".join(_ours(body[:READ].decode("utf-8-sig", "replace"), agent)))
    rate = parsed.request_rate(agent)
    per_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return Rules(parsed=parsed, delay=max(float(parsed.crawl_delay(agent) or 0.0), per_rate))


def _ours(text: str, agent: str) -> Iterator[str]:
    """The lines, with two names only: `*` for the one whose rules we keep to, and one for all others.

    The parser copies each rule for each name above it: 12,000 names and 20,000 rules are half a megabyte here, and 40 GB there.
    """
    lines = [(line, _name_in(line)) for line in text.splitlines()]
    words = [found.start() for found in _WORD.finditer(agent.lower())]
    names = {name for _, name in lines if name and any(agent.lower().startswith(name, at) for at in words)}
    ours = max(names, key=len, default="*")
    for line, name in lines:
        yield line if name is None else f"User-agent: {'*' if name == ours else 'somebody/else'}"


def _name_in(line: str) -> str | None:
    """The name that a line of names gives, None for any other line."""
    found = _AGENT_LINE.match(line)
    name = found["name"].strip().lower() if found else None
    return name if name in {None, "*"} else (name or "").replace("*", "")


class Robots:
    """Downloader middleware: asks for the host's robots.txt first, over the same steps as any page."""

    def __init__(self, crawler: Any, agent: str) -> None:
        self._crawler = crawler
        self._agent = agent
        self._most = max(KEPT_HOSTS, HOSTS_A_VISIT * crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        self._passage: Passage | None = None
        self._rules: OrderedDict[str, asyncio.Task[Rules]] = OrderedDict()
        self._large: dict[str, set[str]] = {}
        self._written: dict[str, set[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """The agent is the product name of our User-Agent, as RFC 9309 wants it."""
        return cls(crawler, crawler.settings["USER_AGENT"].partition("/")[0])

    async def process_request(self, request: Request) -> None:
        """Raise FetchFailed for an address that is not allowed; tell the limiter the delay."""
        if request.meta.get(_IS_ROBOTS):
            return
        origin = where(request.url).origin
        rules = await self._of_host(origin, request)
        if rules.large:
            self._large.setdefault(request.meta.get("cookiejar", ""), set()).add(origin)
        self._write_down(rules.received, request)
        if refusal := rules.refusal(request.url, self._agent):
            raise FetchFailed(Reason.ROBOTS, refusal)
        if rules.delay > LONGEST_DELAY:
            raise FetchFailed(Reason.TOO_SLOW, f"robots.txt asks for {rules.delay:g} seconds between pages")
        request.meta[CRAWL_DELAY] = rules.delay

    def forget(self, shop_id: str) -> None:
        """A visit has ended: forget what its record holds, and rules that take much room."""
        self._written.pop(shop_id, None)
        for origin in self._large.pop(shop_id, ()):
            self._rules.pop(origin, None)

    def _write_down(self, received: Exchange | None, request: Request) -> None:
        """Add the robots.txt that another shop of this host brought to this shop's own record, once."""
        record, written = request.meta.get(RECORD), self._written.setdefault(request.meta.get("cookiejar", ""), set())
        if record is not None and received is not None and received.asked not in written:
            written.add(received.asked)
            record.write(received)

    async def _of_host(self, origin: str, request: Request) -> Rules:
        task = self._rules.get(origin)
        if task is None:
            task = self._rules[origin] = asyncio.ensure_future(self._fetch(origin, request))
            if len(self._rules) > self._most:
                self._rules.popitem(last=False)
        else:
            self._rules.move_to_end(origin)
        try:
            return await task
        except FetchFailed:
            # Not remembered: the next shop on this host, or the retry, may find it well.
            if self._rules.get(origin) is task:
                del self._rules[origin]
            raise

    async def _fetch(self, origin: str, request: Request) -> Rules:
        meta: dict[str, Any] = {key: request.meta[key] for key in _SHARED if key in request.meta}
        hops: list[str] = []
        asked = Request(f"{origin}/robots.txt", headers=dict(request.headers), meta={**meta, _IS_ROBOTS: True, HOPS: hops})
        self._passage = self._passage or Passage(self._crawler.engine.downloader)
        try:
            response = await self._passage.fetch(asked)
        except FetchFailed as failure:
            if failure.reason is Reason.SERVER_ERROR and 300 <= failure.status < 400:
                return Rules()  # RFC 9309 2.3.1.2: after five redirects it counts as not there
            # Where it leads elsewhere, what went wrong there says nothing about the shop's own server.
            if hops or failure.reason in {Reason.TIMEOUT, Reason.SERVER_ERROR, Reason.SEARCH_NOT_EXHAUSTED}:
                raise FetchFailed(Reason.ROBOTS, f"robots.txt could not be read: {failure.detail}") from failure
            raise
        received = _received(response)
        if received is not None:
            self._written.setdefault(request.meta.get("cookiejar", ""), set()).add(received.asked)
        return replace(self._read(response), received=received)

    def _read(self, response: Response) -> Rules:
        status = response.status
        if status >= 500 or status == _TOO_MANY:
            raise FetchFailed(Reason.ROBOTS, f"robots.txt answered {status}, which means: do not crawl", status=status)
        if not 200 <= status < 300:
            return Rules()
        codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        try:
            body = decoded(response.body, codings, limit=2 * READ)
            return replace(rules_of(body, self._agent), large=len(body) > KEPT_BODY)
        except CodingError as error:
            raise FetchFailed(Reason.ROBOTS, f"robots.txt could not be read: {error}") from error


def _received(response: Response) -> Exchange | None:
    """What came, for the records of further shops on the host; None for a large one: thousands would fill the memory."""
    exchange: Exchange | None = response.request.meta.get(EXCHANGE) if response.request else None
    return exchange if exchange is not None and len(exchange.body) <= KEPT_BODY else None
