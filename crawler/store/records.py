"""Each record of a visit as a row of its table, and back: columns, row and record stand side by side.

Written out, because `dataclasses.asdict` costs twenty times as much on the crawl's path. The key (shop, visit) is put before
every row by the writer; `number` is the record's place in the visit's tuple.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from crawler.model.capture import Via
from crawler.model.fact import Fact, FactKind
from crawler.model.gate import Gate
from crawler.model.link import Link, PageKind
from crawler.model.look import Look
from crawler.model.page import Page
from crawler.model.reason import Reason
from crawler.model.second_opinion import SecondOpinion
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from crawler.model.visit import Fetch

Cells = tuple[Any, ...]
Cell = str | int | float | bytes | None

Kind = TypeVar("Kind", bound=StrEnum)

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_decode = json.JSONDecoder().raw_decode  # what is stored has no blanks around it, which `json.loads` looks for twice
NOTHING = "[]"


def members(of: type[Kind]) -> Mapping[str, Kind]:
    """The members of a closed list by value: a look-up takes a third of a call of the enum, and a visit has a hundred."""
    return MappingProxyType({item.value: item for item in of})


_CHANNELS, _PLACES, _OWNERS, _USES = members(Channel), members(Place), members(Owner), members(Use)
_FACTS, _VIAS, _KINDS = members(FactKind), members(Via), members(PageKind)


def packed(items: Sequence[Any]) -> str:
    """Give a list as JSON text."""
    return _encode(items) if items else NOTHING


def kinds_text(kinds: Iterable[PageKind]) -> str:
    """Give page kinds as JSON text, sorted."""
    return packed(sorted(kind.value for kind in kinds))


def unpacked(text: str, kind: type = str) -> tuple[Any, ...]:
    """Give the list in a JSON text, all of one kind. Raises ValueError and TypeError for any other text."""
    if text == NOTHING:
        return ()
    items = _decode(text)[0]
    if type(items) is not list or not all(type(item) is kind for item in items):
        raise TypeError(f"{text[:60]!r} where a list of {kind.__name__} is expected")
    return tuple(items)


def settings_of(text: str) -> Mapping[str, str]:
    """Give the settings of a run in a JSON text. Raises ValueError and TypeError for any other text."""
    settings: dict[str, str] = json.loads(text)
    if type(settings) is not dict or not all(type(value) is str for value in settings.values()):
        raise TypeError(f"{text[:60]!r} where names and values are expected")
    return settings


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Give the pairs in a JSON text."""
    found = tuple((first, second) for first, second in unpacked(text, list))
    if not all(type(item) is str for pair in found for item in pair):
        raise TypeError(f"{text[:60]!r} where pairs of texts are expected")
    return found


@lru_cache(maxsize=1024)
def kinds(text: str) -> frozenset[PageKind]:
    """Give the page kinds in a JSON text."""
    return frozenset(_KINDS[kind] for kind in unpacked(text))


def maybe(kind: Callable[[Any], Any], value: Cell) -> Any:
    """Give the value as a kind, None when there is none."""
    return None if value is None else kind(value)


def whole(value: bool | None) -> int | None:
    """Give a truth value as SQLite keeps it."""
    return None if value is None else int(value)


def second_opinion_text(item: SecondOpinion | None) -> str | None:
    """Give what came of reading pages again as JSON text."""
    if item is None:
        return None
    return _encode({"pages": item.pages, "spared": item.spared, "added": item.added, "turned": item.turned})


def second_opinion_of(text: str | None) -> SecondOpinion | None:
    """Give what came of reading pages again, None where it was not counted."""
    if text is None:
        return None
    told = json.loads(text)
    counts = {name: int(told[name]) for name in ("pages", "spared", "added")}
    return SecondOpinion(**counts, turned=tuple(map(Channel, told["turned"])))


PAGE = (
    "id", "url", "final_url", "status", "kinds", "title", "h1", "language", "clicks", "reached_by", "from_page", "via",
    "body_sha256", "text_sha256", "text_chars", "warc_offset", "fetched_at", "forwarding", "own_site", "document", "rendered",
    "problems",
)  # fmt: skip


def page_row(page: Page) -> Cells:
    """Give a page without its links, which are packed over the whole visit."""
    return (
        page.id, page.url, page.final_url, page.status, kinds_text(page.kinds), page.title, page.h1, page.language, page.clicks,
        page.reached_by, page.from_page, page.via.value, page.body_sha256, page.text_sha256, page.text_chars, page.warc_offset,
        page.fetched_at, int(page.forwarding), int(page.own_site), int(page.document), int(page.rendered), packed(page.problems),
    )  # fmt: skip


