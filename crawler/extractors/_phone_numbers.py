"""Phone numbers in a text: a loose search for digit runs, then the number plans of the likely countries (phonenumbers, VALID).

Only the runs are given to the matcher, never whole documents: it stops silently after 65,535 rejected candidates. Ranges
(`020-1234567/68`) give each number; a service number of a country's file is taken when a label says phone.

>>> [item.value for item in numbers("Tel. 020-1234567/68", ("NL",), lambda start, end: Context("Tel.", "", ""))]
['+31201234567', '+31201234568']
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from crawler.extractors._number_noise import UNITS, all_words, blanked, noise
from crawler.extractors._number_plans import (
    COUNTRY_CODE,
    SPELT,
    Matches,
    Plan,
    begins_with_zero,
    is_in_own_groups,
    is_local,
    matches,
    number_of,
    without_zero,
)
from crawler.extractors._value_labels import labels
from crawler.extractors._vanity_numbers import vanity_numbers

GAP = r"[ \t\u00a0\u00ad\u2002-\u200f\u202a-\u202f\u2060\u2066-\u2069()\[\]./\u2010-\u2015\u2212•·+-]"
RUN = re.compile(rf"(?:[(\[]{{0,2}}\+\s?|[(\[]{{0,2}})\d(?:{GAP}{{0,4}}+\d){{5,40}}+\)?")
"""A run of at least six digits with the marks that stand inside numbers: far looser than any number plan."""

ODD_MARKS = "[,_~*|:=]"
CLUE = re.compile(rf"[0-9](?:(?:{GAP}{{0,4}}+\d){{5}}|\d{{1,3}}(?:{ODD_MARKS} ?\d{{2,3}}){{3}})")
"""A cheap pattern that the digits of every run match."""

MOST_OF_AREA = 5
"""Digits of the longest area code, with its zero."""

APART = "   "
"""What a dot in the middle between two values becomes (`DE136695976 · 030 901820`)."""

NOTE = re.compile(r"(?<=\d)(?:\s?\[\d{1,2}\]|\s\d\))(?![ ()./-]{0,3}\d)")
"""What points to a note at the foot of the page: `020 624 81 35 [1]`, `01805 32 48 61 1)`."""
MOST_OPEN = 40
"""Characters before a closing bracket in which its opening one is looked for."""

TWO, NEXT = 14, re.compile(r"[ \u00a0]{1,4}(?=[(\[]?0[1-9])")
"""Digits of two numbers at least, and where behind the first the second may begin with its zero: `0511 762898 0171 6202016`."""

GAPS = re.compile(r"[ \t]{1,4}(?=\d)")
MOST_BEHIND = 5
"""Digits of a house number or a postcode behind a number: `01539 432118 24 High Street`, `224 915 318 110 00 Praha`."""

FEW = re.compile(r"\d{1,4}(?:[ .:/-]{1,3}\d{1,4}){0,2}[ \t]{1,4}")
"""Digits before a number that may begin it where a word for another value stands before them: `Serial number 12 01539 432118`."""

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

PAIRS = re.compile(r"(?<=\d)['’](?=\d\d(?!\d))")
"""What Swiss numbers part their pairs with (`071 384'21'70`); in prices it stands before three digits."""

TYPED_O = re.compile(r"(?<![\w.,/-])O(?=\)?\d{1,3}[ ./)-]{1,3}\d{2,3}[ ./-]?\d{2})")
"""The letter for the zero that a number begins with: `Tél : O5 59 39 70 23`, `+33 (O)6 12 34 56 78`."""

ODD = re.compile(rf"0(?<![\w.,/-]0)\d{{1,3}}(?P<mark>{ODD_MARKS}) ?\d{{2,3}}(?:(?P=mark) ?\d{{2,3}}){{2,3}}(?!\w|(?P=mark) ?\d)")
"""A number whose groups a mark parts that stands in no other: read right behind a word for phone (`Tél : 06,12,34,56,78`)."""

ODD_REACH = 30
BETWEEN = re.compile(r"[\s.:]{0,4}")

RANGE = re.compile(r"\s?/\s?(\d{1,4})(?![\d/]|[ .,:-]{1,3}\d)")
ENDINGS = re.compile(r"(?P<first>(?P<stem>.*\d\s?-\s?)\d{1,4})\s?/\s?-\s?(?P<second>\d{1,4})")
"""Two extensions of one line, each behind its hyphen: `0221 813389-0 / -10`."""

BEGINNING = re.compile(r"(?:^|\D)[0+(\[]")
DIALLED = ("phone_labels", "mobile_labels", "fax_labels", "whatsapp_labels")
"""Labels of what is dialled; "Contact" is none."""

DOUBTED = 0.2
"""How sure a number is that no plan knows: it lacks its area code, or a digit is wrong."""
WHOLE_GROUP = re.compile(r"\d{3}|^\W{0,3}0")
"""What is no list of sizes: `36 - 38 - 40` behind an M."""
FEWEST_DOUBTED, MOST_DOUBTED = 8, 15
"""Digits of a whole number: ITU-T E.164 has no more."""


class Number(NamedTuple):
    """A number as it stands in a text. `value` is E.164, or a short number as dialled."""

    value: str
    shown: str
    start: int
    end: int
    confidence: float = 1.0


class Context(NamedTuple):
    """What stands around a run of digits: the label ("" where none), and the text on both sides up to the next value.

    `region` is the country named right before it ("" where none): its national numbers are tried first. `alone`: the digits have a
    line of their own right above or below an e-mail address, as in the particulars of a firm: bare ones are a number there.
    """

    label: str
    before: str
    after: str
    region: str = ""
    alone: bool = False


Around = Callable[[int, int], Context]
Span = tuple[int, int]


def numbers(text: str, regions: tuple[str, ...], around: Around, runs: Iterable[Span] | None = None) -> Iterator[Number]:
    """Give the phone numbers of a text in their order; `around` tells what stands beside the text from start to end.

    `runs`: those of its runs of digits that are looked at, all where none are given; of these, what no plan knows too.
    """
    clean = cleaned(text)
    for start, end in runs_of(text) if runs is None else runs:
        known = list(_of_run(clean, start, end, regions, around))
        yield from known
        if runs is not None and not known and (doubted := _of_no_plan(clean, start, end, regions, around)):
            yield doubted
    for value, spelt in vanity_numbers(text, regions, lambda start, end: bool(around(start, end).label)):
        yield Number(value, spelt.group().strip(), *spelt.span(), 0.9)


def runs_of(text: str) -> list[Span]:
    """Where the runs of digits of a text stand."""
    return [run.span() for run in RUN.finditer(cleaned(text))]


@lru_cache(maxsize=4096)
def cleaned(text: str) -> str:
    """A text with plain dashes and spaces, and without what can only be hours, dates or prices; its length stays."""
    plain = text if text.isascii() else text.translate(SPELT)
    if "O" in plain:
        plain = TYPED_O.sub("0", plain)
    plain = ODD.sub(_with_dots, plain)
    if "'" in plain or "’" in plain:
        plain = PAIRS.sub(" ", plain)
    return blanked(NOTE.sub(_without_note, plain) if "]" in plain or ")" in plain else plain)


def _without_note(found: re.Match[str]) -> str:
    """A mark of a note with tildes in its place; `(0180 5 32 48 6 1)` closes the number's own bracket."""
    shown, before = found.group(), found.string[max(0, found.start() - MOST_OPEN) : found.start()]
    is_own = "[" not in shown and before.rfind("(") > before.rfind(")")
    return shown if is_own else "~" * len(shown)


