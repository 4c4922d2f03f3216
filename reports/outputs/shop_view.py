"""What the page of a shop shows, made of its verdict: chosen, joined and counted here, so that the template only lays out."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crawler.model.certificate import Certificate, LinkFate
from crawler.model.fact import Fact
from crawler.model.page import Page
from crawler.model.placement import PLACED, Placement, Step
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Sighting
from crawler.model.visit import Visit
from reports.finding import Finding, Outcome
from reports.standing import standing
from reports.texts.sentences import channel_sentence, finding_sentence
from reports.texts.texts import Texts
from reports.verdict import Verdict

MOST_EVIDENCE = 2
MOST_VALUES = 60
MOST_LINKS = 100


class Evidence(NamedTuple):
    """A sighting with the page it stood on (None when the page was not kept); `number` is its place in the visit."""

    number: int
    sighting: Sighting
    page: Page | None


class Search(NamedTuple):
    """A certificate on the page. `as_before`: its links are those of the channel before; `more` links are left out."""

    channel: str
    certificate: Certificate
    as_before: bool
    links: tuple[LinkFate, ...]
    more: int


class StepView(NamedTuple):
    """A step of a click path; the page's title where it was read. `back`: from here the way goes back to a page before."""

    step: Step
    title: str
    back: bool


class ChannelView(NamedTuple):
    """One channel: its sentence, how it stands, and the proof. `reveal`: at the end something closed has to be opened."""

    channel: str
    sentence: str
    negative: bool
    reason: str
    placement: Placement
    path: tuple[StepView, ...]
    reveal: bool
    likely_path: tuple[StepView, ...]
    evidence: tuple[Evidence, ...]
    more: int


class FindingView(NamedTuple):
    """A finding with its sentence and the numbers of its evidence; `suspected` until a person has checked it."""

    finding: Finding
    sentence: str
    suspected: bool
    evidence: tuple[int, ...]


class ValueView(NamedTuple):
    """A value met, once for each owner and use; `pages` counts the pages it stands on."""

    first: Evidence
    pages: int


class FactView(NamedTuple):
    """A fact, once for each value; `pages` counts the pages that tell it."""

    first: Fact
    pages: int


class ShopView(NamedTuple):
    """The page of a shop."""

    verdict: Verdict
    shop: Shop
    visit: Visit
    reason: str
    channels: tuple[ChannelView, ...]
    findings: tuple[FindingView, ...]
    evidence: tuple[Evidence, ...]
    searches: tuple[Search, ...]
    values: tuple[ValueView, ...]
    more_values: int
    facts: tuple[FactView, ...]
    pages: dict[int, Page]


def view(verdict: Verdict, shop: Shop, visit: Visit, texts: Texts) -> ShopView:
    """All that the page of a visited shop shows, its sentences in the language of the texts."""
    pages = {page.id: page for page in visit.pages}
    channels = tuple(_channel(verdict, visit, pages, channel, texts) for channel in PLACED)
    shown = {item.number for channel in channels for item in channel.evidence}
    wanted = {number: None for finding in verdict.findings for number in finding.evidence[:MOST_EVIDENCE] if number not in shown}
    values = tuple(_values(visit, pages))
    return ShopView(
        verdict=verdict,
        shop=shop,
        visit=visit,
        reason=texts.plain(f"reason.{visit.reason}") if visit.reason else "",
        channels=tuple(item for item in channels if item.evidence or not visit.reason),
        findings=() if visit.reason else tuple(_finding(finding, len(visit.sightings), texts) for finding in verdict.findings),
        evidence=_evidence(visit, pages, wanted),
        searches=tuple(_searches(visit)),
        values=values[:MOST_VALUES],
        more_values=max(0, len(values) - MOST_VALUES),
        facts=tuple(_facts(visit))[:MOST_VALUES],
        pages=pages,
    )


def _channel(verdict: Verdict, visit: Visit, pages: dict[int, Page], channel: Channel, texts: Texts) -> ChannelView:
    placement = visit.placement(channel)
    place = standing(verdict, channel)
    return ChannelView(
        channel=channel.value,
        sentence=channel_sentence(verdict, channel, texts),
        negative=place.negative,
        reason=place.reason,
        placement=placement,
        path=steps(placement.path, pages),
        reveal=placement.clicks is not None and placement.clicks >= len(placement.path) > 0,
        likely_path=steps(placement.likely_path, pages) if placement.likely_path != placement.path else (),
        evidence=_evidence(visit, pages, placement.sightings[:MOST_EVIDENCE]),
        more=max(0, len(placement.sightings) - MOST_EVIDENCE),
    )


def steps(path: tuple[Step, ...], pages: dict[int, Page]) -> tuple[StepView, ...]:
    """The steps with titles, and where they turn back."""
    numbers = [step.page_id for step in path]
    return tuple(
        StepView(
            step,
            pages[step.page_id].title if step.page_id in pages else "",
            numbers[at + 1 : at + 2] in ([n] for n in numbers[:at]),
        )
        for at, step in enumerate(path)
    )


def _evidence(visit: Visit, pages: dict[int, Page], numbers: Iterable[int]) -> tuple[Evidence, ...]:
    kept = (number for number in numbers if 0 <= number < len(visit.sightings))
    return tuple(Evidence(number, visit.sightings[number], pages.get(visit.sightings[number].page_id)) for number in kept)


def _finding(finding: Finding, sightings: int, texts: Texts) -> FindingView:
    numbers = tuple(number for number in finding.evidence[:MOST_EVIDENCE] if 0 <= number < sightings)
    return FindingView(finding, finding_sentence(finding, texts), finding.outcome is Outcome.FAIL, numbers)


def _searches(visit: Visit) -> Iterator[Search]:
    """The certificate of each channel without a positive; equal lists of links are printed once."""
    before = None
    for channel in PLACED:
        placement = visit.placement(channel)
        certificate = placement.certificate
        if certificate is None or (placement.settled and placement.place_class.positive):
            continue
        yield Search(
            channel.value,
            certificate,
            certificate.links == before,
            certificate.links[:MOST_LINKS],
            max(0, len(certificate.links) - MOST_LINKS),
        )
        before = certificate.links


def _values(visit: Visit, pages: dict[int, Page]) -> Iterator[ValueView]:
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, item in enumerate(visit.sightings):
        groups.setdefault((item.channel, item.value, item.owner, item.use), []).append(number)
    for numbers in groups.values():
        count = len({visit.sightings[number].page_id for number in numbers})
        yield ValueView(_evidence(visit, pages, numbers[:1])[0], count)


def _facts(visit: Visit) -> Iterator[FactView]:
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in visit.facts:
        groups.setdefault((fact.kind, fact.value), []).append(fact)
    for facts in groups.values():
        yield FactView(facts[0], len({fact.page_id for fact in facts}))
