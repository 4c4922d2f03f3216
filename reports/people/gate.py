"""The gate before an edition: no shop is named for a negative that no person checked, nor unheard.

Heard is a shop that answered, or that was asked to and whose deadline has passed. Of a negative that a person corrected to
something good nothing is left to be heard of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from crawler.model.review import Answer
from reports.people.reviewing import CHECKED, negative, negatives, state
from reports.verdict import Verdict


class Barred(NamedTuple):
    """Why a shop cannot be named: the negatives that no person settled, and whether it was not heard; `due` is its deadline."""

    shop: str
    unchecked: tuple[str, ...]
    unheard: bool
    due: str


class Passed(NamedTuple):
    """What an edition says of its gate: its day, its negatives and those checked, the shops that have one and those that answered.

    `anonymous`: no shop is named, so none had to be checked or heard.
    """

    day: str
    negatives: int
    checked: int
    shops: int
    answered: int
    anonymous: bool = False


def barred(verdicts: Iterable[Verdict], day: str) -> Iterator[Barred]:
    """The shops that cannot be named on a day."""
    for verdict in verdicts:
        shop, found = verdict.dossier.shop, negatives(verdict)
        if shop is None or not found:
            continue
        unchecked = tuple(item.criterion for item in found if state(verdict, item.criterion) not in CHECKED)
        unheard = bool(unchecked or still_negative(verdict)) and not heard(verdict, day)
        if unchecked or unheard:
            yield Barred(shop.id, unchecked, unheard, max((item.deadline for item in verdict.replies), default=""))


def passed(verdicts: Iterable[Verdict], day: str, *, anonymous: bool) -> Passed:
    """What there is to say of the verdicts that were let through."""
    count = checked = shops = answered = 0
    for verdict in verdicts:
        found = negatives(verdict)
        count += len(found)
        checked += sum(state(verdict, item.criterion) in CHECKED for item in found)
        shops += bool(found) and still_negative(verdict)
        answered += bool(found) and still_negative(verdict) and has_answered(verdict)
    return Passed(day, count, checked, shops, answered, anonymous)


def still_negative(verdict: Verdict) -> bool:
    """Whether a negative is left when what persons corrected is taken into account."""
    return any(negative(verdict, item) for item in verdict.findings)


def has_answered(verdict: Verdict) -> bool:
    """Whether the shop sent an answer, whatever it says."""
    return any(item.answer not in {None, Answer.SILENT} for item in verdict.replies)


def heard(verdict: Verdict, day: str) -> bool:
    """Whether the shop answered, or its deadline has passed before the day."""
    return has_answered(verdict) or any(item.deadline < day for item in verdict.replies)


def on_the_day(verdict: Verdict, day: str) -> Verdict:
    """The verdict with the answers as they are on the day: where a deadline has passed without one, the shop was silent."""
    if not any(item.answer is None and item.deadline < day for item in verdict.replies):
        return verdict
    silent = (
        replace(item, answer=Answer.SILENT) if item.answer is None and item.deadline < day else item for item in verdict.replies
    )
    return replace(verdict, replies=tuple(silent))
