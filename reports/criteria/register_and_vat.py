"""Whether the register number and the VAT number are told, and whether their check digits fit.

One check digit accepts 8 to 10 of 100 random strings of digits, so a number counts only beside its label (python-stdnum,
measured in the norm study); where a country's number has no check digit, its label is all there is.
"""

from dataclasses import replace

from crawler.model.dossier import Dossier
from crawler.model.fact import Fact, FactKind
from reports.answers import exhausted, listed, negative, norm_answer
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm

ID = "register-and-vat"
REASONS = frozenset({"register-and-vat-told", "register-number-not-found", "vat-id-not-found", "register-and-vat-not-found"})
PASSES = frozenset({"register-and-vat-told"})

REGISTER_ITEMS = ("register_number", "company_number")
"""What packs call the number in the trade register."""


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Look for both numbers beside their labels on the pages read."""
    register, vat = _fitting(dossier, FactKind.REGISTER_NUMBER), _fitting(dossier, FactKind.VAT_ID)
    finding = _finding(dossier, register, vat)
    items = REGISTER_ITEMS if vat and not register else ("vat_id",)
    answers = (norm_answer(dossier, norm, item, finding.outcome) for item in items)
    return replace(finding, norm=next((answer for answer in answers if answer), None))


def _finding(dossier: Dossier, register: list[Fact], vat: list[Fact]) -> Finding:
    found = register or vat
    data = (("value", listed(fact.as_shown for fact in (*register[:1], *vat[:1]))),)
    if register and vat:
        return Finding(criterion=ID, outcome=Outcome.PASS, reason="register-and-vat-told", data=data)
    if odd := _odd(dossier, FactKind.VAT_ID if register else FactKind.REGISTER_NUMBER) or _odd(dossier, FactKind.VAT_ID):
        data = (("value", listed(fact.as_shown for fact in odd)),)
        return Finding(criterion=ID, outcome=Outcome.UNSURE, reason="check-digit-does-not-match", data=data)
    missing = "register-and-vat-not-found" if not found else "vat-id-not-found" if register else "register-number-not-found"
    return negative(ID, missing, proven=exhausted(dossier), data=data if found else ())


def _fitting(dossier: Dossier, kind: FactKind) -> list[Fact]:
    return [fact for fact in dossier.facts(kind) if fact.valid is not False]


def _odd(dossier: Dossier, kind: FactKind) -> list[Fact]:
    return [fact for fact in dossier.facts(kind) if fact.valid is False]
