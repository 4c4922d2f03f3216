"""The public table of points, read strictly.

>>> points().criteria["phone-findable"].reasons["contact-page"]
27
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crawler.model.strict import KnowledgeError, read_record

FILE = Path(__file__).with_name("points.toml")
WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPoints:
    """The points of one criterion by reason; `most` is what its best reason gives.

    A `mandatory` criterion must have an answer before a shop gets a score, unless the norm does not ask for its `item`. `goals` are
    the reasons that a shop can work towards, nearest first; reaching one changes by itself the answers that `brings` names: of a
    criterion, from one reason to another.
    """

    most: int
    reasons: Mapping[str, int]
    mandatory: bool = False
    item: str = ""
    goals: tuple[str, ...] = ()
    brings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """How weights are drawn: from which `seed`, how many times, and by how many percent (`spread`) each may move up or down."""

    seed: int
    draws: int
    spread: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The whole table. `bands` maps a letter to the score at which it begins, best first."""

    source: str
    dated: str
    bands: Mapping[str, int]
    stability: Draws
    criteria: Mapping[str, CriterionPoints]


@cache
def points(path: Path = FILE) -> Points:
    """Read the table. Raises KnowledgeError, which names the file, when it contradicts itself."""
    table = read_record(path, Points)
    for name, criterion in table.criteria.items():
        if max(criterion.reasons.values(), default=None) != criterion.most or min(criterion.reasons.values()) < 0:
            raise KnowledgeError(f"{path}: {name}: the best reason must give {criterion.most} points, none less than 0")
        if unknown := [pair for pair in _named(name, criterion) if pair[1] not in _reasons(table, pair[0])]:
            raise KnowledgeError(f"{path}: {name}: goals and brings: {unknown[0][0]} has no points for {unknown[0][1]!r}")
    starts = list(table.bands.values())
    if starts != sorted(starts, reverse=True) or len(set(starts)) < len(starts) or not starts or starts[-1] != 0:
        raise KnowledgeError(f"{path}: bands must fall from best to worst and end at 0")
    if sum(criterion.most for criterion in table.criteria.values()) != WHOLE:
        raise KnowledgeError(f"{path}: the points of all criteria must add up to {WHOLE}")
    if not (table.stability.draws > 0 and 0 < table.stability.spread < WHOLE):
        raise KnowledgeError(f"{path}: stability: at least one draw, and a spread between 0 and {WHOLE} percent")
    return table


def _named(name: str, criterion: CriterionPoints) -> Iterator[tuple[str, str]]:
    """Each criterion with a reason that a goal or its consequence gives it."""
    yield from ((name, goal) for goal in criterion.goals)
    yield from ((other, reason) for other, brought in criterion.brings.items() for reason in brought.values())


def _reasons(table: Points, criterion: str) -> Iterable[str]:
    return table.criteria[criterion].reasons if criterion in table.criteria else ()
