"""Number plans: which numbers a spelling stands for in a country (phonenumbers, VALID), also as people write them.

>>> [plan.e164 for plan, _, _ in matches("06 4567890/1/2", ("IT",), labelled=True)]
['+39064567890']
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from phonenumbers import (
    SUPPORTED_REGIONS,
    Leniency,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
    ValidationResult,
    example_number_for_type,
    format_number,
    is_possible_number_with_reason,
    is_valid_number,
    length_of_geographical_area_code,
    national_significant_number,
    ndd_prefix_for_region,
    number_type,
    parse,
)
from phonenumbers import NumberParseException as NotANumber

from crawler.knowledge.countries import country
from crawler.knowledge.countries import regions as known_regions

SPELT = str.maketrans(
    {"\u2212": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "·": " ", "•": " "}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069", " ")
)

MOST_DIGITS = 24
"""Of a number as it is dialled: 15 of ITU-T E.164 with its country's code, the prefix of calls abroad, a zero in brackets."""

COUNTRY_CODE = ("+", "00", "(+", "[+", "(00")
"""How a number begins that has its country's code."""

VALUE = re.compile(
    r"""
    (?: [1-9]\d{4,} | \d{1,2}\ ?-\ ?\d{1,2} ) \s{1,3} (?=[\d+(])
    | [(\[]? [1-9]\d{0,3} (?: \ ?-\ ?\d{1,4} )? (?: [.:]\d\d )? [)\]]? \s{1,3} (?= [(\[]? (?: 0[1-9] | \+\d ) )
    """,
    re.VERBOSE,
)
"""A value of its own before other digits: bare ones (a register number, a postcode), hours (`8-16`), and any few (a house number,
years, a number on a list) before what begins as a number does."""

UPWARD = re.compile(r"(?P<head>.*?(?P<last>\d{1,2}))\s?/\s?(?P<next>\d{1,2})(?:\s?/\s?\d{1,2})*")
"""A number and the last digits of the next ones (`06 4567890/1/2`): a plan without a fixed length takes all for one number."""

UPWARD_BY_ONE_DIGIT = re.compile(r"(?P<head>.*?(?P<last>\d))\s?-\s?(?P<next>\d)(?:\s?-\s?\d)*")
"""The same with hyphens. Two digits behind a hyphen may be the last pair of one number."""

TAIL = re.compile(r"-\d{1,2}$")
"""What is written behind a full number: the end of a range, or an extension."""

FEWEST_IN_ONE_AREA = 12
"""Digits of two numbers of which only the first has its area code."""

SECOND_OF_AREA = re.compile(r"(?P<head>.*\d)\s?[-/]\s?(?P<next>\d(?:[ .]?\d){4,})")

ZERO_BETWEEN = re.compile(r"^(?P<code>(?:\+|00)\d{2,3}\s?)\(0\)")
"""A zero in brackets behind the code of a country whose numbers have none: `+48 (0) 46 855 23 10`."""

OLD_TRUNK = re.compile(r"^(?P<lead>(?:[(\[]?(?:\+|00)[1-9]\d{1,2}[)\]]?[ ./-]{0,3})?[(\[]?)0(?=[ /-]?\d)")
"""The zero that begins an area code, also behind the country's code: `(0-22) 473 81 59`, `+48 (022) 473 81 59`."""

GAP = re.compile(r"(?<=\d)\D+(?=\d)")
"""What parts two groups of digits."""

POSSIBLE = (ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY)
FEWEST_LOCAL = 6
"""Digits of a number without its area code; years and house numbers have fewer."""


class Plan(NamedTuple):
    """A number that a country's plan knows."""

    e164: str
    country_code: int
    national: str
    area: int
    region: str


Matches = tuple[tuple[Plan, int, int], ...]


@lru_cache(maxsize=4096)
def matches(shown: str, regions: tuple[str, ...], *, labelled: bool) -> Matches:
    """Find numbers by the first region that knows any; without a label only the two likeliest are tried."""
    if behind := _behind_value(shown, regions):
        return behind
    tried = regions if labelled else regions[:2]
    hyphen = "".join(regions[:1]) in known_regions().hyphen_ranges
    head = first_of_range(shown, hyphen=hyphen) or _in_one_area(shown, regions[:1])
    found = (_first(head, tried) if head else ()) or _first(shown, tried)
    return found or _halves(shown, regions) or _respelt(shown, tried, labelled=labelled)


def first_of_range(shown: str, *, hyphen: bool = False) -> str:
    """The first number of a range whose last digits are written behind a slash and go up, "" where there is none.

    With `hyphen`, one digit behind a hyphen is such an end too, and no extension.

    >>> first_of_range("06 4567890/1/2"), first_of_range("0574 601122/23"), first_of_range("01 / 234 56 / 12")
    ('06 4567890', '0574 601122', '')
    >>> first_of_range("0574 601122-3", hyphen=True), first_of_range("0471 601122-0", hyphen=True)
    ('0574 601122', '')
    """
    found = UPWARD.fullmatch(shown) if "/" in shown else None
    if hyphen and not found and shown[-2:-1] in "- ":
        found = UPWARD_BY_ONE_DIGIT.fullmatch(shown)
    if not found or len(found["next"]) > len(found["last"]):
        return ""
    return found["head"] if int(found["next"]) > int(found["last"][-len(found["next"]) :]) else ""


