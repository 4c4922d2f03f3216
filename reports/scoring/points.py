"""The public table of points, read strictly.

>>> points().criteria["phone-findable"].reasons["contact-page"]
27
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.model.strict import KnowledgeError, read_record

FILE = Path(__file__).with_name("points.toml")
WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPoints:
    """The points of one criterion by reason; `most` is what its best reason gives.

    A `mandatory` criterion must have an answer before a shop gets a score, unless the norm does not ask for its `item`.
    """

    most: int
    reasons: Mapping[str, int]
    mandatory: bool = False
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The whole table. `bands` maps a letter to the score at which it begins, best first."""

    source: str
    dated: str
    bands: Mapping[str, int]
    criteria: Mapping[str, CriterionPoints]


@cache
def points(path: Path = FILE) -> Points:
    """Read the table. Raises KnowledgeError, which names the file, when it contradicts itself."""
    table = read_record(path, Points)
    for name, criterion in table.criteria.items():
        if max(criterion.reasons.values(), default=None) != criterion.most or min(criterion.reasons.values()) < 0:
            raise KnowledgeError(f"{path}: {name}: the best reason must give {criterion.most} points, none less than 0")
    starts = list(table.bands.values())
    if starts != sorted(starts, reverse=True) or len(set(starts)) < len(starts) or not starts or starts[-1] != 0:
        raise KnowledgeError(f"{path}: bands must fall from best to worst and end at 0")
    if sum(criterion.most for criterion in table.criteria.values()) != WHOLE:
        raise KnowledgeError(f"{path}: the points of all criteria must add up to {WHOLE}")
    return table
