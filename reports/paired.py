"""McNemar's test for paired answers, in its exact form: whether as many shops changed for the better as for the worse.

Only shops whose answer changed count. Were both ways equally likely, the smaller of the two counts would be drawn from a binomial
distribution with one half; the test gives how often a split so uneven, or more so, comes about then, on either side.
Q. McNemar, Note on the sampling error of the difference between correlated proportions or percentages, Psychometrika 12 (1947)
153-157, https://doi.org/10.1007/BF02295996; exact and two-sided as in F. D. K. Liddell, Simplified exact analysis of case-referent
studies: matched pairs; dichotomous exposure, Journal of Epidemiology and Community Health 37 (1983) 82-84.

>>> mcnemar(1, 9)
0.021484375
>>> mcnemar(4, 4)
1.0
"""


def mcnemar(better: int, worse: int) -> float | None:
    """Give the two-sided p of the exact test, computed in whole numbers; None when nothing changed. Counts are 0 or more."""
    changed = better + worse
    if not changed:
        return None
    term = tail = 1
    for number in range(min(better, worse)):
        term = term * (changed - number) // (number + 1)
        tail += term
    return min(1.0, 2 * tail / (1 << changed))
