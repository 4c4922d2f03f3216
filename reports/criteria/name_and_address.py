"""Whether the trader's name and a street address are told. A post box is no street address (ACM guidance).

A name has no shape of its own: one that was not recognised is never said to be missing.
"""

from dataclasses import replace

from crawler.model.dossier import Dossier
from crawler.model.fact import FactKind
from crawler.model.sighting import Channel, Sighting
from reports.answers import exhausted, listed, negative, norm_answer, shown
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm

ID = "name-and-address"
REASONS = frozenset({"name-and-address-told", "street-address-not-found"})
PASSES = frozenset({"name-and-address-told"})


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Look for a name and a street address on the pages read."""
    names = [fact.value for fact in dossier.facts(FactKind.TRADER_NAME)]
    addresses = list(shown(dossier, Channel.ADDRESS))
    if addresses:
        return _with_address(dossier, names, addresses[0], norm)
    finding = negative(ID, "street-address-not-found", proven=exhausted(dossier))
    return _held_against(dossier, finding, norm)


def _with_address(dossier: Dossier, names: list[str], address: tuple[int, Sighting], norm: Norm | None) -> Finding:
    outcome, reason = (Outcome.PASS, "name-and-address-told") if names else (Outcome.UNSURE, "name-not-recognised")
    data = (("value", listed([*names[:1], address[1].value])),)
    return _held_against(dossier, Finding(criterion=ID, outcome=outcome, reason=reason, evidence=address[:1], data=data), norm)


def _held_against(dossier: Dossier, finding: Finding, norm: Norm | None) -> Finding:
    return replace(finding, norm=norm_answer(dossier, norm, "geographic_address", finding.outcome))
