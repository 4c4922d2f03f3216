"""The rows that the program could not settle and a person can: where to look, what for, and empty cells for what is seen.

Which reasons are for a person is told in `worklist.toml`. A filled row is what `bereikbaar observe` takes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from crawler.model.by_hand import ANSWERED, ASKED
from crawler.model.certificate import EXHAUSTED_FATES, Certificate, Fate
from crawler.model.dossier import Dossier
from crawler.model.link import ANSWERING
from crawler.model.placement import PLACED, PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind, Owner
from crawler.model.strict import KnowledgeError, read_record
from crawler.model.visit import Visit
from reports.texts.problems import problem
from reports.texts.texts import Texts

FACTS = Path(__file__).with_suffix(".toml")
TOLD = (ASKED[0], "name", "link", ASKED[1], "reason", "seen", "missing", "how", "look_at")
"""Columns that are filled in for the person."""
COLUMNS = (*TOLD, *ANSWERED)
MOST_ADDRESSES = 4
_TRIED, _ELSEWHERE = "not-rendered", "contact-elsewhere"


class SettledBy(StrEnum):
    """What can settle a row."""

    PERSON = "person"
    BROWSER = "browser"
    LATER = "later"
    LIST = "list"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """The gates that a person can try to pass."""

    tried_by_person: tuple[GateKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFacts:
    """What `worklist.toml` says."""

    source: str
    dated: str
    settled_by: Mapping[Reason, SettledBy]
    gates: Gates


class WorkRow(NamedTuple):
    """A channel of a shop to look at. `reason` is a reason code, or `gate-` and the kind of the gate that was not tried."""

    shop: str
    name: str
    link: str
    channel: Channel
    reason: str
    seen: PlaceClass
    missing: str
    how: str
    look_at: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row in the order of COLUMNS, with empty cells for the person."""
        told = (self.shop, self.name, self.link, self.channel.value, self.reason, self.seen.value, self.missing, self.how)
        return (*told, " ".join(self.look_at), *("" for _ in ANSWERED))


@cache
def work_facts() -> WorkFacts:
    """Read the facts, once. Raises KnowledgeError, also where a reason is not among them."""
    facts = read_record(FACTS, WorkFacts)
    if lacking := [reason.value for reason in Reason if reason not in facts.settled_by]:
        raise KnowledgeError(f"{FACTS}: settled_by: {lacking[0]!r} is missing")
    return facts


def work(dossiers: Iterable[Dossier], texts: Texts) -> Iterator[WorkRow]:
    """The rows to look at, in the order of the list."""
    for dossier in dossiers:
        if dossier.visit is not None:
            yield from (row for channel in PLACED if (row := _row(dossier.visit, dossier.visit.placement(channel), texts)))


def _row(visit: Visit, placement: Placement, texts: Texts) -> WorkRow | None:
    code = _code(visit, placement)
    if not code:
        return None
    return WorkRow(
        shop=visit.shop.id,
        name=visit.shop.name,
        link=visit.shop.url,
        channel=placement.channel,
        reason=code,
        seen=placement.seen,
        missing=_missing(visit, placement, texts),
        how=texts.plain(f"worklist.how.{code}"),
        look_at=tuple(_addresses(visit, placement))[:MOST_ADDRESSES],
    )


def _code(visit: Visit, placement: Placement) -> str:
    """Why a person has to look at a channel, "" where none has to."""
    if placement.settled:
        untried = placement.place_class is PlaceClass.GATED and not placement.gate_passed and placement.observed is None
        gate = placement.gate if untried else None
        return f"gate-{gate}" if gate in work_facts().gates.tried_by_person else ""
    reason = visit.reason or placement.reason
    by = work_facts().settled_by[reason] if reason else SettledBy.NOBODY
    return str(reason) if by is SettledBy.PERSON or (by is SettledBy.BROWSER and _looked(visit)) else ""


def _looked(visit: Visit) -> bool:
    """Whether a browser has looked, or could not."""
    return visit.rendered > 0 or any(finding.startswith(_TRIED) for finding in visit.findings)


def _missing(visit: Visit, placement: Placement, texts: Texts) -> str:
    """Why it is open, in words: the reason, then what the search still lacks."""
    if placement.settled:
        return texts.plain(f"gate.{placement.gate}")
    parts = [texts.plain(f"reason.{visit.reason or placement.reason}")]
    if visit.reason:
        parts.append(visit.detail)
    elif placement.certificate:
        certificate = placement.certificate
        parts += [texts.plain(f"missing.{part}") for part in certificate.missing if part not in {"problems", "viewports"}]
        parts += [problem(noted, texts) for noted in certificate.problems]
    return texts.clauses(*dict.fromkeys(parts))


def _addresses(visit: Visit, placement: Placement) -> Iterator[str]:
    """The addresses to look at beside the home page, each once: what may be a value, what was not read, where a gate stands."""
    pages = {page.id: page.final_url for page in visit.pages}
    doubtful = [
        item.page_id
        for item in visit.sightings
        if item.channel is placement.channel and (item.pictured or item.owner is Owner.UNKNOWN)
    ]
    gates = [gate.page_id for gate in visit.gates if gate.kind is placement.gate]
    unread = _unread(placement.certificate) if placement.certificate and not placement.settled else ()
    met = (*(pages.get(number, "") for number in doubtful), *unread, *(pages.get(number, "") for number in gates))
    yield from dict.fromkeys(url for url in met if url not in {"", visit.shop.url})


def _unread(certificate: Certificate) -> Iterator[str]:
    """The addresses that were not read to their end, and contact pages on other domains where they stand in the way."""
    elsewhere = any(noted.startswith(_ELSEWHERE) for noted in certificate.problems)
    away = {Fate.OUT_OF_SCOPE} if elsewhere else set()
    yield from (link.url for link in certificate.links if link.fate in away and link.kinds & ANSWERING)
    yield from (link.url for link in certificate.links if link.fate not in EXHAUSTED_FATES)
    yield from certificate.documents_unread
