"""What the chart templates draw.

Widths and horizontal positions are percentages of the picture, heights are CSS pixels: so a picture fills its column at every
width while its letters keep their size. No shade stands alone: numbers, order and patterns tell the parts apart too, for eyes
that see no colours and for paper.
"""

from dataclasses import dataclass
from enum import StrEnum

from reports.table import Table


class Anchor(StrEnum):
    """Which end of a text stands at its position."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One rectangle. `shade` is its class in the style sheet, `pattern` what lies over it ("" for nothing)."""

    shade: str
    x: str
    width: str
    y: int
    height: int
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A word or number in the picture; `shade` is the class of the rectangle it stands on, "" for the ground."""

    text: str
    x: str
    y: int
    anchor: Anchor = Anchor.START
    shade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An entry of the legend."""

    shade: str
    label: str
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its title, its description in words, its legend, and what its axis counts ("" for nothing)."""

    id: str
    title: str
    description: str
    height: int
    segments: tuple[Segment, ...]
    captions: tuple[Caption, ...]
    legend: tuple[Key, ...] = ()
    axis: str = ""


def count_of(table: Table, code: str, column: str) -> int:
    """A count of a table, 0 for an empty cell. Raises KeyError when there is no such row or column."""
    value = table.value(code, column)
    return value if isinstance(value, int) else 0


def percent(value: float) -> str:
    """A length in the picture, short.

    >>> percent(33.333333), percent(50)
    ('33.33%', '50%')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
