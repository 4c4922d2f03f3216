"""What persons say of findings: decisions of reviewers, answers of shops, and checks of a drawn sample.

They are kept as a log to which lines are only added. `by` are initials, `on` is a day (ISO 8601), `source` the name of the file
that a line was taken from and `sha256` its digest. Nothing here changes what was seen: a report judges with it.
"""

from dataclasses import dataclass
from enum import StrEnum

from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel


class Decision(StrEnum):
    """What a reviewer made of a finding: it is so, it is other than found, or it cannot be decided now."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A decision on one finding of a shop, as it was when its evidence had the hash `evidence` (SHA-256, hexadecimal).

    `corrected` is the right place class, or `pass` or `fail`, where the decision is to correct; else "". `reason` is in words.
    """

    criterion: str
    evidence: str
    decision: Decision
    by: str
    on: str
    corrected: str = ""
    reason: str = ""
    source: str = ""
    sha256: str = ""


class Answer(StrEnum):
    """What became of a finding that was put to its shop.

    `silent`: nothing came. `no-answer`: something came that does not go into the finding, a receipt for one.
    """

    SILENT = "silent"
    NO_ANSWER = "no-answer"
    DISPUTED = "disputed"
    PROMISED = "promised"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """That a shop was heard: what was sent to which address, where that came from, by when an answer was asked, and the answer.

    `criterion` is "" where it is about all that was found. `answer` is None while nothing was noted; `words` are the shop's own.
    """

    sent_on: str
    sent_to: str
    address_from: str
    deadline: str
    by: str
    on: str
    criterion: str = ""
    answer: Answer | None = None
    answered_on: str = ""
    words: str = ""
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A drawn verdict that a person checked: the class that was found, and the true one.

    `stratum` held `in_stratum` verdicts, of which `drawn` were drawn.
    """

    channel: Channel
    found: PlaceClass
    true: PlaceClass
    stratum: str
    in_stratum: int
    drawn: int
    by: str
    on: str
    value: str = ""
    page: str = ""
    note: str = ""
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that persons said of a shop, the oldest first."""

    reviews: tuple[Review, ...] = ()
    replies: tuple[Reply, ...] = ()
    checks: tuple[Check, ...] = ()


NOTHING_SAID = Said()