def _in_one_area(shown: str, regions: tuple[str, ...]) -> str:
    """The first of two numbers whose area code stands only before the first, "" where there are no two.

    >>> _in_one_area("0574/601122-601130", ("IT",)), _in_one_area("0574/601122", ("IT",))
    ('0574/601122', '')
    """
    found = SECOND_OF_AREA.fullmatch(shown) if sum(map(str.isdigit, shown)) >= FEWEST_IN_ONE_AREA else None
    if not found or number_of(shown, regions) or number_of(found["next"], regions):
        return ""
    head, local = (re.sub(r"\D", "", found[name]) for name in ("head", "next"))
    both = number_of(found["head"], regions) and number_of(head[: -len(local)] + local, regions)
    return found["head"] if both and len(local) < len(head) else ""


def _matched(shown: str, region: str) -> Matches:
    matcher = PhoneNumberMatcher(shown, region, leniency=Leniency.VALID)
    return tuple((_plan(match.number, region), match.start, match.end) for match in matcher)


def _first(shown: str, regions: tuple[str, ...]) -> Matches:
    return next(filter(None, (_of_country(shown, region) for region in regions)), ())


def _of_country(shown: str, region: str) -> Matches:
    """The numbers of a country and of its parts overseas, whose own plans know them only in part."""
    near, begins = _matched(shown, region), overseas(region)
    if not begins:
        return near
    digits = re.sub(r"\D", "", shown)
    far = {
        item[1]: item
        for begin, part in begins.items()
        if begin in digits
        for item in _matched(shown, part)
        if f"0{item[0].national}".startswith(begin)
    }
    return tuple(sorted((*far.values(), *(item for item in near if item[1] not in far)), key=lambda item: item[1]))


def _halves(shown: str, regions: tuple[str, ...]) -> Matches:
    """Two full numbers with a slash or a hyphen between them that the matcher takes for one."""
    parts = [(found.start(), found.end()) for found in re.finditer(r"[^/-]+", shown)]
    for cut in range(1, len(parts)):
        left, offset = shown[: parts[cut - 1][1]], parts[cut][0]
        if (first := number_of(left, regions[:1])) and (second := number_of(shown[offset:], regions[:1])):
            return (first, 0, len(left)), (second, offset, len(shown))
    return ()


def _respelt(shown: str, regions: tuple[str, ...], *, labelled: bool) -> Matches:
    """Numbers with slashes that the matcher takes for a date (`+49/30/28471539`), with a zero that was dialled once, or a tail."""
    slashed = labelled or shown.startswith(COUNTRY_CODE)
    spelt = ZERO_BETWEEN.sub(r"\g<code>   ", shown.replace("/", " ") if slashed else shown)
    if spelt != shown and (items := _first(spelt, regions)):
        return items
    known = (region for region in regions if region in old_trunk())
    if items := tuple((plan, 0, end) for region in known for plan, _, end in _matched(without_trunk(spelt), region)[:1]):
        return items
    return _without_tails(spelt, regions) if labelled else ()


def _without_tails(spelt: str, regions: tuple[str, ...]) -> Matches:
    while TAIL.search(spelt):
        spelt = TAIL.sub("", spelt)
        if items := _first(spelt, regions):
            return items
    return ()


def _behind_value(shown: str, regions: tuple[str, ...]) -> Matches:
    """The number behind a value of its own that only a space parts from it (`30155512 020-624 81 35`)."""
    value = VALUE.match(shown)
    plan = number_of(shown[value.end() :], regions[:1]) if value else None
    return ((plan, value.end(), len(shown)),) if plan and value else ()


def without_trunk(shown: str) -> str:
    """A number with a blank for the zero that begins it, or its area code.

    >>> without_trunk("(022) 473 81 59"), without_trunk("0-22 473 81 59"), without_trunk("+48 (022) 473 81 59")
    ('( 22) 473 81 59', ' -22 473 81 59', '+48 ( 22) 473 81 59')
    """
    return OLD_TRUNK.sub(r"\g<lead> ", shown)


@cache
def old_trunk() -> frozenset[str]:
    """Countries in which old spellings have a zero that is no longer dialled."""
    return frozenset(known_regions().old_trunk)


@cache
def overseas(region: str) -> Mapping[str, str]:
    """The parts of a country with a country code of their own, by the first four digits of their numbers as dialled at home."""
    return known_regions().overseas.get(region, {})


