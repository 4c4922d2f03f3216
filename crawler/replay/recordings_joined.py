"""A recorded visit joined to the evidence of the visit before: what answers for an address, and a WARC that holds just that.

The recording answers first, unless more is known when the program's own pages answer first and the recording fills the gaps:
a person's browser may have got less of a page than the program's. A page of a recording settles what it
shows; it never proves that something is not there (`crawler.visiting.certificate`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from w3lib.url import safe_url_string
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.coding import CodingError
from crawler.evidence.exchange import Exchange, capture_of, digest
from crawler.evidence.warc import ShopRecord
from crawler.model.capture import Capture, Via
from crawler.model.failure import FetchFailed
from crawler.model.placement import PLACED
from crawler.model.reason import Reason
from crawler.model.rendering import Rendered
from crawler.model.visit import Visit
from crawler.replay.archive import Evidence
from crawler.replay.recordings import Recorded, Recording, RecordingError
from crawler.replay.revisit import revisit
from crawler.visiting.budget import Budget

NOT_RECORDED = "not in the recording"


@dataclass(slots=True, kw_only=True)
class Joined:
    """Answers for one walk; `given` tells what answered for each address, in the order of asking: a recorded page or None.

    `known` are addresses that the program read: those it answers itself where `own_first`.
    """

    recording: Recording
    before: Evidence
    known: frozenset[str]
    own_first: bool
    given: dict[str, Recorded | None] = field(default_factory=dict)

    def answer(self, url: str) -> tuple[Capture, Rendered | None]:
        """Give what came for an address. Raises FetchFailed."""
        recorded = None if self.own_first and url in self.known else self.recording.answer(url)
        if recorded is not None:
            capture = _capture(url, recorded)
            self.given[url] = recorded
            return capture, None
        found = self.before.answer(url) if self.known else None
        if found is None:
            raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, NOT_RECORDED)
        self.given[url] = None
        return found

    def capture(self, offset: int) -> Capture:
        """Give a page of the visit before again."""
        return self.before.capture(offset)


def joined_visit(asked: Visit, recording: Recording, before: Visit, evidence: Path, budget: Budget) -> Visit:
    """Make the visit of a recording, its WARC written below `evidence`; `asked` tells its shop, number and times.

    Raises RecordingError where nothing of it can be read, EvidenceError where it can not be written.
    """
    old = evidence / before.warc if before.warc else None
    archive = _chosen(asked, recording, before, Evidence(old, before.fetches), budget)
    draft = revisit(asked, archive, budget)
    if draft.reason is not None:
        raise RecordingError(f"its home page can not be read as one of {asked.shop.url}: {draft.reason} {draft.detail}".rstrip())
    if not any(page.via is Via.HAND for page in draft.pages):
        raise RecordingError("no page of it was read: links lead from the home page to none that was not known")
    record = ShopRecord(evidence, asked.shop.id, asked.number)
    try:
        _write(record, archive, old)
        warc = record.finish()
    except BaseException:
        record.drop()
        raise
    visit = revisit(asked, Evidence(record.path, draft.fetches), budget)
    return replace(visit, warc=warc)


def _chosen(asked: Visit, recording: Recording, before: Visit, evidence: Evidence, budget: Budget) -> Joined:
    """The answers that lose nothing that was known, and tell most; where both orders do, the recording answers first."""
    known = frozenset(item.url for item in before.fetches if item.reason is None) if before.reason is None else frozenset[str]()
    orders = [
        Joined(recording=recording, before=evidence, known=known, own_first=first)
        for first in ((False, True) if known else (False,))
    ]
    return max(orders, key=lambda archive: _worth(before, revisit(asked, archive, budget)))


def _worth(before: Visit, after: Visit) -> tuple[bool, int, int, int, int]:
    """Whether each channel's answer, and the best that was met of it, is no worse than before; then how much is told."""
    pairs = [(before.placement(channel), after.placement(channel)) for channel in PLACED]
    lost = any((old.settled and not new.settled) or new.seen.rank > old.seen.rank for old, new in pairs)
    settled = sum(new.settled for _, new in pairs)
    return (not lost, settled, -sum(new.seen.rank for _, new in pairs), len({fact.kind for fact in after.facts}), len(after.pages))


def _capture(url: str, recorded: Recorded) -> Capture:
    try:
        return capture_of(_exchange(url, recorded), None)
    except CodingError as error:
        raise FetchFailed(Reason.SERVER_ERROR, f"the answer cannot be unpacked: {error}") from error


def _exchange(url: str, recorded: Recorded) -> Exchange:
    return Exchange(
        asked=safe_url_string(url),
        url=recorded.url,
        status=recorded.status,
        headers=recorded.headers,
        body=recorded.body,
        at=recorded.at,
        sha256=digest(recorded.body),
        via=Via.HAND,
    )


def _write(record: ShopRecord, archive: Joined, old: Path | None) -> None:
    """Write down what answered, in the order of asking."""
    kept = dict(_groups(old)) if old is not None else {}
    for url, recorded in archive.given.items():
        if recorded is not None:
            record.write(_exchange(url, recorded))
        elif old is not None:
            for start, end in kept.get(safe_url_string(url), ()):
                with old.open("rb") as stream:
                    stream.seek(start)
                    record.copy(archive.recording.times[0], stream.read(end - start))


def _groups(warc: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """By the address that was asked for, where its records stand: begin and end of each, requests with their responses."""
    starts: list[tuple[int, str]] = []
    with warc.open("rb") as stream:
        records = ArchiveIterator(stream, no_record_parse=True)
        for record in records:
            told = record.rec_headers.get_header
            asked = told("Bereikbaar-Asked") or told("WARC-Target-URI") or ""
            if record.rec_type == "request" and starts:
                asked = starts[-1][1]
            starts.append((records.get_record_offset(), asked))
    groups: dict[str, list[tuple[int, int]]] = {}
    ends = [start for start, _ in starts[1:]] + [warc.stat().st_size]
    for (start, asked), end in zip(starts, ends, strict=True):
        groups.setdefault(asked, []).append((start, end))
    yield from groups.items()
