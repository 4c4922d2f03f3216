"""A placement and its certificate as one row, and back.

They share a row so that the file itself can refuse a settled negative whose certificate has a gap, whoever writes it.
"""

from typing import Any

from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.gate import Gate
from crawler.model.link import PageKind
from crawler.model.placement import PlaceClass, Placement, Step
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind
from crawler.store.records import Cells, maybe, members, packed, pairs, unpacked

PLACEMENT = (
    "number", "channel", "place_class", "seen", "settled", "reason", "clicks", "path", "likely_path", "sightings", "gate",
    "gate_passed", "notes", "searched_kinds", "searched_links", "pages_read", "viewports", "failed_own_resources",
    "failed_other_resources", "second_parse", "decoders", "documents_read", "documents_unread", "gates_met", "budget_left",
    "problems",
)  # fmt: skip

NO_CERTIFICATE: Cells = (None,) * 13
_KINDS, _FATES = members(PageKind), members(Fate)


def placement_row(number: int, item: Placement) -> Cells:
    """Give a placement as a row."""
    return (
        number, item.channel.value, item.place_class.value, item.seen.value, int(item.settled),
        item.reason.value if item.reason else None, item.clicks, _steps_text(item.path), _steps_text(item.likely_path),
        packed(item.sightings), item.gate.value if item.gate else None, int(item.gate_passed), packed(item.notes),
        *(_certificate_cells(item.certificate) if item.certificate else NO_CERTIFICATE),
    )  # fmt: skip


def placement_of(cells: Cells) -> Placement:
    """Give the placement of a row."""
    return Placement(
        channel=Channel(cells[1]), place_class=PlaceClass(cells[2]), seen=PlaceClass(cells[3]), settled=bool(cells[4]),
        reason=maybe(Reason, cells[5]), clicks=cells[6], path=_steps(cells[7]), likely_path=_steps(cells[8]),
        sightings=unpacked(cells[9], int), gate=maybe(GateKind, cells[10]), gate_passed=bool(cells[11]), notes=unpacked(cells[12]),
        certificate=None if cells[13] is None else _certificate(cells[13:]),
    )  # fmt: skip


def _certificate_cells(item: Certificate) -> Cells:
    links = [_link_cells(link) for link in item.links]
    gates = [[gate.page_id, gate.kind, gate.vendor, gate.passed, gate.selector, gate.snippet] for gate in item.gates]
    return (
        packed(item.kinds), packed(links), item.pages_read, packed(item.viewports), packed(item.failed_own_resources),
        packed(item.failed_other_resources), int(item.second_parse), packed(item.decoders), item.documents_read,
        packed(item.documents_unread), packed(gates), int(item.budget_left), packed(item.problems),
    )  # fmt: skip


def _certificate(cells: Cells) -> Certificate:
    return Certificate(
        kinds=tuple((_KINDS[kind], what) for kind, what in pairs(cells[0])), links=tuple(map(_link_fate, unpacked(cells[1], dict))),
        pages_read=cells[2], viewports=unpacked(cells[3]), failed_own_resources=unpacked(cells[4]),
        failed_other_resources=unpacked(cells[5]), second_parse=bool(cells[6]), decoders=unpacked(cells[7]),
        documents_read=cells[8], documents_unread=unpacked(cells[9]), gates=tuple(map(_gate, unpacked(cells[10], list))),
        budget_left=bool(cells[11]), problems=unpacked(cells[12]),
    )  # fmt: skip


def _link_cells(link: LinkFate) -> dict[str, Any]:
    return {"url": link.url, "text": link.text, "kinds": sorted(link.kinds), "fate": link.fate, "detail": link.detail}


def _link_fate(link: dict[str, Any]) -> LinkFate:
    kinds = frozenset(_KINDS[kind] for kind in link["kinds"])
    return LinkFate(url=link["url"], text=link["text"], kinds=kinds, fate=_FATES[link["fate"]], detail=link["detail"])


def _gate(row: list[Any]) -> Gate:
    page_id, kind, vendor, passed, selector, snippet = row
    return Gate(page_id=page_id, kind=GateKind(kind), vendor=vendor, passed=passed, selector=selector, snippet=snippet)


def _steps_text(steps: tuple[Step, ...]) -> str:
    return packed([[step.page_id, step.url, step.link_text] for step in steps])


def _steps(text: str) -> tuple[Step, ...]:
    return tuple(Step(page_id=page_id, url=url, link_text=link_text) for page_id, url, link_text in unpacked(text, list))
