"""Phone numbers in a text: a loose search for digit runs, then the number plans of the likely countries (phonenumbers, VALID).

Only the runs are given to the matcher, never whole documents: it stops silently after 65,535 rejected candidates. Ranges
(`020-1234567/68`) give each number; a service number of a country's file is taken when a label says phone.

>>> [item.value for item in numbers("Tel. 020-1234567/68", ("NL",), lambda start, end: Context("Tel.", "", ""))]
['+31201234567', '+31201234568']
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from crawler.extractors._number_noise import all_words, noise
from crawler.extractors._number_plans import (
    COUNTRY_CODE,
    Plan,
    begins_with_zero,
    is_in_own_groups,
    is_local,
    matches,
    number_of,
    without_zero,
)
from crawler.extractors._number_spelling import Span, cleaned, runs_of
from crawler.extractors._run_parts import split_run
from crawler.extractors._value_labels import labels
from crawler.extractors._vanity_numbers import vanity_numbers
from crawler.knowledge.languages import DIALLED, VOICE

FEW = re.compile(r"\d{1,4}(?:[ .:/-]{1,3}\d{1,4}){0,2}[ \t]{1,4}")
"""Digits before a number that may begin it where a word for another value stands before them: `Serial number 12 01539 432118`."""

RANGE = re.compile(r"\s?/\s?(\d{1,4})(?![\d/]|[ .,:-]{1,3}\d)")
ENDINGS = re.compile(r"(?P<first>(?P<stem>.*\d\s?-\s?)\d{1,4})\s?/\s?-\s?(?P<second>\d{1,4})")
"""Two extensions of one line, each behind its hyphen: `0221 813389-0 / -10`."""

BEGINNING = re.compile(r"(?:^|\D)[0+(\[]")

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
    if parts := split_run(clean, (start, end), regions, items, beside.label):
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


def _of_no_plan(clean: str, start: int, end: int, regions: tuple[str, ...], around: Around) -> Number | None:
    """Digits behind a word for phone that no plan knows: without the area code (`Phone: 442-7713`), or one too many."""
    shown = clean[start:end]
    digits = re.sub(r"[^0-9+]", "", shown)
    if not regions or not WHOLE_GROUP.search(shown) or not (is_local(shown, regions[0]) or _is_dialled(digits, regions[0])):
        return None
    beside = around(start, end)
    if not labels(*VOICE).search(beside.label) or matches(shown, regions, labelled=True):
        return None
    if noise(shown, beside.before, beside.after, labelled=True):
        return None
    return Number(digits, shown.strip(), start + sentence_bracket(shown), end, DOUBTED)


def _is_dialled(digits: str, region: str) -> bool:
    """Whether digits begin as numbers are dialled in a country, and may be a whole one."""
    return FEWEST_DOUBTED <= len(digits) <= MOST_DOUBTED and (digits[0] in "0+" or not begins_with_zero(region))


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
