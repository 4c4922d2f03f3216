"""A shop's findings, score and band."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from crawler.model.dossier import Dossier
from crawler.model.review import Check, Reply, Review
from crawler.model.sighting import Channel
from reports.answers import outcome_of, unmeasured
from reports.criteria import (
    email_findable,
    email_usable,
    human_service,
    name_and_address,
    opening_hours,
    phone_findable,
    phone_usable,
    register_and_vat,
)
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm
from reports.scoring.lifts import Lift, lifts
from reports.scoring.points import points
from reports.scoring.score import answers, band, score
from reports.scoring.stability import holds

NO_NORM = "no-norm"
"""The reason of a criterion that is held against a country's norm where the country has no pack."""


NOTHING: Mapping[str, Finding] = MappingProxyType({})


class Criterion(Protocol):
    """A module of `reports.criteria`. `REASONS` are those of a pass or a fail; each has points, texts and a case.

    `PASSES` are those of a pass, whatever the country's pack says.
    """

    ID: str
    REASONS: frozenset[str]
    PASSES: frozenset[str]

    def judge(self, dossier: Dossier, norm: Norm | None) -> Finding:
        """Judge a shop that was measured."""


FINDABILITY: tuple[Criterion, ...] = (phone_findable, email_findable)
"""Criteria of the study standard, which need no norm."""

CRITERIA: tuple[Criterion, ...] = (
    *FINDABILITY,
    phone_usable,
    email_usable,
    name_and_address,
    register_and_vat,
    opening_hours,
    human_service,
)
"""The roster: a new criterion is a module and a line here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found of one row of the list.

    `score` is 0 to 100, None where a mandatory criterion is unsure, not tested or in error: never a zero for lack of knowledge.
    `band` is A to E, None without a score; it holds in a share `holds` (0 to 1) of drawn weights, and `lifts` are the smallest
    changes to a better one. `norm` is the pack's id ("" where the country has none: findability only).
    `reviews`, `replies` and `checks` are what persons said of it, the oldest first. Where a person corrected a finding, `before` is
    the verdict as the program gave it, else None.
    """

    dossier: Dossier
    findings: tuple[Finding, ...]
    score: float | None
    band: str | None
    norm: str
    needs_person: bool
    holds: float | None = None
    lifts: tuple[Lift, ...] = ()
    reviews: tuple[Review, ...] = ()
    replies: tuple[Reply, ...] = ()
    checks: tuple[Check, ...] = ()
    before: "Verdict | None" = None

    def finding(self, criterion: str) -> Finding:
        """The finding of a criterion. Raises StopIteration for an unknown id."""
        return next(item for item in self.findings if item.criterion == criterion)


def judge(dossier: Dossier, norms: Mapping[str, Norm], corrected: Mapping[str, Finding] = NOTHING) -> Verdict:
    """Judge one row of the list under its country's pack; without one, on findability only. `norms` by country code.

    `corrected` are findings, by criterion, that a person put in place of the program's.
    """
    norm = norms.get(dossier.shop.country) if dossier.shop and dossier.shop.country else None
    findings = tuple(corrected.get(criterion.ID) or _finding(criterion, dossier, norm) for criterion in CRITERIA)
    value = score(findings, points(), norm)
    answered = () if value is None else answers(findings)
    others = tuple((item.criterion, item.reason) for item in findings if item.outcome is Outcome.NOT_APPLICABLE)
    return Verdict(
        dossier=dossier,
        findings=findings,
        score=value,
        band=band(value, points()),
        norm=norm.id if norm else "",
        needs_person=any(_asks_person(item) for item in findings),
        holds=holds(answered, points()),
        lifts=lifts(answered, others, points()),
    )


OF_CHANNEL = {
    phone_findable.ID: Channel.PHONE,
    phone_usable.ID: Channel.PHONE,
    email_findable.ID: Channel.EMAIL,
    email_usable.ID: Channel.EMAIL,
}
"""Criteria that a person's word on one channel answers where the program saw nothing of the shop."""


def _finding(criterion: Criterion, dossier: Dossier, norm: Norm | None) -> Finding:
    if (reason := unmeasured(dossier) or _kept_out(criterion, dossier)) is not None:
        return Finding(criterion=criterion.ID, outcome=outcome_of(reason), reason=reason)
    if norm is None and criterion not in FINDABILITY:
        return Finding(criterion=criterion.ID, outcome=Outcome.NOT_APPLICABLE, reason=NO_NORM)
    return criterion.judge(dossier, norm)


def _kept_out(criterion: Criterion, dossier: Dossier) -> str | None:
    """Why the program cannot judge a shop that it was kept out of, None where a person told what is to be judged."""
    visit, channel = dossier.visit, OF_CHANNEL.get(criterion.ID)
    if visit is None or visit.kept_out is None or (channel is not None and visit.placement(channel).observed is not None):
        return None
    return visit.kept_out.value


def _asks_person(finding: Finding) -> bool:
    """Whether a look by a person would settle it; what is unsure "so far" waits for the rest of the search."""
    return finding.outcome is Outcome.UNSURE and ("so-far", "yes") not in finding.data
