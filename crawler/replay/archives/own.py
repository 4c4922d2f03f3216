"""What a browser made of a page, in archives that this program wrote: views, pictures, and the account of the rendering."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from crawler.evidence.exchange import BODY_LIMIT, CROP, IMAGE_TEXT, WINDOW, Resource, digest
from crawler.evidence.read import Entry, picture_of
from crawler.evidence.warc import ShopRecord
from crawler.model.capture import Capture
from crawler.replay.archive import KeptAnswer
from crawler.replay.archives.parts import ArchiveError, Part
from crawler.replay.archives.reader import PackedAsOneError, Record, records

_MOST = 300
"""Records behind a response that are looked at: views and pictures of one page are some dozen."""


class _Kept(NamedTuple):
    """A record of the archive: where it stands there, and what it is."""

    offset: int
    resource: Resource


def keep_rendered(kept: KeptAnswer, part: Part, offset: int, asked: str, record: ShopRecord) -> None:
    """Copy what a browser made of the response at an offset into a visit's record, and note it in `kept`.

    What makes no sense is left out as a whole: the page then counts as not rendered. Raises EvidenceError.
    """
    try:
        found = list(_behind(part, offset, asked))
        _take(KeptAnswer(0), found, list(range(len(found)))).given(_nothing)
    except (ArchiveError, PackedAsOneError, KeyError, ValueError, TypeError, AttributeError):
        return
    moved: dict[int, int] = {}
    for item in found:
        renamed = _renamed(item.resource, moved)
        moved[item.offset] = record.keep(renamed)
    _take(kept, [_Kept(item.offset, _renamed(item.resource, moved)) for item in found], list(moved.values()))


def _behind(part: Part, offset: int, asked: str) -> Iterator[_Kept]:
    """The resources that follow a response, up to the next one."""
    rest = part._replace(start=part.start + offset, length=part.length - offset)
    for number, record in enumerate(records(rest, BODY_LIMIT)):
        kind = record.field("warc-type")
        if number and (kind == "response" or number > _MOST):
            return
        if kind == "resource" and record.field("bereikbaar-asked") and not record.left:
            yield _Kept(offset + record.offset, _resource(record, asked))


def _resource(record: Record, asked: str) -> Resource:
    return Resource(
        name=record.field("warc-target-uri"),
        kind=record.field("content-type"),
        body=record.block,
        asked=asked,
        final=record.field("bereikbaar-final"),
        status=int(record.field("bereikbaar-status")),
        at=record.field("warc-date"),
        sha256=digest(record.block),
    )


def _renamed(resource: Resource, moved: dict[int, int]) -> Resource:
    """What was read in a picture names that by its place, which is another one now."""
    if not resource.name.startswith(IMAGE_TEXT):
        return resource
    place, _, rest = resource.name.removeprefix(IMAGE_TEXT).partition(":")
    return replace(resource, name=f"{IMAGE_TEXT}{moved.get(int(place), 0)}:{rest}")


def _take(kept: KeptAnswer, found: Sequence[_Kept], offsets: Sequence[int]) -> KeptAnswer:
    for item, offset in zip(found, offsets, strict=True):
        name, resource = item.resource.name, item.resource
        pictured = name.startswith((WINDOW, CROP))
        kept.take(Entry(resource.asked, offset, name, resource.body, picture_of(name, resource, offset) if pictured else None))
    return kept


def _nothing(_offset: int) -> Capture:
    return Capture(url="", final_url="", status=0, headers=(), body=b"", sha256="", fetched_at="")
