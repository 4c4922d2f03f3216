"""Whether a channel is shown at a logical place: the study standard, and beside it the norm of the country.

Every page, home page and contact page pass; legal text, gated, machine-only and absent do not; the legal-notice page and other
pages pass where the country's pack accepts them, else no rule was found. https://www.consumentenbond.nl/nieuws/2023/webwinkels-massaal-in-de-fout-met-contactgegevens
"""

from crawler.model.dossier import Dossier
from crawler.model.link import LEGAL_KINDS, PageKind
from crawler.model.placement import POSITIVE, PlaceClass, Placement
from crawler.model.sighting import Channel
from reports.answers import Values, norm_answer, outcome_of, placed, why_open
from reports.finding import Finding, Outcome
from reports.norms.norms import Norm

NO_RULE = "no-rule-found"
REASONS = frozenset(item.value for item in PlaceClass if item is not PlaceClass.UNDETERMINED)
PASSES = frozenset(item.value for item in POSITIVE)
DEPENDS_ON_PACK = frozenset({PlaceClass.IMPRINT, PlaceClass.OTHER_PAGE})

# A page has a set of kinds; the one that is named is the first of these.
NAMED_KINDS = (
    PageKind.TERMS, PageKind.WITHDRAWAL, PageKind.PRIVACY, PageKind.COOKIES, PageKind.IMPRINT, PageKind.CONTACT, PageKind.SERVICE,
    PageKind.COMPLAINTS, PageKind.RETURNS, PageKind.FAQ, PageKind.ABOUT, PageKind.DELIVERY, PageKind.PAYMENT, PageKind.HOME,
    *PageKind,
)  # fmt: skip


def judge_place(criterion: str, channel: Channel, dossier: Dossier, norm: Norm | None) -> Finding:
    """Hold a channel's place class against the study standard and the norm."""
    placement = placed(dossier, channel)
    outcome, reason = _standard(placement, norm)
    return Finding(
        criterion=criterion,
        outcome=outcome,
        reason=reason,
        evidence=placement.sightings,
        data=place_data(dossier, placement),
        norm=norm_answer(dossier, norm, channel.value, _under_norm(norm, placement, outcome)),
    )


def place_data(dossier: Dossier, placement: Placement) -> Values:
    """What a sentence about a placement needs: `place_class`, `seen`, `clicks`, `gate`, `gate_passed`, `page` (its kind)."""
    return (
        ("place_class", placement.place_class.value),
        ("seen", placement.seen.value),
        ("clicks", "" if placement.clicks is None else str(placement.clicks)),
        ("gate", placement.gate.value if placement.gate else ""),
        ("gate_passed", "yes" if placement.gate_passed else "no"),
        ("page", _page_kind(dossier, placement)),
    )


def _standard(placement: Placement, norm: Norm | None) -> tuple[Outcome, str]:
    place_class = placement.place_class
    if not placement.settled:
        reason = why_open(placement)
        return outcome_of(reason), reason
    if place_class.positive:
        return Outcome.PASS, place_class.value
    if place_class in DEPENDS_ON_PACK:
        accepted = norm.accepts(place_class) if norm else None
        return (Outcome.UNSURE, NO_RULE) if accepted is None else (_answer(accepted), place_class.value)
    return Outcome.FAIL, place_class.value


def _answer(good: bool) -> Outcome:
    return Outcome.PASS if good else Outcome.FAIL


def _under_norm(norm: Norm | None, placement: Placement, outcome: Outcome) -> Outcome:
    accepted = norm.accepts(placement.place_class) if norm else None
    return outcome if placement.settled and accepted is not None else Outcome.UNSURE


def _page_kind(dossier: Dossier, placement: Placement) -> str:
    legal = placement.seen is PlaceClass.LEGAL_TEXT
    kinds: frozenset[PageKind] = frozenset()
    if dossier.visit and placement.sightings:
        kinds = dossier.page(dossier.visit.sightings[placement.sightings[0]].page_id).kinds
    named = (kind for kind in NAMED_KINDS if kind in kinds and (kind in LEGAL_KINDS) == legal)
    return next((kind.value for kind in named), "legal" if legal else "other")
