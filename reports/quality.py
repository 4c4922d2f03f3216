"""What kind of number or address a shop shows: the answer of a criterion as one code of a table."""

from crawler.model.sighting import Channel, Owner, Place
from reports.finding import Outcome
from reports.standing import standing
from reports.verdict import NO_NORM, Verdict

NOTHING, PLACEHOLDER, NOT_JUDGED, UNDETERMINED = "nothing", "only-placeholder", "not-judged", "undetermined"
UNSETTLED = ("so-far", "yes")


def quality(verdict: Verdict, channel: Channel, criterion: str) -> str:
    """The reason of the criterion where it holds; else what is shown in place of a value, nothing, or why that is not known."""
    place = standing(verdict, channel)
    if place.shown is None:
        return UNDETERMINED
    finding = next((item for item in verdict.findings if item.criterion == criterion), None)
    if finding is not None and finding.outcome in {Outcome.PASS, Outcome.FAIL}:
        return finding.reason
    if not place.shown:
        return PLACEHOLDER if _placeholder(verdict, channel) else NOTHING
    if finding is None or (finding.outcome is not Outcome.UNSURE and finding.reason != NO_NORM) or UNSETTLED in finding.data:
        return UNDETERMINED
    return NOT_JUDGED if finding.reason == NO_NORM else finding.reason


def _placeholder(verdict: Verdict, channel: Channel) -> bool:
    """Whether a made-up value ("06-12345678", "name@example.com") stands where a customer reads it."""
    hidden = {Place.HIDDEN, Place.SCRIPT, Place.HEAD}
    return any(item.owner is Owner.PLACEHOLDER and item.place not in hidden for item in verdict.dossier.sightings(channel))
