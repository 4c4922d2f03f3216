"""Colours as Chromium computes them, and how well text of one stands out against another.

>>> contrast(Colour(0, 0, 0), Colour(255, 255, 255))
21.0
>>> round(contrast(over(colour("rgba(255, 255, 255, 0.5)"), Colour(0, 0, 0)), Colour(0, 0, 0)), 1)
5.3
"""

import re
from functools import lru_cache
from typing import NamedTuple

_NUMBERS = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255, and how opaque, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


WHITE = Colour(255.0, 255.0, 255.0)
CLEAR = Colour(0.0, 0.0, 0.0, 0.0)


@lru_cache(maxsize=4_096)
def colour(written: str) -> Colour | None:
    """A computed colour; None for one of a colour space that screens rarely need (`lab(...)`).

    >>> colour("rgb(12, 34, 56)"), colour("color(srgb 1 0 0 / 0.5)"), colour("oklch(0.5 0.1 20)")
    (Colour(red=12.0, green=34.0, blue=56.0, alpha=1.0), Colour(red=255.0, green=0.0, blue=0.0, alpha=0.5), None)
    """
    numbers = [float(number) for number in _NUMBERS.findall(written)]
    if len(numbers) < 3:
        return None
    alpha = numbers[3] if len(numbers) > 3 else 1.0
    if written.startswith("rgb"):
        return Colour(numbers[0], numbers[1], numbers[2], alpha)
    if written.startswith("color(srgb "):
        return Colour(numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, alpha)
    return None


def over(front: Colour | None, back: Colour | None) -> Colour | None:
    """The colour seen where one lies over another; None where that is not known."""
    if front is None or (back is None and front.alpha < 1):
        return None
    if back is None or front.alpha >= 1:
        return front
    return Colour(*(top * front.alpha + below * (1 - front.alpha) for top, below in zip(front[:3], back[:3], strict=True)))


def contrast(one: Colour | None, other: Colour | None) -> float:
    """The contrast ratio of WCAG 2.2, from 1 (the same) to 21; 0 where a colour is not known."""
    if one is None or other is None:
        return 0.0
    lower, higher = sorted((_luminance(one), _luminance(other)))
    return round((higher + 0.05) / (lower + 0.05), 2)


def _luminance(seen: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in seen[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
