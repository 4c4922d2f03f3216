"""Whether opening hours are told, and whether they go beyond office hours.

Service rule: hours must fit customers, not only office hours; after 18:00 or on Saturday or Sunday counts as beyond. Hours are
read in the short form of OpenStreetMap. https://wiki.openstreetmap.org/wiki/Key:opening_hours

>>> beyond_office_hours("Mo-Fr 09:00-17:30"), beyond_office_hours("Mo-Sa 10:00-17:00"), beyond_office_hours("Mo-Fr 09:00-21:00")
(False, True, True)
"""

import re
from dataclasses import replace

from crawler.model.dossier import Dossier
from crawler.model.fact import FactKind
from crawler.model.sighting import Channel
from reports.answers import exhausted, listed, negative, norm_answer, placed, shown_to_customers
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm

ID = "opening-hours"
REASONS = frozenset({"hours-told", "hours-beyond-office-hours", "hours-only-office-hours", "hours-not-found"})
PASSES = REASONS - {"hours-not-found"}
OFFICE_ENDS = "18:00"
INTERVAL = re.compile(
    r"(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*)"  # Mo-Fr, Sa
    r"\ (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)"
)


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Look for hours on the pages read; a shop without a number has nothing to open."""
    phone = placed(dossier, Channel.PHONE)
    hours = [fact.value for fact in dossier.facts(FactKind.OPENING_HOURS)]
    if hours:
        finding = Finding(criterion=ID, outcome=Outcome.PASS, reason=_reason(hours), data=(("value", listed(hours)),))
    elif phone.settled and not shown_to_customers(dossier, Channel.PHONE):
        finding = Finding(criterion=ID, outcome=Outcome.NOT_APPLICABLE, reason="no-number-found")
    else:
        finding = negative(ID, "hours-not-found", proven=exhausted(dossier))
    return replace(finding, norm=norm_answer(dossier, norm, "opening_hours", finding.outcome))


def _reason(hours: list[str]) -> str:
    told = [answer for value in hours if (answer := beyond_office_hours(value)) is not None]
    if not told:
        return "hours-told"
    return "hours-beyond-office-hours" if any(told) else "hours-only-office-hours"


def beyond_office_hours(value: str) -> bool | None:
    """Whether an interval ends after 18:00 or holds a Saturday or Sunday; None when it can not be read."""
    match = INTERVAL.search(value)
    if match is None:
        return None
    days = match["days"]
    weekend = "Sa" in days or "Su" in days
    return weekend or match["closes"] > OFFICE_ENDS or match["closes"] < match["opens"]
