"""Dossiers of an edition, one line of JSON a row of the list: enough to judge it again, and what was judged of it.

A line holds the records of `crawler.model` field by field, fields at their default left out: `row`, `visit`, and what persons said
(`reviews`, `replies`, `checks`). Links of pages are left out: no answer rests on them. `verdict` is what was published: score,
band, norm and the findings by criterion, as outcome and reason. `told` are findings that do not follow from what is shown: what
they rest on is masked: they are taken as they are told, and only evidence can prove them.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from crawler.model.dossier import Dossier
from crawler.model.plain import escaped
from crawler.model.review import Check, Reply, Review, Said
from crawler.model.row import Row
from crawler.model.strict import KnowledgeError, record_of
from crawler.model.visit import Visit
from reports.finding import Finding
from reports.norms.norms import Norm
from reports.people.reviewing import with_said
from reports.verdict import Verdict, judge

MOST_LINE = 64 << 20
"""Bytes of a line that is read: the dossier of one shop."""


class LineError(ValueError):
    """A line that is none of ours; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published of a row: `findings` by criterion, as outcome and reason."""

    score: float | None
    band: str | None
    norm: str
    findings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: a dossier as the program gave it, what persons said of it, and what was published."""

    row: Row
    verdict: Published
    visit: Visit | None = None
    reviews: tuple[Review, ...] = ()
    replies: tuple[Reply, ...] = ()
    checks: tuple[Check, ...] = ()
    told: tuple[Finding, ...] = ()

    @property
    def dossier(self) -> Dossier:
        """The dossier."""
        return Dossier(row=self.row, visit=self.visit)

    def judged(self, norms: Mapping[str, Norm], dossier: Dossier | None = None) -> Verdict:
        """The verdict that follows from the line, or from another dossier in place of its own."""
        told = {item.criterion: item for item in self.told} if dossier is None else {}
        found = judge(dossier or self.dossier, norms, told)
        return with_said(found, Said(reviews=self.reviews, replies=self.replies, checks=self.checks), norms, told)


def line_of(verdict: Verdict, norms: Mapping[str, Norm]) -> Line:
    """The line of a verdict, masked or not. What does not follow from its dossier is found by judging that again."""
    shown = verdict.before or verdict
    again = judge(shown.dossier, norms)
    return Line(
        row=shown.dossier.row,
        visit=shown.dossier.visit,
        verdict=published(verdict),
        reviews=verdict.reviews,
        replies=verdict.replies,
        checks=verdict.checks,
        told=tuple(one for one, other in zip(shown.findings, again.findings, strict=True) if one != other),
    )


def published(verdict: Verdict) -> Published:
    """What is published of a verdict."""
    findings = {item.criterion: f"{item.outcome} {item.reason}" for item in verdict.findings}
    return Published(score=verdict.score, band=verdict.band, norm=verdict.norm, findings=findings)


def written(line: Line) -> str:
    """The line as text, line end included."""
    return f"{escaped(json.dumps(plain_data(line), ensure_ascii=False, separators=(',', ':'), check_circular=False))}\n"


def read(text: bytes) -> Line:
    """Read a line. Raises LineError."""
    if len(text) > MOST_LINE:
        raise LineError(f"longer than {MOST_LINE} bytes")
    try:
        line = record_of(json.loads(text.decode("utf-8")), Line, "a dossier")
    except (KnowledgeError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise LineError(str(error)[:300]) from error
    if line.visit is not None and line.visit.shop != line.row.shop:
        raise LineError(f"tells of a visit to {line.visit.shop.id}, which is not the shop of its row")
    return line


def plain_data(value: Any) -> Any:
    """A record as plain data: fields at their default left out, sets sorted."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain_data(held)
            for field in dataclasses.fields(value)
            if (held := getattr(value, field.name)) != field.default
        }
    if isinstance(value, Mapping):
        return {key: plain_data(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(plain_data, value))
    return [plain_data(item) for item in value] if isinstance(value, tuple | list) else value
