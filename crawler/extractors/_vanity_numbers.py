"""Vanity numbers, whose rest is told in capitals that stand for digits: `1-800-FLOWERS`, `0800-LAMP`, `1300 BOATMAN`.

>>> [(value, shown.group()) for value, shown in vanity_numbers("Bel 0800-LAMP", ("NL",), lambda start, end: False)]
[('+318005267', '0800-LAMP')]
"""

import re
from collections.abc import Callable, Iterator

from crawler.extractors._number_noise import UNITS
from crawler.extractors._number_plans import number_of
from crawler.knowledge.countries import VanityPlan
from crawler.knowledge.countries import regions as known_regions
from crawler.knowledge.unit_words import any_of

PLANS = known_regions().vanity
ANYWHERE = VanityPlan(begins=("080", "090"))
"""Free and paid numbers of most plans, with a digit behind: 0800, 0900, 0906."""


def _beginnings(*, alone: bool) -> str:
    """A pattern of how numbers begin, with a group for each plan: of those that may stand alone, or of the others."""
    plans = {code: plan for code, plan in PLANS.items() if bool(plan.alone_in) is alone}
    return "|".join(f"(?P<{code}>{any_of(plan.begins)})" for code, plan in plans.items())


ALONE, TOLD = _beginnings(alone=True), _beginnings(alone=False)
VANITY = re.compile(
    rf"""
    (?<![\w])
    (?P<prefix> (?:1[-.\s]?)?\(?(?:{ALONE})\)?[-.\s] | (?:{any_of(ANYWHERE.begins)}\d|{TOLD})[-.\s]? )
    (?P<word> (?=[\w.\s-]*[A-Z]{{3}}) [A-Z0-9](?:[-.\s]?[A-Z0-9]){{3,9}} )
    (?![a-z])
    """,
    re.VERBOSE,
)
VANITY_CLUE = re.compile(rf"(?:[08]\d\d\d?|{TOLD})[-.)\s]{{1,3}}(?:[\dA-Z.-]{{0,6}}|\d )[A-Z]{{3}}")
"""A cheap pattern of which every such number has a part."""

MOST = 20_000
"""Characters of a text in which they are looked for."""

DIALLED = (7, 6)
"""Letters that are dialled: what stands behind them is not, and some countries have one digit less."""

CAPITALS = re.compile(r"\s[A-Z]{2}")
LINE_END = re.compile(r"[ \t.!)]*(?:\n|$)")
KEYS = {
    letter: str(digit)
    for digit, letters in enumerate(("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"), 2)
    for letter in letters
}
"""Which key of a phone has a letter (ITU-T E.161)."""

IsLabelled = Callable[[int, int], bool]
"""Tells of a part of the text whether a word for phone stands beside it."""


def vanity_numbers(text: str, regions: tuple[str, ...], is_labelled: IsLabelled) -> Iterator[tuple[str, re.Match[str]]]:
    """Give the vanity numbers of a text, E.164, each with its match; `regions` are the countries that are likely."""
    for shown in VANITY.finditer(text, 0, MOST) if VANITY_CLUE.search(text) else ():
        likely, plan = regions[:2], _plan(shown)
        if plan.only_in and not set(plan.only_in) & set(likely):
            continue
        if (set(plan.alone_in) & set(likely) or _is_told(shown, text, is_labelled)) and (value := _dialled(shown, likely)):
            yield value, shown


def _plan(shown: re.Match[str]) -> VanityPlan:
    return next((plan for code, plan in PLANS.items() if shown[code]), ANYWHERE)


def _is_told(shown: re.Match[str], text: str, is_labelled: IsLabelled) -> bool:
    """Whether capitals spell digits where nothing else tells: one word, joined by a hyphen, or alone behind a word for phone.

    `NU 0800 STUKS OP VOORRAAD` is a stock in capitals. Several words are one number where a word for phone stands before them,
    nothing behind them in their line, and none of their letters is left over: `Phone 0800 BIKE NZ`.
    """
    labelled = is_labelled(*shown.span())
    if shown["word"].split()[1:]:
        return labelled and len(_letters(shown)) <= DIALLED[0] and LINE_END.match(text, shown.end()) is not None
    if CAPITALS.match(text, shown.end()):
        return False
    joined = shown["prefix"][-1] == "-" or shown["prefix"][-1].isdigit()
    return joined or (not UNITS.match(text, shown.end("prefix") - 1) and labelled)


def _letters(shown: re.Match[str]) -> str:
    """The letters and digits behind the beginning."""
    return re.sub(r"[^A-Z0-9]", "", shown["word"])


def _dialled(shown: re.Match[str], regions: tuple[str, ...]) -> str:
    """The number that is dialled, "" where no plan knows it."""
    keyed = "".join(KEYS.get(letter, letter) for letter in _letters(shown))
    plans = (number_of(shown["prefix"] + keyed[:length], regions) for length in DIALLED)
    return next((plan.e164 for plan in plans if plan), "")
