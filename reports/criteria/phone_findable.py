"""Whether the phone number is shown at a logical place: see `reports.findable` for the standard."""

from crawler.model.dossier import Dossier
from crawler.model.sighting import Channel
from reports import findable
from reports.finding import Finding
from reports.norms.norms import Norm

ID = "phone-findable"
REASONS = findable.REASONS
PASSES = findable.PASSES


def judge(dossier: Dossier, norm: Norm | None) -> Finding:
    """Hold the place of the phone number against the study standard and the norm."""
    return findable.judge_place(ID, Channel.PHONE, dossier, norm)
