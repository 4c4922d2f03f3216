"""A visit made again from what was kept of it: the same walk, the same readers, no network.

The driver of a live visit is `crawler.spiders.visit`; both ask the walk what it wants and tell it what came.
"""

from dataclasses import replace
from typing import Protocol

from crawler.model.capture import Capture
from crawler.model.failure import FetchFailed
from crawler.model.rendering import Rendered
from crawler.model.visit import Visit
from crawler.visiting.budget import NO_TIME_LIMIT, Budget
from crawler.visiting.walk import Walk


class Archive(Protocol):
    """What answers in place of the shop."""

    def answer(self, url: str) -> tuple[Capture, Rendered | None]:
        """Give what came for an address, and how it was rendered. Raises FetchFailed where nothing came, or nothing was kept."""

    def capture(self, offset: int) -> Capture:
        """Give a page's capture again, by its `warc_offset`. Raises OSError or ValueError."""


def revisit(visit: Visit, archive: Archive, budget: Budget) -> Visit:
    """Make a visit of the same shop, number and times from an archive. Evidence and versions are left to the caller."""
    walk = Walk(visit.shop, visit.number, budget=replace(budget, seconds=NO_TIME_LIMIT), started_at=visit.started_at)
    while (want := walk.next()) is not None:
        try:
            walk.arrived(want, *archive.answer(want.url))
        except FetchFailed as failure:
            walk.failed(want, failure.reason, failure.detail, failure.status)

    def body_of(page_id: int) -> Capture:
        offset = walk.pages[page_id].warc_offset
        if offset is None:
            raise ValueError(f"page {page_id} has no record")
        return archive.capture(offset)

    return walk.close(finished_at=visit.finished_at, body_of=body_of)
