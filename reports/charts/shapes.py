"""What the chart templates draw.

Widths and horizontal positions are percentages of the picture, heights are CSS pixels: so a picture fills its column at every
width while its letters keep their size.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One rectangle. `shade` is its class in the style sheet; `text` stands in or above it, "" where there is no room."""

    shade: str
    x: str
    width: str
    y: int
    height: int
    text: str
    text_x: str
    text_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A word in the picture."""

    text: str
    x: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its title, its description in words, its legend of (shade, label), and what its axis counts."""

    id: str
    title: str
    description: str
    height: int
    segments: tuple[Segment, ...]
    captions: tuple[Caption, ...]
    centred: bool
    legend: tuple[tuple[str, str], ...]
    axis: str = ""


def percent(value: float) -> str:
    """A length in the picture, short.

    >>> percent(33.333333), percent(50)
    ('33.33%', '50%')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"
