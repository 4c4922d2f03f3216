"""What the page of a shop shows, made of its verdict: chosen, joined and counted here, so that the template only lays out."""

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from crawler.model.fact import Fact
from crawler.model.page import Page
from crawler.model.placement import PLACED, Placement, Step
from crawler.model.reason import Reason
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Sighting
from crawler.model.visit import Visit
from reports.effort import Effort, effort
from reports.finding import Finding, Outcome
from reports.outputs.album import Album, Shot
from reports.outputs.search_view import Search, searches
from reports.people.reviewing import CHECKED, State, decisions, state
from reports.standing import Standing, standing
from reports.texts.observed import observed_words
from reports.texts.reviewed import person_words, reply_sentences
from reports.texts.scored import holds_sentence, lifted_to
from reports.texts.sentences import channel_sentence, finding_sentence, lift_sentence
from reports.texts.texts import Texts
from reports.verdict import OF_CHANNEL, Verdict

MOST_EVIDENCE = 2
MOST_VALUES = 60


class Evidence(NamedTuple):
    """A sighting with the page it stood on (None when the page was not kept); `number` counts the evidence of the page from 1.

    `shot` is its picture where there is one that is not shown elsewhere.
    """

    number: int
    sighting: Sighting
    page: Page | None
    shot: Shot | None = None


class StepView(NamedTuple):
    """A step of a click path; the page's title where it was read. `back`: from here the way goes back to a page before.

    `shot` shows the value on the last page, on those before it their windows.
    """

    step: Step
    title: str
    back: bool
    shot: Shot | None = None


class ChannelView(NamedTuple):
    """One channel: its sentence, how it stands, and the proof. `reveal`: at the end something closed has to be opened.

    `wordless` are further pictures that a person has to look at. `observed` tells, in words, what a person saw that it rests on, ""
    where it rests on what the program saw; `person` who decided what on it, and what the program found where that was corrected;
    `suspected`: a negative that no person has checked. `effort` is in words, "" where no
    value is shown; `searched` is how far the search went, "" where a sighting settles it.
    """

    channel: str
    sentence: str
    suspected: bool
    person: str
    observed: str
    reason: str
    placement: Placement
    path: tuple[StepView, ...]
    reveal: bool
    likely_path: tuple[StepView, ...]
    evidence: tuple[Evidence, ...]
    more: int
    wordless: tuple[Shot, ...]
    effort: str
    searched: str


class FindingView(NamedTuple):
    """A finding with its sentence, how to mend it ("" where nothing is to be), and the numbers of its evidence.

    `suspected`: a negative that no person has checked; `person`: who decided what on it; `observed`: it rests on what a person saw.
    `replies` tell what the shop said of it.
    """

    finding: Finding
    sentence: str
    mend: str
    suspected: bool
    person: str
    observed: bool
    replies: tuple[str, ...]
    evidence: tuple[int, ...]


class LiftView(NamedTuple):
    """A way to a better band: where it leads, and what has to change, in words."""

    to: str
    sentence: str


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
    replies: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    searches: tuple[Search, ...]
    values: tuple[ValueView, ...]
    more_values: int
    facts: tuple[FactView, ...]
    pages: dict[int, Page]
    observed: tuple[str, ...]
    windows: tuple[tuple[Page, Shot], ...]
    holds: str
    lifts: tuple[LiftView, ...]


def view(verdict: Verdict, shop: Shop, visit: Visit, texts: Texts, album: Album) -> ShopView:
    """All that the page of a visited shop shows, its sentences in the language of the texts."""
    exhibits = Exhibits(verdict, visit, album)
    channels = tuple(_channel(verdict, exhibits, channel, texts) for channel in PLACED)
    values = tuple(_values(exhibits))
    return ShopView(
        verdict=verdict,
        shop=shop,
        visit=visit,
        reason=texts.plain(f"reason.{visit.reason}") if visit.reason else "",
        channels=tuple(item for item in channels if item.evidence or not visit.reason),
        findings=() if visit.reason else tuple(_finding(verdict, finding, exhibits, texts) for finding in verdict.findings),
        replies=_replies(verdict, "", texts),
        evidence=_with_shots(exhibits.further, exhibits, texts),
        searches=tuple(searches(visit, texts)),
        values=values[:MOST_VALUES],
        more_values=max(0, len(values) - MOST_VALUES),
        facts=tuple(_facts(visit))[:MOST_VALUES],
        pages=exhibits.pages,
        observed=tuple(observed_words(item, texts) for item in visit.observations),
        windows=album.windows(texts) if any(not item.placement.place_class.positive for item in channels) else (),
        holds=holds_sentence(verdict, texts),
        lifts=tuple(LiftView(lifted_to(item, texts), lift_sentence(item, texts)) for item in verdict.lifts),
    )


