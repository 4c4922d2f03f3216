"""Place classes of phone and e-mail, as one stacked bar each (of table P2)."""

from collections.abc import Iterator

from crawler.model.placement import POSITIVE, SHOWN, PlaceClass
from reports.charts.shapes import Anchor, Caption, Chart, Key, Segment, count_of, percent
from reports.table import Table
from reports.texts.texts import Texts

BARS = ("phone", "email")
STEP, BAR_TOP, BAR_HEIGHT, BASELINE = 72, 24, 36, 23
ROOM_FOR_TEXT = 6.0
"""Percent of the width below which a number does not fit into its segment, at phone width."""


def render(table: Table, texts: Texts) -> Chart:
    """Draw the table."""
    counts = {bar: [(item, count_of(table, item.value, bar)) for item in PlaceClass] for bar in BARS}
    met = [item for place, item in enumerate(PlaceClass) if any(counts[bar][place][1] for bar in BARS)]
    numbers = (item for place, bar in enumerate(BARS) for item in _numbers(place, counts[bar], table.n, texts))
    return Chart(
        id="chart-place-classes",
        title=texts.plain("chart.place_classes_title"),
        description=texts.plain(
            "chart.place_classes_description",
            n=texts.plain("table.n", count=table.n),
            bars=" ".join(_in_words(bar, counts[bar], texts) for bar in BARS),
        ),
        height=STEP * len(BARS) - 6,
        segments=tuple(item for place, bar in enumerate(BARS) for item in _segments(place, counts[bar], table.n)),
        captions=(
            *(Caption(text=texts.plain(f"channel.{bar}"), x="0", y=STEP * place + 15) for place, bar in enumerate(BARS)),
            *numbers,
        ),
        legend=tuple(Key(shade=item.value, label=texts.plain(f"place_class.{item}"), pattern=pattern(item)) for item in met),
    )


def pattern(item: PlaceClass) -> str:
    """What tells the groups of classes apart without colour: logical places are plain."""
    if item in POSITIVE:
        return ""
    return "dots" if item in SHOWN else "sparse" if item is PlaceClass.UNDETERMINED else "hatch"


def _widths(counts: list[tuple[PlaceClass, int]], n: int) -> Iterator[tuple[PlaceClass, int, float, float]]:
    """Class, count, left edge and width in percent of each segment that holds something."""
    x = 0.0
    for item, count in counts:
        width = 100 * count / n if n else 0
        if count:
            yield item, count, x, width
        x += width


def _segments(place: int, counts: list[tuple[PlaceClass, int]], n: int) -> Iterator[Segment]:
    for item, _, x, width in _widths(counts, n):
        yield Segment(
            shade=item.value,
            x=percent(x),
            width=percent(width),
            y=STEP * place + BAR_TOP,
            height=BAR_HEIGHT,
            pattern=pattern(item),
        )


def _numbers(place: int, counts: list[tuple[PlaceClass, int]], n: int, texts: Texts) -> Iterator[Caption]:
    for item, count, x, width in _widths(counts, n):
        if width >= ROOM_FOR_TEXT:
            y = STEP * place + BAR_TOP + BASELINE
            yield Caption(text=texts.number(count), x=percent(x + width / 2), y=y, anchor=Anchor.MIDDLE, shade=item.value)


def _in_words(bar: str, counts: list[tuple[PlaceClass, int]], texts: Texts) -> str:
    parts = ", ".join(
        texts.plain("chart.part", label=texts.plain(f"place_class.{item}"), count=count) for item, count in counts if count
    )
    return texts.plain("chart.bar", name=texts.plain(f"channel.{bar}"), parts=parts or texts.plain("shop.none"))
