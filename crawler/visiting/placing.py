"""A channel's placement: its class, whether it is settled, the ways that lead to it, and the certificate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from crawler import reading
from crawler.model.certificate import Certificate
from crawler.model.placement import PLACED, PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind, Sighting, Use
from crawler.visiting import certificate as proof
from crawler.visiting.notebook import Notebook
from crawler.visiting.paths import Graph
from crawler.visiting.places import Site, Spot, offered_way, own_sightings, pictured, spots
from crawler.visiting.views import NOT_ON_PHONE_WIDTH

_IF_SEEN = (Channel.FORM, Channel.CHAT, Channel.WHATSAPP, Channel.CALLBACK)
_UNSEEN = frozenset({PlaceClass.GATED, PlaceClass.MACHINE_ONLY})
_MOST_INDICES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that placements rest on; `read_twice` are the channels for which the tolerant engine was asked too."""

    book: Notebook
    site: Site
    graph: Graph
    sightings: tuple[Sighting, ...]
    read_twice: tuple[Channel, ...] = ()

    def page_id(self, spot: Spot) -> int:
        """The page on which a customer meets the value."""
        return self.site.page(self.sightings[spot.number].page_id).id


def placements(evidence: Evidence) -> tuple[Placement, ...]:
    """Phone and e-mail always, the other channels where they were seen; all undetermined where the shop was not read."""
    if (reason := evidence.book.reason) is not None:
        return tuple(_nothing_read(channel, reason) for channel in PLACED)
    seen = {item.channel for item in evidence.sightings}
    return tuple(_placement(evidence, channel) for channel in (*PLACED, *(channel for channel in _IF_SEEN if channel in seen)))


def _nothing_read(channel: Channel, reason: Reason) -> Placement:
    return Placement(channel=channel, place_class=PlaceClass.UNDETERMINED, seen=PlaceClass.ABSENT, settled=False, reason=reason)


def _placement(evidence: Evidence, channel: Channel) -> Placement:
    found = spots(evidence.site, evidence.sightings, channel)
    seen, gate = _seen(evidence, found, channel)
    legible = seen.positive
    pictures = [] if legible else pictured(evidence.site, evidence.sightings, channel)
    if pictures and pictures[0].place_class.rank < seen.rank:
        seen, gate = pictures[0].place_class, None
    certificate = _certificate(evidence, channel) if channel in PLACED else None
    settled = legible or (certificate is not None and certificate.complete)
    unsettled = proof.why_unsettled(certificate) if certificate else Reason.NEEDS_BROWSER
    shown = [spot for spot in (*found, *pictures) if spot.place_class not in _UNSEEN]
    near = min((spot for spot in shown if spot.clicks is not None), key=_effort, default=None)
    return Placement(
        channel=channel,
        place_class=seen if settled else PlaceClass.UNDETERMINED,
        seen=seen,
        settled=settled,
        reason=None if settled else unsettled,
        clicks=near.clicks if near else None,
        path=evidence.graph.shortest(evidence.page_id(near)) if near else (),
        likely_path=evidence.graph.likely(frozenset(evidence.page_id(spot) for spot in shown)) if shown else (),
        sightings=tuple(spot.number for spot in (*found, *pictures)[:_MOST_INDICES]),
        gate=gate,
        gate_passed=_passed(evidence, found, gate),
        notes=_notes(evidence, shown, channel),
        certificate=certificate,
    )


def _effort(spot: Spot) -> tuple[int, int, int]:
    return (spot.clicks or 0, spot.place_class.rank, spot.number)


def _seen(evidence: Evidence, found: Sequence[Spot], channel: Channel) -> tuple[PlaceClass, GateKind | None]:
    """The best class met, and the gate: one before a value, or a way that is offered where no value is shown."""
    best = found[0] if found else None
    if best is not None and best.place_class is PlaceClass.GATED:
        return PlaceClass.GATED, evidence.sightings[best.number].gate
    if best is not None and best.place_class is not PlaceClass.MACHINE_ONLY:
        return best.place_class, None
    way = offered_way(evidence.book.gates, channel) if channel in PLACED else None
    if way is not None:
        return PlaceClass.GATED, way
    return (best.place_class if best else PlaceClass.ABSENT), None


def _passed(evidence: Evidence, found: Sequence[Spot], gate: GateKind | None) -> bool:
    """Whether the value was met behind the gate: then it was opened, else it is only offered."""
    return gate is not None and bool(found) and evidence.sightings[found[0].number].gate is gate


def _certificate(evidence: Evidence, channel: Channel) -> Certificate:
    book = evidence.book
    fates = proof.link_fates(book.frontier.contact_like())
    problems = tuple(proof.problems_of(book, fates, evidence.sightings, channel))
    return Certificate(
        kinds=proof.kinds_sought(book.pages, fates),
        links=fates,
        pages_read=len(book.pages),
        viewports=proof.viewports_of(book),
        failed_own_resources=_once(rendered.failed_own for rendered in book.rendered.values()),
        failed_other_resources=_once(rendered.failed_other for rendered in book.rendered.values()),
        second_parse=channel in evidence.read_twice and not any(problem.startswith(proof.SECOND_PARSE) for problem in problems),
        decoders=reading.DECODERS,
        documents_read=book.documents_read,
        documents_unread=tuple(book.documents_unread),
        gates=proof.gates_of(book.gates),
        budget_left=book.budget_left,
        problems=problems,
    )


def _once(addresses: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(addresses)))[:_MOST_INDICES]


def _notes(evidence: Evidence, shown: Sequence[Spot], channel: Channel) -> tuple[str, ...]:
    """Finding codes of the method that the deciding sightings carry."""
    own = [evidence.sightings[number] for number in own_sightings(evidence.sightings, channel)]
    if not own:
        return ()
    visible = [evidence.sightings[spot.number] for spot in shown]
    pages = [evidence.site.page(item.page_id) for item in visible]
    told = {
        "sales-only": all(item.use is Use.ORDER for item in own),
        "branch-only": all(item.use is Use.BRANCH for item in own),
        "not-written-out": bool(visible) and not any(item.written_out for item in visible),
        "only-in-a-document": bool(pages) and all(page.document for page in pages),
        "on-other-domain": bool(pages) and all(not page.own_site for page in pages),
        NOT_ON_PHONE_WIDTH: bool(shown) and all(NOT_ON_PHONE_WIDTH in evidence.book.notes.get(spot.number, ()) for spot in shown),
        "foreign-site": bool(pages) and all(page.id in evidence.site.foreign for page in pages),
    }
    return tuple(code for code, holds in told.items() if holds)
