"""What statsmodels gives for some counts: intervals (Wilson) and paired tests (McNemar, exact), kept as a table.

`python -m tests.statistics_table` writes the table anew, where statsmodels is installed: `pip install -e ".[reference]"`.
"""

import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("statistics_table.toml")
LEVELS = (0.9, 0.95, 0.99)
CHANGES = ((1, 0), (3, 9), (25, 8), (140, 101))


class Wilson(NamedTuple):
    """The interval of a share: so many of n, at a level of confidence."""

    count: int
    n: int
    level: float
    low: float
    high: float


class McNemar(NamedTuple):
    """The exact p of so many changes for the better and for the worse."""

    better: int
    worse: int
    p: float


class Table(NamedTuple):
    """Both, as one version of statsmodels gives them."""

    wilson: tuple[Wilson, ...]
    mcnemar: tuple[McNemar, ...]


def kept() -> Table:
    """The table as it is kept."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Table(tuple(Wilson(*row) for row in told["wilson"]), tuple(McNemar(*row) for row in told["mcnemar"]))


def calculated() -> Table:
    """The table as the statsmodels that is installed gives it. Raises ImportError."""
    from statsmodels.stats.contingency_tables import mcnemar  # noqa: PLC0415  # not installed for every change
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415

    shares = tuple(
        Wilson(count, n, level, *map(float, proportion_confint(count, n, alpha=1 - level, method="wilson")))
        for count, n in counts()
        for level in LEVELS
    )
    tests = tuple(McNemar(*pair, float(mcnemar([[50, pair[1]], [pair[0], 7]], exact=True).pvalue)) for pair in CHANGES)
    return Table(shares, tests)


def counts() -> Iterator[tuple[int, int]]:
    """None, one, a third, half, nearly all and all, of few and of many."""
    for n in (1, 2, 3, 7, 10, 75, 100, 743, 1000, 100_000):
        for count in sorted({0, 1, n // 3, n // 2, n - 1, n}):
            yield count, n


def written(table: Table) -> str:
    """The file of a table."""
    lines = [
        f"# Made with statsmodels {version('statsmodels')} by `python -m tests.statistics_table`; a slow test holds it to that."
    ]
    lines += ["# count, n, level, low, high", "wilson = [", *(f"  {list(row)}," for row in table.wilson), "]", ""]
    lines += ["# better, worse, p", "mcnemar = [", *(f"  {list(row)}," for row in table.mcnemar), "]", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    FILE.write_text(written(calculated()), encoding="utf-8")