def _plan(number: PhoneNumber, region: str) -> Plan:
    national = national_significant_number(number)
    bare = PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
        number_of_leading_zeros=number.number_of_leading_zeros,
    )
    return Plan(
        format_number(bare, PhoneNumberFormat.E164),
        number.country_code or 0,
        national,
        length_of_geographical_area_code(bare),
        region,
    )


@lru_cache(maxsize=4096)
def number_of(shown: str, regions: tuple[str, ...]) -> Plan | None:
    """The number that a string as a whole is (a `tel:` target, one field of JSON-LD), None where no plan knows it.

    >>> number_of("0031 (0)20 123 45 67", ("NL",)).e164
    '+31201234567'
    >>> number_of("0590 82 47 15", ("FR",)).e164
    '+590590824715'
    """
    text = unquote(shown).translate(SPELT).partition(";")[0].strip()
    digits = re.sub(r"\D", "", text)
    if len(digits) > MOST_DIGITS:
        return None
    tries = [(text, overseas(region).get(digits[:4], region)) for region in regions] or [(text, "ZZ")]
    tries += [(without_trunk(text), region) for region in regions if region in old_trunk()]
    if not text.startswith(("0", "+")):
        tries.append((f"+{digits}", "ZZ"))
    for spelling, region in tries:
        try:
            number = parse(spelling, region)
        except NotANumber:
            continue
        if is_valid_number(number):
            return _plan(number, region)
    return None


@lru_cache(maxsize=4096)
def is_mobile(shown: str, regions: tuple[str, ...]) -> bool:
    """Whether a string as a whole is the number of a mobile phone, which no fax has.

    >>> is_mobile("06 23 48 13 54", ("NL",)), is_mobile("020 624 81 35", ("NL",))
    (True, False)
    """
    plan = number_of(shown, regions)
    return plan is not None and number_type(parse(plan.e164)) == PhoneNumberType.MOBILE


@lru_cache(maxsize=4096)
def is_in_own_groups(e164: str, region: str, shown: str) -> bool:
    """Whether digits are parted as numbers of the region are, where those have one way: `(204) 812-5563`, not `2048-1255-63`.

    >>> is_in_own_groups("+12048125563", "US", "204.812.5563"), is_in_own_groups("+12048125563", "US", "2048-1255-63")
    (True, False)
    """
    if region not in known_regions().own_groups:
        return True
    return _parted(shown) <= _parted(format_number(parse(e164), PhoneNumberFormat.INTERNATIONAL))


def _parted(shown: str) -> frozenset[int]:
    """How many digits stand behind each gap."""
    return frozenset(sum(map(str.isdigit, shown[gap.end() :])) for gap in GAP.finditer(shown))


@lru_cache(maxsize=4096)
def is_local(shown: str, region: str) -> bool:
    """Whether digits that no plan knows are as many as are dialled here without the area code.

    >>> is_local("442-7713", "NZ"), is_local("382-7713", "US"), is_local("62-7713", "US"), is_local("020-62481", "NL")
    (True, True, False, False)
    """
    digits = re.sub(r"\D", "", shown)
    if not FEWEST_LOCAL <= len(digits) < _length(region) or shown.lstrip("([")[0] in "0+":
        return False
    try:
        return is_possible_number_with_reason(parse(digits, region)) in POSSIBLE
    except NotANumber:
        return False


@cache
def _length(region: str) -> int:
    """How many digits the country's fixed lines have, without the zero; 0 where nothing is known of it."""
    known = example_number_for_type(region, PhoneNumberType.FIXED_LINE) if region in SUPPORTED_REGIONS else None
    return len(national_significant_number(known)) if known else 0


@cache
def begins_with_zero(region: str) -> bool:
    """Whether a country's national numbers are dialled with a zero first; elsewhere bare digits say nothing.

    >>> begins_with_zero("NL"), begins_with_zero("PL"), begins_with_zero("")
    (True, False, True)
    """
    return region not in SUPPORTED_REGIONS or (ndd_prefix_for_region(region, True) or "").startswith("0")


@cache
def without_zero(region: str) -> re.Pattern[str]:
    """How a country's numbers begin, with a gap behind, that have no zero though the others have: `1300 975 707`.

    >>> bool(without_zero("AU").search("1300 975 707")), bool(without_zero("NL").search("1300 975 707"))
    (True, False)
    """
    beginnings = known_regions().without_zero.get(region, ())
    return re.compile(rf"(?:^|\D)(?:{'|'.join(beginnings)})[)]?[ .-]" if beginnings else "(?!)")


def short_number(shown: str, regions: tuple[str, ...]) -> str:
    """The digits of a short service number that one of these countries dials, else an empty string."""
    digits = re.sub(r"\D", "", shown)
    return digits if any(shorts(region) and re.fullmatch(shorts(region), digits) for region in regions[:2]) else ""


@cache
def shorts(region: str) -> str:
    """The pattern of a country's short service numbers, "" when it has none or no file."""
    known = country(region)
    return "|".join(known.short_numbers) if known else ""
