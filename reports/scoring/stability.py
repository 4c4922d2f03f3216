"""How far a band depends on the weights: the share of drawn weights with which a shop has the same band.

Each draw gives each criterion a weight of its own: its points times a factor, drawn evenly from 100 - spread to 100 + spread
percent in steps of a tenth. Weights are whole numbers, and the numbers drawn are those of Mersenne Twister from a stated seed,
which Python promises to keep: every machine and version gives the same shares.

>>> from reports.scoring.points import points
>>> holds((("phone-findable", "home"), ("email-findable", "home")), points())
1.0
>>> holds((("phone-findable", "contact-page"), ("email-findable", "legal-text")), points())
0.486
"""

from functools import cache, lru_cache
from random import Random

from reports.scoring.points import WHOLE, Draws, Points
from reports.scoring.score import Answers, share

STEADY = 0.9
"""A band that holds in this share of the draws, or in more, is called steady."""
TENTHS = 10
"""Steps of a percent in which factors are drawn."""
HALVES = 20
"""A score is rounded to a tenth, so a band begins half a tenth, a twentieth, below its start."""

Column = tuple[int, ...]
"""A number for each draw."""
Weights = tuple[tuple[str, int], ...]
"""Criteria, each with points."""


def holds(answered: Answers, table: Points) -> float | None:
    """The share of draws, 0 to 1, in which the band is the one of the table; None where nothing counts."""
    value = share(answered, table)
    if value is None:
        return None
    start = next(at for at in table.bands.values() if value >= at)
    end = min((at for at in table.bands.values() if at > start), default=WHOLE + 1)
    given = tuple((name, table.criteria[name].reasons[reason]) for name, reason in answered)
    most = tuple((name, table.criteria[name].most) for name, _ in answered)
    return _held(given, most, (HALVES * start - 1, HALVES * end - 1), table.stability, tuple(table.criteria))


@lru_cache(maxsize=1 << 16)
def _held(given: Weights, most: Weights, limits: tuple[int, int], drawn: Draws, criteria: tuple[str, ...]) -> float:
    """The share for some points of most; shops with the same points share one answer."""
    low, high = limits
    pairs = zip(_sums(given, drawn, criteria), _most(most, drawn, criteria), strict=True)
    return sum(low * of <= HALVES * WHOLE * got < high * of for got, of in pairs) / drawn.draws


@cache
def _most(most: Weights, drawn: Draws, criteria: tuple[str, ...]) -> Column:
    return _sums(most, drawn, criteria)


def _sums(values: Weights, drawn: Draws, criteria: tuple[str, ...]) -> Column:
    """The sum of the values times their criterion's factor, draw by draw."""
    return tuple(map(sum, zip(*(_times(value, name, drawn, criteria) for name, value in values), strict=True)))


@cache
def _times(value: int, name: str, drawn: Draws, criteria: tuple[str, ...]) -> Column:
    return tuple(value * factor for factor in _factors(drawn, criteria)[name])


@cache
def _factors(drawn: Draws, criteria: tuple[str, ...]) -> dict[str, Column]:
    """The factors of each criterion in tenths of a percent."""
    random, least, wide = Random(drawn.seed), (WHOLE - drawn.spread) * TENTHS, 2 * drawn.spread * TENTHS + 1  # noqa: S311 - no secret
    rows = [[least + int(random.random() * wide) for _ in criteria] for _ in range(drawn.draws)]
    return dict(zip(criteria, zip(*rows, strict=True), strict=True))
