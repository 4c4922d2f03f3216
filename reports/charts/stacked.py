"""Place classes of several groups of shops, as one lying stacked bar each, with its name above it."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from crawler.model.placement import POSITIVE, SHOWN, PlaceClass
from reports.charts.shapes import Anchor, Caption, Chart, Key, Segment, percent
from reports.texts.texts import Texts

STEP, BAR_TOP, BAR_HEIGHT, BASELINE = 72, 24, 36, 23
ROOM_FOR_TEXT = 6.0
"""Percent of the width below which a number does not fit into its segment, at phone width."""


class Bar(NamedTuple):
    """A bar: its name in words, and how many shops each class holds, best class first."""

    name: str
    counts: Sequence[tuple[PlaceClass, int]]


class Named(NamedTuple):
    """What a chart is called: its id, its title, and what makes its description of what the bars say in words."""

    id: str
    title: str
    describe: Callable[[str], str]


def stacked(named: Named, bars: Sequence[Bar], n: int, texts: Texts) -> Chart:
    """Draw bars that each stand for `n` shops."""
    met = [item for place, item in enumerate(PlaceClass) if any(bar.counts[place][1] for bar in bars)]
    numbers = (item for place, bar in enumerate(bars) for item in _numbers(place, bar, n, texts))
    return Chart(
        id=named.id,
        title=named.title,
        description=named.describe(" ".join(_in_words(bar, texts) for bar in bars)),
        height=STEP * len(bars) - 6,
        segments=tuple(item for place, bar in enumerate(bars) for item in _segments(place, bar, n)),
        captions=(*(Caption(text=bar.name, x="0", y=STEP * place + 15) for place, bar in enumerate(bars)), *numbers),
        legend=tuple(Key(shade=item.value, label=texts.plain(f"place_class.{item}"), pattern=pattern(item)) for item in met),
    )


def pattern(item: PlaceClass) -> str:
    """What tells the groups of classes apart without colour: logical places are plain."""
    if item in POSITIVE:
        return ""
    return "dots" if item in SHOWN else "sparse" if item is PlaceClass.UNDETERMINED else "hatch"


def _widths(bar: Bar, n: int) -> Iterator[tuple[PlaceClass, int, float, float]]:
    """Class, count, left edge and width in percent of each segment that holds something."""
    x = 0.0
    for item, count in bar.counts:
        width = 100 * count / n if n else 0
        if count:
            yield item, count, x, width
        x += width


def _segments(place: int, bar: Bar, n: int) -> Iterator[Segment]:
    for item, _, x, width in _widths(bar, n):
        y = STEP * place + BAR_TOP
        yield Segment(shade=item.value, x=percent(x), width=percent(width), y=y, height=BAR_HEIGHT, pattern=pattern(item))


def _numbers(place: int, bar: Bar, n: int, texts: Texts) -> Iterator[Caption]:
    for item, count, x, width in _widths(bar, n):
        if width >= ROOM_FOR_TEXT:
            y = STEP * place + BAR_TOP + BASELINE
            yield Caption(text=texts.number(count), x=percent(x + width / 2), y=y, anchor=Anchor.MIDDLE, shade=item.value)


def _in_words(bar: Bar, texts: Texts) -> str:
    parts = ", ".join(
        texts.plain("chart.part", label=texts.plain(f"place_class.{item}"), count=count) for item, count in bar.counts if count
    )
    return texts.plain("chart.bar", name=bar.name, parts=parts or texts.plain("shop.none"))
