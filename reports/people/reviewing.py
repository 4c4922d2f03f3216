"""What persons made of the findings of a shop: where each stands, and the verdict with what they corrected.

A decision counts while the evidence hash is the one it was made on; of one reviewer the last one counts. Reviewers who agree settle
a finding; who disagree leave it pending. What rests on a person's own look (`observed by hand`) is confirmed by that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from crawler.model.by_hand import settled
from crawler.model.placement import Observation, PlaceClass, Way
from crawler.model.review import NOTHING_SAID, Decision, Review, Said
from crawler.model.sighting import Channel
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm
from reports.people.evidence_hash import finding_hash
from reports.scoring.points import points
from reports.verdict import CRITERIA, FINDABILITY, NOTHING, OF_CHANNEL, Verdict, judge

CORRECTED = "corrected"
"""The name in a finding's data of who corrected it."""
PASSES = {item.ID: item.PASSES for item in CRITERIA}
PLACES = frozenset(item.ID for item in FINDABILITY)


class State(StrEnum):
    """Where a finding stands with persons; only a negative asks for one.

    `gone`: a negative that a person looked at, and that is none any more.
    """

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    PENDING = "pending"
    GONE = "gone"
    POSITIVE = "positive"
    OPEN = "open"


CHECKED = frozenset({State.CONFIRMED, State.CORRECTED})
"""States in which a person has settled a finding."""


def corrections() -> Mapping[str, tuple[str, ...]]:
    """What each criterion may be corrected to: a place class, or a reason of the criterion."""
    classes = tuple(item.value for item in PlaceClass if item is not PlaceClass.UNDETERMINED)
    return {name: classes if name in PLACES else tuple(item.reasons) for name, item in points().criteria.items()}


def negative(verdict: Verdict, finding: Finding) -> bool:
    """Whether a finding says that something is not there, or not well: what a person must check before a shop is named for it."""
    if finding.criterion in PLACES and verdict.dossier.visit is not None:
        placement = verdict.dossier.visit.placement(OF_CHANNEL[finding.criterion])
        return placement.settled and verdict.dossier.measured and not placement.place_class.positive
    return finding.outcome is Outcome.FAIL


def negatives(verdict: Verdict) -> tuple[Finding, ...]:
    """The negatives of a shop as the program gave them, whatever persons made of them."""
    found = verdict.before or verdict
    return tuple(finding for finding in found.findings if negative(found, finding))


def decisions(verdict: Verdict, criterion: str) -> tuple[Review, ...]:
    """The last decision of each reviewer on a finding, as far as its evidence is what it was."""
    about = [item for item in verdict.reviews if item.criterion == criterion]
    if not about:
        return ()
    now = finding_hash(verdict, criterion)
    return tuple({item.by: item for item in about if item.evidence == now}.values())


def state(verdict: Verdict, criterion: str) -> State:
    """Where a finding stands. Raises StopIteration for an unknown criterion."""
    found = verdict.before or verdict
    finding = next((item for item in found.findings if item.criterion == criterion), None)
    made = decisions(verdict, criterion)
    if finding is None or not (negative(found, finding) or made):
        return _without(finding, any(item.criterion == criterion for item in verdict.reviews))
    if made:
        return _agreed(made)
    return State.CONFIRMED if _observed(found, criterion) else State.SUSPECTED


def with_said(verdict: Verdict, said: Said, norms: Mapping[str, Norm], told: Mapping[str, Finding] = NOTHING) -> Verdict:
    """The verdict with what persons said of it; judged again where they corrected a finding, but for findings that are `told`."""
    if said == NOTHING_SAID:
        return verdict
    spoken = replace(verdict, reviews=said.reviews, replies=said.replies, checks=said.checks)
    mended = [
        made[-1] for item in verdict.findings if (made := decisions(spoken, item.criterion)) and _agreed(made) is State.CORRECTED
    ]
    if not mended or verdict.dossier.visit is None:
        return spoken
    visit = verdict.dossier.visit
    for item in mended:
        if item.criterion in PLACES:
            visit = settled(visit, _as_observed(item, OF_CHANNEL[item.criterion]))
    others = {**told} | {item.criterion: _as_corrected(item) for item in mended if item.criterion not in PLACES}
    again = judge(replace(verdict.dossier, visit=visit), norms, others)
    return replace(again, reviews=said.reviews, replies=said.replies, checks=said.checks, before=verdict)


def _without(finding: Finding | None, reviewed: bool) -> State:
    """Where a finding stands that is no negative, or was not looked at."""
    if finding is None or finding.outcome not in {Outcome.PASS, Outcome.FAIL}:
        return State.OPEN
    return State.GONE if reviewed else State.POSITIVE


def _agreed(made: Iterable[Review]) -> State:
    told = {(item.decision, item.corrected) for item in made}
    if len(told) > 1 or any(decision is Decision.SET_ASIDE for decision, _ in told):
        return State.PENDING
    return State.CONFIRMED if (Decision.CONFIRM, "") in told else State.CORRECTED


def _observed(verdict: Verdict, criterion: str) -> bool:
    visit, channel = verdict.dossier.visit, OF_CHANNEL.get(criterion)
    return visit is not None and channel is not None and visit.placement(channel).observed is not None


def _as_observed(item: Review, channel: Channel) -> Observation:
    return Observation(
        way=Way.ROW,
        by=item.by,
        on=item.on,
        source=item.source,
        sha256=item.sha256,
        channel=channel,
        place_class=PlaceClass(item.corrected),
        note=item.reason,
    )


def _as_corrected(item: Review) -> Finding:
    outcome = Outcome.PASS if item.corrected in PASSES[item.criterion] else Outcome.FAIL
    return Finding(criterion=item.criterion, outcome=outcome, reason=item.corrected, data=((CORRECTED, item.by),))
