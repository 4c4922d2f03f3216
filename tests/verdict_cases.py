"""Reads the cases of `tests/cases/verdicts`: a dossier in few words, and what is expected of it.

Unless a case says otherwise the shop is Dutch, both channels are on the contact page, and the search is exhausted. An expected
answer is "outcome reason" and, where the norm matters, "met", "not-met", "open" (not judged) or "none" (no norm held against it).
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.model.dossier import Dossier
from crawler.model.fact import Fact, FactKind
from crawler.model.gate import Gate
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from crawler.model.visit import Visit
from tests.visits import proof

FOLDER = Path(__file__).parent / "cases" / "verdicts"
HOME = "https://www.winkel.example/"
PAGES = (
    Page(id=0, url=HOME, final_url=HOME, status=200, kinds=frozenset({PageKind.HOME}), clicks=0),
    Page(id=1, url=f"{HOME}contact", final_url=f"{HOME}contact", status=200, kinds=frozenset({PageKind.CONTACT}), clicks=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file. Unknown keys are refused."""

    what: str
    expected: dict[str, str]
    country: str = "NL"
    scored: bool = True
    exhausted: bool = True
    bad_row: bool = False
    reason: str = ""
    phone: dict[str, Any] = field(default_factory=lambda: {"seen": "contact-page", "clicks": 1})
    email: dict[str, Any] = field(default_factory=lambda: {"seen": "contact-page", "clicks": 1})
    sightings: list[dict[str, str]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    gates: list[dict[str, str]] = field(default_factory=list)

    def dossier(self) -> Dossier:
        """Give the dossier that the case describes."""
        if self.bad_row:
            return Dossier(row=Row(line=2, cells=(("url", "?"),), reason=Reason.BAD_ROW, message="no address"))
        shop = Shop(id="winkel.example", name="Winkel", url=HOME, country=self.country, language="nl")
        visit = Visit(
            shop=shop,
            number=1,
            started_at="2026-11-20T10:00:00Z",
            finished_at="2026-11-20T10:01:00Z",
            reason=Reason(self.reason) if self.reason else None,
            pages=PAGES,
            sightings=tuple(_sighting(**item) for item in self.sightings),
            facts=tuple(_fact(**item) for item in self.facts),
            gates=tuple(Gate(page_id=0, kind=GateKind(item["kind"]), vendor=item.get("vendor", "")) for item in self.gates),
            placements=(self._placement(Channel.PHONE, **self.phone), self._placement(Channel.EMAIL, **self.email)),
        )
        return Dossier(row=Row(line=2, cells=(("url", shop.url),), shop=shop), visit=visit)

    def _placement(self, channel: Channel, seen: str, reason: str = "", clicks: int | None = None, gate: str = "") -> Placement:
        found = (number for number, item in enumerate(self.sightings) if item["channel"] == channel)
        return Placement(
            channel=channel,
            place_class=PlaceClass.UNDETERMINED if reason else PlaceClass(seen),
            seen=PlaceClass(seen),
            settled=not reason,
            reason=Reason(reason) if reason else None,
            clicks=clicks,
            sightings=tuple(found),
            gate=GateKind(gate) if gate else None,
            certificate=proof(budget_left=self.exhausted),
        )


def cases() -> dict[str, Case]:
    """All cases by file name."""
    return {path.stem: Case(**tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.toml"))}


def _sighting(channel: str, value: str, use: str, owner: str = "trader", place: str = "body") -> Sighting:
    return Sighting(
        page_id=1,
        channel=Channel(channel),
        value=value,
        as_shown=value,
        place=Place(place),
        owner=Owner(owner),
        use=Use(use),
        snippet=f"... {value} ...",
    )


def _fact(kind: str, value: str, *, valid: bool | None = None) -> Fact:
    return Fact(page_id=1, kind=FactKind(kind), value=value, as_shown=value, place=Place.FOOTER, valid=valid)
