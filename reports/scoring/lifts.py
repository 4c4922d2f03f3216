"""What would lift a shop a band: the fewest changes after which its score reaches the next band, all other answers as they are.

A change is that of one criterion from the reason it has to a better one that the table of points names as a goal. What it brings
about in other criteria is counted with it: a shop that shows its first number has a number to be judged.

>>> shop = (("phone-findable", "absent"), ("email-findable", "home"))
>>> [(lift.band, lift.score, lift.changes) for lift in lifts(shop, (), points())]
[('A', 95.0, (Change(criterion='phone-findable', reason='absent', goal='contact-page'),))]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from reports.scoring.points import Points, points
from reports.scoring.score import Answers, band, share

MOST_WAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One criterion that gets a better answer: from its reason to a goal."""

    criterion: str
    reason: str
    goal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """A way to a better band: the band and the score that a shop has after it, the changes, and what they bring with them."""

    band: str
    score: float
    changes: tuple[Change, ...]
    brings: tuple[Change, ...]


def lifts(answered: Answers, unanswered: Answers, table: Points) -> tuple[Lift, ...]:
    """The ways with the fewest changes, at most three, smallest first; none in the best band, or where none leads up.

    `answered` is empty for a shop without a score. `unanswered` are the criteria that do not apply, with the reason: a change may
    make them apply.
    """
    waiting = tuple(pair for pair in unanswered if _brought(*pair, table))
    return _lifts(answered, waiting) if table is points() else _ways(answered, waiting, table)


@lru_cache(maxsize=1 << 16)
def _lifts(answered: Answers, waiting: Answers) -> tuple[Lift, ...]:
    """Of the table of points itself; many shops have the same answers."""
    return _ways(answered, waiting, points())


def _ways(answered: Answers, waiting: Answers, table: Points) -> tuple[Lift, ...]:
    now = share(answered, table)
    if now is None or band(now, table) == next(iter(table.bands)):
        return ()
    next_start = min(start for start in table.bands.values() if start > now)
    choices = tuple(_choices(answered, table))
    for count in range(1, len(choices) + 1):
        if ways := [way for some in combinations(choices, count) if (way := _least(some, answered, waiting, next_start, table))]:
            return tuple(sorted(ways, key=lambda way: way.score)[:MOST_WAYS])
    return ()


def _choices(answered: Answers, table: Points) -> Iterator[tuple[Change, ...]]:
    """For each criterion that can get better on its own the changes to its goals, nearest first."""
    for name, reason in answered:
        criterion = table.criteria[name]
        better = [goal for goal in criterion.goals if criterion.reasons[goal] > criterion.reasons[reason]]
        if better and not _brought(name, reason, table):
            yield tuple(Change(criterion=name, reason=reason, goal=goal) for goal in better)


def _least(some: Iterable[tuple[Change, ...]], answered: Answers, waiting: Answers, start: int, table: Points) -> Lift | None:
    """The first choice of goals, nearest first, that reaches the band; None where even the best goals do not."""
    for changes in product(*some):
        brings = tuple(_brings(changes, (*answered, *waiting), table))
        after = {**dict(answered), **{one.criterion: one.goal for one in (*brings, *changes)}}
        value = share(tuple(after.items()), table)
        if value is not None and value >= start:
            return Lift(band=band(value, table) or "", score=value, changes=changes, brings=brings)
    return None


def _brings(changes: tuple[Change, ...], now: Answers, table: Points) -> Iterator[Change]:
    chosen = {one.criterion for one in changes}
    for name, reason in now:
        goals = (table.criteria[one.criterion].brings.get(name, {}).get(reason) for one in changes)
        if name not in chosen and (goal := next((goal for goal in goals if goal), None)):
            yield Change(criterion=name, reason=reason, goal=goal)


def _brought(name: str, reason: str, table: Points) -> bool:
    """Whether an answer changes with another one only."""
    return any(reason in criterion.brings.get(name, {}) for criterion in table.criteria.values())
