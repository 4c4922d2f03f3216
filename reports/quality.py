"""What kind of number or address a shop shows: the answer of a criterion as one code of a table."""

from collections.abc import Container

from crawler.model.sighting import Channel, Owner, Place
from reports.finding import Outcome
from reports.standing import standing
from reports.verdict import NO_NORM, Verdict

NOTHING, PLACEHOLDER, NOT_JUDGED, UNDETERMINED = "nothing", "only-placeholder", "not-judged", "undetermined"
UNSETTLED = ("so-far", "yes")


def quality(verdict: Verdict, channel: Channel, criterion: str, kinds: Container[str]) -> str:
    """The reason of the criterion where it is one of `kinds`; else what is shown in place of a value, nothing, or not known."""
    place = standing(verdict, channel)
    if place.shown is None:
        return UNDETERMINED
    finding = next((item for item in verdict.findings if item.criterion == criterion), None)
    if finding is not None and finding.outcome in {Outcome.PASS, Outcome.FAIL} and finding.reason in kinds:
        return finding.reason
    if not place.shown:
        return PLACEHOLDER if _placeholder(verdict, channel) else NOTHING
    if finding is not None and finding.reason == NO_NORM:
        return NOT_JUDGED
    told = finding is not None and finding.outcome is Outcome.UNSURE and UNSETTLED not in finding.data and finding.reason in kinds
    return finding.reason if finding is not None and told else UNDETERMINED


def _placeholder(verdict: Verdict, channel: Channel) -> bool:
    """Whether a made-up value ("06-12345678", "name@example.com") stands where a customer reads it."""
    hidden = {Place.HIDDEN, Place.SCRIPT, Place.HEAD}
    return any(item.owner is Owner.PLACEHOLDER and item.place not in hidden for item in verdict.dossier.sightings(channel))
