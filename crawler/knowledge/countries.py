"""Facts of each country: `countries/<ISO 3166-1 code>.toml`, read strictly, once; and the names of all countries in four languages.

`UK` is understood as GB everywhere: the number library does not know "UK" and would find nothing, silently.

>>> country("UK").code
'GB'
>>> region_of("Pays-Bas"), region_of("uk"), region_of("Atlantis")
('NL', 'GB', None)
"""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS

from crawler.model.strict import KnowledgeError, read_folder, read_record

FOLDER = Path(__file__).parent / "countries"
REGIONS = Path(__file__).parent / "regions.toml"
SAME_REGION = MappingProxyType({"UK": "GB", "EL": "GR"})
"""Codes in use that are not the country's ISO 3166-1 code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country's facts.

    `tlds` without a dot. `calling_code` as "+31". `short_numbers` are patterns of numbers dialled as they are, whole
    match; what a call costs is said by the country's norm pack. `*_labels` stand beside an id, which counts only there;
    `register_pattern` and `vat_pattern` are how it is written; `register_module` and `vat_module` name the python-stdnum
    module that checks it ("" where there is none). `legal_forms` and `street_words` are lower case; `postcode_pattern` is
    matched on the text.
    """

    code: str
    source: str
    dated: str
    languages: tuple[str, ...]
    tlds: tuple[str, ...]
    calling_code: str
    currency: str
    vat_prefix: str
    short_numbers: tuple[str, ...]
    register_labels: tuple[str, ...]
    register_pattern: str
    register_module: str
    vat_labels: tuple[str, ...]
    vat_pattern: str
    vat_module: str
    legal_forms: tuple[str, ...]
    postcode_pattern: str
    street_words: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The country's names in four languages, casefolded."""
        return region_names()[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class VanityPlan:
    """How numbers begin whose rest is told in capitals. `only_in`: where they exist, everywhere if empty.

    `alone_in`: countries whose shops show them without a word for phone beside.
    """

    begins: tuple[str, ...]
    only_in: tuple[str, ...] = ()
    alone_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """What points at a country: `names` and `spoken` (by language) have ISO 3166-1 codes, `currency_signs` those of ISO 4217.

    `old_trunk` are countries whose numbers are still written with a zero that is no longer dialled, `own_groups` those whose
    numbers are parted in one way; `without_zero` tells by country how numbers begin that have no zero though the others have,
    `vanity` how those begin whose rest is told in capitals. `overseas` has the parts of a country with a country code of their own,
    by the digits with which their numbers begin when dialled in the country.
    """

    source: str
    dated: str
    names: Mapping[str, tuple[str, ...]]
    spoken: Mapping[str, tuple[str, ...]]
    sold_to_all: tuple[str, ...]
    old_trunk: tuple[str, ...]
    overseas: Mapping[str, Mapping[str, str]]
    own_groups: tuple[str, ...]
    hyphen_ranges: tuple[str, ...]
    without_zero: Mapping[str, tuple[str, ...]]
    vanity: Mapping[str, VanityPlan]
    currency_signs: Mapping[str, tuple[str, ...]]


@cache
def countries(folder: Path = FOLDER) -> Mapping[str, Country]:
    """All countries that have a file, by code. Raises KnowledgeError."""
    return MappingProxyType({name: _checked(record, folder / f"{name}.toml") for name, record in read_folder(folder, Country)})


def country(code: str | None) -> Country | None:
    """The country with this code (UK is GB), None when it has no file."""
    upper = (code or "").upper()
    return countries().get(SAME_REGION.get(upper, upper))


def region_of(text: str) -> str | None:
    """The ISO 3166-1 code that a code or a country's name means, None when it is not known."""
    folded = " ".join(text.casefold().split()).removesuffix(".")
    upper = SAME_REGION.get(folded.upper(), folded.upper())
    return upper if upper in SUPPORTED_REGIONS else _regions_by_name().get(folded)


@cache
def regions(path: Path = REGIONS) -> Regions:
    """What points at a country. Raises KnowledgeError for a code the number library does not know."""
    read = read_record(path, Regions)
    for field, codes in (
        ("names", read.names),
        ("spoken", chain.from_iterable(read.spoken.values())),
        ("old_trunk", read.old_trunk),
        ("overseas", chain(read.overseas, *(parts.values() for parts in read.overseas.values()))),
        ("own_groups", read.own_groups),
        ("hyphen_ranges", read.hyphen_ranges),
        ("without_zero", read.without_zero),
        ("vanity", chain(read.vanity, *(chain(plan.only_in, plan.alone_in) for plan in read.vanity.values()))),
    ):
        if unknown := sorted(set(codes) - SUPPORTED_REGIONS):
            raise KnowledgeError(f"{path}: {field}: unknown region {unknown[0]!r}")
    return read


@cache
def region_names() -> Mapping[str, tuple[str, ...]]:
    """Names of countries by ISO code, casefolded. Raises KnowledgeError."""
    names = regions().names
    return MappingProxyType({code: tuple(dict.fromkeys(name.casefold() for name in spelt)) for code, spelt in names.items()})


def without_postcode_letters(text: str) -> str:
    """A text without the capitals of Dutch postcodes, which elsewhere stand for registers, banks and departments.

    >>> without_postcode_letters("5731 HR Mierlo, 1012 BG Amsterdam")
    '5731 Mierlo, 1012 Amsterdam'
    """
    return _dutch_postcode().sub(lambda found: found[0][:4] if found[0][-2:].isupper() else found[0], text)


@cache
def _dutch_postcode() -> re.Pattern[str]:
    return re.compile(known.postcode_pattern if (known := country("NL")) else "(?!)")


@cache
def _regions_by_name() -> Mapping[str, str]:
    return {name: code for code, names in region_names().items() for name in names}


def _checked(record: Country, path: Path) -> Country:
    problems = (
        (record.code != path.stem, f"code {record.code!r} is not the file's name"),
        (record.code not in SUPPORTED_REGIONS, f"unknown region {record.code!r}"),
        (record.code not in region_names(), f"no names for {record.code!r} in {REGIONS.name}"),
        (
            record.code not in _regions_calling(record.calling_code),
            f"calling_code {record.calling_code!r} is not that of the region",
        ),
    )
    for wrong, message in problems:
        if wrong:
            raise KnowledgeError(f"{path}: {message}")
    for pattern in (record.register_pattern, record.vat_pattern, record.postcode_pattern, *record.short_numbers):
        _check_pattern(pattern, path)
    for module in (record.register_module, record.vat_module):
        if module and importlib.util.find_spec(f"stdnum.{module}") is None:
            raise KnowledgeError(f"{path}: unknown python-stdnum module {module!r}")
    return record


def _regions_calling(code: str) -> tuple[str, ...]:
    digits = code.removeprefix("+")
    return COUNTRY_CODE_TO_REGION_CODE.get(int(digits), ()) if digits.isdecimal() else ()


def _check_pattern(pattern: str, path: Path) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise KnowledgeError(f"{path}: {pattern!r} is no pattern: {error}") from error