def _searched(placement: Placement, texts: Texts) -> str:
    """How far the search went that a negative rests on."""
    certificate = placement.certificate
    if certificate is None or placement.place_class.positive or placement.observed is not None:
        return ""
    key = "searched.complete" if certificate.complete else "searched.open"
    return texts.plain(key, pages=certificate.pages_read, links=len(certificate.links))


def effort_words(found: Effort | None, texts: Texts) -> str:
    """An effort in whole seconds."""
    if found is None:
        return ""
    if not found.in_text:
        return texts.plain("effort.about", least=round(found.least))
    if found.most is None:
        return texts.plain("effort.at-least", least=round(found.least))
    return texts.plain("effort.between", least=round(found.least), most=round(found.most))


class Exhibits:
    """The evidence on the page of a shop, numbered as it is shown: that of the channels first, then that of further findings."""

    def __init__(self, verdict: Verdict, visit: Visit, album: Album) -> None:
        """Number the first sightings of each placement and each finding."""
        self.album = album
        self.visit, self.pages = visit, {page.id: page for page in visit.pages}
        placed = self._first(visit.placement(channel).sightings for channel in PLACED)
        found = self._first(finding.evidence for finding in verdict.findings)
        self.numbers = {number: place for place, number in enumerate({**placed, **found}, 1)}
        self.further = self.of(number for number in found if number not in placed)

    def of(self, wanted: Iterable[int]) -> tuple[Evidence, ...]:
        """Some sightings with their pages; 0 is the number of one that is not shown as evidence."""
        kept = ((number, self.visit.sightings[number]) for number in wanted if 0 <= number < len(self.visit.sightings))
        return tuple(Evidence(self.numbers.get(number, 0), item, self.pages.get(item.page_id)) for number, item in kept)

    def window(self, page_id: int, texts: Texts) -> Shot | None:
        """The picture of a page's window, None where there is none."""
        return self.album.window(self.pages[page_id], texts) if page_id in self.pages else None

    def _first(self, groups: Iterable[tuple[int, ...]]) -> dict[int, None]:
        known = range(len(self.visit.sightings))
        return {number: None for group in groups for number in group[:MOST_EVIDENCE] if number in known}


def _channel(verdict: Verdict, exhibits: Exhibits, channel: Channel, texts: Texts) -> ChannelView:
    placement = exhibits.visit.placement(channel)
    place = standing(verdict, channel)
    path = _pictured(steps(placement.path, exhibits.pages), placement, exhibits, texts)
    wordless = exhibits.album.wordless(channel.value, texts) if placement.reason is Reason.NEEDS_PERSON else ()
    return ChannelView(
        channel=channel.value,
        sentence=channel_sentence(verdict, channel, texts),
        suspected=place.suspected,
        person=_person(verdict, channel, place, texts),
        observed=observed_words(placement.observed, texts) if placement.observed else "",
        reason=place.reason,
        placement=placement,
        path=path,
        reveal=placement.clicks is not None and placement.clicks >= len(placement.path) > 0,
        likely_path=steps(placement.likely_path, exhibits.pages) if placement.likely_path != placement.path else (),
        evidence=_with_shots(exhibits.of(placement.sightings[:MOST_EVIDENCE]), exhibits, texts, {step.shot for step in path}),
        more=max(0, len(placement.sightings) - MOST_EVIDENCE),
        wordless=tuple(shot for shot in wordless if shot not in {step.shot for step in path}),
        effort=effort_words(effort(exhibits.visit, placement), texts),
        searched=_searched(placement, texts),
    )


