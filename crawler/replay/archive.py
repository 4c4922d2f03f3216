"""What was kept of a visit, as it answers: bodies from its WARC, failures from the store.

Requests that never reached the wire, or brought no answer, stand in the store alone; all else is read from the WARC.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from w3lib.url import safe_url_string

from crawler.evidence.coding import CodingError
from crawler.evidence.exchange import ACCOUNT, DOM, IMAGE_TEXT
from crawler.evidence.read import TEXT, DamagedError, Entry, Picture, entries, read_capture
from crawler.model.capture import Capture
from crawler.model.failure import FetchFailed
from crawler.model.gate import Gate
from crawler.model.reason import Reason
from crawler.model.rendering import Kept, Led, Rendered
from crawler.model.sighting import GateKind
from crawler.model.visit import Fetch

NOT_KEPT = "not among what was kept"


class ThinError(Exception):
    """Of the visit only the deciding pages were kept: it cannot be made again."""


@dataclass(slots=True)
class KeptAnswer:
    """Where the answer for one address stands: the response, the views of it, and what else a browser made of it."""

    response: int
    views: list[int] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    account: Mapping[str, Any] | None = None

    def take(self, entry: Entry) -> None:
        """Take in what a browser made of the page."""
        if entry.picture is not None:
            self.pictures.append(entry.picture)
        elif entry.name.startswith(DOM):
            self.views.append(entry.offset)
        elif entry.name.startswith(IMAGE_TEXT):
            self.texts[int(entry.name.removeprefix(IMAGE_TEXT).partition(":")[0])] = entry.body.decode("utf-8")
        elif entry.name.startswith(ACCOUNT):
            self.account = json.loads(entry.body)

    def given(self, capture: Callable[[int], Capture]) -> tuple[Capture, Rendered | None]:
        """The page as the visit takes it in; `capture` gives what stands at an offset."""
        if not self.views:
            problems = tuple(self.account["problems"]) if self.account else ()
            return capture(self.response), Rendered(problems=problems) if problems else None
        further = tuple(map(capture, self.views[1:]))
        return capture(self.views[0]), _rendered(self, further)


class Evidence:
    """The evidence of one visit; `warc` is None where nothing was ever received.

    Raises OSError, DamagedError where it is not what was written, or ThinError.
    """

    def __init__(self, warc: Path | None, fetches: Sequence[Fetch]) -> None:
        self._warc = warc
        # What was read has the time at which it came; what never came has none.
        self._failures = {item.url: item for item in fetches if item.reason is not None and not item.at}
        self._answers: dict[str, KeptAnswer] = {}
        for entry in entries(warc) if warc is not None else ():
            self._take(entry)
        self._demand(item.url for item in fetches if item.at)

    def answer(self, url: str) -> tuple[Capture, Rendered | None]:
        """Give what came for an address. Raises FetchFailed with the reason that was noted, or because nothing was kept."""
        if (failure := self._failures.get(url)) is not None and failure.reason is not None:
            raise FetchFailed(failure.reason, failure.detail, status=failure.status)
        kept = self._answers.get(safe_url_string(url))
        if kept is None:
            raise FetchFailed(Reason.SEARCH_NOT_EXHAUSTED, NOT_KEPT)
        try:
            return kept.given(self.capture)
        except CodingError as error:
            raise FetchFailed(Reason.SERVER_ERROR, f"the answer cannot be unpacked: {error}") from error

    def capture(self, offset: int) -> Capture:
        """Give the capture that stands at an offset of the WARC."""
        if self._warc is None:
            raise ValueError("nothing was received")
        return read_capture(self._warc, offset)

    def _demand(self, urls: Iterable[str]) -> None:
        """Raise DamagedError where one of these is missing: an answer came, so it was written down."""
        for url in urls:
            if safe_url_string(url) not in self._answers:
                raise DamagedError(f"{self._warc}: the answer for {url} is not in it")

    def _take(self, entry: Entry) -> None:
        if entry.name == TEXT:
            raise ThinError(f"{self._warc}: only the deciding pages were kept")
        if entry.picture is None and not entry.name:
            self._answers[entry.asked] = KeptAnswer(entry.offset)
            return
        kept = self._answers.get(entry.asked)
        if kept is None:
            raise DamagedError(f"{self._warc}: the record at {entry.offset} tells of a page that is not there")
        kept.take(entry)


def _rendered(kept: KeptAnswer, further: tuple[Capture, ...]) -> Rendered:
    told = kept.account or {}
    return Rendered(
        received=told.get("received", ""),
        further=further,
        pictures=tuple(
            Kept(item.view, item.offset, item.channel, item.value, kept.texts.get(item.offset, "")) for item in kept.pictures
        ),
        viewports=tuple(told["viewports"]),
        failed_own=tuple(told["failed_own"]),
        failed_other=tuple(told["failed_other"]),
        consent=told["consent"],
        through=told.get("through", ""),
        clicked=tuple(told["clicked"]),
        led=tuple(Led(*pair) for pair in told.get("led", ())),
        gates=tuple(Gate(**{**gate, "kind": GateKind(gate["kind"])}, page_id=0) for gate in told["gates"]),
        problems=tuple(told["problems"]),
    )