def page_of(cells: Cells, links: tuple[Link, ...]) -> Page:
    """Give the page of a row."""
    return Page(
        id=cells[0], url=cells[1], final_url=cells[2], status=cells[3], kinds=kinds(cells[4]), title=cells[5], h1=cells[6],
        language=cells[7], links=links, clicks=cells[8], reached_by=cells[9], from_page=cells[10], via=_VIAS[cells[11]],
        body_sha256=cells[12], text_sha256=cells[13], text_chars=cells[14], warc_offset=cells[15], fetched_at=cells[16],
        forwarding=bool(cells[17]), own_site=bool(cells[18]), document=bool(cells[19]), rendered=bool(cells[20]),
        problems=unpacked(cells[21]),
    )  # fmt: skip


SIGHTING = (
    "number", "page_id", "channel", "value", "as_shown", "place", "owner", "use", "gate", "closed", "written_out", "section",
    "selector", "snippet", "label", "technique", "decoder", "owner_reason", "use_reason", "confidence",
)  # fmt: skip


def sighting_row(number: int, item: Sighting) -> Cells:
    """Give a sighting as a row."""
    return (
        number, item.page_id, item.channel.value, item.value, item.as_shown, item.place.value, item.owner.value, item.use.value,
        item.gate.value if item.gate else None, int(item.closed), int(item.written_out), packed(item.section), item.selector,
        item.snippet, item.label, item.technique, item.decoder, item.owner_reason, item.use_reason, item.confidence,
    )  # fmt: skip


def sighting_of(cells: Cells) -> Sighting:
    """Give the sighting of a row."""
    return Sighting(
        page_id=cells[1], channel=_CHANNELS[cells[2]], value=cells[3], as_shown=cells[4], place=_PLACES[cells[5]],
        owner=_OWNERS[cells[6]], use=_USES[cells[7]], gate=maybe(GateKind, cells[8]), closed=bool(cells[9]),
        written_out=bool(cells[10]), section=unpacked(cells[11]), selector=cells[12], snippet=cells[13], label=cells[14],
        technique=cells[15], decoder=cells[16], owner_reason=cells[17], use_reason=cells[18], confidence=cells[19],
    )  # fmt: skip


FACT = ("number", "page_id", "kind", "value", "as_shown", "place", "label", "selector", "snippet", "technique", "valid")


def fact_row(number: int, item: Fact) -> Cells:
    """Give a fact as a row."""
    return (
        number, item.page_id, item.kind.value, item.value, item.as_shown, item.place.value, item.label, item.selector,
        item.snippet, item.technique, whole(item.valid),
    )  # fmt: skip


def fact_of(cells: Cells) -> Fact:
    """Give the fact of a row."""
    return Fact(
        page_id=cells[1], kind=_FACTS[cells[2]], value=cells[3], as_shown=cells[4], place=_PLACES[cells[5]], label=cells[6],
        selector=cells[7], snippet=cells[8], technique=cells[9], valid=maybe(bool, cells[10]),
    )  # fmt: skip


GATE = ("number", "page_id", "kind", "vendor", "passed", "selector", "snippet")


def gate_row(number: int, item: Gate) -> Cells:
    """Give a gate as a row."""
    return (number, item.page_id, item.kind.value, item.vendor, int(item.passed), item.selector, item.snippet)


def gate_of(cells: Cells) -> Gate:
    """Give the gate of a row."""
    _, page_id, kind, vendor, passed, selector, snippet = cells
    return Gate(page_id=page_id, kind=GateKind(kind), vendor=vendor, passed=bool(passed), selector=selector, snippet=snippet)


def _numbers(text: str) -> tuple[Any, ...]:
    items = json.loads(text)
    if type(items) is not list or not all(type(item) in {int, float} for item in items):
        raise TypeError(f"{text[:60]!r} where numbers are expected")
    return tuple(items)


LOOK = (
    *("number", "page_id", "sighting", "viewport", "box", "visible", "why_not", "contrast", "above_fold", "picture", "opened"),
    "font_size",
)


def look_row(number: int, item: Look) -> Cells:
    """Give a look as a row."""
    return (
        number, item.page_id, item.sighting, packed(item.viewport), packed(item.box) if item.box else None, int(item.visible),
        item.why_not, item.contrast, whole(item.above_fold), item.picture, item.opened, item.font_size,
    )  # fmt: skip


def look_of(cells: Cells) -> Look:
    """Give the look of a row."""
    return Look(
        page_id=cells[1], sighting=cells[2], viewport=_numbers(cells[3]), box=maybe(_numbers, cells[4]),
        visible=bool(cells[5]), why_not=cells[6], contrast=cells[7], above_fold=maybe(bool, cells[8]), picture=cells[9],
        opened=cells[10], font_size=cells[11],
    )  # fmt: skip


FETCH = ("number", "url", "status", "reason", "detail", "at", "page_id")


def fetch_row(number: int, item: Fetch) -> Cells:
    """Give a request as a row."""
    return (number, item.url, item.status, item.reason.value if item.reason else None, item.detail, item.at, item.page_id)


def fetch_of(cells: Cells) -> Fetch:
    """Give the request of a row."""
    _, url, status, reason, detail, at, page_id = cells
    return Fetch(url=url, status=status, reason=maybe(Reason, reason), detail=detail, at=at, page_id=page_id)
