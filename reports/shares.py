"""How sure a share is: intervals for a sample, bounds for what is not settled, correction for the instrument's own errors.

Shares are fractions of 1. All functions are pure and need no more than counts.

Wilson's score interval: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), 209-212. That it holds where the textbook interval does not: L. D. Brown, T. T. Cai and
A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001), 101-133.

The corrected share: W. J. Rogan and B. Gladen, "Estimating prevalence from the results of a screening test", American Journal of
Epidemiology 107 (1978), 71-76. Its interval adds the squares of what Wilson's limits of each share in it do to it, as R. G.
Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), 873-890,
does for a difference: with five of five checked right, a variance alone would make it look certain.

>>> low, high = wilson(12, 100)
>>> f"{low:.3f} to {high:.3f}"
'0.070 to 0.198'
>>> bounds(9, 5, 100)
Bounds(fewest=9, most=14, n=100)
"""

from collections.abc import Iterable
from enum import StrEnum
from math import hypot, sqrt
from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95
"""The confidence that intervals have where no other is asked for."""


class Coverage(StrEnum):
    """What the list is: the whole population (its shares are exact), or a random sample of it (its shares have intervals)."""

    CENSUS = "census"
    SAMPLE = "sample"


class Interval(NamedTuple):
    """A range of shares, from `low` to `high`, both 0 to 1."""

    low: float
    high: float


class Bounds(NamedTuple):
    """Counts of `n`: the `fewest` and the `most` there can be."""

    fewest: int
    most: int
    n: int

    @property
    def exact(self) -> bool:
        """Whether all is settled."""
        return self.fewest == self.most


def wilson(count: int, n: int, level: float = LEVEL) -> Interval:
    """Wilson's interval for `count` of `n` drawn; of none drawn it is all that is possible. Raises ValueError for no such count."""
    _check(count, n)
    if not n:
        return Interval(0.0, 1.0)
    z, share = _z(level), count / n
    middle = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if count == 0 else (middle - reach) / scale
    high = 1.0 if count == n else (middle + reach) / scale
    return Interval(max(0.0, low), min(1.0, high))


def bounds(count: int, undetermined: int, n: int) -> Bounds:
    """Between all of what is undetermined being a no, and all of it a yes. Raises ValueError for counts that are more than `n`."""
    _check(count, n)
    _check(count + undetermined, n)
    if undetermined < 0:
        raise ValueError(f"{undetermined} undetermined")
    return Bounds(count, count + undetermined, n)


def bounded(counts: Bounds, level: float = LEVEL) -> Interval:
    """The interval of a sample with open answers: from the lower end were all of them a no, to the upper end were all a yes."""
    return Interval(wilson(counts.fewest, counts.n, level).low, wilson(counts.most, counts.n, level).high)


class Checked(NamedTuple):
    """Answers that were checked: how many were `right`, of how many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """The share that was right. Raises ZeroDivisionError when none was checked."""
        return self.right / self.of


class Corrected(NamedTuple):
    """A share corrected for the instrument's errors, its variance and interval; all None where it is undefined.

    `undefined` tells why: `not-checked` (of one kind of answer none was checked) or `no-better-than-chance` (sensitivity and
    specificity add up to 1 or less, so the answers tell nothing of the truth). "" where the share is defined.
    """

    share: float | None = None
    variance: float | None = None
    interval: Interval | None = None
    undefined: str = ""


NOT_CHECKED = Corrected(undefined="not-checked")
CHANCE = Corrected(undefined="no-better-than-chance")


def rogan_gladen(count: int, n: int, sensitivity: Checked, specificity: Checked) -> Corrected:
    """The true share behind `count` found of `n` drawn, with the instrument tried on known cases.

    `sensitivity`: of cases known to be so, how many were found. `specificity`: of cases known not to be so, how many were
    cleared. The estimate is clamped to 0..1. Raises ValueError for no such count.
    """
    _check(count, n)
    if not (n and sensitivity.of and specificity.of):
        return NOT_CHECKED
    edge = sensitivity.share + specificity.share - 1
    if edge <= 0:
        return CHANCE
    share = _clamped((count / n + specificity.share - 1) / edge)
    sources = (Source(Checked(count, n), 1 / edge), Source(sensitivity, -share / edge), Source(specificity, (1 - share) / edge))
    return _corrected(share, sources)


def reviewed(count: int, n: int, found: Checked, cleared: Checked, coverage: Coverage) -> Corrected:
    """The true share behind `count` of `n`, from a random sample of both verdicts that a person checked.

    `found`: of the drawn verdicts that it is so, how many were right; `cleared`: of the drawn verdicts that it is not so, how many
    were right. Such a sample is drawn by verdict, so it tells how far verdicts can be trusted; sensitivity and specificity follow
    from it with the size of both groups, and Rogan and Gladen's formula with these is the sum of what was rightly found and
    wrongly cleared. In a census only the review is a sample. Raises ValueError for no such count.
    """
    _check(count, n)
    rest = n - count
    if not n or (count and not found.of) or (rest and not cleared.of):
        return NOT_CHECKED
    right, missed = (found.share if count else 1.0), (1 - cleared.share if rest else 0.0)
    if right <= missed:
        return CHANCE
    share = count / n
    sources = [Source(found, share), Source(cleared, share - 1)]
    if coverage is Coverage.SAMPLE:
        sources.append(Source(Checked(count, n), right - missed))
    return _corrected(_clamped(share * right + (1 - share) * missed), sources)


class Source(NamedTuple):
    """A share that an estimate is made of, and how much the estimate moves when it moves."""

    checked: Checked
    slope: float

    @property
    def variance(self) -> float:
        """What it adds to the variance of the estimate."""
        share = self.checked.share
        return self.slope**2 * share * (1 - share) / self.checked.of

    def moves(self) -> tuple[float, float]:
        """How far its own interval can pull the estimate down, and up."""
        share, (low, high) = self.checked.share, wilson(*self.checked)
        down, up = self.slope * (share - low), self.slope * (high - share)
        return (down, up) if self.slope > 0 else (-up, -down)


def _corrected(share: float, sources: Iterable[Source]) -> Corrected:
    counted = [source for source in sources if source.checked.of]
    downs, ups = zip(*(source.moves() for source in counted), strict=True)
    interval = Interval(_clamped(share - hypot(*downs)), _clamped(share + hypot(*ups)))
    return Corrected(share, sum(source.variance for source in counted), interval)


def _clamped(share: float) -> float:
    return min(1.0, max(0.0, share))


def _z(level: float) -> float:
    """How many standard deviations on both sides hold `level` of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)


def _check(count: int, n: int) -> None:
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n}")
