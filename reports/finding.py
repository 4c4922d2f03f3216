"""A criterion's answer with its evidence."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The answers a criterion can give; each comes with a reason code."""

    PASS = "pass"  # noqa: S105 - an outcome, no password
    FAIL = "fail"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not-applicable"
    NOT_TESTED = "not-tested"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAnswer:
    """What a country's norm says of the same facts; never mixed with the study standard that is scored.

    `article` and `since` come from the pack (ISO date or year, "" if none); `proof` is its proof level: text, secondary,
    eu_level or unconfirmed. `status` is the pack's (required, required_if, recommended ...). `met` None: not judged.
    """

    item: str
    status: str
    article: str
    since: str
    proof: str
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One criterion's answer for one shop.

    `criterion` is the id of the criterion's file; `reason` a kebab-case code that ends a sentence; `evidence` indices of the
    visit's sightings; `data` what the sentence needs (clicks, values, page addresses), as strings.
    """

    criterion: str
    outcome: Outcome
    reason: str
    evidence: tuple[int, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    norm: NormAnswer | None = None
