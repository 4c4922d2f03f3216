"""Whether a customer can use the phone number: of the shop's country or free, not only for orders, branches or WhatsApp.

A number whose kind can cost more than the usual rate is unsure: "check the tariff". Directive 2011/83/EU art. 21 and CJEU
C-568/15 ask for the usual rate; what a call costs is told by its tariff text, not by its prefix.
"""

from collections.abc import Iterable

from crawler.model.dossier import Dossier
from crawler.model.sighting import Channel, Sighting, Use
from reports.answers import listed, negative, outcome_of, placed, shown, shown_to_customers, why_open
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm
from reports.tariffs import Tariff, tariff

ID = "phone-usable"
REASONS = frozenset({"usable-number", "free-number", "only-foreign-number", "only-for-orders", "only-of-branches", "only-whatsapp"})
PASSES = frozenset({"usable-number", "free-number"})

Numbered = tuple[int, Sighting]


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Take the best of the numbers shown to customers; a negative is proven when every page was searched."""
    own = shown_to_customers(dossier, Channel.PHONE)
    service = [item for item in own if item[1].use not in {Use.ORDER, Use.BRANCH}]
    if service:
        return _of_service(dossier, norm, service)
    branches = [item for item in own if item[1].use is Use.BRANCH]
    if own:
        return _negative(dossier, "only-of-branches" if branches else "only-for-orders", branches or own)
    if whatsapp := _whatsapp(dossier):
        return _negative(dossier, "only-whatsapp", whatsapp)
    return _none_found(dossier)


def _of_service(dossier: Dossier, norm: Norm | None, service: list[Numbered]) -> Finding:
    country = dossier.shop.country if dossier.shop else None
    packed = norm.premium.numbers if norm else {}
    kinds = {value: tariff(value, country, packed) for value in {item.value for _, item in service}}
    by_tariff: dict[Tariff, list[Numbered]] = {}
    for number, item in service:
        by_tariff.setdefault(kinds[item.value], []).append((number, item))
    for kind, outcome, reason in (
        (Tariff.USUAL, Outcome.PASS, "usable-number"),
        (Tariff.FREE, Outcome.PASS, "free-number"),
        (Tariff.CHECK, Outcome.UNSURE, "check-tariff"),
    ):
        if found := by_tariff.get(kind):
            return Finding(criterion=ID, outcome=outcome, reason=reason, evidence=_numbers(found), data=_value(found[:1]))
    return _negative(dossier, "only-foreign-number", service)


def _whatsapp(dossier: Dossier) -> list[Numbered]:
    labelled = [item for item in shown(dossier, Channel.PHONE) if item[1].use is Use.WHATSAPP]
    return labelled or list(shown(dossier, Channel.WHATSAPP))


def _negative(dossier: Dossier, reason: str, found: list[Numbered]) -> Finding:
    certificate = placed(dossier, Channel.PHONE).certificate
    proven = certificate is not None and certificate.complete
    return negative(ID, reason, proven=proven, data=_value(found), evidence=_numbers(found))


def _none_found(dossier: Dossier) -> Finding:
    placement = placed(dossier, Channel.PHONE)
    if placement.settled:
        return Finding(criterion=ID, outcome=Outcome.NOT_APPLICABLE, reason="no-number-found")
    return Finding(criterion=ID, outcome=outcome_of(why_open(placement)), reason=why_open(placement))


def _numbers(found: Iterable[Numbered]) -> tuple[int, ...]:
    return tuple(number for number, _ in found)


def _value(found: Iterable[Numbered]) -> tuple[tuple[str, str], ...]:
    """The numbers, each once and as shown, unless what is shown is a word ("Call us")."""
    shown_as: dict[str, str] = {}
    for _, item in found:
        digits = any(character.isdigit() for character in item.as_shown)
        shown_as.setdefault(item.value, item.as_shown if digits else item.value)
    return (("value", listed(shown_as.values())),)