def _with_dots(odd: re.Match[str]) -> str:
    """A number with dots for its odd marks where it stands right behind a word for phone."""
    before = odd.string[max(0, odd.start() - ODD_REACH) : odd.start()]
    said = next(reversed(list(labels(*DIALLED[:3]).finditer(before))), None)
    return odd.group().replace(odd["mark"], ".") if said and BETWEEN.fullmatch(before, said.end()) else odd.group()


def _of_run(clean: str, start: int, end: int, regions: tuple[str, ...], around: Around) -> Iterator[Number]:
    shown = clean[start:end]
    beside = around(start, end)
    labelled = bool(beside.label)
    if beside.region:
        regions = (beside.region, *regions)
    if not labelled and not beside.alone and is_hopeless(shown, regions[0] if regions else ""):
        return
    if endings := ENDINGS.fullmatch(shown):
        yield from _of_endings(clean, start, endings, regions, around)
        return
    items = matches(shown, regions, labelled=labelled)
    if parts := _parts(clean, (start, end), regions, items, beside.label):
        for first, last in parts:
            yield from _of_run(clean, first, last, regions, around)
        return
    for item in items:
        begin, stop = start + item[1], start + item[2]
        context = around(begin, stop)
        is_numbered = FEW.fullmatch(clean, start, begin) and all_words().search(beside.before)
        if is_numbered or reject(item[0], clean[begin:stop], context):
            continue
        begin += sentence_bracket(clean[begin:stop])
        yield Number(item[0].e164, clean[begin:stop].strip(), begin, stop, 1.0 if context.label else 0.8)
        yield from _range(clean, stop, item[0])


