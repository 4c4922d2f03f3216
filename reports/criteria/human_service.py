"""Whether a customer can reach a person: a phone number or an e-mail address is offered, and not only a chat or a form.

Service rule: a complaint by a human channel works best, and a shop should not offer a form or a bot alone.
"""

from crawler.model.dossier import Dossier
from crawler.model.placement import PLACED
from crawler.model.sighting import Channel, GateKind
from reports.answers import outcome_of, placed, shown, shown_to_customers, why_open
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm

ID = "human-service"
REASONS = frozenset(
    {
        "phone-or-email-offered",
        "only-chat",
        "only-form",
        "only-whatsapp-offered",
        "only-callback",
        "only-other-ways",
        "no-way-found",
    }
)
PASSES = frozenset({"phone-or-email-offered"})
ALONE = {"chat": "only-chat", "form": "only-form", "whatsapp": "only-whatsapp-offered", "callback": "only-callback"}
WAYS = (Channel.FORM, Channel.CHAT, Channel.WHATSAPP, Channel.CALLBACK)


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Look for a phone number or an e-mail address, and where there is none for what is offered in its place."""
    del norm  # no norm asks for a person in the countries' packs
    own = [*shown_to_customers(dossier, Channel.PHONE), *shown_to_customers(dossier, Channel.EMAIL)]
    if own:
        numbers = tuple(number for number, _ in own)
        return Finding(criterion=ID, outcome=Outcome.PASS, reason="phone-or-email-offered", evidence=numbers)
    for channel in PLACED:
        placement = placed(dossier, channel)
        if not placement.settled:
            return Finding(criterion=ID, outcome=outcome_of(why_open(placement)), reason=why_open(placement))
    return _without(ways(dossier))


def ways(dossier: Dossier) -> tuple[str, ...]:
    """The other ways to the shop that its pages offer, as channel codes."""
    met = {gate.kind for gate in (dossier.visit.gates if dossier.visit else ())}
    gates = {Channel.CHAT: GateKind.CHAT, Channel.CALLBACK: GateKind.CALLBACK}
    return tuple(way.value for way in WAYS if gates.get(way) in met or any(True for _ in shown(dossier, way)))


def _without(offered: tuple[str, ...]) -> Finding:
    reason = "no-way-found" if not offered else ALONE[offered[0]] if len(offered) == 1 else "only-other-ways"
    return Finding(criterion=ID, outcome=Outcome.FAIL, reason=reason, data=(("ways", " ".join(offered)),))
