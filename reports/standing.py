"""Where one row of the list stands on one channel: what every table counts."""

from typing import NamedTuple

from crawler.model.placement import SHOWN, PlaceClass
from crawler.model.review import Review
from crawler.model.sighting import Channel
from reports.answers import placed, unmeasured, why_open
from reports.finding import Outcome
from reports.people.reviewing import CHECKED, State, decisions, state
from reports.remembered import remembered
from reports.verdict import Verdict

CRITERIA = {Channel.PHONE: "phone-findable", Channel.EMAIL: "email-findable"}


class Standing(NamedTuple):
    """A channel's settled answer, or why there is none.

    `reason` is "" when settled. `logical` tells whether the study standard holds the place for a logical one, None where that
    is not settled or no rule was found. `clicks` ("at most") counts only where the value is shown. `observed`: a person saw it.
    `reviews` are the decisions of persons that hold now, and `state` is what they made of it, None where nobody decided anything.
    """

    place_class: PlaceClass
    reason: str
    logical: bool | None
    clicks: int | None
    observed: bool = False
    reviews: tuple[Review, ...] = ()
    state: State | None = None

    @property
    def shown(self) -> bool | None:
        """Whether it is shown anywhere on the site, None when not settled."""
        return None if self.place_class is PlaceClass.UNDETERMINED else self.place_class in SHOWN

    @property
    def negative(self) -> bool:
        """Whether it is a settled negative: an accusation that a person must check."""
        return self.place_class is not PlaceClass.UNDETERMINED and not self.place_class.positive

    @property
    def suspected(self) -> bool:
        """Whether it is a negative that no person has checked: looked at by hand, or decided on."""
        return self.negative and not self.observed and self.state not in CHECKED


@remembered
def standing(verdict: Verdict, channel: Channel) -> Standing:
    """Where a verdict stands on phone or e-mail. Raises KeyError for other channels."""
    criterion = CRITERIA[channel]
    placement = verdict.dossier.placement(channel)
    if placement is None or not placement.settled or placement.place_class is PlaceClass.UNDETERMINED:
        return Standing(PlaceClass.UNDETERMINED, reason_of(verdict, channel), None, None)
    clicks = placement.clicks if placement.place_class in SHOWN else None
    made = decisions(verdict, criterion)
    where = state(verdict, criterion) if made else None
    return Standing(placement.place_class, "", _logical(verdict, criterion), clicks, placement.observed is not None, made, where)


def reason_of(verdict: Verdict, channel: Channel) -> str:
    """Why a channel is not settled: the row's reason, else the visit's, else the channel's own."""
    return unmeasured(verdict.dossier) or why_open(placed(verdict.dossier, channel))


def _logical(verdict: Verdict, criterion: str) -> bool | None:
    outcome = next((item.outcome for item in verdict.findings if item.criterion == criterion), None)
    return {Outcome.PASS: True, Outcome.FAIL: False}.get(outcome) if outcome else None
