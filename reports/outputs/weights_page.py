"""The page on which a reader weighs the criteria: the shops of one page of the list, with what a small script needs to score them.

A shop's answers are one character for each criterion, in the order of the table of points: the number of its reason, or a dot where
the criterion does not count. The script reckons in whole numbers, as the score itself does, and keeps the weights in the link.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from string import ascii_lowercase, digits
from typing import Any, NamedTuple

from reports.outputs.environment import csp_hash, source
from reports.outputs.shop_list import Line
from reports.scoring.points import points
from reports.scoring.score import Answers
from reports.texts.texts import Texts

TEMPLATE = "weights.html.j2"
HEAVIEST = 60
"""The heaviest weight of a criterion that can be chosen: twice that of the heaviest in the report."""
NOT_COUNTED = "."
REASON_DIGITS = digits + ascii_lowercase


class Weight(NamedTuple):
    """A criterion that can be weighed: its points in the report, and those of each of its reasons, by number."""

    criterion: str
    most: int
    given: str


class WeighedRow(NamedTuple):
    """A line with the code of its answers, "" without a score."""

    line: Line
    code: str


def values(lines: Sequence[Line], texts: Texts, listed_on: str, *, part: bool) -> dict[str, Any]:
    """What the template needs. `listed_on`: the page of the list with these lines; `part`: there are further ones."""
    scripts = [source("sort.js"), source("weights.js")]
    criteria = points().criteria.items()
    return {
        "title": texts.html("weights.title"),
        "rows": [WeighedRow(line, coded(line.row.answers)) for line in lines],
        "weights": [Weight(name, item.most, " ".join(map(str, item.reasons.values()))) for name, item in criteria],
        "heaviest": HEAVIEST,
        "bands": " ".join(f"{letter}:{start}" for letter, start in points().bands.items()),
        "listed_on": listed_on,
        "part": part,
        "scripts": scripts,
        "script_source": " ".join(map(csp_hash, scripts)),
    }


def coded(answered: Answers) -> str:
    """The answers that count, a character for each criterion; "" where none does.

    >>> coded((("phone-findable", "home"), ("email-findable", "absent")))
    '18......'
    """
    known, numbers = dict(answered), _numbers()
    return "".join(numbers[name].get(known.get(name, ""), NOT_COUNTED) for name in numbers) if known else ""


@cache
def _numbers() -> Mapping[str, Mapping[str, str]]:
    """Of each criterion the digit of each reason."""
    return {name: dict(zip(item.reasons, REASON_DIGITS, strict=False)) for name, item in points().criteria.items()}
