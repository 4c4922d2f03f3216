"""What a run of digits is read as where it is more than one number: two of them, or a number beside another value."""

import re
from functools import lru_cache

from crawler.extractors._number_noise import UNITS
from crawler.extractors._number_plans import Matches, Plan, matches, number_of
from crawler.extractors._number_spelling import Span

MOST_OF_AREA = 5
"""Digits of the longest area code, with its zero."""

APART = "   "
"""What a dot in the middle between two values becomes (`DE136695976 · 030 901820`)."""

TWO, NEXT = 14, re.compile(r"[ \u00a0]{1,4}(?=[(\[]?0[1-9])")
"""Digits of two numbers at least, and where behind the first the second may begin with its zero: `0511 762898 0171 6202016`."""

GAPS = re.compile(r"[ \t]{1,4}(?=\d)")
MOST_BEHIND = 5
"""Digits of a house number or a postcode behind a number: `01539 432118 24 High Street`, `224 915 318 110 00 Praha`."""

WORD = re.compile(r"[ \t-]{0,3}[^\W\d_]")
"""What says that digits are a value of their own: the word that they count or name."""

HOURS = re.compile(r"24|7|365|\d{1,2} ?- ?\d{1,2}")
"""Hours and days on which a phone is answered: `01539 432118 24 hours a day`, `01539 432118 9-5 Mon-Fri`."""

WHOLE = re.compile(r"365|(?:19|20)\d\d")
"""What needs no word behind it: all days of the year, a year."""

MOST_NATIONAL = 12
"""Digits of a number without its country's code; a plan of no fixed length takes what stands behind it for more of them."""

AM_PM = re.compile(r" ?[ap]\.?m\b", re.IGNORECASE)
NEXT_WITHOUT_ZERO = re.compile(r"[ \u00a0]{1,4}(?=[(\[]?[1-9])")


def split_run(clean: str, run: Span, regions: tuple[str, ...], items: Matches, label: str) -> tuple[Span, ...]:
    """What a run is read as where it is more than one number: two of them, a value and a number, or a number before a value."""
    (start, end), home = run, regions[:1]
    shown, apart = clean[start:end], clean.find(APART, start, end)
    is_known = any(item[0].region in home for item in items)
    if (label or items) and (second := _second(shown, home) or (0 if is_known else _full_second(shown, home))):
        return (start, start + second), (start + second, end)
    if apart > 0 and (not items or _are_two(clean[start:apart], clean[apart:end], regions)):
        return (start, apart), (apart + len(APART), end)
    stop = _before_value(clean, run, items, home, label)
    return ((start, stop),) if stop else ()


@lru_cache(maxsize=4096)
def _second(shown: str, regions: tuple[str, ...]) -> int:
    """Where a second number begins of which nothing but a space parts the first, 0 where there is none.

    >>> _second("0511 762898 0171 6202016", ("DE",)), _second("04 78 42 17 63", ("FR",)), _second("030 2345 067 890", ("DE",))
    (12, 0, 0)
    """
    if sum(map(str.isdigit, shown)) < TWO:
        return 0
    for gap in NEXT.finditer(shown):
        if number_of(shown[: gap.start()], regions) and _begins(shown[gap.end() :], regions):
            return gap.end()
    return 0


@lru_cache(maxsize=4096)
def _full_second(shown: str, regions: tuple[str, ...]) -> int:
    """Where a second number begins that has no zero, as all in Spain and mobile ones in Italy, 0 where there are no two full ones.

    >>> _full_second("957 48 21 36 610 48 21 36", ("ES",)), _full_second("0574 601122 335 6012345", ("IT",))
    (13, 12)
    >>> _full_second("957 48 21 36 37 38 39", ("ES",))
    0
    """
    if sum(map(str.isdigit, shown)) < TWO:
        return 0
    for gap in NEXT_WITHOUT_ZERO.finditer(shown):
        rest = shown[gap.end() :]
        if number_of(shown[: gap.start()], regions) and (number_of(rest, regions) or _full_second(rest, regions)):
            return gap.end()
    return 0


def _begins(shown: str, regions: tuple[str, ...]) -> bool:
    """Whether a number begins where these digits do."""
    found = matches(shown, regions, labelled=True)
    return (bool(found) and found[0][1] == 0) or _second(shown, regions) > 0


def _are_two(left: str, right: str, regions: tuple[str, ...]) -> bool:
    """Whether what a wide gap parts are a value and a number, and not the groups of one number."""
    return sum(map(str.isdigit, left)) > MOST_OF_AREA and number_of(right.strip(), regions[:1]) is not None


def _before_value(clean: str, run: Span, items: Matches, regions: tuple[str, ...], label: str) -> int:
    """Where a number ends that only a space parts from a value behind it, 0 where there is none.

    A plan of no fixed length takes the value for more of the number: only what is counted, or no number can have, is none of it.
    """
    start, end = run
    plan = next((item[0] for item in items if item[0].region in regions), None)
    if plan and not _takes_too_much(plan, clean, run):
        return 0
    for gap in reversed(list(GAPS.finditer(clean, start, end))):
        if sum(map(str.isdigit, clean[gap.end() : end])) > MOST_BEHIND:
            break
        if (plan or _is_apart(clean, gap.end(), end, label)) and number_of(clean[start : gap.start()], regions):
            return gap.start()
    return 0


def _is_apart(clean: str, start: int, end: int, label: str) -> bool:
    """Whether digits behind a number are a value of their own: a word behind them tells, or they are a year."""
    if WORD.match(clean, end) is None:
        return WHOLE.fullmatch(clean, start, end) is not None
    return bool(label or HOURS.fullmatch(clean, start, end) or AM_PM.match(clean, end))


def _takes_too_much(plan: Plan, clean: str, run: Span) -> bool:
    """Whether a plan of no fixed length took more than a number: too many digits, or some that are counted, unlike those before."""
    *_, before, behind = ("", *re.findall(r"\d+", clean[run[0] : run[1]]))
    return len(plan.national) > MOST_NATIONAL or (len(before) != len(behind) and UNITS.match(clean, run[1]) is not None)
