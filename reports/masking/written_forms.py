"""How a value that is to be masked may be written in any text of its shop: patterns for numbers, addresses and mailboxes."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from crawler.model.sighting import Channel, Sighting
from reports.masking.mailboxes import HIDDEN
from reports.masking.traders import letters

NUMBER = re.compile(r"(?<![\w.])(?:\+|\(?0|\d)[\d\s().\-/]{6,22}\d(?!\w)")
MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.PERSONAL_NUMBER})
POSTCODE = re.compile(r"(?:\b[\w-]*\d[\w-]*|\b[A-Z]{2}\b)(?:\s(?:[\w-]*\d[\w-]*|[A-Z]{2}\b))*")
BEGINNING = 4
"""Letters of a mailbox by which it is known where a text is cut off in it."""


@lru_cache(maxsize=4096)
def mobile(text: str, country: str) -> str:
    """What stands for a mobile number, "" for any other text."""
    number = parsed(text, country)
    if number is None or phonenumbers.number_type(number) not in MOBILE:
        return ""
    return f"+{number.country_code}{HIDDEN}"


def parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    """The number in a text, read as in its country; None where there is none."""
    found = re.search(r"\+?\d[\d\s().\-/]{5,}", text)
    try:
        return phonenumbers.parse(found[0], country) if found else None
    except NumberParseException:
        return None


def patterns(item: Sighting, country: str) -> Iterator[re.Pattern[str]]:
    """How a value to be hidden may be written in any text of its shop."""
    if reveals(item):
        yield _spaced(re.split(r"\s+", item.as_shown.strip()), r"\s{0,3}")
    if item.channel is Channel.EMAIL:
        local, _, domain = item.value.rpartition("@")
        first = domain.split(".", maxsplit=1)[0]
        yield re.compile(rf"(?<![\w.]){re.escape(local)}.{{0,24}}?{re.escape(first)}(?:[\w.-]*\w)?", re.IGNORECASE | re.DOTALL)
    elif item.channel is Channel.ADDRESS:
        street, _, rest = item.value.partition(",")
        parts = (item.value, street, rest, *POSTCODE.findall(rest))
        yield from (_spaced(re.findall(r"\w+", part), r"\W{0,6}") for part in parts if re.search(r"\d", part))
    elif (number := parsed(item.value, country)) is not None:
        yield _digits(number)


def cut_off(item: Sighting) -> re.Pattern[str]:
    """The beginning of a mailbox at the end of a text that was cut off there."""
    return re.compile(rf"(?<![\w.]){re.escape(item.value[:BEGINNING])}[\w.+-]*…?$", re.IGNORECASE)


def _spaced(words: list[str], between: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){between.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)


def _digits(number: phonenumbers.PhoneNumber) -> re.Pattern[str]:
    """The digits of a number, however they are grouped, with or without the code of the country."""
    national = phonenumbers.national_significant_number(number)
    grouped = r"[\s().\-/]{0,4}".join(national)
    return re.compile(rf"(?<!\d)(?:(?:\+|00)?{number.country_code}[\s().\-/]{{0,4}})?\(?0?\)?[\s.\-/]{{0,2}}{grouped}(?!\d)")


def reveals(item: Sighting) -> bool:
    """Whether what a page shows of a value tells it, and is not a word such as "Mail us"."""
    if item.channel is Channel.ADDRESS:
        return bool(item.as_shown.strip())
    told, value = letters(item.as_shown), letters(item.value.rpartition("@")[0] if item.channel is Channel.EMAIL else item.value)
    inner = value[-8:] if item.channel is not Channel.EMAIL else value
    return bool(inner) and (inner in told or inner[::-1] in told)