def _with_shots(
    items: tuple[Evidence, ...], exhibits: Exhibits, texts: Texts, shown: Container[Shot | None] = ()
) -> tuple[Evidence, ...]:
    """The evidence with its pictures, but for those that are shown already."""
    sightings = {number: sighting for sighting, number in exhibits.numbers.items()}
    shots = (exhibits.album.value(sightings[item.number], texts) if item.number in sightings else None for item in items)
    return tuple(item._replace(shot=None if shot in shown else shot) for item, shot in zip(items, shots, strict=True))


def _pictured(path: tuple[StepView, ...], placement: Placement, exhibits: Exhibits, texts: Texts) -> tuple[StepView, ...]:
    """The steps with pictures: the value on the last page, the window of each page before."""
    value = _value_at(path[-1].step.page_id, placement, exhibits, texts) if path else None
    on_the_way = path[:-1] if value else path
    shots = [exhibits.window(item.step.page_id, texts) for item in on_the_way]
    return tuple(item._replace(shot=shot) for item, shot in zip(path, [*shots, value][: len(path)], strict=True))


def _value_at(page_id: int, placement: Placement, exhibits: Exhibits, texts: Texts) -> Shot | None:
    there = (number for number in placement.sightings if exhibits.visit.sightings[number].page_id == page_id)
    return next((shot for number in there if (shot := exhibits.album.value(number, texts))), None)


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


def _person(verdict: Verdict, channel: Channel, place: Standing, texts: Texts) -> str:
    """Who decided what on a channel; where it was corrected also what the program found."""
    told = person_words(place.reviews, place.state, texts)
    found = verdict.before and verdict.before.dossier.placement(channel)
    if place.state is not State.CORRECTED or not found:
        return told
    return f"{told}. {texts.plain('decided.program', place=texts.plain(f'place_class.{found.place_class}'))}"


def _replies(verdict: Verdict, criterion: str, texts: Texts) -> tuple[str, ...]:
    """What the shop last said of one finding, or of all."""
    said = [item for item in verdict.replies if item.criterion == criterion]
    return tuple(reply_sentences(item, texts) for item in said[-1:])


def _finding(verdict: Verdict, finding: Finding, exhibits: Exhibits, texts: Texts) -> FindingView:
    shown = tuple(exhibits.numbers[number] for number in finding.evidence[:MOST_EVIDENCE] if number in exhibits.numbers)
    channel = OF_CHANNEL.get(finding.criterion)
    observed = channel is not None and exhibits.visit.placement(channel).observed is not None
    made = decisions(verdict, finding.criterion)
    where = state(verdict, finding.criterion) if made else None
    return FindingView(
        finding=finding,
        sentence=finding_sentence(finding, texts),
        mend=_mend(finding, texts),
        suspected=finding.outcome is Outcome.FAIL and not observed and where not in CHECKED,
        person=person_words(made, where, texts),
        observed=observed,
        replies=_replies(verdict, finding.criterion, texts),
        evidence=shown,
    )


def _mend(finding: Finding, texts: Texts) -> str:
    """How to mend what was found; "" for what is good, and for what is not settled."""
    settled = finding.outcome is Outcome.FAIL or (finding.outcome is Outcome.UNSURE and ("so-far", "yes") not in finding.data)
    key = f"mend.{finding.criterion}.{finding.reason}"
    return texts.plain(key) if settled and key in texts else ""


def _values(exhibits: Exhibits) -> Iterator[ValueView]:
    sightings = exhibits.visit.sightings
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, item in enumerate(sightings):
        groups.setdefault((item.channel, item.value, item.owner, item.use), []).append(number)
    for numbers in groups.values():
        yield ValueView(exhibits.of(numbers[:1])[0], len({sightings[number].page_id for number in numbers}))


def _facts(visit: Visit) -> Iterator[FactView]:
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in visit.facts:
        groups.setdefault((fact.kind, fact.value), []).append(fact)
    for facts in groups.values():
        yield FactView(facts[0], len({fact.page_id for fact in facts}))
