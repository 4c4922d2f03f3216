"""What the criteria share: when nothing can be said, what a search proves, and the norm's side of an answer."""

from collections.abc import Iterable, Iterator
from datetime import date

from crawler.model.dossier import Dossier
from crawler.model.placement import Placement
from crawler.model.reason import Reason
from crawler.model.sighting import UNSEEN, Channel, Owner, Place, Sighting
from reports.finding import Finding, NormAnswer, Outcome
from reports.norms.norms import Norm, Status

NOT_VISITED = "not-visited"
"""A good row that the run has not come to yet."""

NOT_FOR_EYES = UNSEEN - {Place.POPUP}
"""Places from which a value is never read by a visitor; a pop-up is."""

Values = tuple[tuple[str, str], ...]


def outcome_of(reason: str) -> Outcome:
    """The outcome of what is not settled: a person can settle it, the program failed, or it was not tested."""
    special = {Reason.NEEDS_PERSON.value: Outcome.UNSURE, Reason.PROGRAM_ERROR.value: Outcome.ERROR}
    return special.get(reason, Outcome.NOT_TESTED)


def unmeasured(dossier: Dossier) -> str | None:
    """Why the shop as a whole has no answer, None when it was measured."""
    if dossier.visit is None:
        return dossier.row.reason.value if dossier.row.reason else NOT_VISITED
    return dossier.visit.reason.value if dossier.visit.reason else None


def placed(dossier: Dossier, channel: Channel) -> Placement:
    """The placement of phone or e-mail of a shop that was visited. Raises ValueError where there is none."""
    placement = dossier.placement(channel)
    if placement is None:
        raise ValueError(f"{channel} is not placed")
    return placement


def why_open(placement: Placement) -> str:
    """Why a placement is not settled."""
    return (placement.reason or Reason.SEARCH_NOT_EXHAUSTED).value


def exhausted(dossier: Dossier) -> bool:
    """Whether the site was searched to the end for phone or e-mail, and so what was not met there is not there."""
    placements = dossier.visit.placements if dossier.visit else ()
    return any(item.certificate is not None and item.certificate.complete for item in placements)


def shown(dossier: Dossier, channel: Channel) -> Iterator[tuple[int, Sighting]]:
    """What visitors can read of a channel and is not someone else's, with its number in the visit."""
    for number, item in enumerate(dossier.visit.sightings if dossier.visit else ()):
        others = item.owner in {Owner.THIRD_PARTY, Owner.PLATFORM, Owner.PLACEHOLDER}
        if item.channel is channel and item.place not in NOT_FOR_EYES and item.gate is None and not others:
            yield number, item


def shown_to_customers(dossier: Dossier, channel: Channel) -> list[tuple[int, Sighting]]:
    """The trader's own values for customers that visitors can read."""
    return [(number, item) for number, item in shown(dossier, channel) if item.for_customers]


def negative(criterion: str, reason: str, *, proven: bool, data: Values = (), evidence: Iterable[int] = ()) -> Finding:
    """An answer that says that nothing better is there: a fail when the search proves it, else unsure, "so far"."""
    outcome, extra = (Outcome.FAIL, ()) if proven else (Outcome.UNSURE, (("so-far", "yes"),))
    return Finding(criterion=criterion, outcome=outcome, reason=reason, evidence=tuple(evidence), data=(*data, *extra))


def norm_answer(dossier: Dossier, norm: Norm | None, item: str, outcome: Outcome) -> NormAnswer | None:
    """What the norm of the visit's day says of an item that passed or failed: not met only where no condition is attached."""
    found = norm.item(item) if norm else None
    if found is None or not found.in_force(day_of(dossier)):
        return None
    met = {Outcome.PASS: True, Outcome.FAIL: False if found.status is Status.REQUIRED else None}.get(outcome)
    return NormAnswer(item=item, status=found.status, article=found.norm, since=found.since, proof=found.confirmed, met=met)


def day_of(dossier: Dossier) -> date:
    """The day a shop was visited; the first day of time when it does not tell."""
    try:
        return date.fromisoformat(dossier.visit.started_at[:10]) if dossier.visit else date.min
    except ValueError:
        return date.min


def listed(items: Iterable[str], most: int = 3) -> str:
    """The first few different values, for a sentence."""
    return "; ".join(list(dict.fromkeys(items))[:most])
