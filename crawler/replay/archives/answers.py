"""An archive in place of the network: what answers for an address, written down as the evidence of a visit.

Of several captures of an address the newest counts that tells what is there (no failure of the server, no wall), and of all pages
only those captured within a month of the home page: a visit is one look at a shop, and not years of it.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from w3lib.url import safe_url_string

from crawler.document import is_pdf
from crawler.evidence.coding import CodingError, decoded
from crawler.evidence.exchange import BODY_LIMIT, Exchange, digest
from crawler.evidence.warc import ShopRecord
from crawler.model.capture import Capture, Via
from crawler.model.failure import FetchFailed
from crawler.model.reason import Reason
from crawler.model.rendering import Rendered
from crawler.plumbing.stop_list import covers
from crawler.replay.archive import KeptAnswer
from crawler.replay.archives.index import Found, Index, Source
from crawler.replay.archives.own import keep_rendered
from crawler.replay.archives.parts import ArchiveError
from crawler.replay.archives.reader import Record, record_at
from crawler.replay.recordings import MOST_HOPS, Recorded, RecordingError, recorded
from crawler.replay.warc_records import LONGEST_HEAD, Answer, answer_in, joined_up
from crawler.visiting.addresses import key
from crawler.visiting.scope import host_of

NOT_IN_ARCHIVE = "not in the archive"
DAYS_APART = 30
"""How far from the home page's capture another page's may be."""
_NO_BODY = 304


class _Taken(NamedTuple):
    """An answer from an archive: what it is, the record it stands in, and where that is."""

    answer: Recorded
    record: Record
    source: Source
    told: str


class ShopArchive:
    """Answers for one visit; what was given is written to its record. `stop_list` are domains that asked to be left out."""

    def __init__(self, index: Index, record: ShopRecord, stop_list: frozenset[str] = frozenset()) -> None:
        self._index = index
        self._record = record
        self._stop_list = stop_list
        self._near = ""
        self._ahead: Capture | None = None

    def answer(self, url: str) -> tuple[Capture, Rendered | None]:
        """Give what the archive holds for an address, redirects followed. Raises FetchFailed where that is no document."""
        self.forget()
        address, given, status = url, set[Found](), 0
        for _ in range(MOST_HOPS + 1):
            if covers(self._stop_list, host_of(address)):
                raise FetchFailed(Reason.LEFT_OUT, "the domain is on the stop list")
            taken = self._taken(address, given, status)
            self._near = self._near or taken.answer.at
            exchange, offset = self._written(url, taken)
            status = taken.answer.status
            if not taken.answer.target:
                return self._document(exchange, offset, taken)
            address = taken.answer.target
        raise FetchFailed(Reason.SERVER_ERROR, f"more than {MOST_HOPS} redirects", status=status)

    def capture(self, offset: int) -> Capture:
        """Give a page of the visit again."""
        return self._record.capture(offset)

    def forget(self) -> None:
        """Throw away what was read ahead of the document given last."""
        if self._ahead is not None:
            from crawler.document.pdf import forget  # noqa: PLC0415  # few pages are PDF, and the module is heavy

            forget(self._ahead)
            self._ahead = None

    def _document(self, exchange: Exchange, offset: int, taken: _Taken) -> tuple[Capture, Rendered | None]:
        if 300 <= exchange.status < 400:
            words = f"status {exchange.status} that leads to no web address"
            raise FetchFailed(Reason.REDIRECTED_AWAY, words, status=exchange.status)
        kept = KeptAnswer(offset)
        if taken.source.own:
            keep_rendered(kept, taken.source.part, taken.record.offset, exchange.asked, self._record)
        try:
            capture, rendered = kept.given(self._record.capture)
        except CodingError as error:
            raise FetchFailed(Reason.SERVER_ERROR, f"the answer cannot be unpacked: {error}", status=exchange.status) from error
        if is_pdf(capture):
            _read_pdf(capture)
            self._ahead = capture
        return capture, rendered

    def _taken(self, address: str, given: set[Found], status: int) -> _Taken:
        """The best capture of an address that was not given yet. Raises FetchFailed."""
        why = NOT_IN_ARCHIVE
        for found in self._index.captures(address, near=self._near, days=DAYS_APART):
            if found in given:
                continue
            try:
                taken = self._read(address, found)
            except ArchiveError as error:
                why = str(error)
                continue
            if taken is not None:
                given.add(found)
                return taken
        raise self._missing(address, given, why, status)

    def _missing(self, address: str, given: set[Found], why: str, status: int) -> FetchFailed:
        """Why nothing answers for an address."""
        every = set(self._index.captures(address)) if why == NOT_IN_ARCHIVE else set()
        if every and every <= given:
            return FetchFailed(Reason.SERVER_ERROR, "redirects in a circle", status=status)
        if every:
            why = f"in the archive only from more than {DAYS_APART} days before or after the home page"
        return FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, why[:200], status=status)

    def _read(self, address: str, found: Found) -> _Taken | None:
        """What stands at a place, None where it is another address's. Raises ArchiveError."""
        source = self._index.source(found.part)
        record = record_at(source.part, found.offset, BODY_LIMIT + LONGEST_HEAD)
        if key(address) not in {key(record.field("warc-target-uri")), key(record.field("bereikbaar-asked"))}:
            return None
        whole, told = (record, _place(source, found.offset)), ""
        if record.field("warc-type") == "revisit":
            whole, told = self._referred(record), f"{whole[1]}, for what it holds "
        try:
            answer = _answer(record, whole[0])
        except RecordingError as error:
            raise ArchiveError(f"{source.part.name}: {error}") from error
        return _Taken(answer, record, source, told + whole[1])

    def _referred(self, record: Record) -> tuple[Record, str]:
        """The record that holds what another one only refers to. Raises ArchiveError where none does."""
        names = (record.field("warc-refers-to"), record.field("warc-payload-digest"))
        for found in (item for name in names if name for item in self._index.referred(name)):
            source = self._index.source(found.part)
            there = record_at(source.part, found.offset, BODY_LIMIT + LONGEST_HEAD)
            if names[0] == there.field("warc-record-id") or names[1] == there.field("warc-payload-digest"):
                return there, _place(source, found.offset)
        raise ArchiveError("the archive refers to a capture that is not in it")

    def _written(self, asked: str, taken: _Taken) -> tuple[Exchange, int]:
        answer = taken.answer
        exchange = Exchange(
            asked=safe_url_string(asked),
            url=answer.url,
            status=answer.status,
            headers=tuple(_true_headers(answer)),
            body=answer.body,
            at=answer.at,
            sha256=digest(answer.body),
            via=Via.ARCHIVE,
            source=taken.told,
        )
        return exchange, self._record.write(exchange)


