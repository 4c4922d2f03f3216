"""A shop's score, 0 to 100, and its band: arithmetic over the table of points, nothing else.

A shop whose mandatory criterion is unsure, not tested or in error gets no score: never a zero for lack of knowledge.
"""

from collections.abc import Sequence

from reports.finding import Finding, Outcome
from reports.norms.norms import Norm, Status
from reports.scoring.points import CriterionPoints, Points

ANSWERED = frozenset({Outcome.PASS, Outcome.FAIL})
Answers = tuple[tuple[str, str], ...]
"""The criteria that count for a shop, each with the reason of its answer."""

ASKED = frozenset({Status.REQUIRED, Status.REQUIRED_IF})
"""What makes an item one that a norm asks for. Whether a condition holds is not judged, so it may: without an answer, no score."""


def score(findings: Sequence[Finding], table: Points, norm: Norm | None) -> float | None:
    """Points given of points that could be given, times 100, to one decimal; None without the mandatory answers."""
    answered = answers(findings)
    there = {criterion for criterion, _ in answered}
    if any(name not in there for name in mandatory(table, norm)):
        return None
    return share(answered, table)


def answers(findings: Sequence[Finding]) -> Answers:
    """What counts: each criterion that passed or failed, with its reason."""
    return tuple((item.criterion, item.reason) for item in findings if item.outcome in ANSWERED)


def mandatory(table: Points, norm: Norm | None) -> tuple[str, ...]:
    """The criteria without which there is no score: those the norm asks for; without a norm, all that are marked."""
    return tuple(name for name, criterion in table.criteria.items() if criterion.mandatory and _asked(criterion, norm))


def band(value: float | None, table: Points) -> str | None:
    """The letter of a score, None without one."""
    return None if value is None else next(letter for letter, start in table.bands.items() if value >= start)


def _asked(criterion: CriterionPoints, norm: Norm | None) -> bool:
    item = norm.item(criterion.item) if norm else None
    return norm is None or (item is not None and item.status in ASKED)


def share(answered: Answers, table: Points) -> float | None:
    """The score of some answers, None of none."""
    most = sum(table.criteria[name].most for name, _ in answered)
    return rounded(sum(table.criteria[name].reasons[reason] for name, reason in answered), most) if most else None


def rounded(given: int, most: int) -> float:
    """Points of 100, to one decimal."""
    return round(100 * given / most, 1)