def _parts(clean: str, run: Span, regions: tuple[str, ...], items: Matches, label: str) -> tuple[Span, ...]:
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


def _of_no_plan(clean: str, start: int, end: int, regions: tuple[str, ...], around: Around) -> Number | None:
    """Digits behind a word for phone that no plan knows: without the area code (`Phone: 442-7713`), or one too many."""
    shown = clean[start:end]
    digits = re.sub(r"[^0-9+]", "", shown)
    if not regions or not WHOLE_GROUP.search(shown) or not (is_local(shown, regions[0]) or _is_dialled(digits, regions[0])):
        return None
    beside = around(start, end)
    if not labels(*DIALLED[:2]).search(beside.label) or matches(shown, regions, labelled=True):
        return None
    if noise(shown, beside.before, beside.after, labelled=True):
        return None
    return Number(digits, shown.strip(), start + sentence_bracket(shown), end, DOUBTED)


def _is_dialled(digits: str, region: str) -> bool:
    """Whether digits begin as numbers are dialled in a country, and may be a whole one."""
    return FEWEST_DOUBTED <= len(digits) <= MOST_DOUBTED and (digits[0] in "0+" or not begins_with_zero(region))


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


def _of_endings(clean: str, start: int, endings: re.Match[str], regions: tuple[str, ...], around: Around) -> Iterator[Number]:
    first = list(_of_run(clean, start, start + endings.end("first"), regions, around))
    yield from first
    if first and (plan := number_of(endings["stem"] + endings["second"], regions)):
        begin, stop = endings.span("second")
        yield Number(plan.e164, endings["second"], start + begin, start + stop, 0.7)


def sentence_bracket(shown: str) -> int:
    """Length of a bracket before a number that belongs to the sentence: it is not closed within the number.

    >>> sentence_bracket("(06 24681357"), sentence_bracket("(020) 555 01 63")
    (1, 0)
    """
    return int(shown.startswith(("(", "[")) and not re.search(r"[)\]]", shown))


def is_hopeless(shown: str, region: str) -> bool:
    """Whether digits without a label can be no number: bare ones, and those without the zero that national numbers begin with.

    >>> is_hopeless("50022507", "NL"), is_hopeless("12 34 56 78", "NL"), is_hopeless("12 020-5550136", "NL")
    (True, True, False)
    """
    if shown.isdigit() and shown[0] != "0":
        return True
    return begins_with_zero(region) and not BEGINNING.search(shown) and not without_zero(region).search(shown)


def reject(plan: Plan, shown: str, context: Context) -> str:
    """Why a number that a plan knows is none here, "" when it is one."""
    labelled = bool(context.label)
    if found := noise(shown, context.before, context.after, labelled=labelled):
        return found
    foreign_groups = not shown.startswith(COUNTRY_CODE) and not is_in_own_groups(plan.e164, plan.region, shown)
    if foreign_groups and not labels(*DIALLED).search(context.label):
        return "not-cut-as-a-number"
    if labelled or context.alone or shown.startswith(COUNTRY_CODE):
        return ""
    if shown.isdigit() and (shown[0] != "0" or not begins_with_zero(plan.region)):
        return "bare-digits"
    if shown.startswith("14 ") or ("/" in shown and not _cut_as_dialled(plan, shown)):
        return "not-cut-as-a-number"
    return ""


def _cut_as_dialled(plan: Plan, shown: str) -> bool:
    """Whether the first group of digits is the area code, as people write it: `02-2200/2300` is not."""
    first = re.match(r"\D*(0?)\D*(\d+)", shown)
    group = first[2].lstrip("0") if first else ""
    with_zero = len(group) + 1 if first and first[1] else 0
    return not plan.area or plan.area in (len(group), with_zero) or len(group) > plan.area + 2


def _range(clean: str, stop: int, plan: Plan) -> Iterator[Number]:
    found = RANGE.match(clean, stop)
    if not found or len(found[1]) >= len(plan.national) or len(found[1]) == 1:
        return
    value = plan.e164[: -len(found[1])] + found[1]
    if value != plan.e164 and number_of(value, ()):
        yield Number(value, found[1], found.start(1), found.end(), 0.7)
