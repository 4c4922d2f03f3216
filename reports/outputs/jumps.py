"""Which pages of a long list are linked from one of them: a handful, however many there are.

>>> jumps(1, 4)
(1, 2, 3, 4)
>>> jumps(37, 100)
(1, 10, 20, 30, 35, 36, 37, 38, 39, 40, 50, 60, 70, 80, 90, 100)
"""

FEW = 20
"""Pages that are all linked."""

NEAR = 2
STEPS = (5, 10, 20, 50, 100, 200, 500, 1_000)
MOST_STEPS = 12


def jumps(at: int, last: int) -> tuple[int, ...]:
    """The numbers of pages to link from page `at`, when the last one is `last`: first and last, those near, and round ones."""
    if last <= FEW:
        return tuple(range(1, last + 1))
    step = next((step for step in STEPS if last // step <= MOST_STEPS), last)
    near = range(max(1, at - NEAR), min(last, at + NEAR) + 1)
    return tuple(sorted({1, last, *near, *range(step, last, step)}))
