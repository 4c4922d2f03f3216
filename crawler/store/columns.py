"""What the tables and columns of the store mean: a strict reader of columns.toml, and the closed lists that it names."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from crawler.model.capture import Via
from crawler.model.fact import FactKind
from crawler.model.link import PageKind
from crawler.model.placement import PlaceClass, Way
from crawler.model.reason import Reason
from crawler.model.review import Answer, Decision
from crawler.model.sighting import Channel, GateKind, Owner, Place, Use

FILE = Path(__file__).with_name("columns.toml")
KINDS: tuple[type[StrEnum], ...] = (
    *(Answer, Channel, Decision, FactKind, GateKind, Owner, PageKind, Place, PlaceClass, Reason, Use, Via, Way),
)
CLOSED: Mapping[str, tuple[str, ...]] = {"bool": ("0", "1"), **{kind.__name__: tuple(kind) for kind in KINDS}}
"""The closed lists by name."""


class ColumnsError(ValueError):
    """columns.toml says something that is not understood; the message names it."""


class Column(NamedTuple):
    """A column: what it means, its unit, the values it may have ("" and none where any)."""

    name: str
    meaning: str
    unit: str
    values: tuple[str, ...]


class StoreTable(NamedTuple):
    """A table of the store: what a row of it is, and its columns."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


@cache
def store_tables() -> Mapping[str, StoreTable]:
    """All tables by name. Raises ColumnsError."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: StoreTable(name, told["meaning"], tuple(_columns(told, read["everywhere"]))) for name, told in read["tables"].items()
    }


def _columns(told: Mapping[str, Any], everywhere: Mapping[str, Any]) -> Iterator[Column]:
    """The columns that stand in other tables too, then its own."""
    for name in told.get("also", ()):
        if name not in everywhere:
            raise ColumnsError(f"{FILE}: {name} is told nowhere")
        yield _column(name, everywhere[name])
    for name, meaning in told["columns"].items():
        yield _column(name, meaning)


def _column(name: str, told: Any) -> Column:
    given = {"meaning": told} if isinstance(told, str) else dict(told)
    meaning, unit, values = given.pop("meaning", ""), given.pop("unit", ""), given.pop("values", "")
    if given or not meaning or (values and values not in CLOSED):
        raise ColumnsError(f"{FILE}: {name}: {given or values or 'no meaning'} is not understood")
    return Column(name, meaning, unit, CLOSED.get(values, ()))
