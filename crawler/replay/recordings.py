"""A person's recorded visit as answers: read from a HAR, a WARC or a WACZ file, whoever made it.

What such a file holds comes from anybody. Sizes are bounded before anything is unpacked, nothing is written to a path that it
names, and only pages are kept of it: no picture, no request, no cookie.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from crawler.evidence.exchange import BODY_LIMIT, Pairs
from crawler.model.placement import Way
from crawler.visiting.addresses import key

MOST_BYTES = 500_000_000
"""Of the file as it lies on the disk; a HAR file is read as a whole and has a limit of its own."""
MOST_PAGES = 2000
MOST_PAGE_BYTES = 200_000_000
"""Of all pages together, for they are held in memory."""
MOST_HOPS = 5
_URL = re.compile(r"https?://[\x21-\x7e]{1,2000}", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_PAGES = ("text/html", "application/xhtml+xml", "application/pdf")
_LEFT_OUT = frozenset({"set-cookie", "set-cookie2", "content-length", "transfer-encoding", "connection", "keep-alive"})
"""Headers that are of the person's session or of the wire, and say nothing of the page."""


class RecordingError(ValueError):
    """A recording can not be used; the message says what is wrong with it."""


class Recorded(NamedTuple):
    """One answer that a person's browser got: `body` as received (with the codings that the headers tell), `at` ISO 8601 UTC."""

    url: str
    status: int
    headers: Pairs
    body: bytes
    at: str

    def header(self, name: bytes) -> str:
        """The first value of a header (lower-case name), or an empty string."""
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == name), "")

    @property
    def target(self) -> str:
        """Where it redirects to, "" where it does not."""
        told = self.header(b"location") if 300 <= self.status < 400 else ""
        return _joined(self.url, told) if told else ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page or a document; without a type the first byte tells."""
        kind = self.header(b"content-type").partition(";")[0].strip().lower()
        return kind in _PAGES if kind else self.body.lstrip()[:1] == b"<" or self.body.startswith(b"%PDF")


@dataclass(slots=True, kw_only=True)
class Recording:
    """The pages of a recorded visit; `sha256` is the digest of the file, `source` its name."""

    way: Way
    source: str
    sha256: str
    answers: dict[str, list[Recorded]] = field(default_factory=dict)
    size: int = 0
    count: int = 0

    def take(self, answer: Recorded) -> None:
        """Keep an answer that is a page or leads to one. Raises RecordingError where there are too many."""
        if not key(answer.url) or not (answer.target or answer.is_page):
            return
        self.count += 1
        self.size += len(answer.body)
        if self.count > MOST_PAGES or self.size > MOST_PAGE_BYTES:
            raise RecordingError(f"more than {MOST_PAGES} pages or {MOST_PAGE_BYTES // 10**6} MB of them: record fewer")
        self.answers.setdefault(key(answer.url), []).append(answer)

    def answer(self, url: str) -> Recorded | None:
        """What a person met at an address, redirects followed: the last page that was shown, else the last answer."""
        for _ in range(MOST_HOPS + 1):
            there = self.answers.get(key(url), [])
            if not there:
                return None
            shown = [item for item in there if item.status < 300] or [item for item in there if not item.target] or there
            if not shown[-1].target:
                return shown[-1]
            url = shown[-1].target
        return None

    @property
    def times(self) -> tuple[str, str]:
        """When the first and the last page came. Raises ValueError where there is none."""
        times = [item.at for there in self.answers.values() for item in there]
        return min(times), max(times)


def recorded(url: object, status: object, headers: Iterable[tuple[str, str]], body: bytes, at: object) -> Recorded | None:
    """An answer whose parts are what they should be, None where it is not one of the web. Raises RecordingError."""
    if not isinstance(url, str) or not _URL.fullmatch(url) or not isinstance(status, int) or not 200 <= status <= 599:
        return None
    if len(body) > BODY_LIMIT:
        raise RecordingError(f"a page larger than {BODY_LIMIT // 10**6} MB: {url[:200]}")
    kept = tuple(
        (name.encode("ascii"), value[:8000].encode("utf-8", "replace"))
        for name, value in headers
        if _NAME.fullmatch(name) and name.lower() not in _LEFT_OUT
    )
    return Recorded(url, status, kept[:100], body, _moment(at))


def _moment(at: object) -> str:
    """A time as ISO 8601 UTC to the millisecond. Raises RecordingError for what is no time, or is yet to come."""
    try:
        told = datetime.fromisoformat(str(at)[:40])
        moment = told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise RecordingError(f"{str(at)[:60]!r} is no time") from error
    if moment > datetime.now(UTC) + timedelta(days=1) or moment.year < 1990:
        raise RecordingError(f"{str(at)[:60]!r} can not be when it was recorded")
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
