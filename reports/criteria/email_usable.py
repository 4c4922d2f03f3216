"""Whether the e-mail address takes a customer's mail: an address and not only a form, not only one that takes no reply.

Source: the service rule "receipt not from a no-reply address" and the norm "an address, not a form" (KG Berlin 5 U 32/12).
"""

from crawler.model.dossier import Dossier
from crawler.model.sighting import Channel, Owner, Use
from reports.answers import listed, negative, outcome_of, placed, shown, shown_to_customers, why_open
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm

ID = "email-usable"
REASONS = frozenset({"usable-address", "only-for-orders", "only-no-reply", "form-instead-of-address"})
PASSES = frozenset({"usable-address"})


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Take the best of the addresses shown to customers, else what is offered in place of one."""
    del norm  # whether an address must be there is the norm's answer to email-findable
    certificate = placed(dossier, Channel.EMAIL).certificate
    proven = certificate is not None and certificate.complete
    own = shown_to_customers(dossier, Channel.EMAIL)
    usable = [(number, item.value) for number, item in own if item.use is not Use.ORDER]
    if usable:
        return _pass(usable)
    orders = [(number, item.value) for number, item in own]
    no_reply = [(number, item.value) for number, item in shown(dossier, Channel.EMAIL) if _takes_no_reply(item.owner, item.use)]
    forms = [(number, "") for number, _ in shown(dossier, Channel.FORM)]
    for reason, found in (("only-for-orders", orders), ("only-no-reply", no_reply), ("form-instead-of-address", forms)):
        if found:
            data = (("value", listed(value for _, value in found)),)
            return negative(ID, reason, proven=proven, data=data, evidence=(number for number, _ in found))
    return _none_found(dossier)


def _takes_no_reply(owner: Owner, use: Use) -> bool:
    return owner is Owner.TRADER and use is Use.NO_REPLY


def _pass(usable: list[tuple[int, str]]) -> Finding:
    numbers = tuple(number for number, _ in usable)
    data = (("value", usable[0][1]),)
    return Finding(criterion=ID, outcome=Outcome.PASS, reason="usable-address", evidence=numbers, data=data)


def _none_found(dossier: Dossier) -> Finding:
    placement = placed(dossier, Channel.EMAIL)
    if placement.settled:
        return Finding(criterion=ID, outcome=Outcome.NOT_APPLICABLE, reason="no-address-found")
    return Finding(criterion=ID, outcome=outcome_of(why_open(placement)), reason=why_open(placement))
