"""A shop's findings, score and band."""

from dataclasses import dataclass

from crawler.model.dossier import Dossier
from reports.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found of one row of the list.

    `score` is 0 to 100, None where a mandatory criterion is unsure, not tested or in error: never a zero for lack of knowledge.
    `band` is A to E, None without a score. `norm` is the pack's id ("" where the country has none: findability only).
    """

    dossier: Dossier
    findings: tuple[Finding, ...]
    score: float | None
    band: str | None
    norm: str
    needs_person: bool

    def finding(self, criterion: str) -> Finding:
        """The finding of a criterion. Raises StopIteration for an unknown id."""
        return next(item for item in self.findings if item.criterion == criterion)
