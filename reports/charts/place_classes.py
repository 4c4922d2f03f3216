"""Place classes of phone and e-mail, as one stacked bar each (of table P2)."""

from collections.abc import Iterator

from crawler.model.placement import PlaceClass
from reports.charts.shapes import Caption, Chart, Segment, percent
from reports.table import Table
from reports.texts.texts import Texts

BARS = ("phone", "email")
STEP, BAR_TOP, BAR_HEIGHT, BASELINE = 64, 22, 30, 20
ROOM_FOR_TEXT = 6.0
"""Percent of the width below which a number does not fit into its segment, at phone width."""


def render(table: Table, texts: Texts) -> Chart:
    """Draw the table."""
    counts = {bar: [(item.value, _count(table, item.value, bar)) for item in PlaceClass] for bar in BARS}
    met = [item.value for place, item in enumerate(PlaceClass) if any(counts[bar][place][1] for bar in BARS)]
    return Chart(
        id="chart-place-classes",
        title=texts.plain("chart.place_classes_title"),
        description=texts.plain(
            "chart.place_classes_description",
            n=texts.plain("table.n", count=table.n),
            bars=" ".join(_in_words(bar, counts[bar], texts) for bar in BARS),
        ),
        height=STEP * len(BARS),
        segments=tuple(item for place, bar in enumerate(BARS) for item in _segments(place, counts[bar], table.n, texts)),
        captions=tuple(Caption(text=texts.plain(f"channel.{bar}"), x="0", y=STEP * place + 15) for place, bar in enumerate(BARS)),
        centred=False,
        legend=tuple((code, texts.plain(f"place_class.{code}")) for code in met),
    )


def _count(table: Table, code: str, column: str) -> int:
    value = table.value(code, column)
    return value if isinstance(value, int) else 0


def _segments(place: int, counts: list[tuple[str, int]], n: int, texts: Texts) -> Iterator[Segment]:
    x, top = 0.0, STEP * place + BAR_TOP
    for code, count in counts:
        width = 100 * count / n if n else 0
        if count:
            yield Segment(
                shade=code,
                x=percent(x),
                width=percent(width),
                y=top,
                height=BAR_HEIGHT,
                text=texts.number(count) if width >= ROOM_FOR_TEXT else "",
                text_x=percent(x + width / 2),
                text_y=top + BASELINE,
            )
        x += width


def _in_words(bar: str, counts: list[tuple[str, int]], texts: Texts) -> str:
    parts = ", ".join(
        texts.plain("chart.part", label=texts.plain(f"place_class.{code}"), count=count) for code, count in counts if count
    )
    return texts.plain("chart.bar", name=texts.plain(f"channel.{bar}"), parts=parts or texts.plain("shop.none"))
