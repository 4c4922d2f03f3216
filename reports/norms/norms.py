"""The countries' norm packs: `packs/<country code, lower case>.toml`, read strictly, once.

A pack says which contact data a shop must show, by which article, since when, how well that is proven, and which place classes
are a logical place for them. It is no legal advice; its proof level goes with every sentence made of it. A country without a
pack has no norm: its shops are judged on findability only.

>>> norms()["NL"].item("phone").since
'2022-05-28'
>>> norms()["DE"].accepts(PlaceClass.IMPRINT), norms()["NL"].accepts(PlaceClass.IMPRINT)
(True, None)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from phonenumbers import SUPPORTED_REGIONS

from crawler.model.placement import PlaceClass
from crawler.model.strict import KnowledgeError, read_folder, read_record

FOLDER = Path(__file__).parent / "packs"
SOURCES = "sources.toml"
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class Status(StrEnum):
    """What a norm says of an item. `changed`: the rule is under change, see the item's note."""

    REQUIRED = "required"
    REQUIRED_IF = "required_if"
    RECOMMENDED = "recommended"
    SHOULD_BE_ABSENT = "should_be_absent"
    NOT_REQUIRED = "not_required"
    CHANGED = "changed"


class Proof(StrEnum):
    """How well a rule is proven: its text read, told by others who agree, only the EU text read, or unconfirmed."""

    TEXT = "text"
    SECONDARY = "secondary"
    EU_LEVEL = "eu_level"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule was found: what it is, where to find it, what kind of text it is."""

    what: str
    ref: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NormItem:
    """One item a norm speaks of.

    `norm` names the article. `since` and `until` are ISO dates, months or years ("" when none is known); `until` is the last day.
    `condition` says when a `required_if` item is required. `source` are ids of the pack's sources.
    """

    item: str
    status: Status
    norm: str
    source: tuple[str, ...]
    confirmed: Proof
    since: str = ""
    until: str = ""
    since_note: str = ""
    condition: str = ""
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Whether the item is surely in force on a day: a month or a year as `since` counts from its end."""
        today = day.isoformat()
        begun = not self.since or (today >= self.since if len(self.since) == 10 else today[: len(self.since)] > self.since)
        return begun and (not self.until or today[: len(self.until)] <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalPlaces:
    """Place classes accepted as a logical place and those on which no rule was found; all others are not accepted."""

    accepted: tuple[PlaceClass, ...]
    not_judged: tuple[PlaceClass, ...]
    basis: Mapping[str, str]
    max_clicks: int | None = None
    max_clicks_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How the data must be shown, in the norm's words, and what was said of awkward places."""

    manner: tuple[str, ...]
    only_in_terms: str
    burden_of_proof: str
    source: tuple[str, ...]
    regulator: str = ""
    only_after_chat: str = ""
    contact_form_only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiumRate:
    """What a call about a contract may cost. `numbers` are national prefixes by class, as the study wrote them."""

    rule: str
    source: tuple[str, ...]
    confirmed: Proof
    numbers: Mapping[str, tuple[str, ...]]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """A country's pack. `state` is the month of the last research, `sources` those that the pack names: shared ones or its own."""

    id: str
    country: str
    state: str
    items: tuple[NormItem, ...]
    logical_places: LogicalPlaces
    presentation: Presentation
    premium: PremiumRate
    authority: tuple[str, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)

    def item(self, name: str) -> NormItem | None:
        """The item of this name, None when the norm does not speak of it."""
        return next((item for item in self.items if item.item == name), None)

    def on(self, day: date) -> tuple[NormItem, ...]:
        """The items in force on a day: a stored crawl is judged by the law of its day."""
        return tuple(item for item in self.items if item.in_force(day))

    def accepts(self, place_class: PlaceClass) -> bool | None:
        """Whether a place class is a logical place; None where no rule was found, or nothing is settled."""
        if place_class in self.logical_places.not_judged or place_class is PlaceClass.UNDETERMINED:
            return None
        return place_class in self.logical_places.accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """All sources by id, shared by the packs."""

    dated: str
    sources: Mapping[str, Source]


@cache
def norms(folder: Path = FOLDER) -> Mapping[str, Norm]:
    """All packs by country code ("EU" for the common rules). Raises KnowledgeError, which names the file."""
    sources = read_record(folder.parent / SOURCES, SourceFile).sources
    packs = [_checked(norm, folder / f"{name}.toml", sources) for name, norm in read_folder(folder, Norm)]
    return MappingProxyType({norm.country: norm for norm in packs})


def chosen(country: str) -> Mapping[str, Norm]:
    """The packs by which a run is judged: each country's own, or one for all where a country is named. Raises KeyError."""
    return dict.fromkeys(sorted(SUPPORTED_REGIONS), norms()[country]) if country else norms()


def _checked(norm: Norm, path: Path, sources: Mapping[str, Source]) -> Norm:
    sources = {**sources, **norm.sources}
    if norm.country not in SUPPORTED_REGIONS | {"EU"}:
        raise KnowledgeError(f"{path}: unknown region {norm.country!r}")
    if path.stem != norm.id or norm.id != norm.country.lower():
        raise KnowledgeError(f"{path}: id {norm.id!r} and country {norm.country!r} are not the file's name")
    names = [item.item for item in norm.items]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise KnowledgeError(f"{path}: item {twice[0]!r} stands in it twice")
    for item in norm.items:
        for key, value in (("since", item.since), ("until", item.until)):
            if value and not _DATE.fullmatch(value):
                raise KnowledgeError(f"{path}: {item.item}: {key}: {value!r} is no date, month or year")
    named = [*norm.presentation.source, *norm.premium.source, *(source for item in norm.items for source in item.source)]
    if unknown := sorted(set(named) - set(sources)):
        raise KnowledgeError(f"{path}: unknown source {unknown[0]!r}; known are those of {SOURCES} and the pack's own")
    return replace(norm, sources=MappingProxyType({name: sources[name] for name in dict.fromkeys(named)}))
