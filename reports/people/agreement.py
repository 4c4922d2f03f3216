"""How far two reviewers agree beyond chance: Cohen's kappa.

J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960), 37-46: the share of
cases on which two judges agree, less what chance would give by how often each uses each category, of all that chance leaves.

>>> f"{kappa([('yes', 'yes')] * 20 + [('yes', 'no')] * 5 + [('no', 'yes')] * 10 + [('no', 'no')] * 15).kappa:.1f}"
'0.4'
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from crawler.model.review import Review
from reports.people.reviewing import decisions, negatives
from reports.verdict import Verdict


class Agreement(NamedTuple):
    """How often two judges said the same of how many cases; `kappa` is None where chance alone would make them agree."""

    alike: int
    cases: int
    kappa: float | None


class Pair(NamedTuple):
    """Two reviewers, by their initials, and how far they agree."""

    one: str
    other: str
    agreement: Agreement


def kappa(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of two judges over what each said of every case."""
    n, alike = len(pairs), sum(one == other for one, other in pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[name] * others[name] for name in ones) / (n * n) if n else 1.0
    return Agreement(alike, n, (alike / n - chance) / (1 - chance) if chance < 1 else None)


def pairs(verdicts: Iterable[Verdict]) -> tuple[Pair, ...]:
    """Each two reviewers of a run who decided on the same findings, as these are now."""
    said: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for made in _decided(verdicts):
        for one, other in combinations(sorted(made, key=lambda item: item.by), 2):
            said.setdefault((one.by, other.by), []).append((_category(one), _category(other)))
    return tuple(Pair(one, other, kappa(told)) for (one, other), told in sorted(said.items()))


def _decided(verdicts: Iterable[Verdict]) -> Iterator[tuple[Review, ...]]:
    for verdict in verdicts:
        if verdict.reviews:
            yield from (decisions(verdict, finding.criterion) for finding in negatives(verdict))


def _category(item: Review) -> str:
    return f"{item.decision} {item.corrected}".strip()
