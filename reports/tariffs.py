"""What kind of tariff a number has: the country's pack first, then the number plan of phonenumbers.

A prefix alone does not tell what a call costs (a Dutch 0900 number may be charged at the usual rate), so a number that can be dear
is `check`: its tariff text has to be read. It is never said to be too dear.

>>> tariff("+31201234567", "NL", {}), tariff("+319001234", "NL", {"premium": ("0900",)}), tariff("+4930123456", "NL", {})
(<Tariff.USUAL: 'usual'>, <Tariff.CHECK: 'check'>, <Tariff.FOREIGN: 'foreign'>)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from crawler.model.strict import read_record

FILE = Path(__file__).with_suffix(".toml")

UNIVERSAL_FREE = 800
"""The calling code of numbers that are free from any country (ITU-T E.169.1)."""

DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})
PREFIX = re.compile(
    r"(?P<prefix>\d[\dx]*)"  # 0900, 18xx: an x is any digit
    r"(?:-(?P<last>\d+))?"  # 0800-0805
    r"(?:\s.*)?"  # a remark
)


class Tariff(StrEnum):
    """Free to call, usual cost, to be checked, or a number of another country."""

    FREE = "free"
    USUAL = "usual"
    CHECK = "check"
    FOREIGN = "foreign"


CLASSES = {"free": Tariff.FREE, "normal": Tariff.USUAL}
"""Classes of the packs that need no look at the tariff text; every other class does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What a number plan does not tell. `overseas` has the country codes of a country's parts with a code of their own."""

    source: str
    dated: str
    overseas: Mapping[str, tuple[int, ...]]


@cache
def _calls() -> Calls:
    return read_record(FILE, Calls)


def tariff(value: str, country: str | None, numbers: Mapping[str, tuple[str, ...]]) -> Tariff:
    """The kind of tariff of a number (E.164, or short as dialled) called from a country; `numbers` are the pack's prefixes."""
    number = _parsed(value)
    if number is None:
        return _by_pack(re.sub(r"\D", "", value), numbers) or Tariff.USUAL
    if number.country_code == UNIVERSAL_FREE:
        return Tariff.FREE
    if country and number.country_code not in _codes(country):
        return Tariff.FOREIGN
    national = re.sub(r"\D", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    return _by_pack(national, numbers) or _by_plan(number)


@cache
def _codes(country: str) -> tuple[int | None, ...]:
    return phonenumbers.country_code_for_region(country), *_calls().overseas.get(country, ())


@lru_cache(maxsize=1024)
def _parsed(value: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return None


def _by_plan(number: PhoneNumber) -> Tariff:
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.TOLL_FREE:
        return Tariff.FREE
    return Tariff.CHECK if kind in DEAR else Tariff.USUAL


def _by_pack(national: str, numbers: Mapping[str, tuple[str, ...]]) -> Tariff | None:
    """The class of the longest prefix that fits, None where the pack names none."""
    fits = [(len(text), name) for name, texts in numbers.items() for text in texts if _pattern(text).match(national)]
    return CLASSES.get(max(fits)[1], Tariff.CHECK) if fits else None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    match = PREFIX.fullmatch(text)
    if match is None:
        return re.compile("(?!)")  # "geographic" and the like name no prefix
    if match["last"]:
        width = len(match["last"])
        return re.compile("|".join(str(number).zfill(width) for number in range(int(match["prefix"]), int(match["last"]) + 1)))
    return re.compile(match["prefix"].replace("x", r"\d"))