def _answer(record: Record, holder: Record) -> Recorded:
    """The answer of a record whose body stands in `holder`. Raises ArchiveError, RecordingError."""
    if holder.left or holder.field("warc-truncated"):
        raise ArchiveError("only the beginning of the document is in the archive")
    url, at = record.field("warc-target-uri"), record.field("warc-date")
    if record.field("warc-type") == "resource":
        answer: Answer | None = Answer(200, [("content-type", record.field("content-type"))], record.block)
    else:
        answer = answer_in(holder.block)
    told = answer_in(record.block) or answer
    if answer is None or told is None:
        raise ArchiveError("a record that holds no answer")
    head = answer if told.status == _NO_BODY else told
    found = recorded(url, head.status, head.headers, joined_up(answer), at)
    if found is None:
        raise ArchiveError("a record of no web address")
    return found


def _true_headers(answer: Recorded) -> Iterator[tuple[bytes, bytes]]:
    """The headers, without a content coding that the recorder has undone and left there."""
    codings = answer.header(b"content-encoding")
    undone = False
    if codings and answer.body.lstrip()[:1] == b"<":
        try:
            decoded(answer.body, codings, limit=BODY_LIMIT)
        except CodingError:
            undone = True
    for name, value in answer.headers:
        if not (undone and name.lower() == b"content-encoding"):
            yield name, value


def _place(source: Source, offset: int) -> str:
    """Where a record stands, for the evidence: the archive, the offset, the digest of the archive's file."""
    return f"{quote(source.part.name, safe='/ ')} offset={offset} sha256={source.sha256}"


def _read_pdf(capture: Capture) -> None:
    """Have the text of a PDF at hand. Raises FetchFailed where that takes too long, as in a live visit."""
    from crawler.document.pdf import UnfinishedError, read_ahead  # noqa: PLC0415  # few pages are PDF, and the module is heavy

    try:
        read_ahead(capture)
    except UnfinishedError as error:
        words = "reading the PDF took more time or memory than a document may"
        raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, words, status=capture.status) from error
